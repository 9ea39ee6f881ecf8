import CulpritModel
import CulpritTestSupport
import Testing

@testable import CulpritScan

struct RequiredLiteralsTests {
    static let known: [(pattern: String, texts: [String])] = [
        ("no space left", ["no space left"]), ("(?i)No Space", ["no space"]), ("^BUG: (?<what>.*)", ["bug: "]),
        ("connection (?:refused|reset)", ["connection refused", "connection reset"]),
        ("timed? ?out", ["time out", "timed out", "timedout", "timeout"]),
        ("I/O error, dev (?<device>\\w+), sector \\d+", ["i/o error, dev "]), ("a[bc]d", ["abd", "acd"]),
        ("\\bsegfault\\b at", ["segfault at"]), ("(?=watchdog)soft lockup", ["soft lockup"]),
        ("colou{1}r fade", ["colour fade"]),
        ("(?:abc)+def", ["abc"]), ("x{2,3}yes", ["yes"]), ("fatal\\.error", ["fatal.error"]), ("ab|cdef.*ghijkl", []),
        ("(?:disk|volume) full", ["disk full", "volume full"]), ("queue[^\\n]{0,40}is full", ["is full"]),
    ]
    static let unknown = [
        "\\d+", "a", "..", "[a-z]+", "(?:error)?", "(?:ab|cd)", "(?R)", "(*UTF)abc", "(?x)a b c d", "abc\\1def", "a(b",
        "[[:alpha:]]abc",
        "(abc", "abc)def", "abc\\", "",
    ]

    @Test("The best texts of a pattern are found", arguments: known)
    func texts(pattern: String, texts: [String]) {
        let found = RequiredLiterals.find(in: pattern)?.map { String(decoding: $0, as: UTF8.self) }
        #expect((found ?? []) == texts.sorted())
    }

    @Test("A pattern that is not understood, or whose matches have nothing in common, has no texts", arguments: unknown)
    func noTexts(pattern: String) { #expect(RequiredLiterals.find(in: pattern) == nil) }

    @Test("Whatever matches holds one of the texts", arguments: 1...30)
    func soundness(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let scratch = MatchScratch()
        for _ in 0..<100 {
            let source = Self.pattern(depth: 3, &random)
            guard let pattern = try? CompiledPattern(source, at: Place("test")),
                let texts = RequiredLiterals.find(in: source)
            else { continue }
            for _ in 0..<100 {
                let line = (0..<Int.random(in: 3...14, using: &random)).map { _ in
                    "abcABC1 ".utf8.randomElement(using: &random) ?? 0
                }
                guard pattern.matches(line.span, scratch: scratch) else { continue }
                let lower = String(decoding: line, as: UTF8.self).lowercased()
                let holds = texts.contains { lower.contains(String(decoding: $0, as: UTF8.self)) }
                #expect(holds, "seed \(seed): '\(source)' matches '\(lower)' without \(texts)")
            }
        }
    }

    /// A random pattern over few letters, so that random lines match it.
    private static func pattern(depth: Int, _ random: inout SeededGenerator) -> String {
        if depth == 0 {
            return ["a", "b", "c", "A", "[ab]", "[^a]", ".", "\\w", "1", "\\b", "abc"].randomElement(using: &random)
                ?? "a"
        }
        let (left, right) = (pattern(depth: depth - 1, &random), pattern(depth: depth - 1, &random))
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return "(?:\(left)|\(right))"
        case 1: return "(?:\(left))?\(right)"
        case 2: return "(?:\(left))+\(right)"
        case 3: return "\(left)(?:\(right))*"
        case 4: return "(?i)\(left)\(right)"
        case 5: return "(?:\(left)){1,2}\(right)"
        case 6: return "(?=\(left))\(right)"
        default: return left + right
        }
    }
}
