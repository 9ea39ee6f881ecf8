internal import CulpritModel

/// The positions of events that a hit of another rule silences, which is not one of those left out.
///
/// Positions go on from one of `parts` to the next.
func silencedEvents(_ parts: [[Event]], rules: [String: Rule], besides isLeftOut: [Bool]) -> [Int] {
    let starts = parts.indices.map { part in parts[..<part].reduce(0) { $0 + $1.count } }
    var hits: [String: [Int64]] = [:]
    var silenced: [Int] = []
    for (id, rule) in rules.sorted(by: { $0.key < $1.key }) {
        guard let suppression = rule.suppression else { continue }
        hits.removeAll(keepingCapacity: true)
        for (events, start) in zip(parts, starts) {
            for index in events.indices where events[index].rule == id && !isLeftOut[start + index] {
                guard let time = events[index].time else { continue }
                hits[suppression.by.key(of: events[index]), default: []].append(time.nanoseconds)
            }
        }
        if hits.isEmpty { continue }
        for key in hits.keys { hits[key]?.sort() }
        let targets = Set(suppression.rules)
        let reach = Int64(suppression.withinSeconds * Double(Timestamp.nanosecondsPerSecond))
        for (events, start) in zip(parts, starts) {
            for index in events.indices where events[index].rule.map(targets.contains) ?? false {
                guard let time = events[index].time?.nanoseconds, let hits = hits[suppression.by.key(of: events[index])]
                else { continue }
                let next = hits.partitioningIndex { $0 >= time &- reach }
                if next < hits.count, hits[next] <= time &+ reach { silenced.append(start + index) }
            }
        }
    }
    return silenced
}
