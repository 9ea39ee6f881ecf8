/// A YAML file being written: block style, texts in single quotes where they need it.
struct YAMLText {
    private(set) var text = ""

    mutating func line(_ line: String) { text += line + "\n" }

    mutating func comment(_ words: String) {
        for part in words.split(whereSeparator: \.isNewline) { line("# \(part)") }
    }

    mutating func pair(_ key: String, _ value: String, indent: Int, isQuoted: Bool = true) {
        line("\(blanks(indent))\(key): \(isQuoted ? Self.scalar(value) : value)")
    }

    /// The first pair of an item of a list.
    mutating func item(_ key: String, _ value: String, indent: Int, isQuoted: Bool = true) {
        line("\(blanks(indent))- \(key): \(isQuoted ? Self.scalar(value) : value)")
    }

    /// Leaves out a list without items.
    mutating func list(_ key: String, _ values: [String], indent: Int) {
        guard !values.isEmpty else { return }
        line("\(blanks(indent))\(key):")
        for value in values { line("\(blanks(indent + 2))- \(Self.scalar(value))") }
    }

    private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

    /// A word as it is, anything else in quotes (YAML 1.2.2 §7.3).
    static func scalar(_ value: String) -> String {
        let isControlled = value.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
        if isControlled {
            let escaped = value.unicodeScalars.map { scalar in
                switch scalar {
                case "\"", "\\": "\\\(scalar)"
                case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                    "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                default: "\(scalar)"
                }
            }
            return "\"\(escaped.joined())\""
        }
        let isWord = value.wholeMatch(of: #/[A-Za-z][\w.-]*/#) != nil
        let hasMeaning = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(value.lowercased())
        return isWord && !hasMeaning ? value : "'\(value.replacing("'", with: "''"))'"
    }
}
