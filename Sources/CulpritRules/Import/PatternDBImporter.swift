/// Carries a syslog-ng pattern database over: its parsers become captures of the same name.
struct PatternDBImporter {
    func run(_ text: String, path: String) throws(RuleSetError) -> RuleImport {
        guard let root = XMLElement.parse(text) else {
            throw RuleImport.error("'\(path)' is not XML, or too deep.", path, nil)
        }
        var result = RuleImport()
        var rules: [ImportedRule] = []
        for ruleset in root.all("ruleset") {
            let program = ruleset.attributes["name"] ?? "program"
            for element in ruleset.all("rule") { rules += self.rules(element, program: program, &result) }
        }
        result.write(rules)
        return result
    }

    private func rules(_ element: XMLElement, program: String, _ result: inout RuleImport) -> [ImportedRule] {
        let id = element.attributes["id"] ?? "without id"
        for kind in ["tags", "values", "actions"] where !element.all(kind).isEmpty {
            result.leftOut.append("\(program) \(id): '\(kind)'")
        }
        let patterns = element.all("pattern").map(\.text).filter { !$0.isEmpty }
        let examples = element.all("test_message").map(\.text)
        return patterns.enumerated().compactMap { number, pattern in
            guard let match = translated(pattern) else {
                result.leftOut.append("\(program) \(id): the parser in '\(pattern)'")
                return nil
            }
            let suffix = number == 0 ? "" : "-\(number + 1)"
            return ImportedRule(
                id: ImportedRule.id("\(program) \(id.prefix(8))") + suffix, title: "\(program): \(pattern.prefix(60))",
                severity: ImportedRule.severity(element.attributes["class"] ?? ""), match: match,
                references: element.all("url").map(\.text), examples: number == 0 ? examples : [])
        }
    }

    /// The pattern with each `@PARSER:name:parameter@` as a capture; `nil` when a parser has no counterpart.
    private func translated(_ pattern: String) -> String? {
        // A doubled @ is one of the text.
        let parts = pattern.replacing("@@", with: "\u{1}").components(around: "@")
            .map { $0.replacing("\u{1}", with: "@") }
        guard parts.count % 2 == 1 else { return nil }
        var (match, names) = ("^", Set<String>())
        for (number, part) in parts.enumerated() {
            if number % 2 == 0 {
                match += patternQuoted(part)
                continue
            }
            let words = part.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map { String($0) }
            guard let parser = Parser(words[0], words.count > 2 ? words[2] : "") else { return nil }
            let name = String(
                (words.count > 1 ? words[1] : "").map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
            let isNamed = name.first?.isLetter ?? false && names.insert(name).inserted
            match += parser.before + (isNamed ? "(?<\(name)>" : "(?:") + parser.value + ")" + parser.after
        }
        return match
    }
}

/// A parser as a pattern: what is captured, and what stands around it (syslog-ng administration guide, "Pattern parsers").
private struct Parser {
    var before = ""
    let value: String
    var after = ""

    init?(_ name: String, _ parameter: String) {
        switch name {
        case "STRING": value = "[\\w\(Self.members(parameter))]+"
        case "ESTRING": (value, after) = (".*?", patternQuoted(parameter))
        case "QSTRING":
            guard let first = parameter.first, let last = parameter.last else { return nil }
            (before, value, after) = (patternQuoted("\(first)"), ".*?", patternQuoted("\(last)"))
        case "ANYSTRING": value = ".*"
        case "NLSTRING": value = #"[^\n]*"#
        case "NUMBER": value = #"-?(?:0x[0-9a-fA-F]+|\d+)"#
        case "FLOAT", "DOUBLE": value = #"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"#
        case "IPv4": value = #"\d{1,3}(?:\.\d{1,3}){3}"#
        case "IPv6", "IPvANY": value = "[0-9a-fA-F:.]+"
        case "HOSTNAME": value = #"[\w.-]+"#
        case "EMAIL": value = #"[\w.+-]+@[\w.-]+"#
        case "MACADDR": value = "[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}"
        case "SET": value = "[\(Self.members(parameter))]+"
        case "PCRE": value = parameter
        default: return nil
        }
    }

    /// Characters as members of a class.
    private static func members(_ characters: String) -> String {
        characters.map { "\\]^-[".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}
