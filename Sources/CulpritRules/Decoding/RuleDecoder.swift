internal import CulpritModel
internal import CulpritScan

/// Reads the rules of a file in a category's folder, or in `changes`.
struct RuleDecoder {
    /// `nil` in `changes`.
    let category: Category?
    let path: String
    let fragments: Fragments
    let problems: Problems

    /// What one item of `rules` is.
    enum Decoded {
        case ofRecords(CompiledRule)
        case ofRules(CorrelationRule)
    }

    private static let keys = [
        "id", "title", "severity", "weight", "match", "culprit", "explain", "remedies", "references", "literal",
        "at_least", "within", "by", "examples", "counterexamples", "also", "fallback", "suppress", "redact",
    ]

    func rule(_ node: Node) -> Decoded? {
        let keys = Self.keys + CorrelationDecoder.kinds + (category == nil ? ["change"] : [])
        let name = node.mapping?["id"]?.string.map { "rule '\($0)'" } ?? "a rule"
        guard let reader = NodeReader(node, name, path: path, keys: keys, problems: problems) else { return nil }
        return CorrelationDecoder.kinds.contains(where: reader.has) ? ruleOfRules(reader) : ruleOfRecords(reader)
    }

    private func ruleOfRecords(_ reader: NodeReader) -> Decoded? {
        let pattern = reader.pattern("match").flatMap { fragments.expanded($0, problems) }?.compiled(problems)
        let culprit = pattern.flatMap { self.culprit(reader, pattern: $0) }
        let threshold = self.threshold(reader)
        let redacted = pattern.map { self.redacted(reader, pattern: $0) } ?? []
        let suppression = CorrelationDecoder(path: path, problems: problems).suppression(reader)
        let rule = self.rule(reader, threshold: threshold, suppression: suppression, redacted: redacted)
        let (examples, timed) = self.examples(reader)
        let counterexamples = reader.nodes("counterexamples").compactMap { node in
            node.string.map {
                CompiledRule.Example(line: $0, captures: [:], place: Place(path, line: node.line))
            }
        }
        guard let rule, let pattern, let culprit else { return nil }
        return .ofRecords(
            CompiledRule(
                rule: rule, pattern: pattern, literal: reader.optionalString("literal"), culprit: culprit,
                examples: examples, counterexamples: counterexamples, timedExamples: timed,
                also: reader.strings("also"), isFallback: reader.bool("fallback"), place: reader.place))
    }

    private func ruleOfRules(_ reader: NodeReader) -> Decoded? {
        for key in ["match", "at_least", "within", "by", "literal", "also", "fallback", "redact", "culprit", "change"]
        where reader.has(key) {
            problems.add(
                "A rule over the hits of other rules has no '\(key)'.", at: reader.place(of: key),
                try: "Remove it, or write a rule with 'match' and name its id here.")
        }
        if category == nil {
            problems.add(
                "What several records show is no change.", at: reader.place,
                try: "Put the rule into a category's folder.")
        }
        let decoder = CorrelationDecoder(path: path, problems: problems)
        let correlation = decoder.correlation(reader)
        let rule = self.rule(reader, correlation: correlation, suppression: decoder.suppression(reader))
        let examples = reader.nodes("examples").compactMap(timedExample)
        let counterexamples = reader.nodes("counterexamples").compactMap(timedExample)
        guard let rule, correlation != nil else { return nil }
        return .ofRules(
            CorrelationRule(
                rule: rule, examples: examples, counterexamples: counterexamples, place: reader.place))
    }

    /// What both kinds of rules say.
    private func rule(
        _ reader: NodeReader, threshold: Rule.Threshold? = nil, correlation: Correlation? = nil,
        suppression: Suppression?, redacted: [String] = []
    ) -> Rule? {
        let id = reader.string("id")
        let title = reader.string("title")
        let severity = reader.choice("severity", Severity.allCases.map(\.name)).flatMap { Severity(name: $0) }
        let weight = reader.double("weight", in: 0...6)
        let explanation = reader.string("explain")
        let change = category == nil && correlation == nil ? reader.choice("change", Rule.changes) : nil
        guard let id, let title, let severity, let weight, let explanation else { return nil }
        return Rule(
            id: id, title: title, category: category, severity: severity, weight: weight, explanation: explanation,
            remedies: reader.strings("remedies"), references: reader.strings("references"), threshold: threshold,
            change: change, correlation: correlation, suppression: suppression, redacted: redacted)
    }

    private func culprit(_ reader: NodeReader, pattern: CompiledPattern) -> CompiledRule.Culprit? {
        switch reader.optionalString("culprit") ?? "service" {
        case "host": return .host
        case "service": return .service
        case let name:
            if let group = pattern.group(named: name) { return .capture(group) }
            addUncaptured(name, key: "culprit", known: ["host", "service"], reader, pattern)
            return nil
        }
    }

    private func redacted(_ reader: NodeReader, pattern: CompiledPattern) -> [String] {
        let names = reader.strings("redact")
        for name in names where pattern.group(named: name) == nil {
            addUncaptured(name, key: "redact", known: [], reader, pattern)
        }
        return names
    }

    private func addUncaptured(
        _ name: String, key: String, known: [String], _ reader: NodeReader, _ pattern: CompiledPattern
    ) {
        let known = known + pattern.captureNames.compactMap(\.self)
        let nearest = nearestName(to: name, in: known).map { "Did you mean '\($0)'? " } ?? ""
        problems.add(
            "'\(key)' is '\(name)', which 'match' does not capture.", at: reader.place(of: key),
            try: "\(nearest)It is one of \(known.joined(separator: ", ")).")
    }

    private func threshold(_ reader: NodeReader) -> Rule.Threshold? {
        guard reader.has("at_least") || reader.has("within") else { return nil }
        guard let count = reader.double("at_least", in: 1...1_000_000), let within = reader.string("within"),
            let seconds = reader.seconds(within, of: "within")
        else { return nil }
        return Rule.Threshold(
            count: Int(count), withinSeconds: seconds, by: Grouping(reader.optionalString("by")))
    }

    private func examples(_ reader: NodeReader) -> ([CompiledRule.Example], [TimedExample]) {
        var (examples, timed): ([CompiledRule.Example], [TimedExample]) = ([], [])
        for node in reader.nodes("examples") {
            if node.mapping?["lines"] != nil, reader.has("suppress") {
                if let example = timedExample(node) { timed.append(example) }
                continue
            }
            let name = "an example of rule '\(reader.optionalString("id") ?? "?")'"
            guard
                let example = NodeReader(node, name, path: path, keys: ["line", "captures"], problems: problems),
                let line = example.string("line")
            else { continue }
            let captures = example.pairs("captures").compactMap { pair in pair.values.first.map { (pair.key, $0) } }
            examples.append(
                CompiledRule.Example(
                    line: line, captures: Dictionary(captures, uniquingKeysWith: { $1 }), place: example.place))
        }
        return (examples, timed)
    }

    private func timedExample(_ node: Node) -> TimedExample? {
        guard
            let reader = NodeReader(node, "an example over time", path: path, keys: ["lines"], problems: problems),
            let text = reader.string("lines")
        else { return nil }
        if let example = TimedExample(text, at: reader.place) { return example }
        problems.add(
            "An example over time has a line that is not 'OFFSET HOST MESSAGE'.", at: reader.place(of: "lines"),
            try: "Write each line as '90s db-1 Started postgresql.service.'.")
        return nil
    }
}
