@testable import CulpritAnalysis
import CulpritTestSupport
import Testing

/// The usual length of a turn is that of its definition, whatever turns came before.
struct PastTurnsTests {
    private static func usualLength(_ lengths: [Int]) -> Int {
        let half = lengths.reduce(0, +) / 2
        var count = 0
        for length in lengths.sorted(by: >) {
            count += length
            if count >= half { return length }
        }
        return 0
    }

    @Test("Random turns", arguments: [2, 5, 40, 1_000])
    func random(longest: Int) {
        for seed in 1...20 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var (past, lengths) = (PastTurns(), [] as [Int])
            for _ in 0..<120 {
                let bound = Bool.random(using: &generator) ? longest : max(1, longest / 20)
                lengths.append(Int.random(in: 1...bound, using: &generator))
                past.add(lengths[lengths.count - 1])
                guard lengths.count > 1 else { continue }
                #expect(past.usualLength == Self.usualLength(lengths), "seed \(seed): \(lengths)")
            }
        }
    }

    @Test("Many short turns do not move the usual length")
    func shortTurns() {
        var past = PastTurns()
        for length in [300, 200] + Array(repeating: 2, count: 100) { past.add(length) }
        #expect(past.usualLength == 200)
    }
}
