package import CulpritModel
internal import GRDB

/// The counts of one day.
package struct DayCount: Sendable, Hashable {
    /// The day's beginning, in UTC.
    package let day: Timestamp
    package let records: Int
    package let errors: Int
    package let events: Int

    package init(day: Timestamp, records: Int, errors: Int, events: Int) {
        (self.day, self.records, self.errors, self.events) = (day, records, errors, events)
    }
}

extension CaseFile {
    /// Returns the days that have records or events, the earliest first.
    package func dailyCounts() throws(CaseFileError) -> [DayCount] {
        try read { db in
            let sql = """
                SELECT day, sum(records), sum(errors), sum(events) FROM (
                  SELECT minute_ns / :day AS day, count AS records, iif(severity >= 5, count, 0) AS errors, 0 AS events
                  FROM minute
                  UNION ALL SELECT time_ns / :day, 0, 0, count FROM event WHERE time_ns IS NOT NULL)
                GROUP BY day ORDER BY day
                """
            return try Row.fetchAll(db, sql: sql, arguments: ["day": Int64(86_400_000_000_000)]).map { row in
                DayCount(
                    day: Timestamp(seconds: row[0] as Int64 * 86_400), records: row[1], errors: row[2], events: row[3])
            }
        }
    }

    /// Holds `day` against the days of the same length before it.
    package func digest(day: TimeSpan) throws(CaseFileError) -> Digest {
        try read { db in try DigestQuery(db: db, day: day).digest() }
    }
}

/// One digest's questions.
private struct DigestQuery {
    let db: Database
    let day: TimeSpan

    func digest() throws -> Digest {
        let dayCount =
            try rows(
                """
                SELECT count(DISTINCT (:from - 1 - time_ns) / :length) FROM
                (SELECT minute_ns AS time_ns FROM minute UNION ALL SELECT time_ns FROM event) WHERE time_ns < :from
                """
            ).first?[0] as Int? ?? 0
        let mean = { (total: Int) in dayCount > 0 ? Double(total) / Double(dayCount) : 0 }
        let compare = { (row: Row, index: Int) in
            Digest.Comparison(count: row[index] ?? 0, meanBefore: mean(row[index + 1] ?? 0))
        }
        var digest = Digest(day: day, previousDayCount: dayCount)
        if let row = try rows(
            """
            SELECT sum(iif(minute_ns >= :from, count, 0)), sum(iif(minute_ns < :from, count, 0)),
            sum(iif(minute_ns >= :from AND severity >= 5, count, 0)),
            sum(iif(minute_ns < :from AND severity >= 5, count, 0)) FROM minute WHERE minute_ns < :to
            """
        ).first {
            (digest.records, digest.errors) = (compare(row, 0), compare(row, 2))
        }
        if let row = try rows(
            "SELECT sum(iif(time_ns >= :from, count, 0)), sum(iif(time_ns < :from, count, 0)) FROM event WHERE time_ns < :to"
        ).first {
            digest.events = compare(row, 0)
        }
        let categories = try rows(
            """
            SELECT category, sum(iif(time_ns >= :from, count, 0)), sum(iif(time_ns < :from, count, 0)) FROM event
            WHERE time_ns < :to AND category IS NOT NULL GROUP BY category
            """)
        digest.categories = Category.allCases.map { category in
            let row = categories.first { $0[0] == category.rawValue }
            return Digest.CategoryCount(
                category: category, events: row.map { compare($0, 1) } ?? Digest.Comparison(count: 0, meanBefore: 0))
        }
        digest.noisiest = try rows(
            """
            SELECT n.name, n.kind, sum(iif(e.time_ns >= :from, e.count, 0)) AS today,
            sum(iif(e.time_ns < :from, e.count, 0))
            FROM event e JOIN entity n ON n.id = e.entity_id WHERE e.time_ns < :to
            GROUP BY n.id HAVING today > 0 ORDER BY today DESC, n.name, n.kind LIMIT 10
            """
        ).map { Digest.EntityCount(entity: StoredText.entity($0[0], $0[1]), events: compare($0, 2)) }
        digest.newCrashes = try crashes(count: "today", having: "today > 0 AND today = total")
        digest.returnedCrashes = try crashes(count: "today", having: "today > 0 AND today < total AND yesterday = 0")
        digest.vanishedCrashes = try crashes(count: "yesterday", having: "today = 0 AND yesterday > 0")
        digest.newRules = try rows(
            """
            SELECT e.rule, coalesce(r.title, e.rule), sum(e.count) AS total FROM event e LEFT JOIN rule r ON r.id = e.rule
            WHERE e.time_ns < :to AND e.rule IS NOT NULL
            GROUP BY e.rule HAVING min(e.time_ns) >= :from ORDER BY total DESC, e.rule
            """
        ).map { Digest.RuleCount(rule: $0[0], title: $0[1], count: $0[2]) }
        digest.congestion = try rows(
            """
            SELECT from_ns, to_ns, entity, peer, signals, score FROM congestion_window
            WHERE from_ns < :to AND to_ns > :from ORDER BY score DESC, from_ns, entity, peer LIMIT 5
            """
        ).map { row in
            CongestionWindow(
                span: TimeSpan(from: Timestamp(nanoseconds: row[0]), to: Timestamp(nanoseconds: row[1])),
                entity: row[2], peer: row[3], signals: try StoredText.strings(row[4]), score: row[5])
        }
        return digest
    }

    private func crashes(count: String, having condition: String) throws -> [Digest.CrashCount] {
        try rows(
            """
            SELECT signature, min(title), \(count) FROM (
              SELECT signature, title, sum(time_ns >= :from) OVER signature AS today, count(*) OVER signature AS total,
              sum(time_ns >= :before AND time_ns < :from) OVER signature AS yesterday
              FROM crash WHERE time_ns < :to WINDOW signature AS (PARTITION BY signature))
            WHERE \(condition) GROUP BY signature ORDER BY \(count) DESC, signature
            """
        ).map { Digest.CrashCount(signature: $0[0], title: $0[1], count: $0[2]) }
    }

    private func rows(_ sql: String) throws -> [Row] {
        let statement = try db.cachedStatement(sql: sql)
        // A query uses some of the names, and GRDB refuses those that it does not.
        let used = ["from", "to", "length", "before"].filter { sql.contains(":\($0)") }
        var values: [String: (any DatabaseValueConvertible)?] = [:]
        let length = max(1, day.to.nanoseconds - day.from.nanoseconds)
        for name in used {
            values[name] =
                switch name {
                case "from": day.from.nanoseconds
                case "to": day.to.nanoseconds
                case "length": length
                default: day.from.nanoseconds - length
                }
        }
        return try Row.fetchAll(statement, arguments: StatementArguments(values))
    }
}
