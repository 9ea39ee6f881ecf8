internal import CulpritModel

/// Collects the samples of one source by series; every reader of metrics ends here.
struct SeriesBuilder: Sendable {
    /// The place of a series in a builder.
    struct Slot: Sendable, Hashable { fileprivate let index: Int }

    /// What the values of a series are.
    enum Kind: Sendable, Hashable {
        case gauge
        case counter
        /// Told by its values: node_exporter calls the counters of the kernel's network untyped.
        case untyped
    }

    /// What a series is called, and which label said what it is about.
    struct Name: Sendable {
        let key: SeriesKey
        let entityLabel: String?
    }

    private struct Column: Sendable {
        let key: SeriesKey
        let entityLabel: String?
        let kind: Kind
        var store = SampleStore()
        var places: SamplePlaces
        var isSorted = true
        var futureCount = 0
    }

    /// More series than this are a source gone wrong: an identifier in a label, or no metrics at all.
    static let seriesLimit = 2_000_000

    /// What a sample is about where no label says it, as the path of the source tells it.
    let origin: MetricOrigin
    /// The line that is being read, from 1 on.
    var line = 0
    /// The first byte of that line, from 0 on.
    var byte = 0
    private var columns: [Column] = []
    private var slots: [SeriesKey: Slot] = [:]
    private var batch = MetricBatch()
    private var futureCount = 0

    init(origin: MetricOrigin) { self.origin = origin }

    /// Returns the slot of `name`, `nil` when there are too many; its kind is what its first user said.
    mutating func slot(for name: Name, _ kind: Kind) -> Slot? {
        if let slot = slots[name.key] { return slot }
        guard columns.count < Self.seriesLimit else { return nil }
        let slot = Slot(index: columns.count)
        columns.append(
            Column(
                key: name.key, entityLabel: name.entityLabel, kind: kind, places: SamplePlaces(source: origin.source)))
        slots[name.key] = slot
        return slot
    }

    /// Takes a value of the series that `name` and `labels` tell; the entity is one of the labels, or that of the source.
    mutating func add(
        _ value: Double, at time: Timestamp?, name: String, labels: [(name: String, value: String)],
        _ kind: Kind = .gauge
    ) {
        add(value, at: time, to: slot(for: self.name(name, labels: labels), kind))
    }

    /// Returns what the series is called that `name` and `labels` tell.
    func name(_ name: String, labels: [(name: String, value: String)]) -> Name {
        var labels = labels
        let (entity, peer, label) = MetricEntity.take(from: &labels) ?? (origin.entity, nil, nil)
        return Name(
            key: SeriesKey(name: name, entity: entity, peer: peer, labels: MetricEntity.text(of: labels)),
            entityLabel: label)
    }

    /// Takes a value, which is left out (but counted) when it is not finite or nothing says when it was taken.
    @inline(__always)
    mutating func add(_ value: Double, at time: Timestamp?, to slot: Slot?) {
        batch.sampleCount += 1
        guard let slot else { return count(.tooManySeries) }
        guard let time = time ?? origin.time else { return count(.untimed) }
        guard value.isFinite else { return count(.notFinite) }
        if let last = columns[slot.index].store.lastTime, time <= last {
            columns[slot.index].isSorted = false
            if time < last { count(.outOfOrder) }
        }
        if let latest = origin.latest, time > latest {
            columns[slot.index].futureCount += 1
            futureCount += 1
            count(.future)
        }
        columns[slot.index].store.append(Sample(time: time, value: value))
        // A document that is read in parts has no line before its first ends.
        columns[slot.index].places.append(time, line: max(1, line), byte: byte)
    }

    mutating func count(_ problem: MetricProblem) {
        batch.troubles[problem, default: MetricBatch.Trouble(firstLine: line)].count += 1
    }

    /// Returns all series in the order of their keys and their samples in the order of time.
    consuming func finish() -> MetricBatch {
        // A few samples from the future would stretch what was observed; where most are, the file's time is wrong.
        let dropsFuture = futureCount * 2 < batch.sampleCount
        var all: [Series] = []
        all.reserveCapacity(columns.count)
        for index in columns.indices {
            let needsWork = !columns[index].isSorted || (dropsFuture && columns[index].futureCount > 0)
            if needsWork { columns[index].store = ordered(columns[index], dropsFuture: dropsFuture) }
            guard columns[index].store.count > 0 else { continue }
            columns[index].store.shrink()
            columns[index].places.shrink()
            let kind = columns[index].kind
            let isCounter = kind == .counter || kind == .untyped && Self.countsUp(columns[index].store)
            var series = Series(
                key: columns[index].key, store: columns[index].store, isCounter: isCounter, source: origin.source,
                places: [columns[index].places])
            series.entityLabel = columns[index].entityLabel
            all.append(series)
            columns[index].store = SampleStore()
            columns[index].places = SamplePlaces(source: origin.source)
        }
        batch.series = all.sorted { $0.key < $1.key }
        return batch
    }

    /// Returns whether all values are whole and rarely lower than the one before, and then much, as after a start.
    private static func countsUp(_ store: SampleStore) -> Bool {
        let values = store.samples.map(\.value)
        guard values.count >= 10, values.allSatisfy({ $0 >= 0 && $0 == $0.rounded() }) else { return false }
        let steps = zip(values, values.dropFirst())
        let resetCount = steps.count { $1 < $0 / 2 }
        return steps.allSatisfy { $1 >= $0 || $1 < $0 / 2 } && resetCount * 20 <= values.count
            && steps.count { $1 > $0 } * 5 >= values.count
    }

    /// Sorts, and keeps the largest of several values of one moment, so that the order of lines does not matter.
    private mutating func ordered(_ column: Column, dropsFuture: Bool) -> SampleStore {
        var store = SampleStore()
        var last: Sample?
        for sample in column.store.samples.sorted(by: { ($0.time, $0.value) < ($1.time, $1.value) }) {
            if dropsFuture, let latest = origin.latest, sample.time > latest { break }
            if let last {
                if last.time == sample.time { count(.duplicate) } else { store.append(last) }
            }
            last = sample
        }
        if let last { store.append(last) }
        return store
    }
}
