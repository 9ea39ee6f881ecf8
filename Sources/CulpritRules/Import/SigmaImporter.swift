internal import CulpritModel

/// Carries Sigma rules over whose condition is keywords in a line; conditions on fields are of other logs.
struct SigmaImporter {
    let path: String

    func run(_ text: String) throws(RuleSetError) -> RuleImport {
        var result = RuleImport()
        var rules: [ImportedRule] = []
        for document in try yamlDocuments(text, path: path) {
            guard let root = document.mapping, let title = root["title"]?.string else {
                result.leftOut.append("a document without a 'title'")
                continue
            }
            if let rule = rule(root, title: title, &result) { rules.append(rule) }
        }
        result.write(rules)
        return result
    }

    private static let carried: Set = [
        "title", "id", "description", "level", "references", "detection", "status", "author", "date", "modified",
        "logsource",
        "falsepositives",
    ]

    private func rule(_ root: Node.Mapping, title: String, _ result: inout RuleImport) -> ImportedRule? {
        guard let detection = root["detection"]?.mapping else {
            result.leftOut.append("\(title): it has no 'detection'")
            return nil
        }
        let condition = detection["condition"]?.string ?? ""
        let names = condition.split(separator: " ").filter { $0 != "or" && $0 != "1" && $0 != "of" && $0 != "them" }
        let selections =
            names.isEmpty ? detection.compactMap { $0.key.string }.filter { $0 != "condition" } : names.map(String.init)
        var words: [String] = []
        for name in selections {
            guard let list = detection[name]?.sequence, list.allSatisfy({ $0.scalar != nil }) else {
                result.leftOut.append(
                    "\(title): the condition '\(condition)'; only lists of keywords joined by 'or' are lines")
                return nil
            }
            words += list.compactMap(\.string)
        }
        for pair in root {
            guard let key = pair.key.string, !Self.carried.contains(key) else { continue }
            result.leftOut.append("\(title): '\(key)'")
        }
        if root["falsepositives"] != nil {
            result.leftOut.append("\(title): 'falsepositives'; write them as counterexamples")
        }
        // An asterisk stands for anything, a question mark for one character (Sigma specification, Value Modifiers).
        let patterns = words.map { word in
            word.map { $0 == "*" ? ".*" : $0 == "?" ? "." : patternQuoted(String($0)) }.joined()
        }
        return ImportedRule(
            id: ImportedRule.id(title), title: title, severity: ImportedRule.severity(root["level"]?.string ?? ""),
            match: "(?i)(?:\(patterns.joined(separator: "|")))", explanation: root["description"]?.string ?? "",
            references: root["references"]?.sequence?.compactMap(\.string) ?? [],
            examples: words.filter { !$0.contains("*") && !$0.contains("?") })
    }
}

/// The documents of a YAML file.
func yamlDocuments(_ text: String, path: String) throws(RuleSetError) -> [Node] {
    do {
        return try Node.documents(text)
    } catch {
        throw RuleImport.error("'\(path)' is not YAML.", path, "\(error)")
    }
}
