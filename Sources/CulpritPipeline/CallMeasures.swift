internal import CulpritModel
internal import CulpritParse
internal import CulpritScan

/// Series a minute of the calls that the records of one source tell of, by who wrote them and who was called.
struct CallMeasures {
    /// More callees than this are not told apart: such names are no machines.
    private static let mostCallees = 256
    /// Of one source so many pairs have series, those with the most calls.
    private static let mostPairs = 100

    /// The calls of one slot to one callee.
    private struct Calls {
        let slot: Int
        let callee: Int
        var measure = MinuteMeasure()
    }

    private struct Pair: Hashable, Comparable {
        let caller: Entity
        let callee: String

        static func < (left: Self, right: Self) -> Bool { (left.caller, left.callee) < (right.caller, right.callee) }
    }

    private var numbers = NumberTable()
    private var callees: [String] = []
    private var keys = NumberTable()
    private var calls: [Calls] = []

    /// Counts a record with a time that names whom its writer called.
    mutating func add(_ record: RecordBuffer, slot: Int) {
        guard let name = record.peer else { return }
        let callee = numbers.index(of: record.bytes.span.extracting(name).hash(seed: 0))
        guard callee < Self.mostCallees else { return }
        if callee == callees.count { callees.append(HostName.of(record.text(name) ?? "")) }
        let index = keys.index(of: UInt64(slot) << 16 | UInt64(callee))
        if index == calls.count { calls.append(Calls(slot: slot, callee: callee)) }
        calls[index].measure.add(record)
    }

    /// The series, each in time order.
    func series(slots: [MinuteSlots.Slot], names: [Entity], source: String) -> [Series] {
        var byPair: [Pair: [Int64: MinuteMeasure]] = [:]
        for one in calls {
            let (slot, callee) = (slots[one.slot], callees[one.callee])
            guard slot.minute != .min, !HostName.saysNothing.contains(callee) else { continue }
            byPair[Pair(caller: names[slot.names], callee: callee), default: [:]][
                slot.minute, default: MinuteMeasure()
            ].add(one.measure)
        }
        let counts = byPair.mapValues { $0.values.reduce(0) { $0 + $1.count } }
        let chosen = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostPairs).map(\.key)
        return chosen.sorted().flatMap { pair in
            var measured = MeasuredMinutes(byPair[pair] ?? [:], of: pair.caller, peer: pair.callee, source: source)
            measured.append(.calls) { Double($0.count) }
            measured.append(.callErrors) { Double($0.failedCount) }
            measured.append(.failedCallShare) { MinuteMeasure.leastShare($0.failedCount, of: $0.answeredCount) }
            measured.append(.callMedian) { $0.durations.quantile(0.5) }
            measured.append(.callNinetiethPercentile) { $0.durations.quantile(0.9) }
            return measured.series
        }
    }
}
