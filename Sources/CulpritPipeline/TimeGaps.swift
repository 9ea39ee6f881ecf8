internal import CulpritModel

/// Finds the spans in which a source that else writes often wrote nothing.
struct TimeGaps {
    private var first: Timestamp?
    private var last: Timestamp?
    private var count = 0
    /// The longest spans between two records, the longest first.
    private var longest: [TimeSpan] = []

    private static let limit = 8
    private static let leastNanoseconds = Timestamp.nanosecondsPerMinute
    /// With independent records one in e^20 spans is so much longer than the mean.
    private static let leastRatio = 20.0
    /// Fewer records have no usual distance.
    private static let leastCount = 20

    mutating func add(_ time: Timestamp?) {
        guard let time else { return }
        count += 1
        guard let last else {
            (first, last) = (time, time)
            return
        }
        // Late records do not end a gap, but are no gap either.
        guard time > last else { return }
        self.last = time
        guard time.nanoseconds &- last.nanoseconds >= Self.leastNanoseconds else { return }
        let span = TimeSpan(from: last, to: time)
        if longest.count == Self.limit {
            guard let shortest = longest.last, shortest.seconds < span.seconds else { return }
            longest.removeLast()
        }
        let place = longest.firstIndex { $0.seconds < span.seconds } ?? longest.endIndex
        longest.insert(span, at: place)
    }

    /// The gaps in the order of time.
    var spans: [TimeSpan] {
        guard count >= Self.leastCount, let first, let last, first < last else { return [] }
        let between = TimeSpan(from: first, to: last).seconds - longest.reduce(0) { $0 + $1.seconds }
        let usual = between / Double(max(1, count - 1 - longest.count))
        return longest.filter { $0.seconds >= usual * Self.leastRatio }.sorted { $0.from < $1.from }
    }
}
