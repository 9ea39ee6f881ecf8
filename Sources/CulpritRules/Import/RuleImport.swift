internal import CulpritModel

/// Rules of another program as a rule file, and what of them it does not say.
package struct RuleImport: Sendable {
    /// The file; empty when nothing could be carried over.
    package internal(set) var yaml = ""
    /// How many rules, formats or fragments it has.
    package internal(set) var count = 0
    /// What was not carried over, each with its name and why.
    package internal(set) var leftOut: [String] = []

    init() {}

    /// The forms that are read.
    package enum Form: String, Sendable, CaseIterable {
        case lnav
        case grok
        case cre
        case patterndb
        case sigma
    }

    /// Reads `text`, whose form is told by its content; `path` is for messages.
    package init(_ text: String, path: String) throws(RuleSetError) {
        guard let form = Self.form(of: text) else {
            throw Self.error("'\(path)' is of no form that can be imported.", path, nil)
        }
        switch form {
        case .lnav: self = try LnavImporter().run(text, path: path)
        case .grok: self = GrokImporter().run(text)
        case .cre: self = try CREImporter(path: path).run(text)
        case .patterndb: self = try PatternDBImporter().run(text, path: path)
        case .sigma: self = try SigmaImporter(path: path).run(text)
        }
    }

    static func form(of text: String) -> Form? {
        let start = text.drop { $0.isWhitespace }
        if start.hasPrefix("{") { return .lnav }
        if start.hasPrefix("<") { return .patterndb }
        let lines = text.split(whereSeparator: \.isNewline)
        if lines.contains(where: { $0.hasPrefix("detection:") }) { return .sigma }
        if lines.contains(where: { $0.contains("cre:") }) { return .cre }
        let named = lines.filter { !$0.hasPrefix("#") }
        return !named.isEmpty && named.allSatisfy { $0.firstMatch(of: #/^[A-Z][A-Za-z0-9_-]*\s+\S/#) != nil }
            ? .grok : nil
    }

    static func error(_ what: String, _ path: String, _ reason: String?) -> RuleSetError {
        let forms =
            "an lnav format (JSON), grok patterns, CRE rules (YAML), a syslog-ng patterndb (XML), a Sigma rule (YAML)"
        return RuleSetError(diagnostics: [
            Diagnostic(what, at: Place(path), because: reason, try: "Give one of: \(forms).")
        ])
    }
}

/// A rule as other programs have it: what can be carried over of it.
struct ImportedRule {
    var id: String
    var title: String
    var severity: Severity = .warning
    var match = ""
    var explanation = ""
    var remedies: [String] = []
    var references: [String] = []
    var examples: [String] = []
    var sequence: (steps: [String], within: String)?

    /// Writes it as an item of `rules`; what only a person knows is marked.
    func write(to file: inout YAMLText) {
        let mark = RuleDraft.mark
        file.item("id", id, indent: 2)
        file.pair("title", title.isEmpty ? "\(mark): what it means" : title, indent: 4)
        file.pair("severity", severity.name, indent: 4)
        file.pair("weight", "1.5", indent: 4, isQuoted: false)
        if let sequence {
            let steps = sequence.steps.joined(separator: ", ")
            file.line("    sequence: {steps: [\(steps)], within: \(sequence.within), by: host}")
        } else {
            file.pair("match", match, indent: 4)
            file.pair("culprit", "service", indent: 4)
        }
        file.pair(
            "explain", explanation.isEmpty ? "\(mark): what happened, for a person on call." : explanation, indent: 4)
        file.list("remedies", remedies.isEmpty ? ["\(mark): what to do about it."] : remedies, indent: 4)
        file.list("references", references.isEmpty ? ["\(mark): the documentation or source."] : references, indent: 4)
        file.line("    examples:")
        for example in examples.isEmpty ? ["\(mark): a line that it must match"] : examples {
            file.item(sequence == nil ? "line" : "lines", example, indent: 6)
        }
        file.list("counterexamples", ["\(mark): a near miss that it must not match"], indent: 4)
    }

    /// `text` as an id: small letters, digits and hyphens.
    static func id(_ text: String) -> String {
        let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "imported" : words.joined(separator: "-")
    }

    /// The severity that `word` is usually for.
    static func severity(_ word: String) -> Severity {
        switch word.lowercased() {
        case "critical", "violation": .critical
        case "high", "error": .error
        case "medium", "security", "warning": .warning
        default: .notice
        }
    }
}

extension RuleImport {
    /// Adds `rules` as a file for the folder that a person chooses.
    mutating func write(_ rules: [ImportedRule]) {
        guard !rules.isEmpty else { return }
        var file = YAMLText()
        file.comment(
            "Imported. Put it into bug, hardware, network or delay of your rules folder, replace each '\(RuleDraft.mark)',"
        )
        file.comment("and run 'culprit rules test' and 'culprit rules lint'.")
        file.line("rules:")
        for rule in rules { rule.write(to: &file) }
        yaml += file.text
        count += rules.count
    }
}
