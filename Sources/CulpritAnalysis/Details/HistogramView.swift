internal import CulpritModel
internal import Foundation

/// How many requests were slow, by the quantiles that a histogram of a metric left.
///
/// Quantiles say of three shares how long they took; between two of them shares are taken to fall evenly on a logarithmic
/// scale, as the tails of latencies mostly do.
struct HistogramView {
    let name: String
    /// Requests while users felt the trouble.
    var count = 0.0
    /// Those of them that took longer than 99 of 100 at other times.
    var slow = 0.0

    private static let suffixes = ["_p50", "_p90", "_p99"]
    /// Of what takes longer.
    private static let shares = [0.5, 0.1, 0.01]
    private static let leastReferenceCount = 8

    /// The histograms of what is asked for by others, that count what they observe, by their names.
    static func views(of series: [MeasuredSeries], in span: TimeSpan, beside around: TimeSpan) -> [HistogramView] {
        let byKey = Dictionary(series.map { ($0.series.key, $0.series) }, uniquingKeysWith: { first, _ in first })
        var views: [String: HistogramView] = [:]
        for one in series where one.signal.id == "latency" && one.series.key.name.hasSuffix("_p99") {
            let name = String(one.series.key.name.dropLast("_p99".count))
            guard ["request", "http", "rpc"].contains(where: name.lowercased().contains) else { continue }
            func sibling(_ suffix: String) -> Series? {
                let key = one.series.key
                return byKey[
                    SeriesKey(name: name + suffix, entity: key.entity, peer: key.peer, labels: key.labels)]
            }
            let quantiles = suffixes.compactMap { sibling($0)?.samples }
            let usual = one.series.samples.filter { !around.contains($0.time) }.map(\.value)
            guard let counter = sibling("_count"), quantiles.count == suffixes.count, usual.count >= leastReferenceCount
            else { continue }
            let limit = RobustStatistics.median(usual)
            var view = views[name] ?? HistogramView(name: name)
            for (earlier, sample) in zip(counter.samples, counter.samples.dropFirst()) where span.contains(sample.time)
            {
                let count = sample.value * min(600, sample.time.seconds(since: earlier.time))
                view.count += count
                let ends = quantiles.compactMap { value(at: sample.time, of: $0) }
                guard ends.count == shares.count else { continue }
                view.slow += count * max(0, share(above: limit, ends) - 0.01)
            }
            views[name] = view
        }
        return Array(views.values)
    }

    private static func value(at time: Timestamp, of samples: [Sample]) -> Double? {
        let index = samples.partitioningIndex { $0.time >= time }
        return index < samples.count && samples[index].time == time ? samples[index].value : nil
    }

    /// The share of what took longer than `limit` where `ends` are how long the shares took.
    private static func share(above limit: Double, _ ends: [Double]) -> Double {
        guard limit < ends[2] else { return 0 }
        guard limit > ends[0] else { return shares[0] }
        let upper = limit < ends[1] ? 1 : 2
        let (from, to) = (ends[upper - 1], ends[upper])
        let way: Double = from > 0 ? log(limit / from) / log(to / from) : 0
        let step = shares[upper] / shares[upper - 1]
        return shares[upper - 1] * pow(step, way)
    }
}
