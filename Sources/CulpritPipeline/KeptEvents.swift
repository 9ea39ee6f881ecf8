internal import CulpritModel

/// Which events of one source are kept: of each minute, writer and rule, or template, the first ones, of which the last
/// counts those that are not kept.
struct KeptEvents {
    /// What an event counts under.
    struct Kind {
        /// The number of the minute in `TimeSlots`.
        let slot: Int
        /// The number of the writer's names.
        let names: Int
        let subject: EventKind
        /// A capture tells whom the rule blames, so that one must not speak for all others.
        var blamesCapture = false
    }

    /// The events kept of one minute, writer and subject: how many, and the index of the last one.
    private struct Kept {
        var count = 0
        var last = 0
    }

    private struct Writer {
        let names: Int
        let subject: EventKind

        var key: UInt64 { UInt64(names) << 32 | UInt64(subject.number) }
    }

    /// Where a new event counts, by index.
    struct Place {
        fileprivate let kind: Kind
        fileprivate let minute: Int
        fileprivate let writer: Int
    }

    /// Of one minute, writer and subject so many events are kept, and of those that go on and on one, or a few where a
    /// capture tells whom they blame.
    private static let (limit, laterLimit, laterBlamingLimit, manyEvents) = (20, 1, 5, 200)

    private(set) var all: [Event] = []
    /// How many there were, those that are not kept too.
    private(set) var count = 0
    /// By the index of the event.
    private var kinds: [Kind] = []
    /// Counts of kept events by slot and subject.
    private var minuteNumbers = NumberTable()
    private var minutes: [Kept] = []
    /// How many events of a writer and subject are kept.
    private var writerNumbers = NumberTable()
    private var writerCounts: [Int] = []
    /// Whose counts these are.
    private var writers: [Writer] = []
    /// Of a part of a source how many are kept at least of what comes before it.
    private var countsBefore: [Int] = []

    /// Counts an event, and says where to keep it; `nil` when the last one counts it.
    mutating func place(for kind: Kind) -> Place? {
        count += 1
        return place(for: kind, counting: 1)
    }

    /// Counts events of a kind of which no more are kept.
    mutating func count(_ events: Int, as kind: Kind) {
        count += events
        let place = place(for: kind, counting: events)
        assert(place == nil, "Of what is only counted no more may be kept.")
    }

    private mutating func place(for kind: Kind, counting count: Int) -> Place? {
        let minute = minuteNumbers.index(of: UInt64(kind.slot) << 32 | UInt64(kind.subject.number))
        if minute == minutes.count { minutes.append(Kept()) }
        let whose = Writer(names: kind.names, subject: kind.subject)
        let writer = writerNumbers.index(of: whose.key)
        if writer == writerCounts.count {
            writerCounts.append(0)
            writers.append(whose)
        }
        let laterLimit = kind.blamesCapture ? Self.laterBlamingLimit : Self.laterLimit
        if minutes[minute].count >= (writerCounts[writer] >= Self.manyEvents ? laterLimit : Self.limit) {
            all[minutes[minute].last].count += count
            return nil
        }
        return Place(kind: kind, minute: minute, writer: writer)
    }

    mutating func keep(_ event: Event, at place: Place) {
        minutes[place.minute].count += 1
        minutes[place.minute].last = all.count
        writerCounts[place.writer] += 1
        all.append(event)
        kinds.append(place.kind)
    }

    /// Forgets the events: those of a part of the source begin.
    mutating func beginPart() {
        (all, count, kinds, minuteNumbers, minutes) = ([], 0, [], NumberTable(), [])
        writerCounts = writerCounts.indices.map { $0 < countsBefore.count ? countsBefore[$0] : 0 }
    }

    /// Takes the events of the part of the source behind this one, which keeps at least those that are kept of the whole,
    /// and tells it how many that are; `slots`, `names` and `templates` are the numbers here of its own.
    mutating func add(_ later: inout KeptEvents, slots: [Int], names: [Int], templates: [Int]) {
        count += later.count
        for (event, theirs) in zip(later.all, later.kinds) {
            let kind = Kind(
                slot: slots[theirs.slot], names: names[theirs.names], subject: theirs.subject.renumbered(templates),
                blamesCapture: theirs.blamesCapture)
            if let place = place(for: kind, counting: event.count) { keep(event, at: place) }
        }
        later.countsBefore = later.writers.map { theirs in
            let writer = Writer(names: names[theirs.names], subject: theirs.subject.renumbered(templates))
            return writerNumbers.known(writer.key).map { writerCounts[$0] } ?? 0
        }
    }
}
