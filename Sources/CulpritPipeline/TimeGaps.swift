internal import CulpritModel

/// Finds the spans in which a source that else writes often wrote nothing.
struct TimeGaps {
    private var first: Timestamp?
    private var last: Timestamp?
    private var count = 0
    /// The longest spans between two records, the longest first; of a part of a source all, in the order of time.
    private var longest: [TimeSpan] = []
    private var isOfPart = false

    private static let limit = 8
    /// A part with more gaps is not added to another.
    private static let mostOfPart = 4_096
    private static let leastNanoseconds = Timestamp.nanosecondsPerMinute
    /// With independent records one in e^20 spans is so much longer than the mean.
    private static let leastRatio = 20.0
    /// Fewer records have no usual distance.
    private static let leastCount = 20

    mutating func add(_ time: Timestamp) {
        count += 1
        guard let last else {
            (first, last) = (time, time)
            return
        }
        // Late records do not end a gap, but are no gap either.
        guard time > last else { return }
        self.last = time
        guard time.nanoseconds &- last.nanoseconds >= Self.leastNanoseconds else { return }
        keep(TimeSpan(from: last, to: time))
    }

    private mutating func keep(_ span: TimeSpan) {
        if isOfPart {
            if longest.count <= Self.mostOfPart { longest.append(span) }
            return
        }
        if longest.count == Self.limit {
            guard let shortest = longest.last, shortest.seconds < span.seconds else { return }
            longest.removeLast()
        }
        let place = longest.firstIndex { $0.seconds < span.seconds } ?? longest.endIndex
        longest.insert(span, at: place)
    }

    /// Forgets the times: those of a part of the source begin.
    mutating func beginPart() {
        self = TimeGaps()
        isOfPart = true
    }

    /// Whether the gaps of `part` are known.
    func takes(_ part: TimeGaps) -> Bool { part.longest.count <= Self.mostOfPart }

    /// Adds the times of the part of the source that comes next.
    mutating func add(_ part: TimeGaps) {
        guard let partFirst = part.first, let partLast = part.last else { return }
        add(partFirst)
        count += part.count - 1
        // What it found before its times were later than the last here is no gap.
        for span in part.longest {
            guard let last, span.to > last else { continue }
            let rest = TimeSpan(from: max(span.from, last), to: span.to)
            if rest.to.nanoseconds &- rest.from.nanoseconds >= Self.leastNanoseconds { keep(rest) }
            self.last = span.to
        }
        last = max(last ?? partLast, partLast)
    }

    /// The gaps in the order of time.
    var spans: [TimeSpan] {
        guard count >= Self.leastCount, let first, let last, first < last else { return [] }
        let between = TimeSpan(from: first, to: last).seconds - longest.reduce(0) { $0 + $1.seconds }
        let usual = between / Double(max(1, count - 1 - longest.count))
        return longest.filter { $0.seconds >= usual * Self.leastRatio }.sorted { $0.from < $1.from }
    }
}
