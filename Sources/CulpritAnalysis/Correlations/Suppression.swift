internal import CulpritModel

/// The positions of events that a hit of another rule silences.
func silencedEvents(_ events: [Event], rules: [String: Rule]) -> Set<Int> {
    var silenced: Set<Int> = []
    for (id, rule) in rules.sorted(by: { $0.key < $1.key }) {
        guard let suppression = rule.suppression else { continue }
        var times: [String: [Int64]] = [:]
        for event in events where event.rule == id {
            guard let time = event.time else { continue }
            times[suppression.by.key(of: event), default: []].append(time.nanoseconds)
        }
        if times.isEmpty { continue }
        for key in times.keys { times[key]?.sort() }
        let targets = Set(suppression.rules)
        let reach = Int64(suppression.withinSeconds * Double(Timestamp.nanosecondsPerSecond))
        for (index, event) in events.enumerated() where event.rule.map(targets.contains) ?? false {
            guard let time = event.time?.nanoseconds, let hits = times[suppression.by.key(of: event)] else { continue }
            let next = hits.partitioningIndex { $0 >= time &- reach }
            if next < hits.count, hits[next] <= time &+ reach { silenced.insert(index) }
        }
    }
    return silenced
}
