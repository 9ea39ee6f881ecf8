internal import CulpritModel
internal import CulpritParse
internal import CulpritScan

/// Series a minute that the records of each entity give.
struct RequestMeasures {
    /// What is told apart only of requests that failed, which are few.
    private struct Failures {
        var durations = DurationCounts()
        var clients = DistinctSketch()
    }

    /// By the number of the slot.
    private var minutes: [MinuteMeasure] = []
    private var failures: [Int: Failures] = [:]

    /// Counts a record with a time in its slot.
    mutating func add(_ record: RecordBuffer, slot: Int) {
        while minutes.count <= slot { minutes.append(MinuteMeasure()) }
        minutes[slot].add(record)
        guard record.isOfRequest else { return }
        if let status = record.status, status >= 500, status < 600 { addFailure(record, slot: slot) }
    }

    private mutating func addFailure(_ record: RecordBuffer, slot: Int) {
        if let duration = record.durationSeconds {
            failures[slot, default: Failures()].durations.add(seconds: duration)
        }
        if let client = record.client {
            failures[slot, default: Failures()].clients.insert(record.bytes.span.extracting(client).hash(seed: 0))
        }
    }

    /// Adds the measures of the part of the source that comes next; `slots` are the numbers of its slots here.
    mutating func add(_ part: RequestMeasures, slots: [Int]) {
        for (index, measure) in part.minutes.enumerated() {
            while minutes.count <= slots[index] { minutes.append(MinuteMeasure()) }
            minutes[slots[index]].add(measure)
        }
        for (index, failed) in part.failures {
            failures[slots[index], default: Failures()].durations.add(failed.durations)
            failures[slots[index], default: Failures()].clients.formUnion(failed.clients)
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
            (minute.answeredCount, minute.failedCount) = (counts.answeredCount, counts.answers(ofClass: 5))
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
        var byEntity: [Entity: [Int64: MinuteMeasure]] = [:]
        for (slot, minute) in zip(slots, minutes) where slot.minute != .min {
            byEntity[names[slot.names], default: [:]][slot.minute, default: MinuteMeasure()].add(minute)
        }
        return byEntity.sorted { $0.key < $1.key }.flatMap { entity, minutes in
            var measured = MeasuredMinutes(minutes, of: entity, source: source)
            measured.append(.records) { Double($0.count) }
            measured.append(.errorRecords) { Double($0.errorCount) }
            measured.append(.failedShare) { MinuteMeasure.leastShare($0.answers(ofClass: 5), of: $0.answeredCount) }
            for hundreds in 1...5 where measured.contains(where: { $0.answers(ofClass: hundreds) > 0 }) {
                measured.append(.responses, labels: "code=\"\(hundreds)xx\"") { Double($0.answers(ofClass: hundreds)) }
            }
            measured.appendSizesAndDurations()
            return measured.series
        }
    }
}
