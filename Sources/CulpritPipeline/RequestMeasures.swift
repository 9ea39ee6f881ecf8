internal import CulpritModel
internal import CulpritParse
internal import CulpritScan

/// Series a minute that records themselves give: how many, how many errors, answers by class, and how long they took.
struct RequestMeasures {
    fileprivate struct Minute {
        var count = 0
        var errorCount = 0
        var answeredCount = 0
        /// Of the classes 1xx to 5xx.
        var classCounts = SIMD8<Int32>.zero
        var durationCount = 0
        var durations = DurationCounts()
    }

    /// What is told apart only of requests that failed, which are few.
    private struct Failures {
        var durations = DurationCounts()
        var clients = DistinctSketch()
    }

    /// By the number of the slot.
    private var minutes: [Minute] = []
    private var failures: [Int: Failures] = [:]

    /// Counts a record with a time in its slot.
    mutating func add(_ record: RecordBuffer, slot: Int) {
        while minutes.count <= slot { minutes.append(Minute()) }
        minutes[slot].count += 1
        if record.severity?.isFailure == true { minutes[slot].errorCount += 1 }
        if let status = record.status {
            minutes[slot].answeredCount += 1
            if status >= 100, status < 600 { minutes[slot].classCounts[status / 100] += 1 }
            if status >= 500, status < 600 { addFailure(record, slot: slot) }
        }
        if let duration = record.durationSeconds {
            minutes[slot].durationCount += 1
            minutes[slot].durations.add(seconds: duration)
        }
    }

    private mutating func addFailure(_ record: RecordBuffer, slot: Int) {
        if let duration = record.durationSeconds {
            failures[slot, default: Failures()].durations.add(seconds: duration)
        }
        if let client = record.client {
            failures[slot, default: Failures()].clients.insert(record.bytes.span.extracting(client).hash(seed: 0))
        }
    }

    /// What the access records tell, by minute, writer and program.
    func requestMinutes(slots: [MinuteSlots.Slot], names: [EntityNamer.Names], source: String) -> [RequestMinute] {
        var all: [RequestMinute] = []
        for (index, (slot, counts)) in zip(slots, minutes).enumerated()
        where slot.minute != .min && counts.answeredCount > 0 {
            let writer = names[slot.names]
            var minute = RequestMinute(
                minute: Timestamp(nanoseconds: slot.minute), entity: writer.writer, service: writer.service,
                source: source)
            (minute.answeredCount, minute.failedCount) = (counts.answeredCount, counts.failedCount)
            minute.durations = counts.durations
            if let failed = failures[index] {
                minute.durations.subtract(failed.durations)
                minute.failedClients = failed.clients
            }
            all.append(minute)
        }
        return RequestMinute.united(all)
    }

    /// The series, each in time order; one entity's services are taken together.
    func series(slots: [MinuteSlots.Slot], names: [Entity], source: String) -> [Series] {
        var byEntity: [Entity: [Int64: Minute]] = [:]
        for (slot, minute) in zip(slots, minutes) where slot.minute != .min {
            byEntity[names[slot.names], default: [:]][slot.minute, default: Minute()].add(minute)
        }
        var all: [Series] = []
        for (entity, minutes) in byEntity.sorted(by: { $0.key < $1.key }) {
            let ordered = filled(minutes)
            func append(_ name: String, labels: String = "", _ value: (Minute) -> Double?) {
                let samples = ordered.compactMap { minute in
                    value(minute.value).map { Sample(time: Timestamp(nanoseconds: minute.key), value: $0) }
                }
                if samples.count >= 3 {
                    let key = SeriesKey(name: name, entity: entity, labels: labels)
                    all.append(Series(key: key, samples: samples, source: source))
                }
            }
            append("log_records") { Double($0.count) }
            append("log_error_records") { Double($0.errorCount) }
            if ordered.contains(where: { $0.value.answeredCount > 0 }) {
                append("log_http_5xx_errors_ratio") {
                    $0.answeredCount == 0 ? nil : leastShare($0.failedCount, of: $0.answeredCount)
                }
                for statusClass in 1...5 where ordered.contains(where: { $0.value.classCounts[statusClass] > 0 }) {
                    append("log_http_responses", labels: "code=\"\(statusClass)xx\"") {
                        Double($0.classCounts[statusClass])
                    }
                }
            }
            if ordered.contains(where: { $0.value.durationCount > 0 }) {
                append("log_request_duration_seconds_p50") { $0.durations.quantile(0.5) }
                append("log_request_duration_seconds_p90") { $0.durations.quantile(0.9) }
                // Of fewer the last hundredth is not one of them.
                append("log_request_duration_seconds_p99") {
                    $0.durationCount >= 100 ? $0.durations.quantile(0.99) : nil
                }
            }
        }
        return all
    }

    /// The minutes from the first to the last, the silent ones too.
    private func filled(_ minutes: [Int64: Minute]) -> [(key: Int64, value: Minute)] {
        let step = Timestamp.nanosecondsPerMinute
        guard let first = minutes.keys.min(), let last = minutes.keys.max(), (last - first) / step < 100_000 else {
            return minutes.sorted { $0.key < $1.key }
        }
        return stride(from: first, through: last, by: Int(step)).map { ($0, minutes[$0] ?? Minute()) }
    }
}

/// The least share that `count` of `total` speaks for, with 97.5 % certainty: one failure of four is no alarm.
///
/// The lower end of the interval of E. B. Wilson, JASA 22 (1927).
private func leastShare(_ count: Int, of total: Int) -> Double {
    let (share, size, z) = (Double(count) / Double(total), Double(total), 1.96)
    let root = (share * (1 - share) / size + z * z / (4 * size * size)).squareRoot()
    return max(0, (share + z * z / (2 * size) - z * root) / (1 + z * z / size))
}

extension RequestMeasures.Minute {
    fileprivate mutating func add(_ other: Self) {
        count += other.count
        errorCount += other.errorCount
        classCounts &+= other.classCounts
        answeredCount += other.answeredCount
        durationCount += other.durationCount
        durations.add(other.durations)
    }

    /// Answers of class 5xx.
    fileprivate var failedCount: Int { Int(classCounts[5]) }
}
