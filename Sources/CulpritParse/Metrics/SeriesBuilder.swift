internal import CulpritModel

/// Collects samples by series and makes rates of what only ever counts up.
struct SeriesBuilder: Sendable {
    /// The place of a series in a builder.
    struct Slot: Sendable, Hashable { fileprivate let index: Int }

    private struct Column: Sendable {
        let key: SeriesKey
        let isCounter: Bool
        let entityLabel: String?
        var samples: [Sample] = []
    }

    private let source: String
    private var columns: [Column] = []
    private var slots: [SeriesKey: Slot] = [:]
    private var batch = MetricBatch()

    init(source: String) { self.source = source }

    /// Returns the slot of `key`; whether it is a counter is what its first user said.
    mutating func slot(for key: SeriesKey, isCounter: Bool, entityLabel: String?) -> Slot {
        if let slot = slots[key] { return slot }
        let slot = Slot(index: columns.count)
        columns.append(Column(key: key, isCounter: isCounter, entityLabel: entityLabel))
        slots[key] = slot
        return slot
    }

    /// Takes a value, which is left out (but counted) when it is not finite or has no time.
    mutating func add(_ value: Double, at time: Timestamp?, to slot: Slot) {
        batch.sampleCount += 1
        guard let time else {
            batch.untimedSampleCount += 1
            return
        }
        if value.isFinite { columns[slot.index].samples.append(Sample(time: time, value: value)) }
    }

    mutating func countMalformedLine() { batch.malformedLineCount += 1 }

    /// Returns all series in the order of their keys and their samples in the order of time.
    consuming func finish() -> MetricBatch {
        var batch = batch
        for column in columns {
            var samples = Self.inOrder(column.samples)
            if column.isCounter { samples = Self.rates(of: samples) }
            if samples.isEmpty { continue }
            var series = Series(key: column.key, samples: samples, source: source)
            (series.isCounter, series.entityLabel) = (column.isCounter, column.entityLabel)
            batch.series.append(series)
        }
        batch.series.sort { $0.key < $1.key }
        return batch
    }

    /// Sorts, and keeps the largest of several values of one moment, so that the order of lines does not matter.
    private static func inOrder(_ samples: [Sample]) -> [Sample] {
        var isSorted = true
        for index in samples.indices.dropFirst() where samples[index].time <= samples[index - 1].time {
            isSorted = false
            break
        }
        if isSorted { return samples }
        var result: [Sample] = []
        result.reserveCapacity(samples.count)
        for sample in samples.sorted(by: { ($0.time, $0.value) < ($1.time, $1.value) }) {
            if result.last?.time == sample.time { result.removeLast() }
            result.append(sample)
        }
        return result
    }

    /// Returns increases per second; a value below its predecessor is a counter that began again at zero.
    private static func rates(of samples: [Sample]) -> [Sample] {
        zip(samples, samples.dropFirst()).map { earlier, later in
            let increase = later.value < earlier.value ? later.value : later.value - earlier.value
            return Sample(time: later.time, value: increase / later.time.seconds(since: earlier.time))
        }
    }
}
