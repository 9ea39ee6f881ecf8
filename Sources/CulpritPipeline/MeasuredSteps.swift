internal import CulpritModel

/// The measures of an entity, or of a caller and whom it calls, from the first step of time to the last.
struct MeasuredSteps {
    private let steps: [(time: Timestamp, measure: RecordMeasure)]
    private let step: LogStep
    private let entity: Entity
    private let peer: String?
    private let places: SamplePlaces
    private(set) var series: [CountedSeries] = []

    /// Silent steps between are filled in, unless there are more than this.
    private static let mostSteps: Int64 = 100_000
    /// Fewer samples make no series.
    static let leastCount = 3

    /// Takes the measures by the beginnings of their steps, in nanoseconds.
    init(
        _ measures: [Int64: RecordMeasure], by step: LogStep, of entity: Entity, peer: String? = nil, source: String
    ) {
        (self.step, self.entity, self.peer) = (step, entity, peer)
        var times = measures.keys.sorted()
        if let first = times.first, let last = times.last, (last - first) / step.nanoseconds < Self.mostSteps {
            times = Array(stride(from: first, through: last, by: Int(step.nanoseconds)))
        }
        steps = times.map { (Timestamp(nanoseconds: $0), measures[$0] ?? RecordMeasure()) }
        var places = SamplePlaces(source: source, step: step)
        for (time, measure) in steps where measure.count > 0 {
            places.append(time, line: measure.firstLine, byte: measure.firstByte)
        }
        self.places = places
    }

    func contains(where isSo: (RecordMeasure) -> Bool) -> Bool { steps.contains { isSo($0.measure) } }

    /// Makes a series of how many records of a kind there are a minute.
    mutating func append(_ measure: LogMeasure, labels: String = "", count: (RecordMeasure) -> Int) {
        append(measure, labels: labels, of: count) { [step] in Double(count($0)) * step.countsPerMinute }
    }

    /// Makes a series of the steps that have a value, of so many records each.
    mutating func append(
        _ measure: LogMeasure, labels: String = "", of count: (RecordMeasure) -> Int,
        value: (RecordMeasure) -> Double?
    ) {
        var (samples, counts): ([Sample], [Sample]) = ([], [])
        for (time, measured) in steps {
            guard let value = value(measured) else { continue }
            samples.append(Sample(time: time, value: value))
            counts.append(Sample(time: time, value: Double(count(measured))))
        }
        guard samples.count >= Self.leastCount else { return }
        let key = SeriesKey(name: measure.rawValue, entity: entity, peer: peer, labels: labels)
        let one = Series(key: key, samples: samples, source: places.source, places: [places])
        series.append(CountedSeries(one, counts: counts))
    }

    /// Makes the series of sizes and durations, those of calls under names of their own.
    mutating func appendSizesAndDurations() {
        let (isCall, perMinute) = (peer != nil, step.countsPerMinute)
        if contains(where: { $0.sentBytes != nil }) {
            append(isCall ? .callSentBytes : .sentBytes, of: \.count) { Double($0.sentBytes ?? 0) * perMinute }
        }
        if contains(where: { $0.receivedBytes != nil }) {
            append(isCall ? .callReceivedBytes : .receivedBytes, of: \.count) {
                Double($0.receivedBytes ?? 0) * perMinute
            }
        }
        append(isCall ? .callMedian : .median, of: \.durationCount) { $0.durations.quantile(0.5) }
        append(isCall ? .callNinetiethPercentile : .ninetiethPercentile, of: \.durationCount) {
            $0.durations.quantile(0.9)
        }
        // Of fewer the last hundredth is not one of them.
        append(isCall ? .callNinetyNinthPercentile : .ninetyNinthPercentile, of: \.durationCount) {
            $0.durationCount >= 100 ? $0.durations.quantile(0.99) : nil
        }
    }
}
