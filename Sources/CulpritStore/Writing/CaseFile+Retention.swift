package import CulpritModel
internal import GRDB

extension CaseFile {
    /// Removes what is older than `limit`: events, counts, crashes and samples.
    ///
    /// What the sources are known by stays, so that a file that is still there is not read again.
    package func forget(before limit: Timestamp) throws(CaseFileError) {
        try write { db in
            for (table, isOld) in [
                ("event", "time_ns < ?1"), ("minute", CaseSchema.minutesOfSpan(to: "?1")), ("crash", "time_ns < ?1"),
                ("sample_minute", "minute_ns < ?1"),
                ("fine_sample", "time_s * \(Timestamp.nanosecondsPerSecond) < ?1"),
                ("request_minute", "minute_ns < ?1"),
            ] {
                try db.execute(sql: "DELETE FROM \(table) WHERE \(isOld)", arguments: [limit.nanoseconds])
            }
            // Each run leaves one; only the last is asked for.
            try db.execute(
                sql: "DELETE FROM run WHERE id < (SELECT max(id) FROM run) AND period_to_ns < ?",
                arguments: [limit.nanoseconds])
        }
    }
}
