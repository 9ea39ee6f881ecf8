internal import CulpritModel
internal import GRDB

/// What was read: rows that belong to a source, stored only where the source is new.
extension CaseLoad {
    mutating func addEvents(_ events: [Event]) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO event(source_id, line, line_count, byte, time_ns, severity, host, service, entity_id, rule,
                category, template_id, text, captures, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for event in events {
            guard let source = newSources[event.location.source] else { continue }
            let captures =
                event.captures.isEmpty ? nil : try StoredText.json(event.captures.map { [$0.name, $0.value] })
            try insert.execute(arguments: [
                source, event.location.line, event.location.lineCount, event.location.byte, event.time?.nanoseconds,
                StoredText.severity(event.severity), StoredText.text(event.host), StoredText.text(event.service),
                id(of: event.entity), event.rule, event.category?.rawValue, event.template, StoredText.text(event.text),
                captures, event.count,
            ])
        }
    }

    mutating func addMinutes(_ minutes: [MinuteCount]) throws {
        // In the order of the primary key, which is the order of the table: no page is split.
        let rows = try minutes.compactMap { minute in
            try newSources[minute.source].map { source in
                (source, minute.key, try id(of: minute.key.entity), minute.count)
            }
        }.sorted { left, right in
            (left.0, left.1.minute, left.2, left.1.template, StoredText.severity(left.1.severity))
                < (right.0, right.1.minute, right.2, right.1.template, StoredText.severity(right.1.severity))
        }
        var start = 0
        while start < rows.count {
            // Most of the time of an insertion is spent around it, so that many rows are inserted by one statement.
            let part = rows[start..<min(rows.count, start + Self.rowsAtOnce)]
            let values = Array(repeating: "(?, ?, ?, ?, ?, ?)", count: part.count).joined(separator: ", ")
            let insert = try db.cachedStatement(
                sql: "INSERT INTO minute VALUES \(values) ON CONFLICT DO UPDATE SET count = count + excluded.count")
            var arguments: [Int64] = []
            arguments.reserveCapacity(part.count * 6)
            for (source, key, entity, count) in part {
                arguments += [
                    source, key.minute.nanoseconds, entity, key.template, Int64(StoredText.severity(key.severity)),
                    Int64(count),
                ]
            }
            try insert.execute(arguments: StatementArguments(arguments))
            start += part.count
        }
    }

    private static let rowsAtOnce = 100

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
                frames, attributes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for crash in crashes {
            guard let source = newSources[crash.location.source] else { continue }
            let entity = try crash.entity.map { try id(of: $0) }
            try insert.execute(arguments: [
                source, crash.location.line, crash.location.lineCount, crash.location.byte, crash.time?.nanoseconds,
                entity, crash.kind, crash.language, StoredText.text(crash.title), StoredText.text(crash.signature),
                StoredText.json(crash.frames),
                StoredText.json(crash.attributes.map { [StoredText.text($0.name), StoredText.text($0.value)] }),
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
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO sample_minute VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
                count = count + excluded.count, sum = sum + excluded.sum, min = min(min, excluded.min),
                max = max(max, excluded.max)
                """)
        for one in series {
            guard let source = newSources[one.source] else { continue }
            let series = try id(of: one.key)
            if one.isCounter || one.entityLabel != nil { try note(one, as: series) }
            for minute in one.rollups {
                try insert.execute(arguments: [
                    series, minute.minute.nanoseconds, source, minute.count, minute.sum, minute.least, minute.greatest,
                ])
            }
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

/// The samples of one minute.
private struct Rollup {
    let minute: Timestamp
    var count = 0
    var sum = 0.0
    var least = Double.infinity
    var greatest = -Double.infinity
}

extension Series {
    fileprivate var rollups: [Rollup] {
        var rollups: [Rollup] = []
        for sample in samples where sample.value.isFinite {
            let minute = sample.time.minuteStart
            var current = Rollup(minute: minute)
            if let last = rollups.last, last.minute == minute {
                current = last
                rollups.removeLast()
            }
            current.count += 1
            current.sum += sample.value
            (current.least, current.greatest) = (min(current.least, sample.value), max(current.greatest, sample.value))
            rollups.append(current)
        }
        return rollups
    }
}
