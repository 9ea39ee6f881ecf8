/// The different names of many things by rank: numbers are compared and grouped by much sooner than names.
struct NameRanks {
    /// In order.
    let names: [String]
    /// Of each thing, which of `names` it has.
    let ranks: [Int32]

    /// `name` gives the name of a thing by its position, from 0; neighbours mostly have the same.
    init(count: Int, _ name: (Int) -> String) {
        var (numbers, numbered, last) = ([String: Int32](), [Int32](), (name: "", number: Int32(-1)))
        numbered.reserveCapacity(count)
        for position in 0..<count {
            let name = name(position)
            if last.number < 0 || name != last.name {
                let number = numbers[name] ?? Int32(numbers.count)
                numbers[name] = number
                last = (name, number)
            }
            numbered.append(last.number)
        }
        names = numbers.keys.sorted()
        var ranks = [Int32](repeating: 0, count: names.count)
        for (rank, name) in names.enumerated() { ranks[Int(numbers[name] ?? 0)] = Int32(rank) }
        self.ranks = numbered.map { ranks[Int($0)] }
    }
}
