package import CulpritModel

/// The events with what several of them show together, and without those that are too few or that others explain.
///
/// All rules look at the same events, so that it does not matter which is applied first: what is silenced still
/// silences, and what is silenced or too rare by itself is still a part of what was correlated.
package func correlate(
    _ events: consuming [Event], rules: [String: Rule], observed: Observation, baseline: TimeSpan?
) -> [Event] {
    let (derived, isLeftOut) = correlation(of: events, rules: rules, observed: observed, baseline: baseline)
    // In place where nobody else has them: to copy millions of events takes longer than to look at them.
    var count = 0
    for position in events.indices where !isLeftOut[position] {
        if count != position { events.swapAt(count, position) }
        count += 1
    }
    let all = events.count
    events.removeSubrange(count...)
    for (position, event) in derived.enumerated() where !isLeftOut[all + position] { events.append(event) }
    return events
}

/// What several of `events` show together, and which of both are left out, by position, the derived ones behind the others.
private func correlation(
    of events: [Event], rules: [String: Rule], observed: Observation, baseline: TimeSpan?
) -> (derived: [Event], isLeftOut: [Bool]) {
    let hits = RuleHits(events)
    var derived: [Event] = []
    for (_, rule) in rules.sorted(by: { $0.key < $1.key }) {
        guard let correlation = rule.correlation else { continue }
        let finder = CorrelationFinder(
            rule: rule, correlation: correlation, observed: observed, baseline: baseline, hits: hits)
        derived += finder.found()
    }
    var isLeftOut = [Bool](repeating: false, count: events.count + derived.count)
    for position in belowThresholds(hits, rules: rules) { isLeftOut[position] = true }
    for position in silencedEvents(hits, derived, rules: rules, besides: isLeftOut) { isLeftOut[position] = true }
    for position in weakerOfEachRecord(hits, rules: rules, besides: isLeftOut) { isLeftOut[position] = true }
    return (derived, isLeftOut)
}

/// When each source was written, so that what is missing from it is known to be missing.
package struct Observation: Sendable {
    private let spans: [String: TimeSpan]

    /// `spans` holds what is known by the paths of the sources.
    package init(spans: [String: TimeSpan]) { self.spans = spans }

    /// From the first record of the logs that `positions` of `events` are of to the last.
    func span(of positions: [Int], in events: [Event]) -> TimeSpan? {
        var (sources, last) = (Set<String>(), "")
        for position in positions where events[position].location.source != last {
            last = events[position].location.source
            sources.insert(last)
        }
        return sources.compactMap { spans[$0] }.reduce(nil) { whole, span in whole?.union(span) ?? span }
    }
}

/// The positions of events of records that a stronger rule matched: a record is evidence once.
///
/// The weaker are there because correlations look at them.
private func weakerOfEachRecord(_ hits: RuleHits, rules: [String: Rule], besides isLeftOut: [Bool]) -> [Int] {
    let events = hits.events
    func competes(_ position: Int) -> Bool {
        guard !isLeftOut[position], let rule = events[position].rule.flatMap({ rules[$0] }) else { return false }
        return rule.change == nil && rule.correlation == nil
    }
    func isStronger(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (events[left].rule ?? "", events[right].rule ?? "")
        let weights = (rules[first]?.weight ?? 0, rules[second]?.weight ?? 0)
        return weights.0 != weights.1 ? weights.0 > weights.1 : first < second
    }
    var weaker: [Int] = []
    var best: Int?
    // What was matched in one record follows each other, in a log and in a case.
    for position in events.indices {
        guard let known = best, events[known].location == events[position].location else {
            best = position
            continue
        }
        guard competes(position) else { continue }
        if !competes(known) || isStronger(position, known) {
            if competes(known) { weaker.append(known) }
            best = position
        } else if events[known].rule != events[position].rule {
            weaker.append(position)
        }
    }
    return weaker
}
