internal import CulpritModel

/// Lines of PostgreSQL 16 with `log_line_prefix = '%m [%p] %q%u@%d '`.
enum PostgresFormat {
    /// Returns one message; each of `details` ('DETAIL:  …', 'STATEMENT:  …') becomes a line with the same header.
    static func entry(
        _ time: Timestamp, process: Int, session: Bool = true, _ level: String, _ message: String,
        details: [String] = []
    ) -> LogEntry {
        let (date, clock) = Text.dateAndClock(time)
        let milliseconds = Text.padded(time.civil.nanosecond / 1_000_000, 3)
        let header = "\(date) \(clock).\(milliseconds) UTC [\(process)] \(session ? "chat@chat " : "")"
        let lines = ["\(level):  \(message)"] + details
        return LogEntry(time: time, text: lines.map { header + $0 }.joined(separator: "\n"))
    }
}
