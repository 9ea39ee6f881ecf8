/// Makes of a pattern one that does not tell one digit from another.
///
/// Nearly all lines of a log differ from an earlier one in the values of their digits alone. Where the relaxed pattern does
/// not match the earlier line, the pattern itself cannot match the later one; and most patterns treat all digits alike, so
/// that they match both or neither. What makes it tighter than it must be, an atomic group or a look around for what
/// must not stand there, is loosened where digits play a part in it.
struct DigitRelaxation {
    private let pattern: [UInt8]
    private var index = 0
    private var output: [UInt8] = []
    /// How many items had to be loosened.
    private var changeCount = 0
    private var depth = 0
    private var isUnderstood = true

    private static let depthLimit = 50
    private static let anyDigit = Array("\\d".utf8)

    /// The relaxed pattern, which is `pattern` itself where that tells no digits apart; `nil` when it is not understood.
    static func relax(_ pattern: String) -> String? {
        var reader = DigitRelaxation(pattern: Array(pattern.utf8))
        reader.alternatives()
        guard reader.isUnderstood, reader.index == reader.pattern.count else { return nil }
        return reader.changeCount == 0 ? pattern : String(decoding: reader.output, as: UTF8.self)
    }

    private init(pattern: [UInt8]) { self.pattern = pattern }

    // MARK: Structure

    /// Reads up to the end or to the parenthesis that closes the group.
    private mutating func alternatives() {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else { return fail() }
        while isUnderstood, index < pattern.count, pattern[index] != UInt8(ascii: ")") {
            let before = changeCount
            item()
            quantifier(isLoosened: changeCount > before)
        }
    }

    private mutating func item() {
        let byte = pattern[index]
        switch byte {
        case UInt8(ascii: "\\"): escape()
        case UInt8(ascii: "["): characterClass()
        case UInt8(ascii: "("): group()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            index += 1
            loosen(to: Self.anyDigit)
        default: copy(1)
        }
    }

    /// Copies a quantifier; a possessive one gives nothing back, which is right only where nothing was loosened.
    private mutating func quantifier(isLoosened: Bool) {
        guard index < pattern.count else { return }
        switch pattern[index] {
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): copy(1)
        case UInt8(ascii: "{"):
            guard let close = pattern[index...].firstIndex(of: UInt8(ascii: "}")), close > index + 1,
                pattern[index + 1..<close].allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: ",") })
            else { return }
            copy(close + 1 - index)
        default: return
        }
        if index < pattern.count, pattern[index] == UInt8(ascii: "+"), isLoosened {
            index += 1
        } else if index < pattern.count, pattern[index] == UInt8(ascii: "+") || pattern[index] == UInt8(ascii: "?") {
            copy(1)
        }
    }

    // MARK: Groups

    private mutating func group() {
        let rest = pattern[index...]
        func opens(_ text: String) -> Bool { rest.starts(with: text.utf8) }
        if opens("(?#") {
            guard let close = rest.firstIndex(of: UInt8(ascii: ")")) else { return fail() }
            copy(close + 1 - index)
        } else if opens("(?!") || opens("(?<!") {
            forbidden(openingCount: opens("(?!") ? 3 : 4)
        } else if opens("(?>") {
            atomic()
        } else if opens("(?=") || opens("(?:") || opens("(?|") {
            body(openingCount: 3)
        } else if opens("(?<=") {
            body(openingCount: 4)
        } else if opens("(?<") || opens("(?'") || opens("(?P<") {
            let end = opens("(?'") ? UInt8(ascii: "'") : UInt8(ascii: ">")
            guard let close = rest.dropFirst(3).firstIndex(of: end) else { return fail() }
            body(openingCount: close + 1 - index)
        } else if opens("(?") {
            guard let end = rest.dropFirst(2).firstIndex(where: { !"imsnxU-^".utf8.contains($0) }) else {
                return fail()
            }
            switch pattern[end] {
            case UInt8(ascii: ":"): body(openingCount: end + 1 - index)
            case UInt8(ascii: ")"): copy(end + 1 - index)
            default: fail()
            }
        } else if opens("(*") {
            fail()
        } else {
            body(openingCount: 1)
        }
    }

    private mutating func body(openingCount: Int) {
        copy(openingCount)
        alternatives()
        close()
    }

    private mutating func close() {
        guard index < pattern.count, pattern[index] == UInt8(ascii: ")") else { return fail() }
        copy(1)
    }

    /// What must not stand there may stand there with other digits.
    private mutating func forbidden(openingCount: Int) {
        let (start, before) = (output.count, changeCount)
        body(openingCount: openingCount)
        guard changeCount > before else { return }
        output.removeSubrange(start...)
        output += Array("(?:)".utf8)
    }

    private mutating func atomic() {
        let (start, before) = (output.count, changeCount)
        body(openingCount: 3)
        if changeCount > before, isUnderstood { output[start + 2] = UInt8(ascii: ":") }
    }

    // MARK: Items

    private mutating func escape() {
        guard index + 1 < pattern.count else { return fail() }
        switch pattern[index + 1] {
        case UInt8(ascii: "x"):
            let start = index
            guard let value = hexadecimal() else { return fail() }
            if value &- 0x30 < 10 {
                loosen(to: Self.anyDigit)
            } else {
                output += pattern[start..<index]
            }
        // Back references, octal numbers, quotations and what else depends on a value or hides digits.
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "o"),
            UInt8(ascii: "Q"), UInt8(ascii: "E"), UInt8(ascii: "c"), UInt8(ascii: "N"), UInt8(ascii: "p"),
            UInt8(ascii: "P"), UInt8(ascii: "C"), UInt8(ascii: "X"):
            fail()
        default: copy(2)
        }
    }

    /// Reads `\xhh` and returns what it stands for.
    private mutating func hexadecimal() -> UInt8? {
        index += 2
        var value = 0
        let start = index
        while index < pattern.count, index < start + 2,
            let digit = Character(Unicode.Scalar(pattern[index])).hexDigitValue
        {
            value = value * 16 + digit
            index += 1
        }
        return index > start ? UInt8(value) : nil
    }

    /// Reads a class; one that takes some digits and not others takes all of them then.
    private mutating func characterClass() {
        let start = index
        index += 1
        let isNegated = index < pattern.count && pattern[index] == UInt8(ascii: "^")
        if isNegated { index += 1 }
        var digits: UInt16 = 0
        let first = index
        while index < pattern.count, index == first || pattern[index] != UInt8(ascii: "]") {
            guard let members = member() else { return fail() }
            digits |= members
        }
        guard index < pattern.count else { return fail() }
        index += 1
        let text = pattern[start..<index]
        if digits == 0 || digits == Self.allDigits {
            output += text
        } else {
            loosen(to: Array("(?:".utf8) + text + Array("|\\d)".utf8))
        }
    }

    private static let allDigits: UInt16 = 0x3FF

    /// Reads a member of a class and returns the digits in it, as bits; `nil` when it is not understood.
    private mutating func member() -> UInt16? {
        let low: UInt8
        switch pattern[index] {
        case UInt8(ascii: "[") where index + 1 < pattern.count && pattern[index + 1] == UInt8(ascii: ":"):
            guard let close = pattern[index...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let name = String(decoding: pattern[index + 2..<close], as: UTF8.self)
            index = close + 1
            if ["alnum:", "ascii:", "digit:", "graph:", "print:", "word:", "xdigit:"].contains(name) {
                return Self.allDigits
            }
            let others = ["alpha:", "blank:", "cntrl:", "lower:", "punct:", "space:", "upper:"]
            return others.contains(name) ? 0 : nil
        case UInt8(ascii: "\\"):
            guard index + 1 < pattern.count else { return nil }
            switch pattern[index + 1] {
            case UInt8(ascii: "d"), UInt8(ascii: "w"), UInt8(ascii: "S"), UInt8(ascii: "H"), UInt8(ascii: "V"):
                index += 2
                return Self.allDigits
            case UInt8(ascii: "D"), UInt8(ascii: "W"), UInt8(ascii: "s"), UInt8(ascii: "h"), UInt8(ascii: "v"):
                index += 2
                return 0
            case UInt8(ascii: "x"):
                guard let value = hexadecimal() else { return nil }
                low = value
            case let byte where (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10:
                // A control character, unless it is something else that is seldom used.
                guard "abefnrt".utf8.contains(byte) else { return nil }
                index += 2
                return 0
            case let byte:
                low = byte
                index += 2
            }
        case let byte:
            low = byte
            index += 1
        }
        guard index + 1 < pattern.count, pattern[index] == UInt8(ascii: "-"), pattern[index + 1] != UInt8(ascii: "]")
        else { return Self.digits(in: low...low) }
        index += 1
        var high = pattern[index]
        if high == UInt8(ascii: "\\") {
            guard index + 1 < pattern.count else { return nil }
            high = pattern[index + 1]
            if high == UInt8(ascii: "x") {
                guard let value = hexadecimal() else { return nil }
                high = value
            } else {
                guard !((high | 0x20) &- 0x61 < 26 || high &- 0x30 < 10) else { return nil }
                index += 2
            }
        } else {
            index += 1
        }
        return low <= high ? Self.digits(in: low...high) : nil
    }

    private static func digits(in range: ClosedRange<UInt8>) -> UInt16 {
        (0..<10).reduce(0) { range.contains(0x30 + $1) ? $0 | 1 << UInt16($1) : $0 }
    }

    // MARK: Output

    private mutating func copy(_ count: Int) {
        output += pattern[index..<index + count]
        index += count
    }

    private mutating func loosen(to text: [UInt8]) {
        output += text
        changeCount += 1
    }

    private mutating func fail() {
        isUnderstood = false
        index = pattern.count
    }
}
