internal import CulpritModel
internal import GRDB

/// One digest's questions; each looks only at the day and a week before it, or at an index.
struct DigestQuery {
    let db: Database
    let day: TimeSpan
    /// With how many days the day is compared, and for how many a crash must have been away to come back.
    private static let comparedDays: Int64 = 7

    func digest() throws -> Digest {
        let dayCount =
            try rows(
                """
                SELECT count(DISTINCT (:from - 1 - time_ns) / :length) FROM
                (SELECT minute_ns AS time_ns FROM minute WHERE \(CaseSchema.minutesOfSpan(from: ":since", to: ":from"))
                UNION ALL SELECT time_ns FROM event WHERE time_ns >= :since AND time_ns < :from)
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
            sum(iif(minute_ns < :from AND severity >= 5, count, 0)) FROM minute
            WHERE \(CaseSchema.minutesOfSpan(from: ":since", to: ":to"))
            """
        ).first {
            (digest.records, digest.errors) = (compare(row, 0), compare(row, 2))
        }
        if let row = try rows(
            "SELECT sum(iif(time_ns >= :from, count, 0)), sum(iif(time_ns < :from, count, 0)) FROM event WHERE time_ns >= :since AND time_ns < :to"
        ).first {
            digest.events = compare(row, 0)
        }
        let categories = try rows(
            """
            SELECT category, sum(iif(time_ns >= :from, count, 0)), sum(iif(time_ns < :from, count, 0)) FROM event
            WHERE time_ns >= :since AND time_ns < :to AND category IS NOT NULL GROUP BY category
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
            FROM event e JOIN entity n ON n.id = e.entity_id WHERE e.time_ns >= :since AND e.time_ns < :to
            GROUP BY n.id HAVING today > 0 ORDER BY today DESC, n.name, n.kind LIMIT 10
            """
        ).map { Digest.EntityCount(entity: StoredText.entity($0[0], $0[1]), events: compare($0, 2)) }
        try addCrashes(to: &digest)
        try addRules(to: &digest)
        try addCongestion(to: &digest, mean: mean)
        try addGrowth(to: &digest)
        digest.verdict = try verdict()
        return digest
    }

    private func addCrashes(to digest: inout Digest) throws {
        let before = "EXISTS (SELECT 1 FROM crash b WHERE b.signature = c.signature AND b.time_ns < :from)"
        let lately =
            "EXISTS (SELECT 1 FROM crash b WHERE b.signature = c.signature AND b.time_ns >= :since AND b.time_ns < :from)"
        digest.newCrashes = try crashes("c.time_ns >= :from AND c.time_ns < :to AND NOT \(before)")
        digest.returnedCrashes = try crashes(
            "c.time_ns >= :from AND c.time_ns < :to AND \(before) AND NOT \(lately)")
        digest.vanishedCrashes = try crashes(
            """
            c.time_ns >= :before AND c.time_ns < :from AND NOT EXISTS
            (SELECT 1 FROM crash b WHERE b.signature = c.signature AND b.time_ns >= :from AND b.time_ns < :to)
            """)
    }

    private func crashes(_ condition: String) throws -> [Digest.CrashCount] {
        try rows(
            """
            SELECT c.signature, min(c.title), sum(c.count) AS total FROM crash c WHERE \(condition)
            GROUP BY c.signature ORDER BY total DESC, c.signature
            """
        ).map { Digest.CrashCount(signature: $0[0], title: $0[1], count: $0[2]) }
    }

    private func addRules(to digest: inout Digest) throws {
        digest.newRules = try rules(
            "NOT EXISTS (SELECT 1 FROM event b WHERE b.rule = e.rule AND b.time_ns < :from)")
        // Rules tell by their ids what they are about; `Rules/README.md` says so.
        digest.failedBackups = try rules("e.rule LIKE '%backup%' AND e.rule NOT LIKE 'change-%'")
        digest.clocks = try rules("e.rule LIKE '%clock%' OR e.rule LIKE 'time-%'")
    }

    private func rules(_ condition: String) throws -> [Digest.RuleCount] {
        try rows(
            """
            SELECT e.rule, coalesce(r.title, e.rule), sum(e.count) AS total FROM event e LEFT JOIN rule r ON r.id = e.rule
            WHERE e.time_ns >= :from AND e.time_ns < :to AND e.rule IS NOT NULL AND (\(condition))
            GROUP BY e.rule ORDER BY total DESC, e.rule
            """
        ).map { Digest.RuleCount(rule: $0[0], title: $0[1], count: $0[2]) }
    }

    private func addCongestion(to digest: inout Digest, mean: (Int) -> Double) throws {
        digest.congestion = try rows(
            """
            SELECT from_ns, to_ns, entity, peer, signals, score FROM congestion_window
            WHERE from_ns < :to AND to_ns > :from ORDER BY score * (to_ns - from_ns) DESC, from_ns, entity, peer LIMIT 5
            """
        ).map { row in
            CongestionWindow(
                span: TimeSpan(from: Timestamp(nanoseconds: row[0]), to: Timestamp(nanoseconds: row[1])),
                entity: row[2], peer: row[3], signals: try StoredText.strings(row[4]), score: row[5])
        }
        let minute = Timestamp.nanosecondsPerMinute
        if let row = try rows(
            """
            SELECT sum(iif(from_ns >= :from, to_ns - from_ns, 0)) / \(minute),
            sum(iif(from_ns < :from, to_ns - from_ns, 0)) / \(minute) FROM congestion_window
            WHERE from_ns >= :since AND from_ns < :to
            """
        ).first {
            digest.congestedMinutes = Digest.Comparison(count: row[0] ?? 0, meanBefore: mean(row[1] ?? 0))
        }
    }

    /// Disks and databases that hold at least a tenth more than the day before, and who writes much more.
    private func addGrowth(to digest: inout Digest) throws {
        let measured = try rows(
            """
            SELECT s.name || iif(s.labels = '', '', '{' || s.labels || '}'), n.name,
            sum(iif(m.minute_ns >= :from, m.sum, 0)) / sum(iif(m.minute_ns >= :from, m.count, 0)) AS today,
            sum(iif(m.minute_ns < :from, m.sum, 0)) / sum(iif(m.minute_ns < :from, m.count, 0)) AS earlier
            FROM series s JOIN entity n ON n.id = s.entity_id JOIN sample_minute m ON m.series_id = s.id
            WHERE s.is_counter = 0 AND (s.name LIKE '%size_bytes%' OR s.name LIKE '%used%' OR s.name LIKE '%filesystem%')
            AND m.minute_ns >= :before AND m.minute_ns < :to
            GROUP BY s.id HAVING abs(today - earlier) > 0.1 * abs(earlier)
            AND (today > earlier) = (s.name NOT LIKE '%avail%' AND s.name NOT LIKE '%free%')
            ORDER BY abs(today - earlier) / max(abs(earlier), 1e-9) DESC, s.name, n.name LIMIT 5
            """)
        let written = try rows(
            """
            SELECT 'records', n.name, 1.0 * sum(iif(m.minute_ns >= :from, m.count, 0)) AS today,
            1.0 * sum(iif(m.minute_ns < :from, m.count, 0)) AS earlier
            FROM minute m JOIN entity n ON n.id = m.entity_id WHERE \(CaseSchema.minutesOfSpan(from: ":before", to: ":to"))
            GROUP BY n.id HAVING earlier > 0 AND today > 1.5 * earlier + 1000 ORDER BY today / earlier DESC, n.name LIMIT 5
            """)
        digest.growth = (measured + written).map {
            Digest.Growth(what: $0[0], entity: $0[1], value: $0[2], before: $0[3])
        }
    }

    /// Of the last run, where its incident was on the day.
    private func verdict() throws -> Verdict? {
        let row = try rows(
            """
            SELECT verdict_category, verdict_entity, verdict_confidence, verdict_summary FROM run
            WHERE id = (SELECT max(id) FROM run) AND verdict_category IS NOT NULL
            AND period_from_ns < :to AND period_to_ns > :from
            """
        ).first
        return row.map { row in
            Verdict(
                category: Category(rawValue: row[0]), entity: row[1], confidence: row[2], summary: row[3])
        }
    }

    private func rows(_ sql: String) throws -> [Row] {
        let statement = try db.cachedStatement(sql: sql)
        // A query uses some of the names, and GRDB refuses those that it does not.
        let length = max(1, day.to.nanoseconds - day.from.nanoseconds)
        let all = [
            "from": day.from.nanoseconds, "to": day.to.nanoseconds, "length": length,
            "before": day.from.nanoseconds - length, "since": day.from.nanoseconds - Self.comparedDays * length,
        ]
        let used = all.filter { name, _ in sql.contains(":\(name)") }
        return try Row.fetchAll(statement, arguments: StatementArguments(used))
    }
}
