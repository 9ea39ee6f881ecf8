/// A series that is counted in logs, with how many records each of its samples tells of.
package struct CountedSeries: Sendable, Hashable {
    package var series: Series
    /// How many records each sample tells of; kept as samples, since they are as many.
    package private(set) var counts: Series

    /// Takes samples in time order, and the counts of records at the same times.
    package init(_ series: Series, counts: some Sequence<Sample>) {
        self.series = series
        // United, counts of records add up, whatever the series does.
        let key = SeriesKey(name: LogMeasure.records.rawValue, entity: series.key.entity)
        self.counts = Series(key: key, samples: Array(counts), source: series.source)
    }

    /// Adds the samples of `other`, as series that are counted in logs are united.
    package mutating func merge(_ other: CountedSeries) {
        series.merge(other.series)
        counts.merge(other.counts)
    }

    /// How many records share the step of one of them, in the mean over all records.
    ///
    /// Of records that come by chance at a steady rate this is one more than their number in a step; of a burst it is the
    /// number in the steps of the burst, however long nothing came before it.
    private var meanCompany: Double {
        let (sum, squares) = counts.samples.reduce((0.0, 0.0)) { ($0.0 + $1.value, $0.1 + $1.value * $1.value) }
        return sum > 0 ? squares / sum : 0
    }

    /// Whether samples by tens of seconds tell more than those of minutes: there are enough records in a step, and they
    /// come at any time of a minute.
    package var tellsMoreThanMinutes: Bool {
        guard let measure = LogMeasure(rawValue: series.key.name) else { return false }
        return meanCompany >= measure.leastCompany && !hasRhythm
    }

    /// Whether most minutes have records in some of their steps and few in the others, as what runs on the minute writes.
    ///
    /// In steps such a rhythm is all that is seen. The ends may be parts of minutes, and do not count.
    private var hasRhythm: Bool {
        let minutes = Dictionary(grouping: counts.samples) { $0.time.minuteStart }
        guard let first = minutes.keys.min(), let last = minutes.keys.max() else { return false }
        let innerCount = (last.nanoseconds - first.nanoseconds) / Timestamp.nanosecondsPerMinute - 1
        let unevenCount = minutes.count { $0.key != first && $0.key != last && Self.isUneven($0.value.map(\.value)) }
        return 2 * unevenCount > innerCount
    }

    /// Whether the steps of a minute, of which those without a record may be left out, vary by much more than chance, and
    /// by more than it takes to see a change.
    ///
    /// Counts of records that come by chance have a variance that is their mean (Poisson).
    private static func isUneven(_ counts: [Double]) -> Bool {
        let stepCount = LogStep.tenSeconds.countsPerMinute
        let (sum, squares) = counts.reduce((0, 0)) { ($0.0 + $1, $0.1 + $1 * $1) }
        let mean = sum / stepCount
        let variance = (squares - sum * mean) / (stepCount - 1)
        return variance > max(3 * mean, mean * mean / 10)
    }

    /// One series for each key, in their order, of which the samples of several sources are united.
    package static func united(_ all: [CountedSeries]) -> [CountedSeries] {
        var byKey: [SeriesKey: CountedSeries] = [:]
        for one in all where byKey[one.series.key]?.merge(one) == nil { byKey[one.series.key] = one }
        return byKey.values.sorted { $0.series.key < $1.series.key }
    }
}
