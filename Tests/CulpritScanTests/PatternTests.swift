import CulpritModel
import CulpritScan
import CulpritTestSupport
import Testing

struct PatternTests {
    static let place = Place("test.yaml", line: 1)

    static func matches(_ pattern: CompiledPattern, _ text: String, _ scratch: MatchScratch = MatchScratch()) -> Bool {
        pattern.matches(Array(text.utf8).span, scratch: scratch)
    }

    @Test("Captures are told by their names")
    func captures() throws {
        let pattern = try CompiledPattern(#"dev (?<device>\w+)(?: \((\d+)\))?(?<rest>!)?"#, at: Self.place)
        #expect(pattern.captureNames == [nil, "device", nil, "rest"])
        #expect(pattern.group(named: "rest") == 3)
        #expect(pattern.group(named: "none") == nil)
        let scratch = MatchScratch()
        try #require(Self.matches(pattern, "on dev sda (12)", scratch))
        #expect(scratch.range(of: 0) == 3..<15)
        #expect(scratch.range(of: 1) == 7..<10)
        #expect(scratch.range(of: 2) == 12..<14)
        #expect(scratch.range(of: 3) == nil)
        #expect(scratch.range(of: 99) == nil)
        #expect(!Self.matches(pattern, "nothing", scratch))
        #expect(scratch.range(of: 0) == nil)
    }

    static let mistakes: [(pattern: String, byte: Int)] = [("a(b", 3), ("a)b", 1), ("[z-a]", 3), ("(?<n>a)\\k<m>", 10)]

    @Test("A pattern that does not compile says where", arguments: mistakes)
    func mistaken(pattern: String, byte: Int) throws {
        do throws(PatternError) {
            _ = try CompiledPattern(pattern, at: Self.place)
            Issue.record("'\(pattern)' compiles.")
        } catch {
            guard case .doesNotCompile(pattern, at: Self.place, byte: byte, why: let why) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!why.isEmpty)
        }
    }

    static let catastrophes = ["^(a+)+$", "^(a|aa)+$", "^(.*a){20}$", #"^(\w+\s?)*$"#]

    @Test("A pattern that would never end gives up, and this is counted", arguments: catastrophes)
    func matchLimit(source: String) throws {
        let pattern = try CompiledPattern(source, at: Self.place)
        let scratch = MatchScratch()
        #expect(!Self.matches(pattern, String(repeating: "a", count: 60) + "!", scratch))
        #expect(scratch.abandonedMatchCount == 1)
        #expect(Self.matches(try CompiledPattern("a!", at: Self.place), "aa!", scratch))
        #expect(scratch.abandonedMatchCount == 1)
    }

    @Test("Bytes that are not UTF-8 are matched as they are")
    func invalidText() throws {
        let pattern = try CompiledPattern("disk (.+) failed", at: Self.place)
        let bytes = Array("disk ".utf8) + [0xFF, 0x00, 0xC3] + Array(" failed".utf8)
        let scratch = MatchScratch()
        let isMatch = pattern.matches(bytes.span, scratch: scratch)
        #expect(isMatch)
        #expect(scratch.range(of: 1) == 5..<8)
    }

    /// Patterns of random parts, among them some that Vectorscan takes only as a prefilter or not at all.
    static func randomPattern(_ generator: inout SeededGenerator) -> String {
        let parts = [
            "a", "b", "ab", "c+", "d?", "[a-c]", "[^a]", ".", "(?:a|bc)", "(?<x>b+)", #"\d"#, #"\bab\b"#, "(?=c)",
            "(?<!a)b",
            "(?>a+)", "a{2,3}", "(?:b|)", #"\w+"#, "^", "$", "(?i:AB)", #"(a)\1"#,
        ]
        let count = Int.random(in: 1...4, using: &generator)
        return (0..<count).map { _ in parts[Int.random(in: parts.indices, using: &generator)] }.joined()
    }

    @Test("Every pattern that matches is a candidate of the set", arguments: [11, 12, 13, 14] as [UInt64])
    func setAgrees(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var sources: [String] = []
        for _ in 0..<60 {
            let source = Self.randomPattern(&generator)
            if (try? CompiledPattern(source, at: Self.place)) != nil { sources.append(source) }
        }
        let patterns = try sources.map { try CompiledPattern($0, at: Self.place) }
        let set = PatternSet(sources)
        #expect(set.count == sources.count)
        let (candidates, scratch) = (PatternSetScratch(), MatchScratch())
        let alphabet = Array("aabbccdAB 12\n".utf8) + [0x00, 0xFF]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &generator)]
            }
            set.scan(text.span, scratch: candidates)
            #expect(candidates.candidates == candidates.candidates.sorted(), "seed \(seed)")
            #expect(Set(candidates.candidates).count == candidates.candidates.count, "seed \(seed)")
            for (number, pattern) in patterns.enumerated() where pattern.matches(text.span, scratch: scratch) {
                let isCandidate = candidates.candidates.contains(number)
                #expect(isCandidate, "seed \(seed): '\(sources[number])' in \(text)")
            }
        }
    }

    @Test("A set of no patterns finds none")
    func emptySet() throws {
        let set = PatternSet([])
        let scratch = PatternSetScratch()
        set.scan(Array("text".utf8).span, scratch: scratch)
        #expect(scratch.candidates == [])
    }
}
