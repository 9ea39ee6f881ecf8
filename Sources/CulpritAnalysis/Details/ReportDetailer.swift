package import CulpritModel

/// Makes what a report draws and reckons beside its causes.
package struct ReportDetailer {
    let report: Report
    let windows: [Window]
    let measured: [MeasuredSeries]
    let series: [Series]
    let requestMinutes: [RequestMinute]
    let graph: CallGraph
    let index: EventIndex
    let rules: [String: Rule]
    let crashes: [Crash]
    let changes: ChangeLog
    let view: TimeSpan?

    /// Windows below this score are not worth a report.
    static let leastScore = 0.5
    private static let laneLimit = 30
    private static let marksLimit = 16
    private static let heatColumns = 60
    private static let trendSteps = 48

    /// `calls` is who calls whom, as far as anything that was read tells.
    package init(
        report: Report, input: DiagnosisInput, requestMinutes: [RequestMinute], calls: [Dependency],
        changes: ChangeLog
    ) {
        (self.report, measured, series) = (report, input.series, input.series.map(\.series))
        (self.requestMinutes, graph) = (requestMinutes, CallGraph(calls))
        (index, rules, crashes, self.changes) = (input.index, input.rules, input.crashes, changes)
        windows = input.windows.filter { $0.score >= Self.leastScore }
        view = Self.view(of: report)
    }

    /// Returns the details; those of the report's own origin are left to the caller.
    package func details() -> ReportDetails {
        var details = ReportDetails()
        details.view = view
        details.impact = impact()
        details.trigger = trigger()
        details.firstSymptom = firstSymptom()
        details.detection.firstEvidence = firstEvidence
        details.detection.impactMeasured = details.impact?.span?.from.advanced(bySeconds: 60)
        var known = report
        known.details = details
        details.alerts = AlertPlanner(report: known, windows: windows, series: series, events: index, rules: rules)
            .plan()
        if let first = details.alerts.first {
            (details.detection.firstPossibleAlert, details.detection.alertName) = (first.firstFiring, first.name)
        }
        details.detection.firstAlertSeen = firstAlertSeen()
        details.factors = factors(besides: details.trigger)
        details.lanes = lanes()
        details.curves = curves()
        details.heat = heat()
        details.load = load()
        details.crashTrends = crashTrends()
        return details
    }

    /// The period with half of it, and at least ten minutes, on both sides, as far as something was read.
    private static func view(of report: Report) -> TimeSpan? {
        guard let period = report.period else { return nil }
        let margin = max(600, period.seconds / 2)
        let wide = TimeSpan(
            from: period.from.advanced(bySeconds: -margin).minuteStart, to: period.to.advanced(bySeconds: margin))
        guard let observed = report.observed else { return wide }
        return TimeSpan(
            from: max(wide.from, min(observed.from, period.from)), to: min(wide.to, max(observed.to, period.to)))
    }

    var visibleWindows: [Window] {
        guard let view else { return [] }
        return windows.filter { view.overlaps($0.span) }
    }

    private func lanes() -> [ReportDetails.Lane] {
        guard let view else { return [] }
        var lanes: [String: ReportDetails.Lane] = [:]
        for window in visibleWindows.sorted(by: { ($0.span, $0.series) < ($1.span, $1.series) }) {
            let entity = window.series.entity.name
            lanes[entity, default: ReportDetails.Lane(entity: entity)].add(window, in: view)
        }
        let categories = momentCategories()
        for moment in report.timeline where view.contains(moment.time) {
            guard !lanes.keys.contains(moment.entity) || lanes[moment.entity]?.marks.count ?? 0 < Self.marksLimit,
                !moment.entity.isEmpty, !moment.what.hasSuffix(" is unusual")
            else { continue }
            let mark = ReportDetails.Mark(
                time: moment.time, category: categories[moment.location], what: moment.what, location: moment.location)
            lanes[moment.entity, default: ReportDetails.Lane(entity: moment.entity)].marks.append(mark)
        }
        let blamed = report.causes.first?.entity.name
        let ordered = lanes.values.sorted { ($0.first, $0.entity) < ($1.first, $1.entity) }
        let kept = ordered.filter { $0.entity == blamed } + ordered.filter { $0.entity != blamed }
        return Array(kept.prefix(Self.laneLimit)).sorted { ($0.first, $0.entity) < ($1.first, $1.entity) }
    }

    /// The categories of the events that the timeline tells of.
    private func momentCategories() -> [Location: Category] {
        // Most events are told of by their times, which are looked up sooner than their places.
        let times = Set(report.timeline.map(\.time.nanoseconds)), places = Set(report.timeline.map(\.location))
        let events = index.events
        var categories: [Location: Category] = [:]
        for (position, glance) in index.glances.enumerated() where times.contains(glance.nanoseconds) {
            guard let category = events[position].category, places.contains(events[position].location) else { continue }
            categories[events[position].location] = categories[events[position].location] ?? category
        }
        return categories
    }

    private func heat() -> ReportDetails.HeatMap? {
        guard let view, !report.congestionWindows.isEmpty else { return nil }
        let step = max(60, (view.seconds / Double(Self.heatColumns) / 60).rounded(.up) * 60)
        let count = max(1, Int((view.seconds / step).rounded(.up)))
        var rows: [String: [Double]] = [:]
        for window in report.congestionWindows where view.overlaps(window.span) {
            let name = window.entity + (window.peer.map { " → \($0)" } ?? "")
            let first = max(0, Int(window.span.from.seconds(since: view.from) / step))
            let last = min(count - 1, Int(window.span.to.seconds(since: view.from) / step))
            guard first <= last else { continue }
            for column in first...last {
                rows[name, default: Array(repeating: 0, count: count)][column] = max(
                    rows[name]?[column] ?? 0, window.score)
            }
        }
        guard !rows.isEmpty else { return nil }
        let worst = rows.sorted { ($1.value.reduce(0, +), $0.key) < ($0.value.reduce(0, +), $1.key) }
        return ReportDetails.HeatMap(
            from: view.from, stepSeconds: step,
            rows: worst.prefix(Self.laneLimit).map { ReportDetails.HeatMap.Row(entity: $0.key, values: $0.value) })
    }

    /// Records by weekday and hour, of the series that count them.
    private func load() -> [[Double]] {
        guard let observed = report.observed, observed.seconds >= 86_400 else { return [] }
        var load = Array(repeating: Array(repeating: 0.0, count: 24), count: 7)
        for one in series where one.key.name == "log_records" {
            for sample in one.samples {
                let time = sample.time.weekTime
                load[time.weekday][time.secondOfDay / 3_600] += sample.value
            }
        }
        return load.allSatisfy { $0.allSatisfy { $0 == 0 } } ? [] : load
    }

    private func crashTrends() -> [ReportDetails.CrashTrend] {
        guard let observed = report.observed else { return [] }
        let step = max(60, (observed.seconds / Double(Self.trendSteps) / 60).rounded(.up) * 60)
        let count = max(1, Int((observed.seconds / step).rounded(.down)) + 1)
        let bySignature = Dictionary(grouping: crashes, by: \.signature)
        return report.crashGroups.prefix(10).map { group in
            var counts = Array(repeating: 0, count: count)
            for crash in bySignature[group.signature] ?? [] {
                guard let time = crash.time else { continue }
                let index = Int(time.seconds(since: observed.from) / step)
                if counts.indices.contains(index) { counts[index] += crash.count }
            }
            return ReportDetails.CrashTrend(
                signature: group.signature, title: group.title, from: observed.from, stepSeconds: step, counts: counts)
        }
    }
}

extension ReportDetails.Lane {
    fileprivate var first: Timestamp {
        let times = windows.map(\.span.from) + marks.map(\.time)
        return times.min() ?? Timestamp(nanoseconds: .max)
    }

    /// Adds a window; windows that touch become one.
    fileprivate mutating func add(_ window: Window, in view: TimeSpan) {
        let span = TimeSpan(from: max(window.span.from, view.from), to: min(window.span.to, view.to))
        if var last = windows.last, span.from <= last.span.to {
            last.span = last.span.union(span)
            if window.score > last.score { (last.score, last.what) = (window.score, window.series.text) }
            windows[windows.count - 1] = last
        } else if windows.count < 30 {
            windows.append(ReportDetails.Span(span: span, score: window.score, what: window.series.text))
        }
    }
}

extension Report {
    /// The span of everything that was read.
    package var observed: TimeSpan? {
        sources.compactMap(\.span).reduce(nil) { whole, span in whole?.union(span) ?? span }
    }
}
