import CulpritAnalysis
import CulpritTestSupport
import Testing

struct TemplateBoundTests {
    /// What fits of all: the smallest ids, as far as both limits reach.
    private static func expected(_ sizes: [Int64: Int]) -> Set<Int64> {
        var (kept, size): (Set<Int64>, Int) = ([], 0)
        for (id, bytes) in sizes.sorted(by: { $0.key < $1.key }) {
            size += bytes
            if kept.count == TemplateBound.mostTemplates || size > TemplateBound.mostBytes { break }
            kept.insert(id)
        }
        return kept
    }

    private static func limit(of ids: [Int64], _ sizes: [Int64: Int]) -> Int64 {
        var (bound, seen) = (TemplateBound(), Set<Int64>())
        for id in ids where seen.insert(id).inserted { _ = bound.take(id, byteCount: sizes[id] ?? 0) }
        _ = bound.settle()
        return bound.limit
    }

    @Test(
        "What is kept depends on what there is and not on its order, nor on how it is divided",
        arguments: [(1, 100_000, 20), (2, 100_000, 1_500), (3, 5_000, 2_000), (4, 1_000, 100), (5, 17_000, 1)]
            as [(UInt64, Int, Int)])
    func order(seed: UInt64, count: Int, mostBytes: Int) {
        var generator = SeededGenerator(seed: seed)
        var sizes: [Int64: Int] = [:]
        while sizes.count < count {
            sizes[Int64.random(in: 1..<1 << 53, using: &generator)] = Int.random(in: 1...mostBytes, using: &generator)
        }
        let expected = Self.expected(sizes)
        let ids = sizes.keys.sorted()
        let orders = [ids, ids.reversed(), ids.shuffled(using: &generator)]
        let limits = orders.map { Self.limit(of: $0, sizes) }
        #expect(Set(limits).count == 1, "seed \(seed)")
        #expect(Set(ids.filter { $0 < limits[0] }) == expected, "seed \(seed)")
        // In three parts that overlap, united as those of a run are.
        var whole = TemplateBound()
        var known: Set<Int64> = []
        for part in 0..<3 {
            let some =
                ids.filter { _ in Int.random(in: 0..<3, using: &generator) != part }
                + ids.indices.filter { $0 % 3 == part }.map { ids[$0] }
            let limit = Self.limit(of: some, sizes)
            whole.lower(to: limit)
            for id in Set(some) where id < limit && known.insert(id).inserted {
                _ = whole.take(id, byteCount: sizes[id] ?? 0)
            }
            _ = whole.settle()
        }
        #expect(whole.limit == limits[0], "seed \(seed)")
    }
}
