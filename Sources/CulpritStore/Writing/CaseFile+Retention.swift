package import CulpritModel
internal import GRDB

extension CaseFile {
    /// Removes what is older than `limit`: events, counts, crashes and samples.
    ///
    /// What the sources are known by stays, so that a file that is still there is not read again.
    package func forget(before limit: Timestamp) throws(CaseFileError) {
        try write { db in
            for (table, column) in [
                ("event", "time_ns"), ("minute", "minute_ns"), ("crash", "time_ns"), ("sample_minute", "minute_ns"),
                ("fine_sample", "time_s * \(Timestamp.nanosecondsPerSecond)"), ("request_minute", "minute_ns"),
            ] {
                // The minutes have no index of their times but that of their source.
                let sources = table == "minute" ? "AND source_id IN (SELECT id FROM source WHERE from_ns < ?1)" : ""
                try db.execute(
                    sql: "DELETE FROM \(table) WHERE \(column) < ?1 \(sources)", arguments: [limit.nanoseconds])
            }
            // Each run leaves one; only the last is asked for.
            try db.execute(
                sql: "DELETE FROM run WHERE id < (SELECT max(id) FROM run) AND period_to_ns < ?",
                arguments: [limit.nanoseconds])
        }
    }
}
