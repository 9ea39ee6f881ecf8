package import CulpritModel

/// All that a diagnosis is made from.
package struct DiagnosisInput: Sendable {
    package var events: [Event]
    package var crashes: [Crash]
    package var crashGroups: [CrashGroup]
    package var windows: [Window]
    package var dependencies: [Dependency]
    /// The rules by id.
    package var rules: [String: Rule]
    /// On which hosts or pods each service wrote records.
    package var hostsByService: [String: Set<String>]
    /// The span to explain; `nil` for everything.
    package var period: TimeSpan?
    /// What is normal, as far as it is outside the period; `nil` when there is nothing to hold the period against.
    package var baseline: TimeSpan?

    package init(
        events: [Event], crashes: [Crash], crashGroups: [CrashGroup], windows: [Window], dependencies: [Dependency],
        rules: [String: Rule], hostsByService: [String: Set<String>], period: TimeSpan?,
        baseline: TimeSpan?
    ) {
        (self.events, self.crashes, self.crashGroups, self.windows) = (events, crashes, crashGroups, windows)
        (self.dependencies, self.rules, self.hostsByService) = (dependencies, rules, hostsByService)
        (self.period, self.baseline) = (period, baseline)
    }
}

/// What a diagnosis concludes.
package struct Diagnosis: Sendable {
    package let verdict: Verdict
    package let causes: [Cause]
    package let timeline: [Report.Moment]
}
