/// HTML or SVG that is whole: what the source code says literally is markup, and whatever is put into it is text.
///
/// There is no way to make one from a string without escaping it, so that no line of a log can become an element, an
/// attribute or a script: `let cell: Markup = "<td>\(line)</td>"`.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    private(set) var text = ""

    init() {}

    init(stringLiteral value: StaticString) { text = value.description }

    init(stringInterpolation interpolation: Interpolation) { text = interpolation.text }

    /// `text` as it reads: control characters made visible, and nothing in it markup, in elements and in attributes.
    init(text: String) { self.text = Self.escaped(text) }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }

        mutating func appendLiteral(_ literal: StaticString) { text += literal.description }
        mutating func appendInterpolation(_ string: String) { text += Markup.escaped(string) }
        mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
        /// A coordinate: two digits are more than a screen shows.
        mutating func appendInterpolation(_ number: Double) { text += Phrases.coordinate(number) }
    }

    static func += (markup: inout Markup, more: Markup) { markup.text += more.text }

    /// `parts` one after the other.
    static func joined(_ parts: some Sequence<Markup>, separator: Markup = Markup()) -> Markup {
        var whole = Markup()
        for (index, part) in parts.enumerated() {
            if index > 0 { whole += separator }
            whole += part
        }
        return whole
    }

    private static func escaped(_ text: String) -> String {
        let safe = terminalSafe(text)
        let needsEscape = safe.utf8.contains { byte in
            byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
                || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        }
        guard needsEscape else { return safe }
        var escaped = ""
        for character in safe.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

extension Phrases {
    /// At most two digits behind the point, and none where they are zero.
    static func coordinate(_ number: Double) -> String {
        guard number.isFinite else { return "0" }
        let hundredths = Int((max(-1e9, min(1e9, number)) * 100).rounded())
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let fraction = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
        return (hundredths < 0 ? "-" : "") + "\(whole)" + fraction
    }
}
