internal import CulpritModel

/// The hits of each rule among events; all by position, since events are large.
struct RuleHits {
    let events: [Event]
    /// Of each rule the positions of its events, in order.
    private let byRule: [String: [Int]]
    /// Of each event, in nanoseconds; `Int64.min` where it has none.
    private let times: [Int64]

    init(_ events: [Event]) {
        self.events = events
        times = events.indices.map { events[$0].time?.nanoseconds ?? .min }
        let rules = Numbered(count: events.count) { events[$0].rule ?? "" }
        byRule = Dictionary(uniqueKeysWithValues: zip(rules.values, rules.positions()))
    }

    /// The positions of the hits of any of `rules` in the order of the events, those without a time too.
    func positions(of rules: Set<String>) -> [Int] {
        let lists = rules.compactMap { byRule[$0] }
        return lists.count == 1 ? lists[0] : lists.joined().sorted()
    }

    /// The positions of the hits of any of `rules` under each key, each by time and place, the keys in order.
    func hits(of rules: [String], by grouping: Grouping) -> [[Int]] {
        let positions = positions(of: Set(rules)).filter { times[$0] != .min }
        let keys = Numbered(count: positions.count) { grouping.key(of: events[positions[$0]]) }.ranked()
        return keys.positions().map { group in group.map { positions[$0] }.sorted(by: isBefore) }
    }

    /// Orders by time, place and rule, so that it does not matter in which order they were read.
    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        if times[left] != times[right] { return times[left] < times[right] }
        let (first, second) = (events[left].location, events[right].location)
        if (first.source, first.line) != (second.source, second.line) { return first < second }
        let (rule, other) = (events[left].rule ?? "", events[right].rule ?? "")
        return rule != other ? rule < other : left < right
    }
}
