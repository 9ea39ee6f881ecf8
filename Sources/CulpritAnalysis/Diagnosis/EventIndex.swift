package import CulpritModel

/// Events, and where those of each rule are among them.
///
/// Rules and events are large, and there may be millions: what asks for few of them does not look at the others, and what
/// asks all of them little does not look at the whole of each.
package struct EventIndex: Sendable {
    package let events: [Event]
    /// What is asked of all events, in the same order.
    let glances: [Glance]
    private let byRule: [String: [Int]]

    /// Of an event what is asked most.
    struct Glance {
        /// Since 1970; `Int64.max` where no time is known.
        let nanoseconds: Int64
        let count: Int32
        let severity: Severity?

        var time: Timestamp? { nanoseconds == .max ? nil : Timestamp(nanoseconds: nanoseconds) }
    }

    package init(_ events: [Event]) {
        self.events = events
        glances = events.indices.map { position in
            Glance(
                nanoseconds: events[position].time?.nanoseconds ?? .max, count: Int32(clamping: events[position].count),
                severity: events[position].severity)
        }
        let rules = Numbered(count: events.count) { events[$0].rule ?? "" }
        byRule = Dictionary(uniqueKeysWithValues: zip(rules.values, rules.positions()))
    }

    /// Those that have hits, in order.
    var rules: [String] { byRule.keys.filter { !$0.isEmpty }.sorted() }

    /// Whether an event came before another, by time and then place; those without a time come last.
    func isEarlier(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (glances[left].nanoseconds, glances[right].nanoseconds)
        return first != second ? first < second : events[left].location < events[right].location
    }

    /// The positions of the hits of a rule, in order; of no rule those of records that are only severe.
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
