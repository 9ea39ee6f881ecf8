package import CulpritModel

/// Replaces the buckets of histograms by quantiles of what was observed between two samples.
///
/// Within a bucket values are taken to be spread evenly, as `histogram_quantile` of Prometheus does; where nothing was
/// observed there is no quantile. Buckets are series whose name ends in `_bucket`, with their upper end in the label `le`.
package func withQuantiles(_ series: [Series]) -> [Series] {
    var histograms: [SeriesKey: [(bound: Double, series: Series)]] = [:]
    var rest: [Series] = []
    for one in series {
        guard let (key, bound) = one.key.bucket else {
            rest.append(one)
            continue
        }
        histograms[key, default: []].append((bound, one))
    }
    guard !histograms.isEmpty else { return series }
    for (key, buckets) in histograms {
        let sorted = buckets.sorted { $0.bound < $1.bound }
        let steps = observations(in: sorted.map(\.series))
        for (share, name) in [(0.5, "p50"), (0.9, "p90"), (0.99, "p99")] {
            let samples = steps.compactMap { step in
                quantile(share, bounds: sorted.map(\.bound), cumulative: step.counts).map {
                    Sample(time: step.time, value: $0)
                }
            }
            guard !samples.isEmpty else { continue }
            let key = SeriesKey(name: "\(key.name)_\(name)", entity: key.entity, peer: key.peer, labels: key.labels)
            let first = sorted[0].series
            rest.append(Series(key: key, samples: samples, source: first.source, places: first.places))
        }
    }
    return rest.sorted { $0.key < $1.key }
}

/// The cumulative counts of all buckets at each moment that all of them have.
private func observations(in buckets: [Series]) -> [(time: Timestamp, counts: [Double])] {
    let columns = buckets.map(\.samples)
    var indexes = columns.map { _ in 0 }
    var steps: [(time: Timestamp, counts: [Double])] = []
    for sample in columns[0] {
        var counts: [Double] = []
        for column in columns.indices {
            while indexes[column] < columns[column].count, columns[column][indexes[column]].time < sample.time {
                indexes[column] += 1
            }
            guard indexes[column] < columns[column].count, columns[column][indexes[column]].time == sample.time else {
                break
            }
            counts.append(columns[column][indexes[column]].value)
        }
        if counts.count == columns.count { steps.append((sample.time, counts)) }
    }
    return steps
}

private func quantile(_ share: Double, bounds: [Double], cumulative: [Double]) -> Double? {
    guard let total = cumulative.last, total > 0, bounds.count >= 2 else { return nil }
    let wanted = share * total
    guard let index = cumulative.firstIndex(where: { $0 >= wanted }) else { return nil }
    // Of what is above the last bound only that is known.
    guard bounds[index].isFinite else { return bounds[index - 1] }
    let below = index == 0 ? 0 : cumulative[index - 1]
    let lower = index == 0 ? min(0, bounds[0]) : bounds[index - 1]
    let count = cumulative[index] - below
    return count > 0 ? lower + (bounds[index] - lower) * (wanted - below) / count : bounds[index]
}

extension SeriesKey {
    /// The histogram that the series is a bucket of, and its upper end.
    fileprivate var bucket: (key: SeriesKey, bound: Double)? {
        guard name.hasSuffix("_bucket"), let start = labels.firstRange(of: "le=\""),
            start.lowerBound == labels.startIndex || labels[labels.index(before: start.lowerBound)] == ",",
            let end = labels[start.upperBound...].firstIndex(of: "\"")
        else { return nil }
        let text = String(labels[start.upperBound..<end])
        guard let bound = MetricValue.number(text), !bound.isNaN else { return nil }
        let before = labels[..<start.lowerBound].dropLast(start.lowerBound == labels.startIndex ? 0 : 1)
        let after = labels[labels.index(after: end)...].drop { $0 == "," && before.isEmpty }
        let key = SeriesKey(
            name: String(name.dropLast("_bucket".count)), entity: entity, peer: peer, labels: "\(before)\(after)")
        return (key, bound)
    }
}
