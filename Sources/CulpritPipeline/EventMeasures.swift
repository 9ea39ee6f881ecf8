internal import CulpritModel
internal import CulpritParse

/// How often each rule hit, and each severe template that no rule knows, in steps of time.
struct EventMeasures {
    /// How many records, and where the first of them is.
    struct Hits: Measure {
        private(set) var count = 0
        /// The line and byte of the first record in the source; lines are counted from 1.
        private(set) var firstLine = 0
        private(set) var firstByte = 0

        mutating func add(_ record: RecordBuffer) {
            if count == 0 { (firstLine, firstByte) = (record.line, record.byte) }
            count += 1
        }

        /// Counts records behind one that was counted.
        mutating func add(_ count: Int) { self.count += count }

        mutating func add(_ other: Hits) {
            if other.count > 0, count == 0 || other.firstLine < firstLine {
                (firstLine, firstByte) = (other.firstLine, other.firstByte)
            }
            count += other.count
        }
    }

    /// What hit, on whom.
    struct Subject: Hashable, Comparable {
        let entity: Entity
        let measure: LogMeasure
        let label: String

        private static let textLimit = 120

        init(rule: String, on entity: Entity) {
            (self.entity, measure, label) = (entity, .ruleHits, "rule=\"\(rule)\"")
        }

        init(template: Template, on entity: Entity) {
            let text = template.text.prefix(Self.textLimit).filter { $0 != "\"" && $0 != "\n" }
            (self.entity, measure, label) = (entity, .severeRecords, "template=\"\(text)\"")
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.entity, left.measure.rawValue, left.label) < (right.entity, right.measure.rawValue, right.label)
        }
    }

    /// By slot and kind.
    private var hits = SlotTable<Hits>()

    mutating func add(_ record: RecordBuffer, of kind: EventKind, slot: Int) {
        hits[hits.index(slot: slot, subject: kind.number)].add(record)
    }

    /// Counts records behind one of their kind.
    mutating func add(_ count: Int, of kind: EventKind, slot: Int) {
        hits[hits.index(slot: slot, subject: kind.number)].add(count)
    }

    /// Adds the hits of the part of the source that comes next; `slots` and `templates` are the numbers here of its own.
    mutating func add(_ part: EventMeasures, slots: [Int], templates: [Int]) {
        hits.add(part.hits, slots: slots) { EventKind(number: $0).renumbered(templates).number }
    }

    /// Puts each slot into the one that takes its place in `numbers`.
    mutating func renumber(_ numbers: [Int]) { hits.renumber(numbers) }

    /// What hit, by the beginnings of steps; `subject` tells it of a kind and the number of a writer's names.
    func bySubject(
        slots: [TimeSlots.Slot], _ subject: (EventKind, _ names: Int) -> Subject
    ) -> [Subject: [Int64: Hits]] {
        var bySubject: [Subject: [Int64: Hits]] = [:]
        for entry in hits.entries {
            let slot = slots[entry.slot]
            bySubject[subject(EventKind(number: entry.subject), slot.names), default: [:]][slot.start, default: Hits()]
                .add(entry.measure)
        }
        return bySubject
    }
}
