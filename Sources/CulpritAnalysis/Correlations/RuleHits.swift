internal import CulpritModel

/// Events by time and place, and the hits of each rule among them; all by position, since events are large.
struct RuleHits {
    let events: [Event]
    /// The positions of all events by time, place and rule: the same order in whatever order they were read.
    let order: [Int]
    /// Of each rule the positions of its events that have a time, in that order.
    private let byRule: [String: [Int]]
    /// Where each event is in the order.
    private let ranks: [Int32]
    /// What events are counted under by host and by service, and their rules.
    private let (hosts, services, rules): (NameRanks, NameRanks, NameRanks)

    /// What decides the order, in numbers: comparing names a million times takes seconds.
    private struct Key {
        let nanoseconds: Int64
        let source: Int32
        let line: Int32
        let rule: Int32
        let position: Int32
    }

    init(_ events: [Event]) {
        self.events = events
        let sources = NameRanks(count: events.count) { events[$0].location.source }
        rules = NameRanks(count: events.count) { events[$0].rule ?? "" }
        hosts = NameRanks(count: events.count) { events[$0].host ?? events[$0].service ?? "" }
        services = NameRanks(count: events.count) { events[$0].service ?? "" }
        var keys: [Key] = []
        keys.reserveCapacity(events.count)
        for position in events.indices {
            keys.append(
                Key(
                    nanoseconds: events[position].time?.nanoseconds ?? .min, source: sources.ranks[position],
                    line: Int32(clamping: events[position].location.line), rule: rules.ranks[position],
                    position: Int32(position)))
        }
        keys.sort {
            ($0.nanoseconds, $0.source, $0.line, $0.rule, $0.position)
                < ($1.nanoseconds, $1.source, $1.line, $1.rule, $1.position)
        }
        order = keys.map { Int($0.position) }
        var ranks = [Int32](repeating: 0, count: events.count)
        var byRule = Array(repeating: [Int](), count: rules.names.count)
        for (rank, key) in keys.enumerated() {
            ranks[Int(key.position)] = Int32(rank)
            if key.nanoseconds != .min { byRule[Int(key.rule)].append(Int(key.position)) }
        }
        self.ranks = ranks
        var hits = Dictionary(uniqueKeysWithValues: zip(rules.names, byRule))
        hits[""] = nil
        self.byRule = hits
    }

    /// The positions of the hits of any of `rules` in the order of the events, those without a time too.
    func positions(of rules: Set<String>) -> [Int] {
        let isWanted = self.rules.names.map(rules.contains)
        return events.indices.filter { isWanted[Int(self.rules.ranks[$0])] }
    }

    /// The positions of the hits of any of `rules` under each key, each by time and place, the keys in order.
    func hits(of rules: [String], by grouping: Grouping) -> [[Int]] {
        let lists = Set(rules).sorted().compactMap { byRule[$0] }
        let merged = lists.count == 1 ? lists[0] : lists.joined().sorted { ranks[$0] < ranks[$1] }
        switch grouping {
        case .all: return merged.isEmpty ? [] : [merged]
        case .host: return grouped(merged, by: hosts)
        case .service: return grouped(merged, by: services)
        case .capture:
            return Dictionary(grouping: merged) { grouping.key(of: events[$0]) }.sorted { $0.key < $1.key }
                .map(\.value)
        }
    }

    private func grouped(_ positions: [Int], by names: NameRanks) -> [[Int]] {
        var groups = Array(repeating: [Int](), count: names.names.count)
        for position in positions { groups[Int(names.ranks[position])].append(position) }
        return groups.filter { !$0.isEmpty }
    }
}
