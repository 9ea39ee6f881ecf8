package import CulpritModel

/// How many records of one source have a template.
package struct TemplateCount: Sendable, Hashable {
    package let template: Template
    package let source: String
    package let count: Int
    package let firstSeen: Timestamp?
    package let lastSeen: Timestamp?
    /// Where its first record begins.
    package let line: Int
    package let byte: Int

    package init(
        template: Template, source: String, count: Int, firstSeen: Timestamp?, lastSeen: Timestamp?, line: Int = 1,
        byte: Int = 0
    ) {
        (self.template, self.source, self.count) = (template, source, count)
        (self.line, self.byte) = (line, byte)
        (self.firstSeen, self.lastSeen) = (firstSeen, lastSeen)
    }
}

/// How many records of one source there were of a kind in a minute.
package struct MinuteCount: Sendable, Hashable {
    package let key: MinuteKey
    package let source: String
    package var count: Int

    package init(key: MinuteKey, source: String, count: Int) {
        (self.key, self.source, self.count) = (key, source, count)
    }
}

/// What a run read and adds to a case, each by the path of its source, and only for sources that the case does not have yet.
package struct CaseContents: Sendable {
    package var sources: [SourceSummary] = []
    package var events: [Event] = []
    package var minutes: [MinuteCount] = []
    package var templates: [TemplateCount] = []
    package var crashes: [Crash] = []
    package var attributes: [AttributeCount] = []
    /// Stored as one row a minute: count, sum, least and greatest value.
    package var series: [Series] = []
    /// Those counted in logs by tens of seconds; kept only while `step` is that.
    package var fineSeries: [CountedSeries] = []
    /// The step in which all logs of the case are counted.
    package var step = LogStep.minute
    package var requestMinutes: [RequestMinute] = []

    package init() {}
}

/// What a run concluded of the whole case; it replaces the conclusions of the run before.
package struct CaseConclusions: Sendable {
    package var rules: [Rule]
    package var windows: [Window]
    /// Verdict, causes, crash groups and congestion windows.
    package var report: Report

    package init(rules: [Rule], windows: [Window], report: Report) {
        (self.rules, self.windows, self.report) = (rules, windows, report)
    }
}
