internal import CulpritModel

/// The series that are worth a chart.
extension ReportDetailer {
    private static let curveLimit = 8
    private static let curveSteps = 160
    private static let leastReferenceCount = 8

    /// What users felt first, then what the culprit shows, then the rest; one series of each name.
    func curves() -> [ReportDetails.Curve] {
        guard let view else { return [] }
        let culprit = report.causes.first.map(\.entity.name)
        let inPeriod = visibleWindows.filter { report.period?.overlaps($0.span) ?? true }
        var best: [SeriesKey: Window] = [:]
        for window in inPeriod where window.score > best[window.series]?.score ?? 0 { best[window.series] = window }
        func rank(_ window: Window) -> Int {
            if window.signal.isImpact && window.signal.category == nil { return 0 }
            if window.series.entity.name == culprit { return 1 }
            return window.signal.category == nil ? 3 : 2
        }
        var names: [String: Int] = [:]
        let chosen = best.values.sorted {
            (rank($0), -$0.score, $0.series) < (rank($1), -$1.score, $1.series)
        }.filter { window in
            names[window.series.name, default: 0] += 1
            return names[window.series.name, default: 0] == 1
        }
        let (felt, rest) = (chosen.filter { rank($0) == 0 }.prefix(4), chosen.filter { rank($0) > 0 })
        let byKey = Dictionary(series.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        return (felt + rest).prefix(Self.curveLimit).compactMap { window in
            byKey[window.series].map { curve(of: $0, for: window, in: view) }
        }
    }

    private func curve(of series: Series, for window: Window, in view: TimeSpan) -> ReportDetails.Curve {
        let step = max(60, (view.seconds / Double(Self.curveSteps) / 60).rounded(.up) * 60)
        var values = [Double?](repeating: nil, count: max(1, Int((view.seconds / step).rounded(.up))))
        for sample in series.samples where view.contains(sample.time) {
            let index = min(values.count - 1, Int(sample.time.seconds(since: view.from) / step))
            guard let old = values[index] else {
                values[index] = sample.value
                continue
            }
            values[index] = window.direction == .down ? min(old, sample.value) : max(old, sample.value)
        }
        let windows = windows.filter { $0.series == series.key && view.overlaps($0.span) }.map(\.span).sorted()
        return ReportDetails.Curve(
            name: series.key.text, entity: series.key.entity.name + (series.key.peer.map { " → \($0)" } ?? ""),
            source: series.source, from: view.from, stepSeconds: step,
            values: values, usual: usual(of: series), windows: Array(windows.prefix(40)))
    }

    private func usual(of series: Series) -> ReportDetails.Band? {
        let normal = series.samples.filter { sample in
            report.period?.contains(sample.time) != true && report.baseline?.contains(sample.time) ?? true
        }.map(\.value).sorted()
        guard normal.count >= Self.leastReferenceCount else { return nil }
        return ReportDetails.Band(
            low: RobustStatistics.quantile(0.05, ofSorted: normal),
            middle: RobustStatistics.quantile(0.5, ofSorted: normal),
            high: RobustStatistics.quantile(0.95, ofSorted: normal))
    }
}
