internal import CulpritModel

/// The positions of events that a hit of another rule silences, which is not one of those left out.
func silencedEvents(_ events: [Event], rules: [String: Rule], besides isLeftOut: [Bool]) -> [Int] {
    var silenced: [Int] = []
    let known = Set(events.lazy.compactMap(\.rule))
    for (id, rule) in rules.sorted(by: { $0.key < $1.key }) {
        guard let suppression = rule.suppression, known.contains(id) else { continue }
        var times: [String: [Int64]] = [:]
        for index in events.indices where events[index].rule == id && !isLeftOut[index] {
            guard let time = events[index].time else { continue }
            times[suppression.by.key(of: events[index]), default: []].append(time.nanoseconds)
        }
        if times.isEmpty { continue }
        for key in times.keys { times[key]?.sort() }
        let targets = Set(suppression.rules)
        let reach = Int64(suppression.withinSeconds * Double(Timestamp.nanosecondsPerSecond))
        for index in events.indices where events[index].rule.map(targets.contains) ?? false {
            guard let time = events[index].time?.nanoseconds, let hits = times[suppression.by.key(of: events[index])]
            else { continue }
            let next = hits.partitioningIndex { $0 >= time &- reach }
            if next < hits.count, hits[next] <= time &+ reach { silenced.append(index) }
        }
    }
    return silenced
}
