/// How long the spans are in which the records of logs are counted for series.
///
/// An outage of half an hour has few minutes: it is told by tens of seconds. Of days these would be too many, and each
/// would count too little to tell more than the minute does.
package enum LogStep: Int64, Sendable, Hashable {
    case tenSeconds = 10
    case minute = 60

    /// Logs that span more, all together, are counted by the minute.
    private static let longestFineNanoseconds = mostFineSteps * tenSeconds.nanoseconds

    /// So many tens of seconds have two hours.
    package static let mostFineSteps: Int64 = 720

    /// The step for logs that span so much, all together.
    package init(fitting span: TimeSpan) {
        let (length, isTooLong) = span.to.nanoseconds.subtractingReportingOverflow(span.from.nanoseconds)
        self = !isTooLong && length <= Self.longestFineNanoseconds ? .tenSeconds : .minute
    }

    package var nanoseconds: Int64 { rawValue * Timestamp.nanosecondsPerSecond }

    /// Counts are given a minute whatever the step, so that they mean the same in both.
    package var countsPerMinute: Double { 60 / Double(rawValue) }

    /// The beginning of the step that `time` is in.
    package func start(of time: Timestamp) -> Timestamp { time.floored(toNanoseconds: nanoseconds) }

    /// Whether `time` is in the step that begins at `start`.
    package func holds(_ time: Timestamp, from start: Timestamp) -> Bool {
        let offset = time.nanoseconds &- start.nanoseconds
        return offset >= 0 && offset < nanoseconds
    }
}
