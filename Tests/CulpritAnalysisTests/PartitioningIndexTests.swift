import CulpritModel
import CulpritTestSupport
import Testing

struct PartitioningIndexTests {
    @Test("Bisection finds the index that looking at each finds", arguments: 0..<40)
    func bisection(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let values = (0..<seed).map { _ in Int.random(in: 0..<20, using: &random) }.sorted()
        for limit in -1...20 {
            #expect(values.partitioningIndex { $0 >= limit } == values.firstIndex { $0 >= limit } ?? values.endIndex)
            let part = values.dropFirst(2)
            #expect(part.partitioningIndex { $0 > limit } == part.firstIndex { $0 > limit } ?? part.endIndex)
        }
    }
}
