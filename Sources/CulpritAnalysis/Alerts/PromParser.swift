internal import CulpritModel

extension PromQuery {
    /// Reads `text`; what is not evaluated here is an error that names it, never a guess.
    package init(_ text: String) throws(PromQueryError) {
        var parser = PromParser(tokens: try PromParser.tokens(of: text))
        self = try parser.expression(atLeast: 0)
        if let rest = parser.peek { throw PromQueryError("'\(rest)' is not understood behind the expression") }
    }
}

/// Operator-precedence parsing over words.
private struct PromParser {
    private let tokens: [String]
    private var position = 0
    private var depth = 0
    private static let deepest = 40
    private static let levels: [[PromQuery.Operator]] = [
        [.or], [.and, .unless], [.equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual], [.add, .subtract],
        [.multiply, .divide],
    ]

    init(tokens: [String]) { self.tokens = tokens }

    var peek: String? { position < tokens.count ? tokens[position] : nil }

    private mutating func next() throws(PromQueryError) -> String {
        guard let token = peek else { throw PromQueryError("the expression ends too early") }
        position += 1
        return token
    }

    private mutating func expect(_ token: String) throws(PromQueryError) {
        let found = try next()
        if found != token { throw PromQueryError("'\(token)' was expected before '\(found)'") }
    }

    mutating func expression(atLeast level: Int) throws(PromQueryError) -> PromQuery {
        guard level < Self.levels.count else { return try operand() }
        var left = try expression(atLeast: level + 1)
        while let token = peek, let name = PromQuery.Operator(rawValue: token.lowercased()),
            Self.levels[level].contains(name)
        {
            position += 1
            if let modifier = peek, ["bool", "on", "ignoring", "group_left", "group_right"].contains(modifier) {
                throw PromQueryError("the modifier '\(modifier)' is not evaluated here")
            }
            left = .binary(name, left, try expression(atLeast: level + 1))
        }
        return left
    }

    private mutating func operand() throws(PromQueryError) -> PromQuery {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepest { throw PromQueryError("the expression is nested too deeply") }
        let operand = try plainOperand()
        if let token = peek, ["[", "offset", "@", "^", "%", "atan2"].contains(token) {
            throw PromQueryError("'\(token)' is not evaluated here")
        }
        return operand
    }

    private mutating func plainOperand() throws(PromQueryError) -> PromQuery {
        let token = try next()
        if token == "(" {
            let inner = try expression(atLeast: 0)
            try expect(")")
            return inner
        }
        if token == "-", let number = peek.flatMap(Self.number) {
            position += 1
            return .number(-number)
        }
        if let number = Self.number(token) { return .number(number) }
        if let function = PromQuery.Function(rawValue: token), peek == "(" {
            try expect("(")
            let (name, matchers) = try selector()
            try expect("[")
            let seconds = try Self.seconds(try next())
            if peek == ":" { throw PromQueryError("a subquery is not evaluated here") }
            try expect("]")
            try expect(")")
            return .overRange(function, name: name, matchers, seconds: seconds)
        }
        if token == "absent", peek == "(" {
            try expect("(")
            let inner = try expression(atLeast: 0)
            try expect(")")
            return .absent(inner)
        }
        if let aggregation = PromQuery.Aggregation(rawValue: token), peek == "(" || peek == "by" || peek == "without" {
            var grouping = try grouping()
            try expect("(")
            let inner = try expression(atLeast: 0)
            try expect(")")
            if grouping == nil { grouping = try self.grouping() }
            return .aggregate(aggregation, by: grouping?.labels ?? [], isWithout: grouping?.isWithout ?? false, inner)
        }
        if peek == "(" { throw PromQueryError("the function '\(token)' is not evaluated here") }
        position -= 1
        let (name, matchers) = try selector()
        return .selector(name: name, matchers)
    }

    private mutating func grouping() throws(PromQueryError) -> (labels: [String], isWithout: Bool)? {
        guard let token = peek, token == "by" || token == "without" else { return nil }
        position += 1
        try expect("(")
        var labels: [String] = []
        while peek != ")" {
            labels.append(try next())
            if peek == "," { position += 1 }
        }
        try expect(")")
        return (labels, token == "without")
    }

    private mutating func selector() throws(PromQueryError) -> (name: String?, [PromQuery.Matcher]) {
        var (name, matchers): (String?, [PromQuery.Matcher]) = (nil, [])
        if let token = peek, token != "{" {
            guard Self.isName(token) else { throw PromQueryError("'\(token)' is no name of a series") }
            name = token
            position += 1
        }
        guard peek == "{" else { return (name, []) }
        position += 1
        while peek != "}" {
            let label = try next()
            let sign = try next()
            guard Self.isName(label), let kind = PromQuery.Matcher.Kind(rawValue: sign) else {
                throw PromQueryError("'\(label)\(sign)' is no label with a condition")
            }
            let value = try next()
            guard value.first == "\"" else { throw PromQueryError("'\(value)' is not quoted") }
            let text = String(value.dropFirst())
            if kind == .matches || kind == .differs { _ = try PromPattern.compiled(text) }
            matchers.append(PromQuery.Matcher(label: label, kind: kind, value: text))
            if peek == "," { position += 1 }
        }
        try expect("}")
        return (name, matchers)
    }

    private static func isName(_ token: String) -> Bool {
        guard let first = token.unicodeScalars.first else { return false }
        return first == "_" || first == ":" || first.properties.isAlphabetic
    }

    private static func number(_ token: String) -> Double? {
        guard let first = token.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || first == 0x2E
        else { return nil }
        return Double(token)
    }

    /// `1h30m` and such (without months, as Prometheus has it).
    static func seconds(_ token: String) throws(PromQueryError) -> Double {
        let units = ["ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "y": 31_536_000]
        var (total, rest) = (0.0, token[...])
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let number = Double(digits), let factor = units[String(unit)] else {
                throw PromQueryError("'\(token)' is no duration")
            }
            total += number * factor
            rest = rest.dropFirst(digits.count + unit.count)
        }
        if total <= 0 { throw PromQueryError("'\(token)' is no duration") }
        return total
    }

    /// Words, numbers, signs, and strings as `"` with their content.
    static func tokens(of text: String) throws(PromQueryError) -> [String] {
        var (tokens, rest) = ([String](), text[...])
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
            } else if first == "#" {
                rest = rest.drop { !$0.isNewline }
            } else if first == "\"" || first == "'" || first == "`" {
                let (content, behind) = try string(rest, quote: first)
                tokens.append("\"" + content)
                rest = behind
            } else if first.isLetter || first.isNumber || first == "_" || first == "." || first == ":" {
                var word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == ":" }
                // 1e-3 is one word.
                if word.last == "e" || word.last == "E", Double(word.dropLast()) != nil,
                    let sign = rest.dropFirst(word.count).first, sign == "-" || sign == "+"
                {
                    word = rest.prefix(word.count + 1 + rest.dropFirst(word.count + 1).prefix { $0.isNumber }.count)
                }
                tokens.append(String(word))
                rest = rest.dropFirst(word.count)
            } else {
                let two = String(rest.prefix(2))
                let isLong = ["==", "!=", "<=", ">=", "=~", "!~"].contains(two)
                tokens.append(isLong ? two : String(first))
                rest = rest.dropFirst(isLong ? 2 : 1)
            }
            if tokens.count > 2_000 { throw PromQueryError("the expression is too long") }
        }
        return tokens
    }

    private static func string(
        _ text: Substring, quote: Character
    ) throws(PromQueryError) -> (content: String, rest: Substring) {
        var (content, rest) = ("", text.dropFirst())
        while let character = rest.first, character != quote {
            rest = rest.dropFirst()
            guard character == "\\", quote != "`", let escaped = rest.first else {
                content.append(character)
                continue
            }
            rest = rest.dropFirst()
            switch escaped {
            case "n": content.append("\n")
            case "t": content.append("\t")
            case "\\", "\"", "'": content.append(escaped)
            default: throw PromQueryError("the escape '\\\(escaped)' is not understood")
            }
        }
        guard rest.first == quote else { throw PromQueryError("a string is not closed") }
        return (content, rest.dropFirst())
    }
}
