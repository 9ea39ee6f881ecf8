import CulpritTestSupport
import Testing

@testable import CulpritAnalysis

struct ChanceTestsTests {
    @Test("Counts of one rate differ by chance, those of another do not", arguments: 1...5)
    func rates(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func counts(_ range: ClosedRange<Int>) -> [Double] {
            (0..<30).map { _ in Double(Int.random(in: range, using: &generator)) }
        }
        let same = try #require(ChanceTests.rates(before: counts(0...10), after: counts(0...10)))
        #expect(same.chance > 0.001, "seed \(seed)")
        let more = try #require(ChanceTests.rates(before: counts(0...10), after: counts(10...20)))
        #expect(more.chance < 1e-6 && more.after > more.before, "seed \(seed)")
        let fewer = try #require(ChanceTests.rates(before: counts(10...20), after: counts(0...10)))
        #expect(fewer.chance > 0.99, "seed \(seed)")
    }

    @Test("A burst is no proof that a rate rose")
    func bursts() throws {
        let after = Array(repeating: 0.0, count: 29) + [60]
        let rates = try #require(ChanceTests.rates(before: Array(repeating: 1, count: 30), after: after))
        #expect(rates.after == 2 && rates.chance > 0.1)
    }

    @Test("Nothing is held against too little")
    func tooFew() {
        #expect(ChanceTests.rates(before: [1, 2], after: [5, 6, 7]) == nil)
        #expect(ChanceTests.rates(before: [0, 0, 0], after: [0, 0, 0])?.chance == 1)
    }

    /// From a table of the chi-square distribution: 9.21 and two degrees of freedom are one in a hundred.
    @Test("Columns that always come in the same order are unlike, mixed ones are not")
    func columns() {
        #expect(ChanceTests.unlikeColumns(Array(repeating: [1, 2, 3], count: 12)) < 0.0001)
        #expect(ChanceTests.unlikeColumns([[1, 2, 3], [2, 3, 1], [3, 1, 2]]) == 1)
        #expect(ChanceTests.unlikeColumns(Array(repeating: [5, 5, 5], count: 12)) == 1)
        #expect(ChanceTests.unlikeColumns([]) == 1)
        let five = ChanceTests.unlikeColumns(Array(repeating: [1, 2, 3], count: 5))
        #expect((0.005...0.009).contains(five), "10 with two degrees: \(five)")
    }

    static let shares: [([Double], Double)] = [
        ([1, 1, 1, 1], 0), ([0, 0, 0, 4], 0.75), ([1, 3], 0.25), ([], 0), ([0, 0], 0),
    ]

    @Test("The coefficient of Gini is as its definition says", arguments: shares)
    func gini(values: [Double], expected: Double) { #expect((ChanceTests.gini(values) - expected).magnitude < 1e-12) }
}
