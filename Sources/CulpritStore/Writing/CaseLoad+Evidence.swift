internal import CulpritModel
internal import CulpritScan
internal import GRDB

/// What was read: rows that belong to a source, stored only where the source is new.
extension CaseLoad {
    mutating func addEvents(_ events: [Event]) throws {
        let rows = events.indices.compactMap { index in
            newSources[events[index].location.source].map { (source: $0, index: index) }
        }
        try Self.insert(
            rows, columnCount: 15, in: db,
            by: {
                """
                INSERT INTO event(source_id, line, line_count, byte, time_ns, severity, host, service, entity_id,
                rule, category, template_id, text, captures, count) VALUES \($0)
                """
            }
        ) { place, row in
            let event = events[place.index]
            row.add(place.source)
            row.add(event.location.line)
            row.add(event.location.lineCount)
            row.add(event.location.byte)
            row.add(event.time?.nanoseconds)
            row.add(StoredText.severity(event.severity))
            row.add(StoredText.text(event.host))
            row.add(StoredText.text(event.service))
            row.add(try id(of: event.entity))
            row.add(event.rule)
            row.add(event.category?.rawValue)
            row.add(event.template)
            row.add(StoredText.text(event.text))
            row.add(event.captures.isEmpty ? nil : StoredText.json(event.captures.map { [$0.name, $0.value] }))
            row.add(event.count)
        }
    }

    mutating func addMinutes(_ minutes: [MinuteCount]) throws {
        // In the order of the primary key, which is the order of the table: no page is split.
        var rows: [MinuteRow] = []
        rows.reserveCapacity(minutes.count)
        // Those of one source, and of one entity, are mostly one behind the other.
        var (path, source, entity, entityID): (String, Int64?, Entity?, Int64) = ("", nil, nil, 0)
        for minute in minutes {
            if minute.source != path { (path, source) = (minute.source, newSources[minute.source]) }
            guard let source else { continue }
            if minute.key.entity != entity { (entity, entityID) = (minute.key.entity, try id(of: minute.key.entity)) }
            rows.append(
                MinuteRow(
                    source: source, minute: minute.key.minute.nanoseconds, entity: entityID,
                    template: minute.key.template, severity: StoredText.severity(minute.key.severity),
                    count: minute.count))
        }
        rows.sort()
        try Self.insert(
            rows, columnCount: 6, in: db,
            by: { "INSERT INTO minute VALUES \($0) ON CONFLICT DO UPDATE SET count = count + excluded.count" }
        ) { minute, row in
            row.add(minute.source)
            row.add(minute.minute)
            row.add(minute.entity)
            row.add(minute.template)
            row.add(minute.severity)
            row.add(minute.count)
        }
    }

    func addTemplates(_ templates: [TemplateCount]) throws {
        let insertText = try db.cachedStatement(sql: "INSERT OR IGNORE INTO template(id, text) VALUES (?, ?)")
        let insertCount = try db.cachedStatement(
            sql: """
                INSERT INTO template_count VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count,
                first_ns = min(coalesce(first_ns, excluded.first_ns), coalesce(excluded.first_ns, first_ns)),
                last_ns = max(coalesce(last_ns, excluded.last_ns), coalesce(excluded.last_ns, last_ns))
                """)
        for template in templates.sorted(by: { $0.template.id < $1.template.id }) {
            try insertText.execute(arguments: [template.template.id, StoredText.text(template.template.text)])
            guard let source = newSources[template.source] else { continue }
            try insertCount.execute(arguments: [
                source, template.template.id, template.count, template.firstSeen?.nanoseconds,
                template.lastSeen?.nanoseconds, template.line, template.byte,
            ])
        }
    }

    mutating func addCrashes(_ crashes: [Crash]) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO crash(source_id, line, line_count, byte, time_ns, entity_id, kind, language, title, signature,
                frames, attributes, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for crash in crashes {
            guard let source = newSources[crash.location.source] else { continue }
            let entity = try crash.entity.map { try id(of: $0) }
            try insert.execute(arguments: [
                source, crash.location.line, crash.location.lineCount, crash.location.byte, crash.time?.nanoseconds,
                entity, crash.kind, crash.language, StoredText.text(crash.title), StoredText.text(crash.signature),
                StoredText.json(crash.frames),
                StoredText.json(crash.attributes.map { [StoredText.text($0.name), StoredText.text($0.value)] }),
                crash.count,
            ])
        }
    }

    func addAttributes(_ counts: [AttributeCount]) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO attribute_count VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count
                """)
        for count in counts {
            guard let source = newSources[count.source] else { continue }
            try insert.execute(arguments: [
                source, StoredText.text(count.service), StoredText.text(count.attribute.name),
                StoredText.text(count.attribute.value), count.count,
            ])
        }
    }

    mutating func addSeries(_ series: [Series]) throws {
        var rows: [(ids: (series: Int64, source: Int64), rollup: Rollup)] = []
        for one in series {
            guard let ids = try ids(of: one) else { continue }
            if one.isCounter || one.entityLabel != nil { try note(one, as: ids.series) }
            rows += one.rollups.map { (ids, $0) }
        }
        try Self.insert(
            rows, columnCount: 10, in: db,
            by: {
                """
                INSERT INTO sample_minute VALUES \($0) ON CONFLICT DO UPDATE SET
                count = count + excluded.count, sum = sum + excluded.sum, min = min(min, excluded.min),
                max = max(max, excluded.max), line = min(line, excluded.line), byte = min(byte, excluded.byte)
                """
            }
        ) { sample, row in
            row.add(sample.ids.series)
            row.add(sample.rollup.minute.nanoseconds)
            row.add(sample.ids.source)
            row.add(sample.rollup.count)
            row.add(sample.rollup.sum)
            row.add(sample.rollup.least)
            row.add(sample.rollup.greatest)
            row.add(sample.rollup.line)
            row.add(sample.rollup.byte)
            row.add(sample.rollup.minuteCount)
        }
    }

    /// Buckets and hashes are JSON: they are read whole.
    mutating func addRequestMinutes(_ minutes: [RequestMinute]) throws {
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO request_minute VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for minute in minutes {
            guard let source = newSources[minute.source] else { continue }
            try insert.execute(arguments: [
                source, minute.minute.nanoseconds, id(of: minute.entity), StoredText.text(minute.service),
                minute.answeredCount, minute.failedCount, StoredText.json(minute.durations.counts),
                StoredText.json(minute.failedClients.hashes),
            ])
        }
    }
}

extension CaseLoad {
    /// Keeps what a series was before it was read: with it an alert can name it as its exporter does.
    private func note(_ one: Series, as id: Int64) throws {
        try db.cachedStatement(sql: "UPDATE series SET is_counter = ?, entity_label = ? WHERE id = ?")
            .execute(arguments: [one.isCounter, StoredText.text(one.entityLabel), id])
    }
}

/// A row of the table `minute`.
private struct MinuteRow: Comparable {
    let source: Int64
    /// In nanoseconds since 1970.
    let minute: Int64
    let entity: Int64
    let template: Int64
    let severity: Int
    let count: Int

    static func < (left: Self, right: Self) -> Bool {
        (left.source, left.minute, left.entity, left.template, left.severity)
            < (right.source, right.minute, right.entity, right.template, right.severity)
    }
}

/// The samples of one minute, or of several in which a log was silent.
private struct Rollup {
    let minute: Timestamp
    var minuteCount = 1
    var count = 0
    var sum = 0.0
    var least = Double.infinity
    var greatest = -Double.infinity
    /// Where the first of them is told.
    var line = 1
    var byte = 0

    var isSilent: Bool { least == 0 && greatest == 0 && count == 1 }

    /// The minute behind it, unless another hour begins there: so whoever asks for a span knows how far back to look.
    var next: Timestamp? {
        let next = minute.advanced(bySeconds: Double(minuteCount) * 60)
        return next.seconds % 3_600 == 0 ? nil : next
    }
}

extension Series {
    fileprivate var rollups: [Rollup] {
        var rollups: [Rollup] = []
        var places = ArraySlice(places.filter { $0.source == source }.flatMap(\.all).sorted { $0.time < $1.time })
        for sample in samples where sample.value.isFinite {
            let minute = sample.time.minuteStart
            if isCountedInLogs, sample.value == 0, let last = rollups.last, last.isSilent, last.next == minute {
                rollups[rollups.count - 1].minuteCount += 1
                continue
            }
            var current = Rollup(minute: minute)
            if let last = rollups.last, last.minute == minute {
                current = last
                rollups.removeLast()
            } else {
                while let first = places.first, first.time < minute { places.removeFirst() }
                if let first = places.first, first.time.minuteStart == minute {
                    (current.line, current.byte) = (first.line, first.byte)
                }
            }
            current.count += 1
            current.sum += sample.value
            (current.least, current.greatest) = (min(current.least, sample.value), max(current.greatest, sample.value))
            rollups.append(current)
        }
        return rollups
    }
}
