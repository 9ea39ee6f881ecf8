/// What the letters of a word say of it: whether a program wrote it in, or a programmer.
struct LexicalClass {
    let start: Int
    let end: Int
    let isVariable: Bool
    let isNumber: Bool

    /// Reads the word of `text` that begins at `start`.
    init(of text: Span<UInt8>, from start: Int, to limit: Int) {
        var index = start
        var (digits, letters, hexadecimal, slashes, dots, uppers) = (0, 0, 0, 0, 0, 0)
        var hasScheme = false
        while index < limit, Self.isWord(text[index]) {
            let byte = text[index]
            if byte &- 0x30 < 10 {
                digits += 1
                hexadecimal += 1
            } else if (byte | 0x20) &- 0x61 < 26 {
                letters += 1
                if (byte | 0x20) < UInt8(ascii: "g") { hexadecimal += 1 }
                if byte < UInt8(ascii: "a") { uppers += 1 }
            } else if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") {
                slashes += 1
                hasScheme =
                    hasScheme || index > start + 1 && text[index - 1] == byte && text[index - 2] == UInt8(ascii: ":")
            } else if byte == UInt8(ascii: ".") {
                // Dots that lead the eye to a column are no part of a word.
                if index + 1 < limit, text[index + 1] == byte, index > start { break }
                dots += 1
            }
            index += 1
        }
        // A full stop or a colon at its end belongs to the sentence.
        while index > start + 1, Self.isTrailing(text[index - 1]) { index -= 1 }
        self.start = start
        end = index
        isNumber = text[start] &- 0x30 < 10
        let length = index - start
        guard letters + digits > 0 else {
            isVariable = false
            return
        }
        let isPath =
            slashes > 0 && (text[start] == UInt8(ascii: "/") || text[start] == UInt8(ascii: ".") || slashes > 2)
        isVariable =
            digits > 0 || letters == length && Self.isConstant(text.extracting(start..<index))
            || length >= 8 && hexadecimal == length || isPath || hasScheme
            || dots > 0 && uppers == 0 && slashes == 0 && Self.isHost(text.extracting(start..<index), dots: dots)
    }

    /// Letters, digits and what joins them inside one value.
    static func isWord(_ byte: UInt8) -> Bool { wordBytes[Int(byte)] }

    /// What a value behind `=` may hold: all but what ends it.
    static func isValue(_ byte: UInt8) -> Bool { valueBytes[Int(byte)] }

    static func isListSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
    }

    private static func isConstant(_ word: Span<UInt8>) -> Bool {
        word.isText("true") || word.isText("false") || word.isText("null")
    }

    /// Says whether a word is a unit that a program chooses by the size of the number.
    static func isUnit(_ word: Span<UInt8>) -> Bool {
        (1...4).contains(word.count) && units.contains(packed(word))
    }

    private static let units: Set<UInt32> = packed([
        "B", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "ns", "us", "ms", "s", "sec", "min",
    ])

    /// Says whether three letters are a day, a month or a zone.
    static func isDateWord(_ word: Span<UInt8>) -> Bool { dateWords.contains(packed(word.extracting(0..<3))) }

    private static let dateWords: Set<UInt32> = packed([
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
        "Oct", "Nov", "Dec", "UTC", "GMT", "CET", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT",
    ])

    /// A word of up to four letters as a number, so that looking it up needs no text.
    private static func packed(_ word: Span<UInt8>) -> UInt32 {
        var number: UInt32 = 0
        for index in word.indices { number = number << 8 | UInt32(word[index]) }
        return number
    }

    private static func packed(_ words: [String]) -> Set<UInt32> { Set(words.map { packed(Array($0.utf8).span) }) }

    /// Says whether the last label of a name is one of the domain name system, or of those used inside.
    private static func isHost(_ word: Span<UInt8>, dots: Int) -> Bool {
        var label = word.count
        while label > 0, word[label - 1] != UInt8(ascii: ".") { label -= 1 }
        let last = word.extracting(label..<word.count)
        guard last.count > 1, last.count < 12 else { return false }
        return last.count == 2 && dots > 1
            || ["com", "net", "org", "edu", "gov", "mil", "int", "local", "lan", "internal", "localdomain"]
                .contains { last.isText($0) }
    }

    private static func isTrailing(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
    }

    private static let wordBytes = table(of: "_-./:@%+\\")
    private static let valueBytes = table(of: "_-./:@%+*#~!?$^\\<>{}|&")

    private static func table(of others: String) -> [Bool] {
        let others = Array(others.utf8)
        return (0..<256).map { value in
            let byte = UInt8(value)
            return byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80 || others.contains(byte)
        }
    }
}

extension Span<UInt8> {
    /// Says whether it is `text`, letter by letter.
    func isText(_ text: String) -> Bool { count == text.utf8.count && begins(with: text) }

    func begins(with text: String) -> Bool {
        guard count >= text.utf8.count else { return false }
        var index = 0
        for letter in text.utf8 {
            if self[index] != letter { return false }
            index += 1
        }
        return true
    }
}
