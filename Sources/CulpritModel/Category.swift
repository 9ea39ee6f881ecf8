/// What kind of thing went wrong; DESIGN's four categories.
package enum Category: String, Sendable, Hashable, Comparable, CaseIterable, Codable {
    /// Code, configuration, credentials, compatibility.
    case bug
    /// A machine or its resources: disk, memory, CPU, power, a lost node.
    case hardware
    /// Names, addresses, routes, links, congestion, peers not reached.
    case network
    /// Backlog, lag, lock waits, pauses, overload and throttling.
    case delay

    package static func < (left: Category, right: Category) -> Bool { left.order < right.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
