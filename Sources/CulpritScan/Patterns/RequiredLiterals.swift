/// Finds texts of which every match of a pattern holds one, so that a search for texts tells where it may match.
///
/// It reads the pattern as PCRE2 does, keeps the few texts that a part can match as long as they are few, and takes the
/// best set along the way: Russ Cox, "Regular Expression Matching with a Trigram Index" (2012), for whole words. Letters
/// are taken in lower case, since the search ignores case. What it does not understand gives no texts, which is safe.
package struct RequiredLiterals {
    /// What is known of a part of a pattern.
    private struct Part {
        /// All texts that it can match, where they are few.
        var exact: [[UInt8]]?
        /// Texts of which each match holds one.
        var required: [[UInt8]]?

        static let empty = Part(exact: [[]], required: nil)
        static let anything = Part(exact: nil, required: nil)
    }

    private let pattern: [UInt8]
    private var index = 0
    private var depth = 0
    private var isUnderstood = true

    private static let textLimit = 40
    private static let lengthLimit = 48
    private static let depthLimit = 50
    /// A shorter text is in too many lines.
    static let leastLength = 3

    /// The texts in lower case; `nil` when there are none that tell anything.
    package static func find(in pattern: String) -> [[UInt8]]? {
        var reader = RequiredLiterals(pattern: Array(pattern.utf8))
        let part = reader.alternatives()
        guard reader.isUnderstood, reader.index == reader.pattern.count,
            let texts = best(part.required, part.exact), (texts.map(\.count).min() ?? 0) >= leastLength
        else { return nil }
        return Array(Set(texts)).sorted { $0.lexicographicallyPrecedes($1) }
    }

    private init(pattern: [UInt8]) { self.pattern = pattern }

    // MARK: Structure

    private mutating func alternatives() -> Part {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else { return notUnderstood() }
        var parts = [sequence()]
        while take("|") { parts.append(sequence()) }
        guard parts.count > 1 else { return parts[0] }
        var exact: [[UInt8]]? = []
        var required: [[UInt8]]? = []
        for part in parts {
            exact = exact.flatMap { all in part.exact.map { all + $0 } }
            required = required.flatMap { all in Self.best(part.required, part.exact).map { all + $0 } }
        }
        if let texts = exact, texts.count > Self.textLimit { exact = nil }
        return Part(exact: exact, required: required)
    }

    private mutating func sequence() -> Part {
        var run: [[UInt8]] = [[]]
        var required: [[UInt8]]?
        var isExact = true
        while index < pattern.count, peek != UInt8(ascii: "|"), peek != UInt8(ascii: ")") {
            var part = item()
            guard isUnderstood else { return .anything }
            part = quantified(part)
            if let texts = part.exact, let longer = Self.product(run, texts) {
                run = longer
            } else {
                isExact = false
                required = Self.best(required, run)
                required = Self.best(required, part.required)
                run = part.exact ?? [[]]
            }
        }
        return isExact ? Part(exact: run, required: nil) : Part(exact: nil, required: Self.best(required, run))
    }

    private mutating func quantified(_ part: Part) -> Part {
        var part = part
        while index < pattern.count {
            let (least, most): (Int, Int?)
            switch peek {
            case UInt8(ascii: "*"): (least, most) = (0, nil)
            case UInt8(ascii: "+"): (least, most) = (1, nil)
            case UInt8(ascii: "?"): (least, most) = (0, 1)
            case UInt8(ascii: "{"):
                guard let (low, high, end) = repeatBounds() else { return part }
                (least, most) = (low, high)
                index = end - 1
            default: return part
            }
            index += 1
            // Lazy and possessive quantifiers match no other texts.
            if index < pattern.count, peek == UInt8(ascii: "?") || peek == UInt8(ascii: "+") { index += 1 }
            if least == 0, most == 1, let exact = part.exact, exact.count < Self.textLimit {
                part = Part(exact: [[]] + exact, required: nil)
            } else if least == 0 {
                part = .anything
            } else if least != 1 || most != 1 {
                part = Part(exact: nil, required: Self.best(part.required, part.exact))
            }
        }
        return part
    }

    /// The bounds of `{n}`, `{n,}` or `{n,m}` and where it ends; anything else in braces is a text.
    private func repeatBounds() -> (least: Int, most: Int?, end: Int)? {
        guard let close = pattern[index...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let bounds = String(decoding: pattern[index + 1..<close], as: UTF8.self)
            .split(separator: ",", omittingEmptySubsequences: false)
        guard let least = bounds.first.flatMap({ Int($0) }), bounds.count <= 2 else { return nil }
        if bounds.count == 1 { return (least, least, close + 1) }
        if bounds[1].isEmpty { return (least, nil, close + 1) }
        return Int(bounds[1]).map { (least, $0, close + 1) }
    }

    // MARK: Items

    private mutating func item() -> Part {
        let byte = peek
        index += 1
        switch byte {
        case UInt8(ascii: "^"), UInt8(ascii: "$"): return .empty
        case UInt8(ascii: "."): return .anything
        case UInt8(ascii: "["): return characterClass()
        case UInt8(ascii: "("): return group()
        case UInt8(ascii: "\\"): return escape()
        default: return Part(exact: [[Self.lower(byte)]], required: nil)
        }
    }

    private mutating func group() -> Part {
        guard take("?") else { return peek == UInt8(ascii: "*") ? notUnderstood() : closed(alternatives()) }
        if take("=") || take("!") { return lookaround() }
        if take("<") {
            if take("=") || take("!") { return lookaround() }
            return named(until: UInt8(ascii: ">"))
        }
        if take("'") { return named(until: UInt8(ascii: "'")) }
        if take("P") { return take("<") ? named(until: UInt8(ascii: ">")) : notUnderstood() }
        if take("#") {
            guard let close = pattern[index...].firstIndex(of: UInt8(ascii: ")")) else { return notUnderstood() }
            index = close + 1
            return .empty
        }
        if take(":") || take(">") || take("|") { return closed(alternatives()) }
        // Options; in free spacing a blank is no text.
        while index < pattern.count, "imsnU-".utf8.contains(peek) { index += 1 }
        if take(":") { return closed(alternatives()) }
        return take(")") ? .empty : notUnderstood()
    }

    private mutating func named(until end: UInt8) -> Part {
        guard let close = pattern[index...].firstIndex(of: end) else { return notUnderstood() }
        index = close + 1
        return closed(alternatives())
    }

    /// What stands around a match need not be in it.
    private mutating func lookaround() -> Part {
        _ = closed(alternatives())
        return .empty
    }

    private mutating func closed(_ part: Part) -> Part { take(")") ? part : notUnderstood() }

    private mutating func escape() -> Part {
        guard index < pattern.count else { return notUnderstood() }
        let byte = peek
        index += 1
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"), UInt8(ascii: "Z"),
            UInt8(ascii: "G"), UInt8(ascii: "K"):
            return .empty
        case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "s"),
            UInt8(ascii: "S"), UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "v"), UInt8(ascii: "V"),
            UInt8(ascii: "R"), UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"),
            UInt8(ascii: "f"), UInt8(ascii: "e"):
            return .anything
        case UInt8(ascii: "x"):
            while index < pattern.count, Self.isHexadecimal(peek) { index += 1 }
            return peek == UInt8(ascii: "{") ? notUnderstood() : .anything
        default:
            // Other letters and digits mean something that is not needed here.
            let isPlain = !(byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26)
            return isPlain ? Part(exact: [[byte]], required: nil) : notUnderstood()
        }
    }

    /// A class of few characters is as many texts.
    private mutating func characterClass() -> Part {
        let isNegated = take("^")
        var members: Set<UInt8> = []
        var isFew = !isNegated
        var isFirst = true
        while index < pattern.count, isFirst || peek != UInt8(ascii: "]") {
            isFirst = false
            var byte = peek
            index += 1
            if byte == UInt8(ascii: "[") {
                if peek == UInt8(ascii: ":") || peek == UInt8(ascii: ".") || peek == UInt8(ascii: "=") {
                    return notUnderstood()
                }
            } else if byte == UInt8(ascii: "\\") {
                guard index < pattern.count else { return notUnderstood() }
                byte = peek
                index += 1
                if byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 { isFew = false }
            }
            if index + 1 < pattern.count, peek == UInt8(ascii: "-"), pattern[index + 1] != UInt8(ascii: "]") {
                // A range is never few; its end is read as a member of its own.
                index += 1
                isFew = false
            } else {
                members.insert(Self.lower(byte))
            }
        }
        guard take("]") else { return notUnderstood() }
        return isFew && members.count <= 4 ? Part(exact: members.sorted().map { [$0] }, required: nil) : .anything
    }

    // MARK: Texts

    /// Each of `left` followed by each of `right`; `nil` when they would be too many or too long.
    private static func product(_ left: [[UInt8]], _ right: [[UInt8]]) -> [[UInt8]]? {
        guard left.count * right.count <= textLimit,
            (left.map(\.count).max() ?? 0) + (right.map(\.count).max() ?? 0) <= lengthLimit
        else { return nil }
        return left.flatMap { start in right.map { start + $0 } }
    }

    /// The set that is in fewer lines: the one whose shortest text is longer, of equals the smaller one.
    private static func best(_ left: [[UInt8]]?, _ right: [[UInt8]]?) -> [[UInt8]]? {
        func rank(_ texts: [[UInt8]]?) -> (Int, Int) {
            guard let texts, let shortest = texts.map(\.count).min(), shortest > 0 else { return (0, 0) }
            return (min(shortest, 12), -texts.count)
        }
        let (leftRank, rightRank) = (rank(left), rank(right))
        if max(leftRank.0, rightRank.0) == 0 { return nil }
        return leftRank >= rightRank ? left : right
    }

    // MARK: Bytes

    private var peek: UInt8 { index < pattern.count ? pattern[index] : 0 }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < pattern.count, pattern[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func notUnderstood() -> Part {
        isUnderstood = false
        return .anything
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
    }
}
