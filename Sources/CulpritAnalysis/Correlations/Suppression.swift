internal import CulpritModel

/// The positions of events that a hit of another rule silences, which is not one of those left out.
///
/// The positions of `derived` go on behind those of the others.
func silencedEvents(
    _ hits: RuleHits, _ derived: [Event], rules: [String: Rule], besides isLeftOut: [Bool]
) -> [Int] {
    let count = hits.events.count
    func event(_ position: Int) -> Event {
        position < count ? hits.events[position] : derived[position - count]
    }
    func positions(of ids: Set<String>) -> [Int] {
        hits.positions(of: ids)
            + derived.indices.filter { derived[$0].rule.map(ids.contains) ?? false }.map { count + $0 }
    }
    var silenced: [Int] = []
    for (id, rule) in rules.sorted(by: { $0.key < $1.key }) {
        guard let suppression = rule.suppression else { continue }
        var times: [String: [Int64]] = [:]
        for position in positions(of: [id]) where !isLeftOut[position] {
            let event = event(position)
            guard let time = event.time else { continue }
            times[suppression.by.key(of: event), default: []].append(time.nanoseconds)
        }
        if times.isEmpty { continue }
        for key in times.keys { times[key]?.sort() }
        let reach = Int64(suppression.withinSeconds * Double(Timestamp.nanosecondsPerSecond))
        for position in positions(of: Set(suppression.rules)) {
            let event = event(position)
            guard let time = event.time?.nanoseconds, let hits = times[suppression.by.key(of: event)] else { continue }
            let next = hits.partitioningIndex { $0 >= time &- reach }
            if next < hits.count, hits[next] <= time &+ reach { silenced.append(position) }
        }
    }
    return silenced
}
