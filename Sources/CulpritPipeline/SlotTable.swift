internal import CulpritModel

/// What is measured of some records and adds up.
protocol Measure: Sendable {
    /// Of no records.
    init()

    mutating func add(_ other: Self)
}

/// Measures by the number of a slot and that of what is measured in it.
struct SlotTable<Value: Measure> {
    struct Entry {
        let slot: Int
        let subject: Int
        var measure = Value()
    }

    private var keys = NumberTable()
    private(set) var entries: [Entry] = []

    var count: Int { entries.count }

    /// The index of the entry, which is there from now on.
    mutating func index(slot: Int, subject: Int) -> Int {
        let index = keys.index(of: UInt64(slot) << 32 | UInt64(subject))
        if index == entries.count { entries.append(Entry(slot: slot, subject: subject)) }
        return index
    }

    subscript(index: Int) -> Value {
        get { entries[index].measure }
        _modify { yield &entries[index].measure }
    }

    /// Forgets the entries of some subjects.
    mutating func removeAll(where isLeftOut: (Entry) -> Bool) {
        let kept = entries.filter { !isLeftOut($0) }
        self = SlotTable()
        for entry in kept { entries[index(slot: entry.slot, subject: entry.subject)].measure = entry.measure }
    }

    /// Adds the measures of `other`, whose slots have other `numbers` here, and whose subjects what `subject` says.
    mutating func add(_ other: SlotTable, slots numbers: [Int], subject: (Int) -> Int = { $0 }) {
        for entry in other.entries {
            self[index(slot: numbers[entry.slot], subject: subject(entry.subject))].add(entry.measure)
        }
    }

    /// Puts each entry into the slot that takes the place of its own in `numbers`.
    mutating func renumber(_ numbers: [Int]) {
        let old = self
        self = SlotTable()
        add(old, slots: numbers)
    }
}
