package import CulpritModel

/// Events, and where those of each rule are among them.
///
/// Rules and events are large, and there may be millions: what asks for few of them does not look at the others.
package struct EventIndex: Sendable {
    package let events: [Event]
    private let byRule: [String: [Int]]

    package init(_ events: [Event]) {
        self.events = events
        let rules = NameRanks(count: events.count) { events[$0].rule ?? "" }
        var positions = Array(repeating: [Int](), count: rules.names.count)
        for (position, rank) in rules.ranks.enumerated() { positions[Int(rank)].append(position) }
        byRule = Dictionary(uniqueKeysWithValues: zip(rules.names, positions))
    }

    /// The positions of the hits of a rule, in order.
    func positions(of rule: String) -> [Int] { byRule[rule] ?? [] }

    /// The positions of the hits of the rules that are asked for, in order.
    func positions(of rules: [String: Rule], where isAskedFor: (Rule) -> Bool) -> [Int] {
        rules.filter { isAskedFor($0.value) }.keys.flatMap(positions(of:)).sorted()
    }

    /// The hits of the rules that are asked for, in order.
    func hits(of rules: [String: Rule], where isAskedFor: (Rule) -> Bool) -> [Event] {
        positions(of: rules, where: isAskedFor).map { events[$0] }
    }
}
