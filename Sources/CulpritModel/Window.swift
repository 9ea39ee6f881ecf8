/// A span in which a series is anomalous.
package struct Window: Sendable, Hashable {
    package enum Direction: String, Sendable, Hashable {
        case up
        case down
        case gap
    }

    /// What the series does in the window.
    package enum Shape: Sendable, Hashable {
        /// Away from the usual for a short time, and back.
        case spike
        /// On another level, to which it goes at once and where it stays.
        case levelShift
        /// Further and further away.
        case drift
        /// No samples.
        case gap
        /// The same value all the time, though it usually moves.
        case flatLine
        /// Around the usual, but further away or less far than it usually is.
        case changedSpread
        /// Between two levels and back, once in so many seconds.
        case flapping(periodSeconds: Double)

        package var name: String {
            switch self {
            case .spike: "spike"
            case .levelShift: "level-shift"
            case .drift: "drift"
            case .gap: "gap"
            case .flatLine: "flat-line"
            case .changedSpread: "changed-spread"
            case .flapping: "flapping"
            }
        }
    }

    package let span: TimeSpan
    package let series: SeriesKey
    package let signal: Signal
    /// 0...1; 0.5 and above is worth a report.
    package let score: Double
    package let direction: Direction
    package let shape: Shape
    /// The typical value before the window and the most extreme one in it.
    package let expected: Double
    package let peak: Double
    package let source: String
    /// The line of its first sample, where that was looked for.
    package var place: Location?

    /// The line to look at: of its first sample where that is known, else the first of its source.
    package var location: Location { place ?? Location(source: source, line: 1, byte: 0) }

    /// It deviates in a direction that is bad for what the series means; of a gap that is not said.
    package var isBad: Bool { signal.bad == .both || signal.bad.rawValue == direction.rawValue }

    /// The same of another span, with no line.
    package func with(span: TimeSpan) -> Window {
        Window(
            span: span, series: series, signal: signal, score: score, direction: direction, expected: expected,
            peak: peak, source: source, shape: shape)
    }

    package init(
        span: TimeSpan, series: SeriesKey, signal: Signal, score: Double, direction: Direction, expected: Double,
        peak: Double, source: String, shape: Shape = .spike
    ) {
        (self.span, self.series, self.signal, self.score) = (span, series, signal, score)
        (self.direction, self.expected, self.peak, self.source) = (direction, expected, peak, source)
        self.shape = shape
    }
}
