/// A span of time from `from` up to, but not including, `to`.
package struct TimeSpan: Sendable, Hashable, Comparable, Codable {
    package var from: Timestamp
    package var to: Timestamp

    package init(from: Timestamp, to: Timestamp) { (self.from, self.to) = (from, to) }

    package static func < (left: TimeSpan, right: TimeSpan) -> Bool { (left.from, left.to) < (right.from, right.to) }

    package var seconds: Double { to.seconds(since: from) }

    package func contains(_ time: Timestamp) -> Bool { from <= time && time < to }

    package func overlaps(_ other: TimeSpan) -> Bool { from < other.to && other.from < to }

    /// Returns the smallest span that holds both.
    package func union(_ other: TimeSpan) -> TimeSpan { TimeSpan(from: min(from, other.from), to: max(to, other.to)) }

    /// Intersection over union, 0...1: how well two spans agree.
    package func overlapRatio(with other: TimeSpan) -> Double {
        let common = min(to, other.to).seconds(since: max(from, other.from))
        let whole = union(other).seconds
        return common > 0 && whole > 0 ? common / whole : 0
    }
}
