package import CulpritModel

/// Finds what a record says of its severity.
package struct SeverityFinder: Sendable {
    /// By the word's letters in lower case, packed (`key`).
    private let words: [UInt128: Severity]
    /// For each length, which first letters words of it have, as bits.
    private var firstLetters = InlineArray<16, UInt32>(repeating: 0)
    private static let searchLimit = 120
    private static let wordLimit = 13

    /// `words` are in lower case.
    package init(words: [String: Severity]) {
        var packed: [UInt128: Severity] = [:]
        for (word, severity) in words {
            let bytes = Array(word.utf8)
            if bytes.count <= Self.wordLimit { packed[Self.key(bytes.span)] = severity }
        }
        self.words = packed
        for word in words.keys where word.utf8.count <= Self.wordLimit {
            guard let first = word.utf8.first else { continue }
            firstLetters[word.utf8.count] |= Self.letterBit(first)
        }
    }

    /// The severity that `word` names, in any case.
    package func severity(of word: Span<UInt8>) -> Severity? {
        guard !word.isEmpty, word.count <= Self.wordLimit, firstLetters[word.count] & Self.letterBit(word[0]) != 0
        else { return nil }
        return words[Self.key(word)]
    }

    /// The first word near the beginning of `text` that names a severity and stands as one: in capitals, in brackets,
    /// before a colon, or behind `level=`.
    package func search(_ text: Span<UInt8>) -> Severity? {
        var index = 0
        let end = min(text.count, Self.searchLimit)
        while index < end {
            guard isLetter(text[index]) else {
                index += 1
                continue
            }
            let start = index
            var isUpper = true
            while index < text.count, isLetter(text[index]) {
                isUpper = isUpper && text[index] < 0x60
                index += 1
            }
            let length = index - start
            guard length >= 3, length <= Self.wordLimit else { continue }
            let before = start > 0 ? text[start - 1] : UInt8(ascii: " ")
            let after = index < text.count ? text[index] : UInt8(ascii: " ")
            guard
                isUpper && isBoundary(before) && isBoundary(after) || isBracket(before) && isBracket(after)
                    || after == UInt8(ascii: ":") && isBoundary(before)
                    || before == UInt8(ascii: "=") && isLevelKey(text, endingAt: start - 1)
            else { continue }
            if let severity = severity(of: text.extracting(start..<index)) { return severity }
        }
        return nil
    }

    /// Says whether what ends before `end` is a key for levels: `level`, `lvl`, `severity`, `priority`.
    private func isLevelKey(_ text: Span<UInt8>, endingAt end: Int) -> Bool {
        guard end >= 3 else { return false }
        let ending = Self.key(text.extracting(end - 3..<end))
        return Self.levelKeyEndings.contains(ending)
    }

    private static let levelKeyEndings = Set(["vel", "lvl", "ity", "sev"].map { key(Array($0.utf8).span) })

    private static func letterBit(_ byte: UInt8) -> UInt32 { 1 << UInt32(byte & 0x1F) }

    /// A word of at most 13 bytes as a number, so that looking it up needs no text.
    private static func key(_ word: Span<UInt8>) -> UInt128 {
        var key: UInt128 = 0
        for index in word.indices {
            let byte = word[index]
            key = key << 8 | UInt128(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        }
        return key
    }

    private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private func isBoundary(_ byte: UInt8) -> Bool {
        !(isLetter(byte) || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/")
            || byte == UInt8(ascii: "."))
    }

    private func isBracket(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "|"):
            true
        default: false
        }
    }
}
