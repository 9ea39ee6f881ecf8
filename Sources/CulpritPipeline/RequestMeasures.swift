internal import CulpritModel
internal import CulpritParse
internal import CulpritScan

/// What the records of each entity measure.
struct RequestMeasures {
    /// What is told apart only of requests that failed, which are few.
    private struct Failures {
        var durations = DurationCounts()
        var clients = DistinctSketch()

        mutating func add(_ other: Failures) {
            durations.add(other.durations)
            clients.formUnion(other.clients)
        }
    }

    /// By the number of the slot.
    private var steps: [RecordMeasure] = []
    private var failures: [Int: Failures] = [:]

    /// Counts a record with a time in its slot.
    mutating func add(_ record: RecordBuffer, slot: Int) {
        while steps.count <= slot { steps.append(RecordMeasure()) }
        steps[slot].add(record)
        guard record.isOfRequest else { return }
        if let status = record.status, status >= 500, status < 600 { addFailure(record, slot: slot) }
    }

    /// Counts records of no requests in the slot of one like them.
    mutating func add(_ count: Int, areSevere: Bool, slot: Int) { steps[slot].add(count, areSevere: areSevere) }

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
        for (slot, measure) in part.steps.enumerated() {
            while steps.count <= slots[slot] { steps.append(RecordMeasure()) }
            steps[slots[slot]].add(measure)
        }
        for (slot, failed) in part.failures { failures[slots[slot], default: Failures()].add(failed) }
    }

    /// What the access records tell, by minute, writer and program.
    func requestMinutes(slots: [TimeSlots.Slot], names: [EntityNamer.Names], source: String) -> [RequestMinute] {
        var all: [RequestMinute] = []
        for (index, (slot, counts)) in zip(slots, steps).enumerated()
        where slot.start != .min && counts.answeredCount > 0 {
            let writer = names[slot.names]
            var minute = RequestMinute(
                minute: Timestamp(nanoseconds: slot.start).minuteStart, entity: writer.writer, service: writer.service,
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

    /// Puts each slot into the one that takes its place in `numbers`.
    mutating func renumber(_ numbers: [Int]) {
        let old = self
        self = RequestMeasures()
        add(old, slots: numbers)
    }

    /// What was measured of each entity, by the beginnings of steps; one entity's services are taken together.
    func measures(slots: [TimeSlots.Slot], names: [Entity]) -> [Entity: [Int64: RecordMeasure]] {
        var measures: [Entity: [Int64: RecordMeasure]] = [:]
        for (slot, measure) in zip(slots, steps) where slot.start != .min {
            measures[names[slot.names], default: [:]][slot.start, default: RecordMeasure()].add(measure)
        }
        return measures
    }
}
