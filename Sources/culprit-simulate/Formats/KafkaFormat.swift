internal import CulpritModel

/// Lines of a Kafka broker with the log4j pattern that it comes with.
enum KafkaFormat {
    /// Returns `[2026-03-03 14:00:01,123] INFO message (kafka.logger)` and the lines of a stack trace after it.
    static func entry(
        _ time: Timestamp, _ level: String, _ message: String, logger: String, trace: [String] = []
    ) -> LogEntry {
        let (date, clock) = Text.dateAndClock(time)
        let milliseconds = Text.padded(time.civil.nanosecond / 1_000_000, 3)
        let first = "[\(date) \(clock),\(milliseconds)] \(level) \(message) (\(logger))"
        return LogEntry(time: time, text: ([first] + trace).joined(separator: "\n"))
    }
}
