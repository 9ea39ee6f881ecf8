/// Why a line or a sample of metrics was not used, or not as it stands.
package enum MetricProblem: String, Sendable, Hashable, CaseIterable, Comparable, Error {
    // Lines.
    case grammar = "does not follow the format"
    case number = "a value is no number"
    case time = "a time is none"
    case cellCount = "has not as many cells as its header"
    case tooLong = "is longer than any exposition"
    case metadata = "is a declaration that contradicts another, or comes after its samples"
    case trailing = "stands behind the end mark"
    // Samples.
    case untimed = "has no time"
    case notFinite = "is NaN or infinite"
    case duplicate = "repeats a moment of its series"
    case outOfOrder = "is older than the one before it"
    case future = "is later than its file"
    case tooManySeries = "belongs to one series too many"

    /// The line has nothing that could be used.
    var isMalformedLine: Bool { [.grammar, .number, .time, .cellCount, .tooLong].contains(self) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
