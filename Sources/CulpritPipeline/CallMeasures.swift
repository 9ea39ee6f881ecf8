internal import CulpritModel
internal import CulpritParse
internal import CulpritScan

/// What is measured of the calls that the records of one source tell of, by who called and who was called.
struct CallMeasures {
    /// More callers than this are users, and no part of what is looked at.
    private static let mostCallers = 64
    /// More callees than this have no series.
    private static let mostCallees = 256
    /// When more measures are kept, the ends with the fewest calls lose theirs.
    static let mostMeasures = 1 << 17

    /// Who is at the other end of a call than the one that wrote the record.
    private struct End {
        /// Of the name as it was written.
        let hash: UInt64
        let name: String
        let isCaller: Bool
        var isLeftOut = false

        /// The same, where it is not left out.
        var kept: End { End(hash: hash, name: name, isCaller: isCaller) }
    }

    /// Who calls whom.
    struct Pair: Hashable, Comparable {
        let caller: Entity
        let callee: String

        static func < (left: Self, right: Self) -> Bool { (left.caller, left.callee) < (right.caller, right.callee) }
    }

    private var numbers = NumberTable()
    private var ends: [End] = []
    private var callerCount = 0
    /// By slot and end.
    private var measures = SlotTable<RecordMeasure>()
    private var limit = Self.mostMeasures
    /// How many calls are not measured, besides those of users.
    private(set) var leftOutCount = 0

    var count: Int { measures.count }

    /// Counts a record with a time that names the other end of a call.
    mutating func add(_ record: RecordBuffer, slot: Int) {
        if let callee = record.peer { add(record, slot: slot, with: callee, isCaller: false) }
        if let caller = record.client, callerCount <= Self.mostCallers {
            add(record, slot: slot, with: caller, isCaller: true)
        }
    }

    private mutating func add(_ record: RecordBuffer, slot: Int, with name: Range<Int>, isCaller: Bool) {
        guard let end = number(of: name, in: record, isCaller: isCaller), !ends[end].isLeftOut else {
            if callerCount <= Self.mostCallers || !isCaller { leftOutCount += 1 }
            return
        }
        measures[measures.index(slot: slot, subject: end)].add(record)
        if measures.count > limit { leaveOutHalf() }
    }

    private mutating func number(of name: Range<Int>, in record: RecordBuffer, isCaller: Bool) -> Int? {
        let hash = record.bytes.span.extracting(name).hash(seed: isCaller ? 1 : 0)
        if let known = numbers.known(hash) { return known }
        return number(ofNew: End(hash: hash, name: HostName.of(record.text(name) ?? ""), isCaller: isCaller))
    }

    private mutating func number(ofNew end: End) -> Int? {
        guard end.isCaller || ends.count - callerCount < Self.mostCallees else { return nil }
        let number = numbers.index(of: end.hash)
        ends.append(end)
        guard end.isCaller else { return number }
        callerCount += 1
        if callerCount > Self.mostCallers {
            for end in ends.indices where ends[end].isCaller { ends[end].isLeftOut = true }
            _ = forgetLeftOut()
        }
        return number
    }

    /// Whether adding `part` gives what its records would have given here: no end is left out for the calls of another.
    func takes(_ part: CallMeasures) -> Bool {
        let isCut = [self, part].contains { calls in
            calls.leftOutCount > 0 || calls.ends.contains { $0.isLeftOut && !$0.isCaller }
                || (calls.callerCount <= Self.mostCallers && calls.ends.contains(where: \.isLeftOut))
        }
        return !isCut && calleeCount + part.calleeCount <= Self.mostCallees
            && count + part.count <= Self.mostMeasures
    }

    /// How many measures there may have been here of callers that `part`, which has so many slots, knows to be users.
    func mostForgotten(by part: CallMeasures, slotCount: Int) -> Int {
        part.callerCount > Self.mostCallers && callerCount <= Self.mostCallers ? slotCount * Self.mostCallers : 0
    }

    private var calleeCount: Int { ends.count - callerCount }

    /// Adds the calls of the part of the source that comes next, which it takes; `slots` are the numbers of its slots here.
    mutating func add(_ part: CallMeasures, slots: [Int]) {
        let numbers = part.ends.map { end -> Int? in
            if let known = self.numbers.known(end.hash) { return known }
            return end.isCaller && callerCount > Self.mostCallers ? nil : number(ofNew: end.kept)
        }
        for entry in part.measures.entries {
            guard let end = numbers[entry.subject], !ends[end].isLeftOut else { continue }
            measures[measures.index(slot: slots[entry.slot], subject: end)].add(entry.measure)
        }
    }

    /// Leaves out the half of the ends that have the fewest calls, but not the last one.
    private mutating func leaveOutHalf() {
        var counts = Array(repeating: 0, count: ends.count)
        for entry in measures.entries { counts[entry.subject] += entry.measure.count }
        let kept = ends.indices.filter { !ends[$0].isLeftOut }
            .sorted { (counts[$1], ends[$0].name) < (counts[$0], ends[$1].name) }
        guard kept.count > 1 else {
            // The last one has no more measures than the source's own records, which are kept whatever their number.
            limit = .max
            return
        }
        for end in kept.dropFirst(kept.count / 2) { ends[end].isLeftOut = true }
        leftOutCount += forgetLeftOut()
    }

    /// Forgets the measures of ends that are left out, and returns how many calls they had.
    private mutating func forgetLeftOut() -> Int {
        let forgotten = measures.entries.reduce(0) { $0 + (ends[$1.subject].isLeftOut ? $1.measure.count : 0) }
        measures.removeAll { ends[$0.subject].isLeftOut }
        return forgotten
    }

    /// Puts each slot into the one that takes its place in `numbers`.
    mutating func renumber(_ numbers: [Int]) { measures.renumber(numbers) }

    /// What was measured of each pair, by the beginnings of steps.
    func byPair(slots: [TimeSlots.Slot], names: [Entity]) -> [Pair: [Int64: RecordMeasure]] {
        var byPair: [Pair: [Int64: RecordMeasure]] = [:]
        for entry in measures.entries {
            let (slot, end) = (slots[entry.slot], ends[entry.subject])
            let writer = names[slot.names]
            guard !HostName.saysNothing.contains(end.name), end.name != writer.name, slot.start != .min else {
                continue
            }
            let pair =
                end.isCaller
                ? Pair(caller: Entity(end.name, .host), callee: writer.name) : Pair(caller: writer, callee: end.name)
            byPair[pair, default: [:]][slot.start, default: RecordMeasure()].add(entry.measure)
        }
        return byPair
    }
}
