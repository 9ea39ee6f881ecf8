internal import CulpritModel
internal import CulpritScan

/// Reads the signals of a file in `signals/`.
struct SignalDecoder {
    let path: String
    let problems: Problems

    private static let keys = [
        "id", "match", "labels", "bad", "category", "weight", "impact", "congestion", "order", "examples",
        "counterexamples",
        "title", "explain", "references",
    ]

    func signal(_ node: Node) -> SignalDefinition? {
        let name = node.mapping?["id"]?.string.map { "signal '\($0)'" } ?? "a signal"
        guard let reader = NodeReader(node, name, path: path, keys: Self.keys, problems: problems) else { return nil }
        let id = reader.string("id")
        let bad = reader.choice("bad", ["up", "down", "both"]).flatMap { Signal.Direction(rawValue: $0) }
        let weight = reader.double("weight", in: 0...6)
        let order = reader.double("order", in: 0...10_000)
        let category =
            reader.optionalString("category") == nil
            ? nil : reader.choice("category", Category.allCases.map(\.rawValue)).flatMap { Category(rawValue: $0) }
        guard let id, let bad, let weight, let order, let pattern = reader.pattern("match")?.compiled(problems)
        else { return nil }
        let labels = reader.optionalString("labels") == nil ? nil : reader.pattern("labels")?.compiled(problems)
        let signal = Signal(
            id: id, bad: bad, category: category, weight: weight, isImpact: reader.bool("impact"),
            isCongestion: reader.bool("congestion"))
        return SignalDefinition(
            signal: signal, pattern: pattern, labels: labels, order: order, examples: reader.strings("examples"),
            counterexamples: reader.strings("counterexamples"), place: reader.place)
    }
}
