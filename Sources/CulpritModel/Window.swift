/// A span in which a series is anomalous.
package struct Window: Sendable, Hashable {
    package enum Direction: String, Sendable, Hashable {
        case up
        case down
        case gap
    }

    package let span: TimeSpan
    package let series: SeriesKey
    package let signal: Signal
    /// 0...1; 0.5 and above is worth a report.
    package let score: Double
    package let direction: Direction
    /// The typical value before the window and the most extreme one in it.
    package let expected: Double
    package let peak: Double
    package let source: String

    package init(
        span: TimeSpan, series: SeriesKey, signal: Signal, score: Double, direction: Direction, expected: Double,
        peak: Double, source: String
    ) {
        (self.span, self.series, self.signal, self.score) = (span, series, signal, score)
        (self.direction, self.expected, self.peak, self.source) = (direction, expected, peak, source)
    }
}

/// The union of network and latency windows on one entity or path.
package struct CongestionWindow: Sendable, Hashable {
    package let span: TimeSpan
    package let entity: String
    package let peer: String?
    /// The names of the series that take part, sorted.
    package let signals: [String]
    package let score: Double

    package init(span: TimeSpan, entity: String, peer: String?, signals: [String], score: Double) {
        (self.span, self.entity, self.peer) = (span, entity, peer)
        (self.signals, self.score) = (signals, score)
    }
}
