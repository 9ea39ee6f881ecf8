internal import CulpritModel

/// The hits of rules as correlations ask for them: of several rules together, under what they have in common, by time.
struct RuleHits {
    private let index: EventIndex

    init(_ events: [Event]) { index = EventIndex(events) }

    var events: [Event] { index.events }

    /// The positions of the hits of any of `rules` in the order of the events, those without a time too.
    func positions(of rules: Set<String>) -> [Int] {
        let lists = rules.map(index.positions(of:)).filter { !$0.isEmpty }
        return lists.count == 1 ? lists[0] : lists.joined().sorted()
    }

    /// The positions of the hits of any of `rules` under each key, each by time and place, the keys in order.
    func hits(of rules: [String], by grouping: Grouping) -> [[Int]] {
        let positions = positions(of: Set(rules)).filter { index.glances[$0].time != nil }
        let keys = Numbered(count: positions.count) { grouping.key(of: events[positions[$0]]) }.ranked()
        return keys.positions().map { group in group.map { positions[$0] }.sorted(by: isBefore) }
    }

    /// Orders by time, place and rule, so that it does not matter in which order they were read.
    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        if index.isEarlier(left, right) { return true }
        if index.isEarlier(right, left) { return false }
        let (rule, other) = (events[left].rule ?? "", events[right].rule ?? "")
        return rule != other ? rule < other : left < right
    }
}
