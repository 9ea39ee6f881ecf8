package import CulpritModel
internal import Foundation
internal import GRDB

extension CaseFile {
    /// What each source in the case is known by: a run need not read those again.
    package func knownSources() throws(CaseFileError) -> [KnownSource] {
        try read { db in
            let contents = try Row.fetchAll(db, sql: "SELECT * FROM content ORDER BY source_id, byte_count")
            let states = Dictionary(grouping: contents) { $0["source_id"] as Int64 }
            return try Row.fetchAll(db, sql: "SELECT id, path, sha256, lead_line_count FROM source ORDER BY path, id")
                .map { row in
                    KnownSource(
                        path: row[1], sha256: row[2], states: (states[row[0]] ?? []).map(Self.content),
                        leadLineCount: row[3])
                }
        }
    }

    /// The secret under which the contents have their tags.
    package func contentKey() throws(CaseFileError) -> [UInt8] {
        try read { db in Array(try Data.fetchOne(db, sql: "SELECT key FROM content_key") ?? Data()) }
    }

    private static func content(_ row: Row) -> ContentIdentity {
        ContentIdentity(byteCount: row["byte_count"], head: row["head"], tag: row["tag"])
    }

    /// Returns the sources by path.
    package func loadSources() throws(CaseFileError) -> [SourceSummary] {
        try read { db in
            let sql = """
                SELECT s.*, c.head AS content_head, c.tag AS content_tag FROM source s
                LEFT JOIN content c ON c.source_id = s.id AND c.byte_count = s.byte_count ORDER BY s.path, s.id
                """
            return try Row.fetchAll(db, sql: sql).map(Self.source)
        }
    }

    /// Returns how far clocks are off, by host.
    package func loadClockOffsets() throws(CaseFileError) -> [ClockOffset] {
        try read(Self.clockOffsets)
    }

    /// Returns the events of `span`, or all of them, by time, path and line; those without a time come first.
    package func loadEvents(in span: TimeSpan? = nil) throws(CaseFileError) -> [Event] {
        try read { db in
            let sql = """
                SELECT f.path, e.line, e.line_count, e.byte, e.time_ns, e.severity, e.host, e.service, n.name, n.kind,
                e.rule, e.category, e.template_id, e.text, e.captures, e.count
                FROM event e JOIN source f ON f.id = e.source_id JOIN entity n ON n.id = e.entity_id
                \(Self.filter("e.time_ns", by: span)) ORDER BY e.time_ns, f.path, e.line, e.id
                """
            var events: [Event] = []
            let rows = try Row.fetchCursor(db, sql: sql, arguments: Self.arguments(of: span))
            while let row = try rows.next() { events.append(try Self.event(row)) }
            return events
        }
    }

    /// Returns the counts of `span`, or all of them, in the order in which the case keeps them.
    ///
    /// There are many, so that their names are found here and not by the database: each is one text, however often it is.
    package func loadMinutes(in span: TimeSpan? = nil) throws(CaseFileError) -> [MinuteCount] {
        try read { db in
            let paths = Dictionary(
                try Row.fetchAll(db, sql: "SELECT id, path FROM source").map { ($0[0] as Int64, $0[1] as String) },
                uniquingKeysWith: { $1 })
            let entities = Dictionary(
                try Row.fetchAll(db, sql: "SELECT id, name, kind FROM entity").map { row in
                    (row[0] as Int64, StoredText.entity(row[1], row[2]))
                }, uniquingKeysWith: { $1 })
            let sql = """
                SELECT source_id, minute_ns, entity_id, template_id, severity, count FROM minute
                \(span == nil ? "" : "WHERE \(CaseSchema.minutesOfSpan(from: "?1", to: "?2"))")
                ORDER BY source_id, minute_ns, entity_id, template_id, severity
                """
            var minutes: [MinuteCount] = []
            let rows = try Row.fetchCursor(db, sql: sql, arguments: Self.arguments(of: span))
            while let row = try rows.next() {
                guard let path = paths[row[0]], let entity = entities[row[2]] else { continue }
                let key = MinuteKey(
                    minute: Timestamp(nanoseconds: row[1]), entity: entity, template: row[3],
                    severity: StoredText.severity(row[4] as Int))
                minutes.append(MinuteCount(key: key, source: path, count: row[5]))
            }
            return minutes
        }
    }

    /// Returns the crashes of `span`, or all of them, by time, path and line.
    package func loadCrashes(in span: TimeSpan? = nil) throws(CaseFileError) -> [Crash] {
        try read { db in
            let sql = """
                SELECT f.path, c.line, c.line_count, c.byte, c.time_ns, n.name, n.kind, c.kind, c.language, c.title,
                c.signature, c.frames, c.attributes, c.count FROM crash c JOIN source f ON f.id = c.source_id
                LEFT JOIN entity n ON n.id = c.entity_id
                \(Self.filter("c.time_ns", by: span)) ORDER BY c.time_ns, f.path, c.line, c.id
                """
            return try Row.fetchAll(db, sql: sql, arguments: Self.arguments(of: span)).map { row in
                let entity = (row[5] as String?).map { StoredText.entity($0, row[6] ?? "") }
                var crash = Crash(
                    location: Location(source: row[0], line: row[1], lineCount: row[2], byte: row[3]),
                    time: StoredText.time(row[4]), entity: entity, kind: row[7], language: row[8], title: row[9],
                    signature: row[10], frames: try StoredText.strings(row[11]))
                crash.attributes = try StoredText.pairs(row[12]).map { Record.Field(name: $0.0, value: $0.1) }
                crash.count = row[13]
                return crash
            }
        }
    }

    /// Returns when each bug of `signatures` crashed last before `limit`, by signature.
    package func loadLastCrashes(
        of signatures: Set<String>, before limit: Timestamp
    ) throws(CaseFileError) -> [String: Timestamp] {
        try read { db in
            let select = try db.cachedStatement(
                sql: "SELECT max(time_ns) FROM crash WHERE signature = ? AND time_ns < ?")
            var last: [String: Timestamp] = [:]
            for signature in signatures {
                let arguments: StatementArguments = [StoredText.text(signature), limit.nanoseconds]
                last[signature] = StoredText.time(try Int64.fetchOne(select, arguments: arguments))
            }
            return last
        }
    }

    /// Returns how many records have each value of an attribute, by path, service, attribute and value, of the sources that have
    /// something of `span`, or of all.
    package func loadAttributes(in span: TimeSpan? = nil) throws(CaseFileError) -> [AttributeCount] {
        try read { db in
            let sql = """
                SELECT f.path, a.name, a.value, a.count, a.service FROM attribute_count a JOIN source f ON f.id = a.source_id
                \(Self.sourceFilter(by: span)) ORDER BY f.path, f.id, a.service, a.name, a.value
                """
            return try Row.fetchAll(db, sql: sql, arguments: Self.arguments(of: span)).map { row in
                AttributeCount(
                    attribute: Record.Field(name: row[1], value: row[2]), service: row[4], source: row[0],
                    count: row[3])
            }
        }
    }

    /// Returns what access records tell of the requests of `span`, or of all, by path, minute and writer.
    package func loadRequestMinutes(in span: TimeSpan? = nil) throws(CaseFileError) -> [RequestMinute] {
        try read { db in
            let sql = """
                SELECT m.minute_ns, n.name, n.kind, m.service, f.path, m.answered, m.failed, m.durations, m.clients
                FROM request_minute m JOIN source f ON f.id = m.source_id JOIN entity n ON n.id = m.entity_id
                \(Self.filter("m.minute_ns", by: span)) ORDER BY f.path, f.id, m.minute_ns, n.name, n.kind, m.service
                """
            return try Row.fetchAll(db, sql: sql, arguments: Self.arguments(of: span)).map { row in
                var minute = RequestMinute(
                    minute: Timestamp(nanoseconds: row[0]), entity: StoredText.entity(row[1], row[2]), service: row[3],
                    source: row[4])
                (minute.answeredCount, minute.failedCount) = (row[5], row[6])
                minute.durations = DurationCounts(counts: try StoredText.numbers(row[7]))
                minute.failedClients = DistinctSketch(try StoredText.numbers(row[8]) as [UInt64])
                return minute
            }
        }
    }

    /// Returns how many records have each template, by template and path, of the sources that have something of `span`, or
    /// of all.
    package func loadTemplates(in span: TimeSpan? = nil) throws(CaseFileError) -> [TemplateCount] {
        try read { db in
            let sql = """
                SELECT t.id, t.text, f.path, c.count, c.first_ns, c.last_ns, c.line, c.byte
                FROM template_count c JOIN template t ON t.id = c.template_id JOIN source f ON f.id = c.source_id
                \(Self.sourceFilter(by: span)) ORDER BY t.id, f.path, f.id
                """
            return try Row.fetchAll(db, sql: sql, arguments: Self.arguments(of: span)).map { row in
                TemplateCount(
                    template: Template(id: row[0], text: row[1]), source: row[2], count: row[3],
                    firstSeen: StoredText.time(row[4]), lastSeen: StoredText.time(row[5]), line: row[6], byte: row[7])
            }
        }
    }

    /// Returns the series with one sample a minute, the mean, by series and the source that it was read from.
    package func loadSeries(in span: TimeSpan? = nil) throws(CaseFileError) -> [Series] {
        // A row may stand for the silent minutes up to the end of its hour.
        let reach = span.map { TimeSpan(from: $0.from.advanced(bySeconds: -3_600), to: $0.to) }
        return try series(Self.filter("m.minute_ns", by: reach), Self.arguments(of: reach), in: span)
    }

    /// Returns those of the series that have one of `names`.
    package func loadSeries(named names: Set<String>) throws(CaseFileError) -> [Series] {
        guard !names.isEmpty else { return [] }
        let places = Array(repeating: "?", count: names.count).joined(separator: ", ")
        return try series("WHERE s.name IN (\(places))", StatementArguments(names.sorted()))
    }

    private func series(
        _ filter: String, _ arguments: StatementArguments, in span: TimeSpan? = nil
    ) throws(CaseFileError) -> [Series] {
        try read { db in
            let sql = """
                SELECT s.name, n.name, n.kind, s.peer, s.labels, f.path, m.minute_ns, m.sum / m.count,
                s.is_counter, s.entity_label, m.line, m.byte, m.minutes
                FROM sample_minute m JOIN series s ON s.id = m.series_id JOIN entity n ON n.id = s.entity_id
                JOIN source f ON f.id = m.source_id \(filter)
                ORDER BY s.name, n.name, n.kind, s.peer, s.labels, f.path, m.minute_ns
                """
            var series: [Series] = []
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                let peer: String = row[3]
                let key = SeriesKey(
                    name: row[0], entity: StoredText.entity(row[1], row[2]), peer: peer.isEmpty ? nil : peer,
                    labels: row[4])
                let location = Location(source: row[5], line: row[10], byte: row[11])
                for minute in 0..<min(max(row[12], 0), Self.mostMinutesOfRow) {
                    let time = Timestamp(nanoseconds: row[6] &+ minute * Timestamp.nanosecondsPerMinute)
                    guard span?.contains(time) ?? true else { continue }
                    let sample = Sample(time: time, value: row[7])
                    if let last = series.last, last.key == key, last.source == row[5] {
                        series[series.count - 1].append(sample)
                    } else {
                        var one = Series(key: key, samples: [sample], source: row[5])
                        (one.isCounter, one.entityLabel) = (row[8], row[9])
                        series.append(one)
                    }
                    series[series.count - 1].note(location, of: time)
                }
            }
            return series
        }
    }

    /// A row stands for the minutes of an hour at most, whatever somebody may have written into it.
    private static let mostMinutesOfRow: Int64 = 60

    private static func filter(_ column: String, by span: TimeSpan?) -> String {
        span == nil ? "" : "WHERE \(column) >= ? AND \(column) < ?"
    }

    private static func sourceFilter(by span: TimeSpan?) -> String {
        span == nil ? "" : "WHERE f.to_ns > ? AND f.from_ns < ?"
    }

    private static func arguments(of span: TimeSpan?) -> StatementArguments {
        span.map { [$0.from.nanoseconds, $0.to.nanoseconds] } ?? StatementArguments()
    }

    private static func event(_ row: Row) throws -> Event {
        Event(
            location: Location(source: row[0], line: row[1], lineCount: row[2], byte: row[3]),
            time: StoredText.time(row[4]), severity: StoredText.severity(row[5] as Int), host: row[6], service: row[7],
            entity: StoredText.entity(row[8], row[9]), rule: row[10],
            category: (row[11] as String?).flatMap(Category.init(rawValue:)), template: row[12], text: row[13],
            captures: try StoredText.pairs(row[14]).map { Record.Field(name: $0.0, value: $0.1) }, count: row[15])
    }

    private static func source(_ row: Row) throws -> SourceSummary {
        var source = SourceSummary(
            path: row["path"], content: SourceSummary.Content(rawValue: row["content"]) ?? .logs)
        source.formats = try StoredText.strings(row["formats"])
        source.storedByteCount = row["stored_byte_count"]
        source.byteCount = row["byte_count"]
        source.lineCount = row["line_count"]
        source.leadLineCount = row["lead_line_count"]
        source.recordCount = row["record_count"]
        source.timedRecordCount = row["timed_record_count"]
        source.formattedRecordCount = row["formatted_record_count"]
        source.eventCount = row["event_count"]
        source.sampleCount = row["sample_count"]
        source.otherTemplateRecordCount = row["other_template_record_count"]
        if let from = StoredText.time(row["from_ns"]), let to = StoredText.time(row["to_ns"]) {
            source.span = TimeSpan(from: from, to: to)
        }
        source.step = LogStep(rawValue: row["step_s"]) ?? .minute
        source.gaps = try StoredText.spans(row["gaps"])
        for (rule, count) in try StoredText.pairs(row["given_up"]) { source.givenUp[rule] = Int(count) }
        source.mainFormatRecordCount = row["main_format_record_count"]
        if let from = StoredText.time(row["clock_step_from_ns"]), let to = StoredText.time(row["clock_step_to_ns"]) {
            source.clockSteps = SourceSummary.ClockSteps(
                count: row["clock_step_count"], largest: TimeSpan(from: from, to: to), line: row["clock_step_line"],
                byte: row["clock_step_byte"])
        }
        source.sha256 = row["sha256"]
        if let head: String = row["content_head"] {
            source.identity = ContentIdentity(
                byteCount: source.byteCount, head: head, tag: row["content_tag"])
        }
        if let reason: String = row["damage_reason"] {
            source.damage = SourceSummary.Damage(
                reason: reason, recoveredByteCount: row["damage_recovered_byte_count"] ?? 0,
                unreadByteCount: row["damage_unread_byte_count"] ?? 0, remedy: row["damage_remedy"])
        }
        return source
    }
}
