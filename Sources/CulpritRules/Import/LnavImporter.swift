internal import Foundation

/// Carries formats of lnav over: the fields that both know get Culprit's names.
struct LnavImporter {
    func run(_ text: String, path: String) throws(RuleSetError) -> RuleImport {
        let root: Any
        do {
            root = try JSONSerialization.jsonObject(with: Data(text.utf8))
        } catch {
            throw RuleImport.error("'\(path)' is not JSON.", path, error.localizedDescription)
        }
        guard let formats = root as? [String: Any] else {
            throw RuleImport.error("'\(path)' has no formats.", path, "Its top level is no object.")
        }
        var result = RuleImport()
        var file = YAMLText()
        file.comment("Imported. Put it into 'formats' of your rules folder, and add what each example must give.")
        file.line("formats:")
        for (id, value) in formats.sorted(by: { $0.key < $1.key }) where id != "$schema" {
            guard let format = value as? [String: Any] else {
                result.leftOut.append("\(id): it is no object")
                continue
            }
            write(format, id: id, to: &file, &result)
        }
        result.yaml = result.count == 0 ? "" : file.text
        return result
    }

    private static let carried: Set = [
        "title", "regex", "sample", "json", "timestamp-field", "level-field", "body-field", "level", "description",
        "url",
    ]

    private func write(_ format: [String: Any], id: String, to file: inout YAMLText, _ result: inout RuleImport) {
        for key in format.keys.sorted() where !Self.carried.contains(key) {
            result.leftOut.append("\(id): '\(key)', which formats do not have here")
        }
        let names = [
            "time": format["timestamp-field"] as? String ?? "timestamp",
            "severity": format["level-field"] as? String ?? "level",
            "message": format["body-field"] as? String ?? "body",
        ]
        if let level = format["level"] as? [String: String] {
            for word in level.values where word.contains(where: { !$0.isLetter }) {
                result.leftOut.append("\(id): the level pattern '\(word)'; words of severity are told as they are")
            }
        }
        let samples = (format["sample"] as? [[String: Any]] ?? []).compactMap { $0["line"] as? String }
        let title = format["title"] as? String ?? id
        if format["json"] as? Bool == true {
            head(ImportedRule.id(id), title, "json", &file)
            file.line("    keys:")
            for (part, key) in names.sorted(by: { $0.key < $1.key }) { file.list(part, [key], indent: 6) }
            write(samples, to: &file)
            result.count += 1
            return
        }
        let patterns = (format["regex"] as? [String: [String: Any]] ?? [:]).compactMapValues {
            $0["pattern"] as? String
        }
        if patterns.isEmpty { result.leftOut.append("\(id): it has neither 'regex' nor 'json'") }
        for (name, pattern) in patterns.sorted(by: { $0.key < $1.key }) {
            head(ImportedRule.id(patterns.count == 1 ? id : "\(id) \(name)"), title, "line", &file)
            var header = pattern
            for (part, field) in names { header = header.replacing("(?<\(field)>", with: "(?<\(part)>") }
            file.pair("header", header.hasPrefix("^") ? header : "^" + header, indent: 4)
            write(samples, to: &file)
            result.count += 1
        }
    }

    private func head(_ id: String, _ title: String, _ kind: String, _ file: inout YAMLText) {
        file.item("id", id, indent: 2)
        file.pair("title", title, indent: 4)
        file.pair("kind", kind, indent: 4)
        file.pair("order", "50", indent: 4, isQuoted: false)
    }

    private func write(_ samples: [String], to file: inout YAMLText) {
        guard !samples.isEmpty else { return }
        file.line("    examples:")
        for sample in samples { file.item("line", sample, indent: 6) }
    }
}
