import CulpritRules
import CulpritScan
import CulpritTestSupport
import Testing

struct RuleMatcherTests {
    static let set = Result { try RuleSet() }

    @Test("What may match a line tells which rules match others that differ in digits alone", arguments: 1...4)
    func candidates(seed: UInt64) throws {
        let set = try Self.set.get()
        let (matcher, scratch) = (RuleMatcher(set), MatchScratch())
        var random = SeededGenerator(seed: seed)
        let lines = set.rules.flatMap { $0.examples + $0.counterexamples }.map { Array($0.line.utf8) }
        #expect(lines.count > 1_000)
        var reachCount = 0
        for line in lines where Int.random(in: 0..<3, using: &random) == 0 {
            let candidates = matcher.candidates(in: line.span)
            for _ in 0..<4 {
                // A few digits change, so that numbers which mean something often stay.
                let other = line.map { byte in
                    byte &- 0x30 < 10 && Int.random(in: 0..<4, using: &random) == 0
                        ? 0x30 + UInt8.random(in: 0...9, using: &random) : byte
                }
                var found: [Int] = []
                matcher.forEachMatch(in: other.span, among: candidates) { found.append($0) }
                let expected = set.rules.indices.filter {
                    set.rules[$0].pattern.matches(other.span, scratch: scratch)
                }
                #expect(found == expected, "seed \(seed): \(String(decoding: other, as: UTF8.self))")
            }
            guard let reach = candidates.reach, !candidates.areCertain else { continue }
            reachCount += 1
            let other = line.indices.map { index in
                line[index].isDigit && !reach.contains(index)
                    ? 0x30 + UInt8.random(in: 0...9, using: &random) : line[index]
            }
            var found: (here: [Int], there: [Int]) = ([], [])
            matcher.forEachMatch(in: line.span, among: candidates) { found.here.append($0) }
            matcher.forEachMatch(in: other.span, among: candidates) { found.there.append($0) }
            #expect(found.here == found.there, "seed \(seed): \(String(decoding: other, as: UTF8.self)), \(reach)")
        }
        #expect(reachCount > 20)
    }
}
