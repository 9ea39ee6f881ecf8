internal import CulpritAnalysis
package import CulpritModel
internal import CulpritRules
internal import CulpritScan
internal import CulpritStore
internal import Foundation

/// One investigation: what to read, what to explain, where to keep it.
package struct Investigation: Sendable {
    package var inputs: [String]
    package var casePath: String?
    package var period: TimeSpan?
    package var baseline: TimeSpan?
    package var topologyPath: String?
    package var rules = RuleChoice()
    package var jobs = 1
    /// Corrects the times of machines whose clocks are off.
    package var alignsClocks = false
    package var zones = SourceZones()
    package var now: Timestamp
    /// What of the case the inputs are held against; all of it without one.
    package var recall: TimeSpan?
    /// Where an incident is looked for; everywhere without one.
    package var search: TimeSpan?
    /// Windows are found without looking ahead.
    package var isOnline = false
    package var isQuiet = false
    package var isTerminal = false

    package init(inputs: [String], now: Timestamp) { (self.inputs, self.now) = (inputs, now) }

    /// What a run found, and what went wrong without ending it.
    package struct Outcome: Sendable {
        package let report: Report
        package let windows: [Window]
        package let crashes: [Crash]
        package let diagnostics: [Diagnostic]

        /// Some input could not be read whole.
        package var isIncomplete: Bool { !report.accounting.incomplete.isEmpty }
    }

    /// Reads the inputs, diagnoses the whole case and, where a case file is named, keeps it there.
    package func run() async throws -> Outcome {
        let rules = try self.rules.load()
        let told = try topologyPath.map { path throws(RunError) in try Topology.read(path) } ?? []
        let caseFile = try casePath.map { path throws(CaseFileError) in try CaseFile(path: path) }
        var ingest = Ingest(
            inputs: inputs, rules: rules, jobs: jobs, progress: Progress(isQuiet: isQuiet, isTerminal: isTerminal),
            zones: zones, dependencies: told, now: now)
        let known = try caseFile.map { file throws(CaseFileError) in try EarlierRuns(of: file) } ?? EarlierRuns()
        var read = try await ingest.run(after: known)
        if let caseFile, isNothingNew(in: read), let report = try caseFile.loadReport(),
            report.details.origin == origin(rules)
        {
            // What the last run concluded from the same is what this one would.
            try caseFile.close()
            return Outcome(report: report, windows: [], crashes: [], diagnostics: read.diagnostics)
        }
        let dependencies = told + read.dependencies
        var material = Material(taking: &read.outcomes)
        var clockOffsets = ClockSkew(
            material.requests, connections: material.connections, dependencies: dependencies
        ).offsets()
        for offset in try caseFile?.loadClockOffsets() ?? []
        where !clockOffsets.contains(where: { $0.host == offset.host }) { clockOffsets.append(offset) }
        clockOffsets.sort { $0.host < $1.host }
        if alignsClocks, let corrections = Self.corrections(&clockOffsets) {
            ingest.corrections = read.origins.map { AlignedClocks.Corrections(offsets: corrections, origins: $0) }
            read = try await ingest.run(after: known)
            material = Material(taking: &read.outcomes)
        }
        var contents = CaseContents()
        if let caseFile {
            try caseFile.follow(read.sightings)
            _ = try caseFile.forgetSuperseded(by: read.outcomes.map(\.summary))
            contents = material.contents
            contents.sources = read.outcomes.map(\.summary)
            try material.addCase(caseFile, in: recall)
            // What is new is held against what the case kept: in the same steps, so that a second run changes nothing.
            material.takeMinuteMeans()
        }
        contents.step = material.step
        var events = material.takeEvents()
        func conclude() -> CaseConclusions {
            var (report, windows) = self.conclude(
                material, exchange(&events, with: []), rules: rules, dependencies: Set(dependencies).sorted())
            report.clockOffsets = clockOffsets
            return CaseConclusions(rules: rules.all, windows: windows, report: report)
        }
        let conclusions =
            try caseFile.map { file throws(CaseFileError) in
                try file.store(contents, isConcurrent: jobs > 1, concluding: conclude)
            } ?? conclude()
        try caseFile?.close()
        return Outcome(
            report: conclusions.report, windows: conclusions.windows, crashes: material.crashes,
            diagnostics: read.diagnostics + material.diagnostics)
    }

    /// How far clocks are ahead that are to be corrected, by host; `nil` where there is none.
    private static func corrections(_ offsets: inout [ClockOffset]) -> [String: ClockOffset]? {
        var corrections: [String: ClockOffset] = [:]
        for index in offsets.indices where offsets[index].uncertaintySeconds != nil {
            offsets[index].isApplied = true
            corrections[offsets[index].host] = offsets[index]
        }
        return corrections.isEmpty ? nil : corrections
    }

    /// Whether the case has all of the inputs, where it had them, and nothing else could change what is concluded.
    private func isNothingNew(in read: Ingest.Result) -> Bool {
        read.outcomes.isEmpty && read.sightings.isEmpty && topologyPath == nil && recall == nil && search == nil
            && !isOnline
    }

    private func conclude(
        _ read: Material, _ all: consuming [Event], rules: RuleSet, dependencies: [Dependency]
    ) -> (Report, [Window]) {
        var material = read
        material.uniteCrashes(by: CrashUniter(grammars: rules.crashes.map(\.grammar)))
        let rulesByID = Dictionary(rules.all.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let index = EventIndex(
            correlate(consume all, rules: rulesByID, observed: material.observation, baseline: baseline))
        let scratch = MatchScratch()
        let fine = material.fineSeries
        let series = material.series.map {
            MeasuredSeries(
                series: $0, signal: rules.signal(of: $0.key.name, labels: $0.key.labels, scratch: scratch),
                fine: fine[$0.key])
        }
        var windows = self.windows(in: series, period: period, baseline: baseline)
        let found =
            period == nil
            ? material.span.flatMap {
                incidentPeriod(events: index, windows: windows, rules: rulesByID, observed: $0, search: search)
            } : nil
        let incident = period ?? found
        if let found, self.baseline == nil, !isOnline {
            // Once the incident is known, each series is held against its own normal time.
            windows = self.windows(in: series, period: found, baseline: nil)
        }
        place(&windows, by: series)
        let normal = self.baseline ?? normalSpan(observed: material.span, period: incident)
        let changes = ChangeLog(index, rules: rulesByID)
        let groups = crashGroups(in: material, changes: changes, period: incident)
        let input = DiagnosisInput(
            events: index, crashes: material.crashes, crashGroups: groups, windows: windows, series: series,
            requests: material.requests, dependencies: dependencies,
            rules: rulesByID, hostsByService: material.hostsByService, period: incident,
            isOutageCertain: isOutageCertain(observed: material.span, incident: incident), baseline: normal)
        let diagnosis = diagnose(input, weights: rules.weights)
        let congestion = congestionWindows(windows, series: series, dependencies: dependencies)
        var report = Report(
            period: incident ?? material.span, baseline: normal, verdict: diagnosis.verdict, causes: diagnosis.causes,
            crashGroups: groups, congestionWindows: congestion, timeline: diagnosis.timeline,
            sources: material.sources)
        report.templateShifts = material.templateShifts(in: report.period, against: normal)
        report.details = ReportDetailer(
            report: report, input: input, requestMinutes: material.requestMinutes, calls: diagnosis.calls,
            changes: changes
        ).details()
        report.details.origin = origin(rules)
        (report.details.weighing, report.details.restsOn) = (diagnosis.weighing, diagnosis.restsOn)
        report.details.computedRemedies =
            RemedyFinder(report: report, input: input, calls: diagnosis.calls)?.remedies() ?? []
        return (report, windows)
    }

    private func windows(in series: [MeasuredSeries], period: TimeSpan?, baseline: TimeSpan?) -> [Window] {
        series.flatMap { one in
            func windows(_ series: Series) -> [Window] {
                anomalousWindows(
                    in: series, signal: one.signal, baseline: baseline, period: period, isOnline: isOnline)
            }
            guard let fine = one.fine else { return windows(one.series) }
            return refined(windows(one.series), by: windows(fine), of: fine.samples)
        }.sorted { ($0.span, $0.series) < ($1.span, $1.series) }
    }

    /// Finds the lines of those that are worth a report.
    private func place(_ windows: inout [Window], by series: [MeasuredSeries]) {
        let reported = Set(windows.lazy.filter { $0.score >= 0.5 }.map(\.series))
        let sources = Dictionary(
            series.lazy.filter { reported.contains($0.series.key) }.map { ($0.series.key, $0.finest) },
            uniquingKeysWith: { first, _ in first })
        for index in windows.indices where windows[index].score >= 0.5 {
            windows[index].place = sources[windows[index].series]?.location(in: windows[index].span)
        }
    }

    /// Everything that was observed, when there is something of it outside the period.
    private func normalSpan(observed: TimeSpan?, period: TimeSpan?) -> TimeSpan? {
        guard let observed, let period, observed.seconds - period.seconds > 60 else { return nil }
        return observed
    }

    /// Longer than most outages are: who hands over more does not hand over the outage alone.
    private static let longOutageSeconds = 2 * 3_600.0

    /// Where nothing stands out from what was observed there may have been none, unless somebody says so.
    private func isOutageCertain(observed: TimeSpan?, incident: TimeSpan?) -> Bool {
        if period != nil || baseline != nil { return period != nil }
        if incident != nil { return normalSpan(observed: observed, period: incident) == nil }
        return observed?.seconds ?? 0 < Self.longOutageSeconds
    }

    private func crashGroups(in material: Material, changes: ChangeLog, period: TimeSpan?) -> [CrashGroup] {
        // Without a baseline of its own a crash is held against the days before the period, where anything is known of them.
        let before = period.flatMap { period in
            material.span.map { $0.from < period.from } ?? false || !material.earlierCrashes.isEmpty
                ? TimeSpan(from: period.from.advanced(bySeconds: -CrashGrouper.referenceSeconds), to: period.from) : nil
        }
        var grouper = CrashGrouper(reference: baseline ?? before)
        grouper.earlier = material.earlierCrashes
        grouper.usual = material.attributes
        grouper.changes = changes
        return grouper.groups(of: material.crashes)
    }
}
