internal import CulpritModel

/// What users felt: since when and how long, how many requests failed or were slow, whom it hit, in which order.
extension ReportDetailer {
    private static let affectedLimit = 200
    /// A quantile of fewer says nothing of what is slow.
    private static let leastReferenceCount = 100

    func impact() -> Impact? {
        guard let period = report.period, report.verdict.category != nil else { return nil }
        let hit = windows.filter { period.overlaps($0.span) && $0.direction != .gap }
        let span = hit.filter(isFelt).map(\.span).reduce(nil as TimeSpan?) { $0?.union($1) ?? $1 }
        var impact = Impact(span: span)
        var since: [Entity: Timestamp] = [:]
        for window in hit where window.signal.isImpact || window.signal.category != nil {
            let entity = window.series.entity
            since[entity] = min(since[entity] ?? window.span.from, window.span.from)
        }
        let ordered = since.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        impact.entities = ordered.prefix(Self.affectedLimit).map { .init(entity: $0.key.name, since: $0.value) }
        impact.entityCount = since.count
        impact.hostCount = since.keys.count { $0.kind != .service }
        count(requestsIn: span ?? period, beside: period.union(span ?? period), into: &impact)
        return impact
    }

    /// Shows what users feel, in the direction that is bad.
    func isFelt(_ window: Window) -> Bool {
        window.signal.isImpact && window.signal.category == nil && window.isBad
    }

    private func count(requestsIn span: TimeSpan, beside around: TimeSpan, into impact: inout Impact) {
        let logs = RequestView.views(of: requestMinutes, in: span, beside: around)
        let counters = RequestView.views(of: series, in: span, beside: around)
        if let view = RequestView.outermost(of: logs + counters, in: graph) {
            let total = view.total
            impact.requests = Impact.Requests(
                failed: Int(total.failed.rounded()),
                beyondUsual: Self.twoDigits(max(0, total.failed - total.usuallyFailed)),
                total: view.countsAll ? Int(total.answered.rounded()) : nil, countedBy: view.name)
        }
        let records = RequestView.outermost(of: logs, in: graph)
        if let records, records.total.failed > 0, !records.total.failedClients.hashes.isEmpty {
            let clients = records.total.failedClients
            impact.failedClients = Impact.Clients(
                count: clients.isExact ? clients.estimate : Self.twoDigits(Double(clients.estimate)),
                isExact: clients.isExact)
        }
        let histograms = HistogramView.views(of: measured, in: span, beside: around)
        let histogram = histograms.max { ($0.count, $1.name) < ($1.count, $0.name) }
        let slow = records.flatMap(slowRequests)
        if let histogram, Int(histogram.count) > slow?.total ?? 0 {
            impact.slow = Impact.Slow(
                count: Self.twoDigits(histogram.slow), limitSeconds: nil, total: Int(histogram.count.rounded()),
                countedBy: histogram.name)
        } else {
            impact.slow = slow
        }
    }

    /// Those that took longer than 99 of 100 at other times, beyond the one that usually does.
    private func slowRequests(_ view: RequestView) -> Impact.Slow? {
        let (durations, usual) = (view.total.durations, view.total.otherDurations)
        guard usual.total >= Self.leastReferenceCount, durations.total > 0,
            let limit = usual.bucket(ofQuantile: 0.99)
        else { return nil }
        let expected = Double(durations.total) * Double(usual.count(above: limit)) / Double(usual.total)
        return Impact.Slow(
            count: Self.twoDigits(max(0, Double(durations.count(above: limit)) - expected)),
            limitSeconds: DurationCounts.upperEnd(of: limit), total: durations.total, countedBy: view.name)
    }

    /// More would say more than is known.
    private static func twoDigits(_ number: Double) -> Int {
        var unit = 1.0
        while number / unit >= 100 { unit *= 10 }
        return Int((number / unit).rounded() * unit)
    }
}
