internal import CulpritModel
internal import CulpritParse

/// Series a minute that records themselves give: how many, how many errors, answers by class, and how long they took.
struct RequestMeasures {
    fileprivate struct Minute {
        var count = 0
        var errorCount = 0
        var answeredCount = 0
        /// Of the classes 1xx to 5xx.
        var classCounts = SIMD8<Int32>.zero
        var durationCount = 0
        /// Counts of durations by their power of the square root of two, in microseconds.
        var durations = [Int32](repeating: 0, count: 0)
    }

    /// By the number of the slot.
    private var minutes: [Minute] = []
    private static let bucketCount = 64

    /// Counts a record with a time in its slot.
    mutating func add(_ record: RecordBuffer, slot: Int) {
        while minutes.count <= slot { minutes.append(Minute()) }
        minutes[slot].count += 1
        if record.severity?.isFailure == true { minutes[slot].errorCount += 1 }
        if let status = record.status {
            minutes[slot].answeredCount += 1
            if status >= 100, status < 600 { minutes[slot].classCounts[status / 100] += 1 }
        }
        if let duration = record.durationSeconds {
            minutes[slot].durationCount += 1
            if minutes[slot].durations.isEmpty {
                minutes[slot].durations = Array(repeating: 0, count: Self.bucketCount)
            }
            minutes[slot].durations[Self.bucket(duration)] += 1
        }
    }

    private static func bucket(_ seconds: Double) -> Int {
        let microseconds = max(1, seconds * 1e6)
        let exponent = microseconds.exponent
        // The square root of two splits each power of two in halves.
        let half = microseconds.significand >= 1.414_213_562 ? 1 : 0
        return min(bucketCount - 1, Int(exponent) * 2 + half)
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
                append("log_request_duration_seconds_p50") { $0.quantile(0.5) }
                append("log_request_duration_seconds_p90") { $0.quantile(0.9) }
                // Of fewer the last hundredth is not one of them.
                append("log_request_duration_seconds_p99") { $0.durationCount >= 100 ? $0.quantile(0.99) : nil }
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
        if durations.isEmpty {
            durations = other.durations
        } else {
            for index in other.durations.indices { durations[index] += other.durations[index] }
        }
    }

    /// Answers of class 5xx.
    fileprivate var failedCount: Int { Int(classCounts[5]) }

    /// The upper end of the bucket in which the quantile falls, in seconds; `nil` without durations.
    fileprivate func quantile(_ share: Double) -> Double? {
        guard durationCount > 0 else { return nil }
        var left = Int(share * Double(durationCount))
        for (bucket, count) in durations.enumerated() {
            left -= Int(count)
            if left < 0 {
                var value = 1e-6
                for _ in 0..<(bucket + 1) / 2 { value *= 2 }
                return (bucket + 1) % 2 == 1 ? value * 1.414_213_562 : value
            }
        }
        return nil
    }
}
