internal import CulpritModel

/// Carries CRE rules over: a set of one term is a rule, an ordered sequence becomes a `sequence` of rules.
struct CREImporter {
    let path: String

    func run(_ text: String) throws(RuleSetError) -> RuleImport {
        var result = RuleImport()
        var rules: [ImportedRule] = []
        for document in try yamlDocuments(text, path: path) {
            for node in document.mapping?["rules"]?.sequence ?? [] {
                guard let item = node.mapping, let cre = item["cre"]?.mapping, let id = cre["id"]?.string else {
                    result.leftOut.append("a rule without 'cre' and 'id'")
                    continue
                }
                rules += self.rules(cre, item["rule"]?.mapping, id: id, &result)
            }
        }
        result.write(rules)
        return result
    }

    private func rules(
        _ cre: Node.Mapping, _ rule: Node.Mapping?, id: String, _ result: inout RuleImport
    ) -> [ImportedRule] {
        let isSequence = rule?["sequence"] != nil
        guard let body = (rule?["set"] ?? rule?["sequence"])?.mapping else {
            result.leftOut.append("\(id): its rule is neither a 'set' nor a 'sequence'")
            return []
        }
        if body["negate"] != nil { result.leftOut.append("\(id): 'negate'; write it as 'suppress' of another rule") }
        if body["correlations"] != nil { result.leftOut.append("\(id): 'correlations'; hits are joined by host") }
        let terms = body[isSequence ? "order" : "match"]?.sequence?.compactMap { term($0, id: id, &result) } ?? []
        guard !terms.isEmpty else {
            result.leftOut.append("\(id): it has no term that a line can match")
            return []
        }
        var base = ImportedRule(id: ImportedRule.id(id), title: cre["title"]?.string ?? "")
        base.severity = (cre["severity"]?.string.flatMap { Int($0) } ?? 2) <= 1 ? .error : .warning
        base.explanation = [cre["description"]?.string, cre["cause"]?.string].compactMap(\.self)
            .map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.joined(separator: " ")
        base.remedies = (cre["mitigation"]?.string ?? "").split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0 == "-" || $0 == " " })
        }.filter { !$0.isEmpty }
        base.references = cre["references"]?.sequence?.compactMap(\.string) ?? []
        var rules = terms.enumerated().map { number, term in
            var rule = base
            (rule.match, rule.examples) = (term.pattern, term.example.map { [$0] } ?? [])
            if terms.count > 1 { rule.id += "-\(number + 1)" }
            return rule
        }
        guard terms.count > 1 else { return rules }
        if isSequence {
            base.sequence = (rules.map(\.id), window(body["window"]?.string))
            rules.append(base)
        } else {
            result.leftOut.append("\(id): that its \(terms.count) terms come together in any order; each became a rule")
        }
        return rules
    }

    private func term(_ node: Node, id: String, _ result: inout RuleImport) -> (pattern: String, example: String?)? {
        if let value = node.string ?? node.mapping?["value"]?.string { return (patternQuoted(value), value) }
        if let pattern = node.mapping?["regex"]?.string { return (pattern, nil) }
        result.leftOut.append("\(id): a term that is neither 'value' nor 'regex'")
        return nil
    }

    /// `90s`, `5m`, `1h`; ten minutes where none is told.
    private func window(_ text: String?) -> String {
        text.flatMap { secondCount($0) } != nil ? text ?? "10m" : "10m"
    }
}
