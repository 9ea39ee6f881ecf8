internal import CulpritModel
internal import CulpritParse

/// Counts the records of one source in steps of time: by tens of seconds as long as they span little, else by the minute.
struct LogMeasures {
    /// More measures are kept by the minute only, of calls before any have to be left out.
    private static let mostFineMeasures = CallMeasures.mostMeasures / 2

    /// The minutes of each writer, whatever the step.
    private(set) var minutes = TimeSlots(.minute)
    /// `nil` where the step is the minute.
    private var tensOfSeconds: TimeSlots? = TimeSlots(.tenSeconds)
    /// Of a part of a source: the whole is counted by the minute.
    private var isOfMinutes = false
    private(set) var span: TimeSpan?
    private var records = RequestMeasures()
    private var calls = CallMeasures()
    private var events = EventMeasures()

    /// The number of the minute in which a record is counted, or of that of records without a time.
    mutating func minute(of record: RecordBuffer, names: Int) -> Int { minutes.number(of: record.time, names: names) }

    /// Counts a record of `time`, which is in `minute`, and returns the slot of its step.
    mutating func add(_ record: RecordBuffer, at time: Timestamp, names: Int, minute: Int) -> Int {
        let slot = tensOfSeconds?.number(of: time, names: names) ?? minute
        records.add(record, slot: slot)
        if record.isOfRequest { calls.add(record, slot: slot) }
        return slot
    }

    /// The step in which it counts by now.
    var step: LogStep { tensOfSeconds == nil ? .minute : .tenSeconds }

    /// Counts records of no requests, like one before them in the slot of their step.
    mutating func add(_ count: Int, areSevere: Bool, slot: Int) {
        records.add(count, areSevere: areSevere, slot: slot)
    }

    /// Counts records that matter, like one before them in the slot of their step.
    mutating func add(_ count: Int, as kind: EventKind, slot: Int) { events.add(count, of: kind, slot: slot) }

    /// Counts a record that matters in the slot of its step.
    mutating func add(_ record: RecordBuffer, as kind: EventKind, slot: Int) {
        events.add(record, of: kind, slot: slot)
    }

    /// Whether adding `part` gives what its records would have given here.
    func takes(_ part: LogMeasures) -> Bool {
        guard calls.takes(part.calls) else { return false }
        guard let tensOfSeconds else { return true }
        // Which of them were too many in between is not known of a part.
        guard let theirs = part.tensOfSeconds else { return part.span.map(LogStep.init(fitting:)) == .minute }
        let most = tensOfSeconds.all.count + calls.count + part.calls.count
        return most + calls.mostForgotten(by: part.calls, slotCount: theirs.all.count) <= Self.mostFineMeasures
    }

    /// Adds what was counted of the part of the source that comes next, which it takes.
    ///
    /// `names` and `templates` are the numbers here of its own; those of its minutes are returned.
    mutating func add(_ part: inout LogMeasures, names: [Int], templates: [Int]) -> [Int] {
        if let theirs = part.span { span = span?.union(theirs) ?? theirs }
        if isTooFine || tensOfSeconds != nil && part.tensOfSeconds == nil { countByMinute() }
        let numbers = part.minutes.all.map { minutes.number(of: $0.time, names: names[$0.names]) }
        var slots = numbers
        if let theirs = part.tensOfSeconds?.all {
            slots = theirs.map { slot in
                tensOfSeconds?.number(of: slot.time, names: names[slot.names])
                    ?? minutes.number(of: slot.time, names: names[slot.names])
            }
        }
        records.add(part.records, slots: slots)
        calls.add(part.calls, slots: slots)
        events.add(part.events, slots: slots, templates: templates)
        part.isOfMinutes = tensOfSeconds == nil
        return numbers
    }

    /// Forgets what was counted: that of a part of the source begins.
    mutating func beginPart() {
        let isOfMinutes = isOfMinutes
        self = LogMeasures()
        self.isOfMinutes = isOfMinutes
        if isOfMinutes { tensOfSeconds = nil }
    }

    /// Whether it is counted by tens of seconds, and is too long or tells of too many for that.
    var isTooFine: Bool {
        guard let tensOfSeconds else { return false }
        return span.map(LogStep.init(fitting:)) == .minute
            || tensOfSeconds.all.count + calls.count > Self.mostFineMeasures
    }

    /// Puts what was counted into minutes, whose slots are then those of steps, and all that comes too.
    mutating func countByMinute() {
        let slots = tensOfSeconds?.all ?? []
        let numbers = slots.map { minutes.number(of: $0.time, names: $0.names) }
        records.renumber(numbers)
        calls.renumber(numbers)
        events.renumber(numbers)
        tensOfSeconds = nil
    }

    /// What was counted, under the writers' `names`; `subject` tells what a kind of events is, on a writer by its number.
    func measures(
        names: [Entity], _ subject: (EventKind, _ names: Int) -> EventMeasures.Subject
    ) -> SourceMeasures {
        let slots = (tensOfSeconds ?? minutes).all
        return SourceMeasures(
            step: step, records: records.measures(slots: slots, names: names),
            calls: calls.byPair(slots: slots, names: names), leftOutCallCount: calls.leftOutCount,
            events: events.bySubject(slots: slots, subject))
    }

    /// What the access records tell, by minute, writer and program.
    func requestMinutes(names: [EntityNamer.Names], source: String) -> [RequestMinute] {
        records.requestMinutes(slots: (tensOfSeconds ?? minutes).all, names: names, source: source)
    }

    /// Widens the span of the log to a time.
    mutating func widen(to time: Timestamp) {
        let end = Timestamp(nanoseconds: time.nanoseconds &+ 1)
        guard let known = span else {
            span = TimeSpan(from: time, to: end)
            return
        }
        if time < known.from { span?.from = time } else if time >= known.to { span?.to = end }
    }
}
