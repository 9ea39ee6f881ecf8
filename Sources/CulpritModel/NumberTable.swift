/// Gives each number that it sees the next index, from 0; the same number always the same.
///
/// A flat table with open addressing and linear probing (Knuth, TAOCP 3, §6.4): `Dictionary` spends most of a lookup on
/// hashing against attackers, and the numbers here are hashes or packed indexes that no attacker can choose freely.
package struct NumberTable {
    private var entries = [Entry](repeating: Entry(), count: 64)
    private var shift: UInt64 = 64 - 6
    package private(set) var count = 0

    /// A key beside its index, so that a lookup waits for one line of memory.
    private struct Entry {
        var key: UInt64 = 0
        /// The index and one; 0 where there is none.
        var index: UInt64 = 0
    }

    package init() {}

    /// The index of `key`, which is new when it equals the count before the call.
    package mutating func index(of key: UInt64) -> Int {
        let slot = slot(of: key)
        if entries[slot].index != 0 { return Int(entries[slot].index) - 1 }
        count += 1
        entries[slot] = Entry(key: key, index: UInt64(count))
        if count * 4 > entries.count * 3 { grow() }
        return count - 1
    }

    /// The index of `key`, if it was seen before.
    package func known(_ key: UInt64) -> Int? {
        let index = entries[slot(of: key)].index
        return index == 0 ? nil : Int(index) - 1
    }

    /// Where `key` is, or would be.
    @inline(__always) private func slot(of key: UInt64) -> Int {
        let mask = entries.count - 1
        // Fibonacci hashing spreads packed indexes over the table.
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while entries[slot].index != 0, entries[slot].key != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let old = entries
        entries = [Entry](repeating: Entry(), count: old.count * 2)
        shift -= 1
        for entry in old where entry.index != 0 { entries[slot(of: entry.key)] = entry }
    }
}
