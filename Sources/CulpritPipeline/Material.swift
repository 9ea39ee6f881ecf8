internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritScan
internal import CulpritStore

/// What all sources of a run and of its case gave, put together.
struct Material {
    var sources: [SourceSummary] = []
    var events: [Event] = []
    var minutes: [MinuteCount] = []
    var templates: [TemplateCount] = []
    var crashes: [Crash] = []
    var attributes: [AttributeCount] = []
    /// When each bug crashed last before what was recalled of the case.
    var earlierCrashes: [String: Timestamp] = [:]
    var series: [Series] = []
    var requestMinutes: [RequestMinute] = []
    /// What each source gave of the series that are counted in logs: a case keeps them apart, since it forgets a source
    /// that was read anew.
    private var countedInSources: [Series] = []
    /// The same by tens of seconds, as far as it was counted so.
    private var fineInSources: [CountedSeries] = []
    /// Of this run only: a case does not keep them.
    var requests = RequestLog()
    /// The beginnings of connections, likewise.
    var connections = RequestLog()
    var hostsByService: [String: Set<String>] = [:]
    /// What of it is in no series.
    private(set) var diagnostics: [Diagnostic] = []

    /// Takes what may be large away from `outcomes`: nobody needs it twice.
    init(taking outcomes: inout [SourceOutcome]) {
        // To grow a list of millions step by step copies it again and again.
        events.reserveCapacity(outcomes.reduce(0) { $0 + $1.events.count })
        minutes.reserveCapacity(outcomes.reduce(0) { $0 + $1.minutes.count })
        for index in outcomes.indices {
            events += outcomes[index].events
            minutes += outcomes[index].minutes
            (outcomes[index].events, outcomes[index].minutes) = ([], [])
            let outcome = outcomes[index]
            sources.append(outcome.summary)
            templates += outcome.templates
            crashes += outcome.crashes
            attributes += outcome.attributes
            series += outcome.series
            countedInSources += Self.united(outcome.series.filter(\.isCountedInLogs))
            fineInSources += CountedSeries.united(outcome.fineSeries)
            requestMinutes += outcome.requestMinutes
            requests.merge(outcome.requests)
            connections.merge(outcome.connections)
            hostsByService.merge(outcome.hostsByService) { $0.union($1) }
        }
        let (steps, leftOutCount) = requests.stepSeries(by: .minute)
        if step != .minute { fineInSources += requests.stepSeries(by: step).series }
        if leftOutCount > 0 {
            diagnostics.append(
                Diagnostic(
                    "\(leftOutCount) steps of requests are in no series of the time between two steps.",
                    because: "only the \(RequestLog.hopLimit) pairs of entities with the most steps have series"))
        }
        countedInSources += steps.map(\.series)
        series = withQuantiles(Self.united(series + steps.map(\.series))).filter { $0.count > ($0.isCounter ? 1 : 0) }
    }

    /// The part that a case keeps.
    var contents: CaseContents {
        var contents = CaseContents()
        contents.sources = sources
        contents.events = events
        contents.minutes = minutes
        contents.templates = templates
        contents.crashes = crashes
        contents.attributes = attributes
        contents.series = series.filter { !$0.isCountedInLogs } + countedInSources
        contents.fineSeries = fineInSources
        contents.requestMinutes = requestMinutes
        return contents
    }

    /// Adds what earlier runs put into the case, or what of it is in `span`.
    mutating func addCase(_ caseFile: CaseFile, in span: TimeSpan? = nil) throws {
        let old = try caseFile.loadSources()
        guard !old.isEmpty else { return }
        sources = old + sources
        events = try caseFile.loadEvents(in: span) + events
        crashes = try caseFile.loadCrashes(in: span) + crashes
        attributes = try caseFile.loadAttributes(in: span) + attributes
        minutes = try caseFile.loadMinutes(in: span) + minutes
        templates = try caseFile.loadTemplates(in: span) + templates
        if let span {
            earlierCrashes = try caseFile.loadLastCrashes(of: Set(crashes.map(\.signature)), before: span.from)
        }
        requestMinutes = try caseFile.loadRequestMinutes(in: span) + requestMinutes
        series = Self.united(try caseFile.loadSeries(in: span) + series)
        if step != .minute { fineInSources = try caseFile.loadFineSeries(in: span) + fineInSources }
        for event in events {
            if let host = event.host, let service = event.service { hostsByService[service, default: []].insert(host) }
        }
    }

    /// Gives crashes of one bug one signature; what a case keeps has the exact ones.
    mutating func uniteCrashes(by uniter: CrashUniter) {
        let names = uniter.names(of: crashes, earlier: earlierCrashes).filter { $0.key != $0.value }
        guard !names.isEmpty else { return }
        for index in crashes.indices {
            crashes[index].signature = names[crashes[index].signature] ?? crashes[index].signature
        }
        earlierCrashes = Dictionary(
            earlierCrashes.map { (names[$0.key] ?? $0.key, $0.value) }, uniquingKeysWith: max)
    }

    /// Gives the events away: whoever has them alone need not copy them to leave some out.
    mutating func takeEvents() -> [Event] {
        defer { events = [] }
        return events
    }

    /// The step in which logs are counted: one for all of them, in whatever order and in how many runs they were read.
    var step: LogStep {
        let logs = sources.filter { $0.content == .logs && $0.span != nil }
        guard let span = Self.span(of: logs), logs.allSatisfy({ $0.step != .minute }) else { return .minute }
        return LogStep(fitting: span)
    }

    /// The series by tens of seconds, where logs are counted so, as far as they tell more than those by the minute.
    var fineSeries: [SeriesKey: Series] {
        guard step != .minute else { return [:] }
        let fine = CountedSeries.united(fineInSources).filter(\.tellsMoreThanMinutes)
        return Dictionary(fine.map { ($0.series.key, $0.series) }, uniquingKeysWith: { first, _ in first })
    }

    /// Makes one sample of each minute, as a case keeps them.
    mutating func takeMinuteMeans() {
        for index in series.indices { series[index].samples = series[index].minuteMeans }
    }

    /// The span of everything that has a time.
    var span: TimeSpan? { Self.span(of: sources) }

    private static func span(of sources: [SourceSummary]) -> TimeSpan? {
        sources.compactMap(\.span).reduce(nil) { whole, span in whole?.union(span) ?? span }
    }

    var observation: Observation { Observation(spans: observedSpans) }

    /// When each log was written, by the paths of its parts; the parts of a rotated one are one.
    var observedSpans: [String: TimeSpan] {
        let logs = sources.filter { $0.content == .logs }.map { (RotatedName(path: $0.path).log, $0) }
        var spans: [String: TimeSpan] = [:]
        for (log, source) in logs {
            if let span = source.span { spans[log] = spans[log]?.union(span) ?? span }
        }
        return Dictionary(
            logs.compactMap { log, source in spans[log].map { (source.path, $0) } }, uniquingKeysWith: { $1 })
    }

    /// One series for each key, its samples in time order; of two at one time the later source's counts, and what is counted
    /// in logs adds up.
    static func united(_ series: [Series]) -> [Series] {
        var byKey: [SeriesKey: Series] = [:]
        for one in series where byKey[one.key]?.merge(one) == nil { byKey[one.key] = one }
        return byKey.values.sorted { $0.key < $1.key }
    }
}
