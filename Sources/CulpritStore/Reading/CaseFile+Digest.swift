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

    /// Holds `day` against the seven days of the same length before it: what it takes does not grow with the case.
    package func digest(day: TimeSpan) throws(CaseFileError) -> Digest {
        try read { db in try DigestQuery(db: db, day: day).digest() }
    }
}
