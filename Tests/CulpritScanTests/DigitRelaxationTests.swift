import CulpritModel
import CulpritTestSupport
import Testing

@testable import CulpritScan

struct DigitRelaxationTests {
    static let blind = [
        "no space left", "^\\d{4}-\\d\\d", "[0-9a-f]+", "[^0-9]", "\\w{2,3}", "(?<pid1>\\d+)", "[[:alnum:]_]",
        "(?>\\d+)x",
        "(?!\\d)a", "a{12}+", "(?#1)x", "(?i)oom", "[\\d.]++", "[\\S]", "[]a]", "\\x41",
    ]
    static let relaxed: [(pattern: String, relaxed: String)] = [
        ("5\\d\\d", "\\d\\d\\d"), ("errno=104", "errno=\\d\\d\\d"), ("[1-9]\\d*", "(?:[1-9]|\\d)\\d*"),
        ("[^0]", "(?:[^0]|\\d)"), ("a{2}2{2,3}", "a{2}\\d{2,3}"), ("1++2", "\\d+\\d"),
        ("(?>1|12)3", "(?:\\d|\\d\\d)\\d"),
        ("x(?!0)\\d", "x(?:)\\d"), ("(?<!1)a", "(?:)a"), ("(?=4)\\d+", "(?=\\d)\\d+"), ("\\x31", "\\d"),
        ("[\\x30-\\x34]", "(?:[\\x30-\\x34]|\\d)"), ("{1}x", "{\\d}x"),
    ]
    static let unknown = [
        "(\\w)\\1", "(?R)", "(*UTF)1", "\\Q1\\E", "(1", "1)", "[1", "(?(1)a|b)", "\\", "[\\N]", "\\p{N}",
    ]

    @Test("A pattern that tells no digits apart stays as it is", arguments: blind)
    func unchanged(pattern: String) { #expect(DigitRelaxation.relax(pattern) == pattern) }

    @Test("Digits become any digits, and nothing around them forbids more", arguments: relaxed)
    func changed(pattern: String, relaxed: String) { #expect(DigitRelaxation.relax(pattern) == relaxed) }

    @Test("What is not understood is left alone", arguments: unknown)
    func notUnderstood(pattern: String) { #expect(DigitRelaxation.relax(pattern) == nil) }

    @Test(
        "Where a pattern matches, the relaxed one matches with any digits; an unchanged one the same", arguments: 1...40
    )
    func soundness(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let scratch = MatchScratch()
        for _ in 0..<100 {
            let source = Self.pattern(depth: 3, &random)
            guard let pattern = try? CompiledPattern(source, at: Place("test")),
                let text = DigitRelaxation.relax(source)
            else { continue }
            let relaxed = try CompiledPattern(text, at: Place("test"))
            for _ in 0..<60 {
                let line = (0..<Int.random(in: 2...12, using: &random)).map { _ in
                    "ab01234 ".utf8.randomElement(using: &random) ?? 0
                }
                let other = line.map { $0 &- 0x30 < 10 ? 0x30 + UInt8.random(in: 0...9, using: &random) : $0 }
                #expect(line.span.shapeHash(seed: 7) == other.span.shapeHash(seed: 7))
                let matches = pattern.matches(line.span, scratch: scratch)
                let range = scratch.range(of: 0)
                let abandonedCount = scratch.abandonedMatchCount
                let otherMatches = relaxed.matches(other.span, scratch: scratch)
                // Nested repeats reach the match limit, which tells nothing.
                guard scratch.abandonedMatchCount == abandonedCount else { continue }
                let isSound =
                    text == source ? matches == otherMatches && scratch.range(of: 0) == range : !matches || otherMatches
                #expect(isSound, "seed \(seed): '\(source)' on \(line), '\(text)' on \(other)")
            }
        }
    }

    @Test("Digits beyond its reach do not decide whether a pattern matches at a place", arguments: 1...20)
    func reach(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let scratch = MatchScratch()
        var knownCount = 0
        for _ in 0..<100 {
            let source = Self.pattern(depth: Int.random(in: 1...3, using: &random), &random)
            guard let pattern = try? CompiledPattern(source, at: Place("test")), let forms = DigitForms(pattern) else {
                continue
            }
            for _ in 0..<40 {
                let line = (0..<Int.random(in: 2...12, using: &random)).map { _ in
                    "ab01234 ".utf8.randomElement(using: &random) ?? 0
                }
                guard case .at(let places, let anchored) = forms.places(in: line.span, scratch: scratch) else {
                    continue
                }
                for place in places {
                    guard let reach = forms.reach(in: line.span, from: place, scratch: scratch) else { continue }
                    knownCount += 1
                    let other = line.indices.map { index in
                        line[index].isDigit && !reach.contains(index)
                            ? 0x30 + UInt8.random(in: 0...9, using: &random) : line[index]
                    }
                    let abandonedCount = scratch.abandonedMatchCount
                    let isMatch = anchored.matches(line.span, from: place, scratch: scratch)
                    let isOtherMatch = anchored.matches(other.span, from: place, scratch: scratch)
                    guard scratch.abandonedMatchCount == abandonedCount else { continue }
                    #expect(isMatch == isOtherMatch, "seed \(seed): '\(source)' at \(reach) of \(line), \(other)")
                }
            }
        }
        #expect(knownCount > 50)
    }

    /// A random pattern over few characters, so that random lines match it.
    private static func pattern(depth: Int, _ random: inout SeededGenerator) -> String {
        if depth == 0 {
            let items = [
                "a", "b", "1", "2", "[12]", "(?<!1)", "(?<=a2)", "$", "[^1]", ".", "\\w", "\\d", "\\b", "[0-3a]", "\\D",
                "[^0-9]",
            ]
            return items.randomElement(using: &random) ?? "a"
        }
        let (left, right) = (pattern(depth: depth - 1, &random), pattern(depth: depth - 1, &random))
        switch Int.random(in: 0...11, using: &random) {
        case 0...3: return left + right
        case 4: return "(?:\(left)|\(right))"
        case 5: return "(?>\(left)|\(right))"
        case 6: return "(?!\(left))\(right)"
        case 7: return "(?=\(left))\(right)"
        case 8: return "(?:\(left))?\(right)"
        case 9: return "(?:\(left))++\(right)"
        case 10: return "(?:\(left)){1,2}\(right)"
        default: return "(?:\(left))*?\(right)"
        }
    }

    @Test("Texts of another length, or with another character, have another hash")
    func hashes() {
        let texts = [
            "", "a", "0", "00", "a0", "0a", "/", ":", "disk sda1 failed at 12", "disk sda1 failed at 123",
            "disk sdb1 failed at 12", "disk sda1 failed at 1:", String(repeating: "x", count: 16),
            String(repeating: "x", count: 17),
            String(repeating: "x", count: 32), String(repeating: "x", count: 31) + "y",
            "y" + String(repeating: "x", count: 31),
        ]
        let hashes = texts.map { Array($0.utf8).span.shapeHash(seed: 3) }
        #expect(Set(hashes).count == texts.count)
        #expect(Array("a1".utf8).span.shapeHash(seed: 3) == Array("a9".utf8).span.shapeHash(seed: 3))
        #expect(Array("a1".utf8).span.shapeHash(seed: 3) != Array("a1".utf8).span.shapeHash(seed: 4))
    }

    @Test(
        "A byte at any place counts as a zero when it is a digit, and as itself when not",
        arguments: [1, 3, 7, 8, 15, 16, 33, 50])
    func everyByte(length: Int) {
        for place in 0..<length {
            var text = [UInt8](repeating: 0x30, count: length)
            let zeros = text.span.shapeHash(seed: 5)
            var hashes: Set<UInt64> = []
            for byte in UInt8.min ... .max {
                text[place] = byte
                let hash = text.span.shapeHash(seed: 5)
                #expect((hash == zeros) == (0x30...0x39).contains(byte), "\(byte) at \(place) of \(length)")
                hashes.insert(hash)
            }
            #expect(hashes.count == 256 - 9)
        }
    }

    @Test("Texts of any length have other hashes under another seed", arguments: 0...70)
    func seeds(length: Int) {
        let text = Array(repeating: UInt8(ascii: "x"), count: length)
        #expect(Set((0..<16).map { text.span.hash(seed: $0) }).count == 16)
        #expect(Set((0..<16).map { text.span.shapeHash(seed: $0) }).count == 16)
    }

    @Test("No text makes a hash forget its seed and what stands before", arguments: [8, 24])
    func forgetting(length: Int) {
        // A product with zero is zero, whatever the other factor is.
        let zero: [UInt8] = [0xDB, 0x28, 0xB4, 0xA0, 0xD1, 0x7E, 0x03, 0xE7]
        let one = Array(repeating: UInt8(ascii: "a"), count: length) + zero
        let other = Array(repeating: UInt8(ascii: "b"), count: length) + zero
        let (hash, otherSeed) = (one.span.hash(seed: 7), one.span.hash(seed: 8))
        let otherText = other.span.hash(seed: 7)
        #expect(hash != otherText)
        #expect(hash != otherSeed)
    }
}
