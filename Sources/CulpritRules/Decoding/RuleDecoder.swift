internal import CulpritModel
internal import CulpritScan
internal import Yams

/// Reads the rules of a file in one of the four category folders.
struct RuleDecoder {
    let category: Category
    let path: String
    let problems: Problems

    private static let keys = [
        "id", "title", "severity", "weight", "match", "culprit", "explain", "remedies", "references", "literal",
        "at_least", "within", "by", "examples", "counterexamples", "change", "also", "fallback",
    ]
    private static let changes = ["deploy", "restart", "configuration", "version", "failover", "backup"]

    func rule(_ node: Node) -> CompiledRule? {
        guard let reader = NodeReader(node, name(of: node), path: path, keys: Self.keys, problems: problems) else {
            return nil
        }
        let id = reader.string("id")
        let title = reader.string("title")
        let severity = reader.choice("severity", Severity.allCases.map(\.name)).flatMap { Severity(name: $0) }
        let weight = reader.double("weight", in: 0...6)
        let explanation = reader.string("explain")
        let pattern = self.pattern(reader)
        let culprit = pattern.flatMap { self.culprit(reader, pattern: $0) }
        let threshold = self.threshold(reader)
        let change = reader.has("change") ? reader.choice("change", Self.changes) : nil
        let examples = self.examples(reader, id: id ?? "?")
        let counterexamples = reader.nodes("counterexamples").compactMap { node in
            node.string.map {
                CompiledRule.Example(line: $0, captures: [:], place: Place(path, line: node.mark?.line))
            }
        }
        guard let id, let title, let severity, let weight, let explanation, let pattern, let culprit else { return nil }
        let rule = Rule(
            id: id, title: title, category: category, severity: severity, weight: weight, explanation: explanation,
            remedies: reader.strings("remedies"), references: reader.strings("references"), threshold: threshold,
            change: change)
        return CompiledRule(
            rule: rule, pattern: pattern, literal: reader.optionalString("literal"), culprit: culprit,
            examples: examples,
            counterexamples: counterexamples, also: reader.strings("also"),
            isFallback: reader.bool("fallback"), place: reader.place)
    }

    private func name(of node: Node) -> String { node.mapping?["id"]?.string.map { "rule '\($0)'" } ?? "a rule" }

    private func pattern(_ reader: NodeReader) -> CompiledPattern? {
        reader.pattern("match")?.compiled(problems)
    }

    private func culprit(_ reader: NodeReader, pattern: CompiledPattern) -> CompiledRule.Culprit? {
        switch reader.optionalString("culprit") ?? "service" {
        case "host": return .host
        case "service": return .service
        case let name:
            if let group = pattern.group(named: name) { return .capture(group) }
            let known = ["host", "service"] + pattern.captureNames.compactMap(\.self)
            let nearest = nearestName(to: name, in: known).map { "Did you mean '\($0)'? " } ?? ""
            problems.add(
                "'culprit' is '\(name)', which 'match' does not capture.", at: reader.place(of: "culprit"),
                try: "\(nearest)It is one of \(known.joined(separator: ", ")).")
            return nil
        }
    }

    private func threshold(_ reader: NodeReader) -> Rule.Threshold? {
        guard reader.has("at_least") || reader.has("within") else { return nil }
        guard let count = reader.double("at_least", in: 1...1_000_000), let within = reader.string("within") else {
            return nil
        }
        guard let seconds = seconds(within) else {
            problems.add(
                "'within' is '\(within)'.", at: reader.place(of: "within"),
                try: "Write a number and 's', 'm', 'h' or 'd', as in '10m'.")
            return nil
        }
        return Rule.Threshold(count: Int(count), withinSeconds: seconds, by: reader.optionalString("by"))
    }

    private func seconds(_ text: String) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Double(text.dropLast()), number > 0 else {
            return nil
        }
        return number * unit
    }

    private func examples(_ reader: NodeReader, id: String) -> [CompiledRule.Example] {
        reader.nodes("examples").compactMap { node in
            let name = "an example of rule '\(id)'"
            guard
                let example = NodeReader(node, name, path: path, keys: ["line", "captures"], problems: problems),
                let line = example.string("line")
            else { return nil }
            let captures = example.pairs("captures").compactMap { pair in pair.values.first.map { (pair.key, $0) } }
            return CompiledRule.Example(
                line: line, captures: Dictionary(captures, uniquingKeysWith: { $1 }), place: example.place)
        }
    }
}
