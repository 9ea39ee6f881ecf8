internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritStore

/// All that one source gave.
struct SourceOutcome: Sendable {
    var summary: SourceSummary
    var events: [Event] = []
    /// Until `settle` makes them `minutes`.
    var minuteCounts = MinuteCounts()
    var minutes: [MinuteCount] = []
    var templates: [TemplateCount] = []
    /// Templates with ids from this one on count as `Template.other`.
    var templateLimit = Int64.max
    var crashes: [Crash] = []
    var attributes: [AttributeCount] = []
    /// What was counted of its records, until `makeSeries` makes series of it.
    var measures: SourceMeasures?
    /// Those of its metrics, and those that its records give by the minute.
    var series: [Series] = []
    /// Those that its records give by tens of seconds; none where they span too much for that.
    var fineSeries: [CountedSeries] = []
    var requestMinutes: [RequestMinute] = []
    var requests = RequestLog()
    var connections = RequestLog()
    var dependencies: [Dependency] = []
    /// The input that led to it.
    var input = ""
    /// Who wrote the records, until `settle` tells what their records do not.
    var writers: [Writer] = []
    /// On which hosts or pods each service wrote records.
    var hostsByService: [String: Set<String>] = [:]
    /// What happened to be wrong beside the summary's damage.
    var diagnostics: [Diagnostic] = []

    struct Writer: Sendable {
        let names: EntityNamer.Names
        let recordCount: Int
    }

    init(summary: SourceSummary) { self.summary = summary }

    /// Makes the series of what was counted of its records, and says what is in none.
    mutating func makeSeries() {
        guard var measures else { return }
        summary.step = measures.step
        if measures.step != .minute {
            fineSeries = measures.series(source: summary.path)
            measures.countByMinute()
        }
        series += measures.series(source: summary.path).map(\.series)
        diagnostics += [measures.trouble(in: summary.path)].compactMap(\.self)
        self.measures = nil
    }
}
