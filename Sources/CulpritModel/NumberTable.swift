/// Gives each number that it sees the next index, from 0; the same number always the same.
///
/// A flat table with open addressing and linear probing (Knuth, TAOCP 3, §6.4): `Dictionary` spends most of a lookup on
/// hashing against attackers, and the numbers here are hashes or packed indexes that no attacker can choose freely.
package struct NumberTable {
    private var keys: [UInt64] = [UInt64](repeating: 0, count: 64)
    /// The index and one; 0 where there is none.
    private var indexes: [UInt32] = [UInt32](repeating: 0, count: 64)
    private var shift: UInt64 = 64 - 6
    package private(set) var count = 0

    package init() {}

    /// The index of `key`, which is new when it equals the count before the call.
    package mutating func index(of key: UInt64) -> Int {
        let mask = keys.count - 1
        // Fibonacci hashing spreads packed indexes over the table.
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while indexes[slot] != 0 {
            if keys[slot] == key { return Int(indexes[slot]) - 1 }
            slot = (slot + 1) & mask
        }
        keys[slot] = key
        indexes[slot] = UInt32(count + 1)
        count += 1
        if count * 4 > keys.count * 3 { grow() }
        return count - 1
    }

    private mutating func grow() {
        let (oldKeys, oldIndexes) = (keys, indexes)
        keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
        indexes = [UInt32](repeating: 0, count: oldKeys.count * 2)
        shift -= 1
        let mask = keys.count - 1
        for (key, index) in zip(oldKeys, oldIndexes) where index != 0 {
            var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
            while indexes[slot] != 0 { slot = (slot + 1) & mask }
            (keys[slot], indexes[slot]) = (key, index)
        }
    }
}
