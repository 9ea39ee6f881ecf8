package import CulpritModel

/// The events with what several of them show together, and without those that are too few or that others explain.
///
/// All rules look at the same events, so that it does not matter which is applied first: what is silenced still
/// silences, and what is silenced or too rare by itself is still a part of what was correlated.
package func correlate(
    _ events: [Event], rules: [String: Rule], observed: Observation, baseline: TimeSpan?
) -> [Event] {
    let hits = RuleHits(events)
    var derived: [Event] = []
    for (_, rule) in rules.sorted(by: { $0.key < $1.key }) {
        guard let correlation = rule.correlation else { continue }
        let finder = CorrelationFinder(rule: rule, correlation: correlation, observed: observed, baseline: baseline)
        derived += finder.events(in: hits)
    }
    let all = meetingThresholds(events, rules: rules) + derived
    let silenced = silencedEvents(all, rules: rules)
    return strongestOfEachRecord(all.enumerated().filter { !silenced.contains($0.offset) }.map(\.element), rules: rules)
}

/// When each source was written, so that what is missing from it is known to be missing.
package struct Observation: Sendable {
    private let spans: [String: TimeSpan]

    /// `spans` holds what is known by the paths of the sources.
    package init(spans: [String: TimeSpan]) { self.spans = spans }

    /// From the first record of the logs of `events` to the last.
    func span(of events: [Event]) -> TimeSpan? {
        Set(events.map(\.location.source)).compactMap { spans[$0] }.reduce(nil) { whole, span in
            whole?.union(span) ?? span
        }
    }
}

/// The events of each rule, those with a time, in its order.
struct RuleHits {
    private let byRule: [String: [Event]]

    init(_ events: [Event]) {
        let known = events.filter { $0.rule != nil && $0.time != nil }
        byRule = Dictionary(grouping: known) { $0.rule ?? "" }
    }

    /// The hits of any of `rules` under each key, by time and place.
    func hits(of rules: [String], by grouping: Grouping) -> [String: [Event]] {
        let events = Set(rules).sorted().flatMap { byRule[$0] ?? [] }.sorted(by: isBefore)
        return Dictionary(grouping: events) { grouping.key(of: $0) }
    }
}

/// By time and place, which is the same whatever the order of reading.
func isBefore(_ left: Event, _ right: Event) -> Bool {
    (left.time?.nanoseconds ?? .min, left.location, left.rule ?? "")
        < (right.time?.nanoseconds ?? .min, right.location, right.rule ?? "")
}

/// A record that several rules match is evidence once, for the strongest of them.
///
/// The weaker are there because correlations look at them.
private func strongestOfEachRecord(_ events: [Event], rules: [String: Rule]) -> [Event] {
    var best: [Location: Event] = [:]
    func isStronger(_ left: Event, _ right: Event) -> Bool {
        let weights = (rules[left.rule ?? ""]?.weight ?? 0, rules[right.rule ?? ""]?.weight ?? 0)
        return weights.0 != weights.1 ? weights.0 > weights.1 : (left.rule ?? "") < (right.rule ?? "")
    }
    func competes(_ event: Event) -> Bool {
        guard let rule = event.rule.flatMap({ rules[$0] }) else { return false }
        return rule.change == nil && rule.correlation == nil
    }
    for event in events where competes(event) {
        if let known = best[event.location], !isStronger(event, known) { continue }
        best[event.location] = event
    }
    return events.filter { !competes($0) || best[$0.location]?.rule == $0.rule }
}
