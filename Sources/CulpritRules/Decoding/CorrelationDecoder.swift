internal import CulpritModel

/// Reads what a rule says of the hits of other rules: `sequence`, `absence`, `rate`, `suppress`.
struct CorrelationDecoder {
    let path: String
    let problems: Problems

    static let kinds = ["sequence", "absence", "rate"]
    private static let stepLimit = 8

    /// The correlation of a rule that has one of the keys in `kinds`.
    func correlation(_ reader: NodeReader) -> Correlation? {
        guard let key = Self.kinds.first(where: reader.has), let node = reader.node(key) else { return nil }
        let keys =
            switch key {
            case "sequence": ["steps"]
            case "absence": ["of", "after"]
            default: ["of", "more_than", "times"]
            }
        let inner = NodeReader(node, "'\(key)'", path: path, keys: keys + ["within", "by"], problems: problems)
        guard let inner, let within = seconds(inner) else { return nil }
        let kind: Correlation.Kind?
        switch key {
        case "sequence": kind = sequence(inner)
        case "absence": kind = rules(inner, "of").map { .absence(of: $0, after: inner.strings("after")) }
        default: kind = rate(inner)
        }
        return kind.map {
            Correlation(kind: $0, withinSeconds: within, by: Grouping(inner.optionalString("by") ?? "host"))
        }
    }

    func suppression(_ reader: NodeReader) -> Suppression? {
        guard let node = reader.node("suppress") else { return nil }
        let inner = NodeReader(node, "'suppress'", path: path, keys: ["rules", "within", "by"], problems: problems)
        guard let inner, let ids = rules(inner, "rules"), let within = seconds(inner) else { return nil }
        return Suppression(
            rules: ids, withinSeconds: within, by: Grouping(inner.optionalString("by") ?? "host"))
    }

    private func sequence(_ reader: NodeReader) -> Correlation.Kind? {
        let steps = reader.nodes("steps").map { node in
            node.sequence.map { $0.compactMap(\.string) } ?? node.string.map { [$0] } ?? []
        }
        guard (2...Self.stepLimit).contains(steps.count), !steps.contains(where: \.isEmpty) else {
            problems.add(
                "'steps' is not a list of 2 to \(Self.stepLimit) steps.", at: reader.place(of: "steps"),
                try: "Write 'steps: [first-rule, [second-rule, or-this-rule]]' with the ids of rules.")
            return nil
        }
        return .sequence(steps)
    }

    private func rate(_ reader: NodeReader) -> Correlation.Kind? {
        guard let ids = rules(reader, "of"), let count = reader.double("more_than", in: 1...1_000_000) else {
            return nil
        }
        let times = reader.has("times") ? reader.double("times", in: 1...1_000_000) : nil
        return .rate(of: ids, moreThan: Int(count), times: times)
    }

    private func rules(_ reader: NodeReader, _ key: String) -> [String]? {
        let ids = reader.strings(key)
        if ids.isEmpty {
            problems.add("There is no '\(key)'.", at: reader.place(of: key), try: "Write '\(key): [id-of-a-rule]'.")
            return nil
        }
        return ids
    }

    private func seconds(_ reader: NodeReader) -> Double? {
        reader.string("within").flatMap { reader.seconds($0, of: "within") }
    }
}
