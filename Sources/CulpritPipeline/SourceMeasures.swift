internal import CulpritModel

/// What was counted of the records of one source in steps of time: the measures of its series.
///
/// Measures of the tens of seconds of a minute add up, which series do not: a quantile of a minute is no sum of others.
struct SourceMeasures: Sendable {
    private(set) var step: LogStep
    /// By who wrote the records and, in nanoseconds, the beginnings of steps, as all of them.
    private(set) var records: [Entity: [Int64: RecordMeasure]]
    private var calls: [CallMeasures.Pair: [Int64: RecordMeasure]]
    /// How many calls are not measured.
    private let leftOutCallCount: Int
    private var events: [EventMeasures.Subject: [Int64: EventMeasures.Hits]]

    /// Of one source so many pairs have series, those with the most calls.
    private static let mostPairs = 100
    /// Of one source so many series of events are made, of what occurred most.
    private static let mostEventSeries = 300

    init(
        step: LogStep, records: [Entity: [Int64: RecordMeasure]],
        calls: [CallMeasures.Pair: [Int64: RecordMeasure]], leftOutCallCount: Int,
        events: [EventMeasures.Subject: [Int64: EventMeasures.Hits]]
    ) {
        (self.step, self.leftOutCallCount) = (step, leftOutCallCount)
        (self.records, self.calls, self.events) = (records, calls, events)
    }

    /// Makes minutes of the steps.
    mutating func countByMinute() {
        step = .minute
        records = records.mapValues(Self.byMinute)
        calls = calls.mapValues(Self.byMinute)
        events = events.mapValues(Self.byMinute)
    }

    private static func byMinute<Value: Measure>(_ measures: [Int64: Value]) -> [Int64: Value] {
        measures.reduce(into: [:]) { minutes, step in
            let minute = Timestamp(nanoseconds: step.key).minuteStart.nanoseconds
            minutes[minute, default: Value()].add(step.value)
        }
    }

    // MARK: Series

    /// The series, each in time order.
    func series(source: String) -> [CountedSeries] {
        recordSeries(source) + callSeries(source) + eventSeries(source)
    }

    private func recordSeries(_ source: String) -> [CountedSeries] {
        records.sorted { $0.key < $1.key }.flatMap { entity, measures in
            var measured = MeasuredSteps(measures, by: step, of: entity, source: source)
            measured.append(.records, count: \.count)
            measured.append(.errorRecords, count: \.errorCount)
            measured.append(.failedShare, of: \.answeredCount) {
                RecordMeasure.leastShare($0.answers(ofClass: 5), of: $0.answeredCount)
            }
            for hundreds in 1...5 where measured.contains(where: { $0.answers(ofClass: hundreds) > 0 }) {
                measured.append(.responses, labels: "code=\"\(hundreds)xx\"") { $0.answers(ofClass: hundreds) }
            }
            measured.appendSizesAndDurations()
            return measured.series
        }
    }

    /// The pairs by how many calls there are, the most first.
    private var pairs: [(pair: CallMeasures.Pair, callCount: Int)] {
        calls.map { (pair: $0.key, callCount: $0.value.values.reduce(0) { $0 + $1.count }) }
            .sorted { ($1.callCount, $0.pair) < ($0.callCount, $1.pair) }
    }

    private func callSeries(_ source: String) -> [CountedSeries] {
        pairs.prefix(Self.mostPairs).map(\.pair).sorted().flatMap { pair in
            var measured = MeasuredSteps(
                calls[pair] ?? [:], by: step, of: pair.caller, peer: pair.callee, source: source)
            measured.append(.calls, count: \.count)
            measured.append(.callErrors, count: \.failedCount)
            measured.append(.failedCallShare, of: \.count) {
                RecordMeasure.leastShare($0.failedCount, of: $0.count)
            }
            measured.appendSizesAndDurations()
            return measured.series
        }
    }

    /// What to say of calls that are in no series.
    func trouble(in source: String) -> Diagnostic? {
        let count = pairs.dropFirst(Self.mostPairs).reduce(leftOutCallCount) { $0 + $1.callCount }
        guard count > 0 else { return nil }
        return Diagnostic(
            "\(count) calls in '\(source)' are in no series of their caller and callee.", at: Place(source),
            because: "only the \(Self.mostPairs) pairs with the most calls have series")
    }

    private func eventSeries(_ source: String) -> [CountedSeries] {
        let totals = events.mapValues { $0.values.reduce(0) { $0 + $1.count } }
        let chosen = totals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostEventSeries)
        let times = Dictionary(
            Set(chosen.map(\.key.entity)).map { ($0, observedSteps(of: $0)) }, uniquingKeysWith: { first, _ in first })
        return chosen.map(\.key).sorted().compactMap { subject in
            let (hits, times) = (events[subject] ?? [:], times[subject.entity] ?? [])
            guard times.count >= MeasuredSteps.leastCount else { return nil }
            let counts = times.map { Sample(time: Timestamp(nanoseconds: $0), value: Double(hits[$0]?.count ?? 0)) }
            let samples = counts.map { Sample(time: $0.time, value: $0.value * step.countsPerMinute) }
            let key = SeriesKey(name: subject.measure.rawValue, entity: subject.entity, labels: subject.label)
            var places = SamplePlaces(source: source, step: step)
            for (time, hit) in hits.sorted(by: { $0.key < $1.key }) {
                places.append(Timestamp(nanoseconds: time), line: hit.firstLine, byte: hit.firstByte)
            }
            return CountedSeries(Series(key: key, samples: samples, source: source, places: [places]), counts: counts)
        }
    }

    /// The steps in the minutes in which an entity wrote anything, from its first to its last: in these a count that is
    /// not there is zero.
    private func observedSteps(of entity: Entity) -> [Int64] {
        guard let known = records[entity]?.keys, let first = known.min(), let last = known.max() else { return [] }
        let minutes = Set(known.map { Timestamp(nanoseconds: $0).minuteStart.nanoseconds }).sorted()
        return minutes.flatMap { minute in
            stride(from: minute, to: minute + Timestamp.nanosecondsPerMinute, by: Int(step.nanoseconds))
        }.filter { (first...last).contains($0) }
    }
}
