package import CulpritModel

/// All that a diagnosis is made from.
package struct DiagnosisInput: Sendable {
    package let index: EventIndex
    /// Whom the events blame.
    let entities: Numbered<Entity>
    /// Those of rules that see changes, routine and alerts, in the same order: few, and asked for often.
    let changeEvents: [Event]
    package var crashes: [Crash]
    package var crashGroups: [CrashGroup]
    package var windows: [Window]
    package var series: [MeasuredSeries]
    package var requests: RequestLog
    package var dependencies: [Dependency]
    /// The rules by id.
    package let rules: [String: Rule]
    /// On which hosts or pods each service wrote records.
    package var hostsByService: [String: Set<String>]
    /// The span to explain; `nil` for everything.
    package var period: TimeSpan?
    /// There was an outage, whatever the evidence: a person named its period, or handed over so little that it is all.
    package var isOutageCertain: Bool
    /// What is normal, as far as it is outside the period; `nil` when there is nothing to hold the period against.
    package var baseline: TimeSpan?

    package var events: [Event] { index.events }

    package init(
        events: EventIndex, crashes: [Crash], crashGroups: [CrashGroup], windows: [Window],
        series: [MeasuredSeries], requests: RequestLog, dependencies: [Dependency],
        rules: [String: Rule], hostsByService: [String: Set<String>], period: TimeSpan?,
        isOutageCertain: Bool, baseline: TimeSpan?
    ) {
        (index, self.crashes, self.crashGroups, self.windows) = (events, crashes, crashGroups, windows)
        entities = Numbered(count: events.events.count) { events.events[$0].entity }
        changeEvents = events.hits(of: rules) { $0.change != nil }
        (self.series, self.requests) = (series, requests)
        (self.dependencies, self.rules, self.hostsByService) = (dependencies, rules, hostsByService)
        (self.period, self.isOutageCertain, self.baseline) = (period, isOutageCertain, baseline)
    }
}

/// What a diagnosis concludes.
package struct Diagnosis: Sendable {
    package let verdict: Verdict
    package let causes: [Cause]
    package let timeline: [Report.Moment]
    package let weighing: ReportDetails.Weighing
    package let restsOn: [ReportDetails.Support]
    /// Who calls whom, by what was told and by the ways of requests.
    package let calls: [Dependency]
}
