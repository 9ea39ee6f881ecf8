import CulpritTestSupport
import Testing

@testable import CulpritAnalysis

struct NumberedTests {
    @Test("Things keep what they have, whatever its order", arguments: 0..<20 as Range<UInt64>)
    func numbers(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let most = Int.random(in: 1...40, using: &generator)
        let things = (0..<Int.random(in: 0...500, using: &generator)).map { _ in
            "n\(Int.random(in: 0..<most, using: &generator))"
        }
        let numbered = Numbered(count: things.count) { things[$0] }
        #expect(numbered.numbers.map { numbered.values[Int($0)] } == things)
        #expect(Set(numbered.values).count == numbered.values.count)
        let ranked = numbered.ranked()
        #expect(ranked.numbers.map { ranked.values[Int($0)] } == things)
        #expect(ranked.values == Set(things).sorted())
        let expected = ranked.values.map { value in things.indices.filter { things[$0] == value } }
        #expect(ranked.positions() == expected)
    }
}
