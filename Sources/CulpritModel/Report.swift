/// All that an investigation found: what every report format prints.
package struct Report: Sendable, Hashable {
    /// A row of the timeline.
    package struct Moment: Sendable, Hashable, Codable {
        package let time: Timestamp
        package let what: String
        package let entity: String
        package let location: Location

        package init(time: Timestamp, what: String, entity: String, location: Location) {
            (self.time, self.what, self.entity, self.location) = (time, what, entity, location)
        }
    }

    /// `nil` when nothing that was read has a time.
    package var period: TimeSpan?
    package var baseline: TimeSpan?
    package var verdict: Verdict
    /// The best first.
    package var causes: [Cause]
    /// By count, the largest first.
    package var crashGroups: [CrashGroup]
    package var congestionWindows: [CongestionWindow]
    /// The most certain first.
    package var templateShifts: [TemplateShift] = []
    /// By time.
    package var timeline: [Moment]
    package var sources: [SourceSummary]
    package var details = ReportDetails()
    /// By host.
    package var clockOffsets: [ClockOffset] = []

    package init(
        period: TimeSpan?, baseline: TimeSpan?, verdict: Verdict, causes: [Cause], crashGroups: [CrashGroup],
        congestionWindows: [CongestionWindow], timeline: [Moment], sources: [SourceSummary]
    ) {
        (self.period, self.baseline, self.verdict, self.causes) = (period, baseline, verdict, causes)
        (self.crashGroups, self.congestionWindows) = (crashGroups, congestionWindows)
        (self.timeline, self.sources) = (timeline, sources)
    }

    package var accounting: Accounting { Accounting(sources) }
}
