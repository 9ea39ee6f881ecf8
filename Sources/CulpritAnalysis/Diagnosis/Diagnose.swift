package import CulpritModel
internal import Foundation

/// Ranks what may be at fault and says whether one stands out.
///
/// Each suspect's score is the sum of its evidence in log-odds; callers of a suspect with evidence of its own, and
/// replicas that all show the same, are taken together as DESIGN says.
package func diagnose(_ input: DiagnosisInput, weights: DiagnosisWeights) -> Diagnosis {
    let flow = RequestFlow(input.requests, period: input.period, baseline: input.baseline, weights: weights)
    let calls = Set(input.dependencies + flow.dependencies).sorted()
    let graph = CallGraph(calls)
    var collector = EvidenceCollector(input, graph: graph, weights: weights)
    collector.collect(flow)
    let ranking = Ranking(
        input: input, weights: weights, graph: graph, suspects: collector.suspects,
        symptomatic: collector.symptomatic)
    let (causes, weighing) = ranking.causes()
    let verdict = ranking.verdict(causes)
    return Diagnosis(
        verdict: verdict, causes: causes, timeline: timeline(input, period: input.period), weighing: weighing,
        restsOn: ranking.supports(of: verdict, causes), calls: calls)
}

/// The first event of each rule on each entity, the windows, and the first crash of each group, by time.
private func timeline(_ input: DiagnosisInput, period: TimeSpan?) -> [Report.Moment] {
    var moments = firstEvents(input, in: period).map { event in
        Report.Moment(
            time: event.time ?? .distantPast, what: event.rule.flatMap { input.rules[$0]?.title } ?? event.rule ?? "",
            entity: event.entity.name, location: event.location)
    }
    // What was logged is in the timeline by its first event, and what logs tell of calls by those who wrote them.
    for window in input.windows
    where window.score >= 0.5 && (period?.overlaps(window.span) ?? true) && window.signal.id != "events"
        && (window.series.peer == nil || LogMeasure(rawValue: window.series.name) == nil)
    {
        moments.append(
            Report.Moment(
                time: window.span.from, what: "\(window.series.text) is unusual", entity: window.series.entity.name,
                location: window.location))
    }
    for group in input.crashGroups {
        guard let time = group.firstSeen, period?.contains(time) ?? true else { continue }
        moments.append(
            Report.Moment(
                time: time, what: group.title, entity: group.entities.first?.name ?? "", location: group.sample))
    }
    return Array(
        moments.sorted { ($0.time, $0.location, $0.what) < ($1.time, $1.location, $1.what) }.prefix(500))
}

/// The first event with a time of each rule on each entity.
private func firstEvents(_ input: DiagnosisInput, in period: TimeSpan?) -> [Event] {
    let index = input.index
    return index.rules.flatMap { rule in
        var first: [Int32: Int] = [:]
        for position in index.positions(of: rule) {
            guard let time = index.glances[position].time, period?.contains(time) ?? true else { continue }
            let entity = input.entities.numbers[position]
            if let known = first[entity], !index.isEarlier(position, known) { continue }
            first[entity] = position
        }
        return first.values.map { index.events[$0] }
    }
}
