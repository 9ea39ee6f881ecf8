internal import CulpritModel

/// The positions of events of rules that ask for several hits within a time and did not get them.
///
/// Hits are counted for each value of the rule's `by`: a capture, the host, the service, or all together.
func belowThresholds(_ hits: RuleHits, rules: [String: Rule]) -> [Int] {
    let events = hits.events
    var groups: [String: [Int]] = [:]
    let thresholds = rules.compactMapValues(\.threshold)
    for index in hits.positions(of: Set(thresholds.keys)) {
        guard let id = events[index].rule, let threshold = thresholds[id] else { continue }
        groups["\(id)\u{0}\(threshold.by.key(of: events[index]))", default: []].append(index)
    }
    var dropped: [Int] = []
    for indices in groups.values {
        guard let first = indices.first, let threshold = events[first].rule.flatMap({ rules[$0]?.threshold }) else {
            continue
        }
        let ordered = indices.sorted {
            (events[$0].time?.nanoseconds ?? .min, $0) < (events[$1].time?.nanoseconds ?? .min, $1)
        }
        let times = ordered.map { events[$0].time }
        var isMet = [Bool](repeating: false, count: ordered.count)
        // How many records the events from `start` to the one at hand stand for.
        var (start, size) = (0, 0)
        for end in ordered.indices {
            size += events[ordered[end]].count
            while let from = times[start], let to = times[end], to.seconds(since: from) > threshold.withinSeconds {
                size -= events[ordered[start]].count
                start += 1
            }
            if size >= threshold.count {
                // Those before were marked when the span moved over them.
                for position in (end == 0 || !isMet[end - 1] ? start : end)...end { isMet[position] = true }
            }
        }
        for (position, index) in ordered.enumerated() where !isMet[position] { dropped.append(index) }
    }
    return dropped
}
