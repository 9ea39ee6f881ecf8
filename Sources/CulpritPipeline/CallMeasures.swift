internal import CulpritModel
internal import CulpritParse
internal import CulpritScan

/// Series a minute of the calls that the records of one source tell of, by who called and who was called.
struct CallMeasures {
    /// More callers than this are users, and no part of what is looked at.
    private static let mostCallers = 64
    /// More callees than this have no series.
    private static let mostCallees = 256
    /// When the measures of more minutes are kept, the ends with the fewest calls lose theirs.
    private static let mostMinutes = 1 << 17
    /// Of one source so many pairs have series, those with the most calls.
    private static let mostPairs = 100

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

    private struct Minute {
        let slot: Int
        let end: Int
        var measure = MinuteMeasure()

        var key: UInt64 { UInt64(slot) << 16 | UInt64(end) }
    }

    private struct Pair: Hashable, Comparable {
        let caller: Entity
        let callee: String

        static func < (left: Self, right: Self) -> Bool { (left.caller, left.callee) < (right.caller, right.callee) }
    }

    private var numbers = NumberTable()
    private var ends: [End] = []
    private var callerCount = 0
    private var keys = NumberTable()
    private var minutes: [Minute] = []
    private var minuteLimit = Self.mostMinutes
    /// How many calls are in no series, besides those of users.
    private(set) var leftOutCount = 0

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
        let minute = Minute(slot: slot, end: end)
        let index = keys.index(of: minute.key)
        if index == minutes.count { minutes.append(minute) }
        minutes[index].measure.add(record)
        if minutes.count > minuteLimit { leaveOutHalf() }
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
            && minutes.count + part.minutes.count <= Self.mostMinutes
    }

    private var calleeCount: Int { ends.count - callerCount }

    /// Adds the calls of the part of the source that comes next, which it takes; `slots` are the numbers of its slots here.
    mutating func add(_ part: CallMeasures, slots: [Int]) {
        let numbers = part.ends.map { end -> Int? in
            if let known = self.numbers.known(end.hash) { return known }
            return end.isCaller && callerCount > Self.mostCallers ? nil : number(ofNew: end.kept)
        }
        for theirs in part.minutes {
            guard let end = numbers[theirs.end], !ends[end].isLeftOut else { continue }
            let minute = Minute(slot: slots[theirs.slot], end: end)
            let index = keys.index(of: minute.key)
            if index == minutes.count { minutes.append(minute) }
            minutes[index].measure.add(theirs.measure)
        }
    }

    /// Leaves out the half of the ends that have the fewest calls, but not the last one.
    private mutating func leaveOutHalf() {
        var counts = Array(repeating: 0, count: ends.count)
        for minute in minutes { counts[minute.end] += minute.measure.count }
        let kept = ends.indices.filter { !ends[$0].isLeftOut }
            .sorted { (counts[$1], ends[$0].name) < (counts[$0], ends[$1].name) }
        guard kept.count > 1 else {
            // The last one has no more minutes than the source's own records, which are kept whatever their number.
            minuteLimit = .max
            return
        }
        for end in kept.dropFirst(kept.count / 2) { ends[end].isLeftOut = true }
        leftOutCount += forgetLeftOut()
    }

    /// Forgets the minutes of ends that are left out, and returns how many calls they had.
    private mutating func forgetLeftOut() -> Int {
        let forgotten = minutes.reduce(0) { $0 + (ends[$1.end].isLeftOut ? $1.measure.count : 0) }
        minutes.removeAll { ends[$0.end].isLeftOut }
        keys = NumberTable()
        for minute in minutes { _ = keys.index(of: minute.key) }
        return forgotten
    }

    /// Makes the series, each in time order, and counts the calls of pairs that get none.
    mutating func series(slots: [MinuteSlots.Slot], names: [Entity], source: String) -> [Series] {
        var byPair: [Pair: [Int64: MinuteMeasure]] = [:]
        for minute in minutes {
            let (slot, end) = (slots[minute.slot], ends[minute.end])
            let writer = names[slot.names]
            guard !HostName.saysNothing.contains(end.name), end.name != writer.name, slot.minute != .min else {
                continue
            }
            let pair =
                end.isCaller
                ? Pair(caller: Entity(end.name, .host), callee: writer.name) : Pair(caller: writer, callee: end.name)
            byPair[pair, default: [:]][slot.minute, default: MinuteMeasure()].add(minute.measure)
        }
        let counts = byPair.mapValues { $0.values.reduce(0) { $0 + $1.count } }
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        for (_, count) in order.dropFirst(Self.mostPairs) { leftOutCount += count }
        return order.prefix(Self.mostPairs).map(\.key).sorted().flatMap { pair in
            Self.series(of: byPair[pair] ?? [:], pair, source: source)
        }
    }

    /// What to say of calls that are in no series.
    func trouble(in source: String) -> Diagnostic? {
        guard leftOutCount > 0 else { return nil }
        return Diagnostic(
            "\(leftOutCount) calls in '\(source)' are in no series of their caller and callee.", at: Place(source),
            because: "only the \(Self.mostPairs) pairs with the most calls have series")
    }

    private static func series(of minutes: [Int64: MinuteMeasure], _ pair: Pair, source: String) -> [Series] {
        var measured = MeasuredMinutes(minutes, of: pair.caller, peer: pair.callee, source: source)
        measured.append(.calls) { Double($0.count) }
        measured.append(.callErrors) { Double($0.failedCount) }
        measured.append(.failedCallShare) { MinuteMeasure.leastShare($0.failedCount, of: $0.count) }
        measured.appendSizesAndDurations()
        return measured.series
    }
}
