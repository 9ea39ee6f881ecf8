/// What many things have, of which few are different, by number: numbers are compared and grouped by much sooner.
struct Numbered<Value: Hashable & Sendable>: Sendable {
    /// The different ones.
    private(set) var values: [Value] = []
    /// Of each thing, which of `values` it has.
    private(set) var numbers: [Int32] = []

    private static var recentCount: Int { 8 }

    /// `value` gives what a thing has by its position, from 0; neighbours mostly have one of few.
    init(count: Int, _ value: (Int) -> Value) {
        numbers.reserveCapacity(count)
        var known: [Value: Int32] = [:]
        // The last ones: to compare with a few is sooner done than to hash.
        var (recent, recentNumbers): ([Value], [Int32]) = ([], [])
        var next = 0
        for position in 0..<count {
            let value = value(position)
            if let last = recent.firstIndex(of: value) {
                numbers.append(recentNumbers[last])
                continue
            }
            let number = known[value] ?? Int32(values.count)
            if known.updateValue(number, forKey: value) == nil { values.append(value) }
            numbers.append(number)
            if recent.count < Self.recentCount {
                recent.append(value)
                recentNumbers.append(number)
            } else {
                (recent[next], recentNumbers[next]) = (value, number)
                next = (next + 1) % Self.recentCount
            }
        }
    }

    /// The positions of the things that have each of `values`, in order.
    func positions() -> [[Int]] {
        var counts = [Int](repeating: 0, count: values.count)
        for number in numbers { counts[Int(number)] += 1 }
        var positions = counts.map { count in
            var list: [Int] = []
            list.reserveCapacity(count)
            return list
        }
        for (position, number) in numbers.enumerated() { positions[Int(number)].append(position) }
        return positions
    }
}

extension Numbered where Value: Comparable {
    /// The same with the values in order, so that their numbers are.
    func ranked() -> Self {
        var ranked = self
        ranked.values.sort()
        let ranks = Dictionary(uniqueKeysWithValues: zip(ranked.values, ranked.values.indices))
        let newNumbers = values.map { Int32(ranks[$0] ?? 0) }
        ranked.numbers = numbers.map { newNumbers[Int($0)] }
        return ranked
    }
}
