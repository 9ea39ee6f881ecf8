/// The identity of a series: what is measured, on whom, and with which labels.
package struct SeriesKey: Sendable, Hashable, Comparable {
    package let name: String
    package var entity: Entity
    /// The callee, where the series measures calls from `entity` to it.
    package var peer: String?
    /// The remaining labels as `name="value"`, sorted and joined with commas; may be empty.
    package let labels: String

    package init(name: String, entity: Entity, peer: String? = nil, labels: String = "") {
        (self.name, self.entity, self.peer, self.labels) = (name, entity, peer, labels)
    }

    package static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        (left.name, left.entity, left.peer ?? "", left.labels) < (
            right.name, right.entity, right.peer ?? "", right.labels
        )
    }

    /// The name with its labels, as Prometheus writes it.
    package var text: String { labels.isEmpty ? name : "\(name){\(labels)}" }
}

/// A metric value at a time.
package struct Sample: Sendable, Hashable {
    package let time: Timestamp
    package let value: Double

    package init(time: Timestamp, value: Double) { (self.time, self.value) = (time, value) }
}

/// All samples of one name and label set, in time order, finite values only.
package struct Series: Sendable, Hashable {
    package var key: SeriesKey
    /// Where it was read first.
    package let source: String
    /// It counts what only goes up, until it begins again at zero: the rate is what tells something.
    package var isCounter: Bool
    /// The label that named the entity; `nil` where none did.
    package var entityLabel: String?
    /// Where its samples are told, by the sources that told them; of steps of time, as far as that is known.
    package private(set) var places: [SamplePlaces]
    /// The samples are counts, of which the rates are made when they are asked for.
    private var holdsCounts: Bool
    private var store: SampleStore

    package init(key: SeriesKey, samples: [Sample], source: String, places: [SamplePlaces] = []) {
        self.init(key: key, store: SampleStore(samples), isCounter: false, source: source, places: places)
    }

    /// Takes samples in time order; of a counter, its counts.
    package init(
        key: SeriesKey, store: SampleStore, isCounter: Bool, source: String, places: [SamplePlaces] = []
    ) {
        (self.key, self.store, self.isCounter, self.source) = (key, store, isCounter, source)
        self.places = places.filter { !$0.isEmpty }
        holdsCounts = isCounter
    }

    /// The values, of a counter its increases per second; made anew each time they are asked for.
    package var samples: [Sample] {
        get { holdsCounts ? Self.rates(of: store.samples) : store.samples }
        set { (store, holdsCounts) = (SampleStore(newValue), false) }
    }

    /// The samples as they were read: of a counter its counts, unless its rates were put in their place.
    package var counts: [Sample] { store.samples }

    /// How many samples were read.
    package var count: Int { store.count }

    /// The times of the first and the last sample.
    package var ends: (first: Timestamp, last: Timestamp)? {
        guard let first = store.firstTime, let last = store.lastTime else { return nil }
        return (first, last)
    }

    /// Logs gave it, and not metrics.
    package var isCountedInLogs: Bool { LogMeasure(rawValue: key.name) != nil }

    /// Adds a sample that is later than all others of a series that is no counter.
    package mutating func append(_ sample: Sample) {
        precondition(!holdsCounts, "A rate was added to the counts of \(key.text).")
        store.append(sample)
    }

    /// Notes where a sample is that is later than those of which that is known in this source.
    package mutating func note(_ location: Location, of time: Timestamp, step: LogStep = .minute) {
        if places.last?.source != location.source { places.append(SamplePlaces(source: location.source, step: step)) }
        places[places.count - 1].append(time, line: location.line, byte: location.byte)
    }

    /// Adds the samples of `other`; of two at one moment the other's counts, unless both were counted in logs.
    package mutating func merge(_ other: Series) {
        let staysCounts = holdsCounts && other.holdsCounts
        let measure = LogMeasure(rawValue: key.name)
        let (own, others) = staysCounts ? (counts, other.counts) : (samples, other.samples)
        var merged: [Sample] = []
        merged.reserveCapacity(own.count + others.count)
        var rest = others[...]
        for sample in own {
            while let first = rest.first, first.time < sample.time { merged.append(rest.removeFirst()) }
            if rest.first?.time != sample.time {
                merged.append(sample)
            } else if let measure, let other = rest.popFirst() {
                merged.append(Sample(time: sample.time, value: measure.united(sample.value, other.value)))
            }
        }
        (store, holdsCounts) = (SampleStore(merged + rest), staysCounts)
        places += other.places
        isCounter = isCounter && other.isCounter
    }

    /// The means of its samples by the minute.
    package var minuteMeans: [Sample] {
        var means: [Sample] = []
        var (sum, count) = (0.0, 0.0)
        let samples = samples
        for (sample, next) in zip(samples, samples.dropFirst().map(Optional.some) + [nil]) {
            (sum, count) = (sum + sample.value, count + 1)
            let minute = sample.time.minuteStart
            guard next?.time.minuteStart != minute else { continue }
            means.append(Sample(time: minute, value: sum / count))
            (sum, count) = (0, 0)
        }
        return means
    }

    /// Returns increases per second; a value below its predecessor is a counter that began again at zero.
    private static func rates(of counts: [Sample]) -> [Sample] {
        zip(counts, counts.dropFirst()).map { earlier, later in
            let increase = later.value < earlier.value ? later.value : later.value - earlier.value
            return Sample(time: later.time, value: increase / later.time.seconds(since: earlier.time))
        }
    }
}
