package import CulpritModel

/// A rule proposed from one line, with marks where only a person knows what to write.
package struct RuleDraft {
    /// What stands where something is to be filled in; the linter refuses a rule that still has it.
    package static let mark = "FILL IN"

    package let pattern: String
    package let captures: [Record.Field]
    private let record: Record

    /// `record.template` tells which parts of the message vary.
    package init(_ record: Record) {
        self.record = record
        let literals = record.template.text.components(around: "<*>")
        var (pattern, captures, rest) = ("", [Record.Field](), Substring(record.message))
        for (index, literal) in literals.enumerated() {
            guard let range = literal.isEmpty ? rest.endIndex..<rest.endIndex : rest.firstRange(of: literal) else {
                (pattern, captures) = (Self.quoted(record.message), [])
                break
            }
            if index > 0 {
                let value = String(rest[..<range.lowerBound])
                let name = Self.name(before: literals[index - 1], taken: captures.map(\.name), number: index)
                captures.append(Record.Field(name: name, value: value))
                pattern += "(?<\(name)>\(Self.shape(of: value)))"
            }
            pattern += Self.quoted(literal)
            rest = rest[range.upperBound...]
        }
        (self.pattern, self.captures) = (pattern, captures)
    }

    /// The rule file, which `rules lint` accepts once every mark is replaced.
    package var yaml: String {
        let mark = Self.mark
        let severity = max(record.severity ?? .error, .warning)
        var file = YAMLText()
        file.comment(
            "Replace each '\(mark)', put the file into bug, hardware, network or delay of your rules folder, and run")
        file.comment("'culprit rules test' and 'culprit rules lint': they accept it when it is complete.")
        file.line("rules:")
        file.item("id", Self.id(of: record.message), indent: 2)
        file.pair("title", "\(mark): what it means, in a few words", indent: 4)
        file.pair("severity", severity.name, indent: 4)
        file.pair("weight", "1.5", indent: 4, isQuoted: false)
        file.pair("match", pattern, indent: 4)
        file.pair("culprit", culprit, indent: 4)
        file.pair("explain", "\(mark): what happened, for a person on call.", indent: 4)
        file.list("remedies", ["\(mark): what to do about it."], indent: 4)
        file.list("references", ["\(mark): the program's documentation or source."], indent: 4)
        file.line("    examples:")
        file.item("line", record.message, indent: 6)
        if !captures.isEmpty {
            file.line("        captures:")
            for capture in captures { file.pair(capture.name, capture.value, indent: 10) }
        }
        file.item("line", "\(mark): another line that it must match", indent: 6)
        file.list(
            "counterexamples", ["\(mark): a near miss that it must not match", "\(mark): another near miss"], indent: 4)
        return file.text
    }

    private var culprit: String {
        let hosts: Set = ["host", "peer", "server", "node", "upstream", "backend", "neighbor", "device"]
        return captures.first { hosts.contains($0.name) }?.name ?? (record.service == nil ? "host" : "service")
    }

    /// The name of a value: the word before it, as in `sector 12` or `dev=sda`.
    private static func name(before literal: String, taken: [String], number: Int) -> String {
        let word = literal.split { !($0.isASCII && ($0.isLetter || $0 == "_")) }.last.map { $0.lowercased() } ?? ""
        let name = word.count > 1 && word.count <= 20 ? word : "value"
        return taken.contains(name) ? "\(name)\(number)" : name
    }

    private static func shape(of value: String) -> String {
        if value.isEmpty { return ".*?" }
        if value.allSatisfy(\.isNumber) { return #"\d+"# }
        if value.wholeMatch(of: #/\d+(?:\.\d+){1,3}/#) != nil { return #"[\d.]+"# }
        if value.wholeMatch(of: #/(?:0x)?[0-9a-fA-F]+/#) != nil { return "[0-9a-fA-Fx]+" }
        return value.contains(where: \.isWhitespace) ? ".+?" : #"\S+"#
    }

    private static func id(of message: String) -> String {
        let words = message.lowercased().split { !($0.isASCII && $0.isLetter) }.filter { $0.count > 2 }.map {
            String($0)
        }
        return words.isEmpty ? "my-rule" : words.prefix(4).joined(separator: "-")
    }

    private static func quoted(_ text: String) -> String { patternQuoted(text) }
}

/// `text` as a pattern that matches it and nothing else.
func patternQuoted(_ text: String) -> String {
    text.map { #"\.+*?()[]{}|^$#"#.contains($0) ? "\\\($0)" : "\($0)" }.joined()
}

extension String {
    /// The parts between `separator`.
    func components(around separator: String) -> [String] {
        var (parts, rest): ([String], Substring) = ([], self[...])
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
