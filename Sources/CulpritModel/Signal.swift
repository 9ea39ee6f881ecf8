/// What a series means: which of the usual signals it is, which direction is bad, and what that speaks for.
package struct Signal: Sendable, Hashable {
    package enum Direction: String, Sendable, Hashable {
        case up
        case down
        case both
    }

    /// The signal, as `Rules/signals` names it: latency, errors, traffic, cpu, queue.
    package let id: String
    package let bad: Direction
    /// The category that a bad deviation speaks for; `nil` for a symptom, which is felt but is never a cause.
    package let category: Category?
    /// How strongly, as log-odds for a window of score 1.
    package let weight: Double
    /// Shows what users feel: latency, errors, availability.
    package let isImpact: Bool
    /// Takes part in congestion windows: network and latency signals.
    package let isCongestion: Bool

    package init(
        id: String, bad: Direction, category: Category?, weight: Double, isImpact: Bool, isCongestion: Bool
    ) {
        (self.id, self.bad, self.category) = (id, bad, category)
        (self.weight, self.isImpact, self.isCongestion) = (weight, isImpact, isCongestion)
    }

    /// A series whose name tells nothing.
    package static let unknown = Signal(
        id: "unknown", bad: .both, category: nil, weight: 0, isImpact: false, isCongestion: false)
}
