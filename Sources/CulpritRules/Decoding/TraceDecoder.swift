internal import CulpritModel
internal import CulpritScan

/// Reads the `traces` of a file in `formats/`.
struct TraceDecoder {
    let path: String
    let problems: Problems

    func trace(_ node: Node) -> TraceDefinition? {
        let name = node.mapping?["id"]?.string.map { "trace '\($0)'" } ?? "a trace"
        let keys = ["id", "start", "line", "end", "lead_lines"]
        guard let reader = NodeReader(node, name, path: path, keys: keys, problems: problems) else { return nil }
        let id = reader.string("id")
        let (start, line) = (pattern(reader, "start"), pattern(reader, "line"))
        let end = reader.has("end") ? pattern(reader, "end") : nil
        let lead = reader.has("lead_lines") ? reader.double("lead_lines", in: 0...50) : 0
        guard let id, let start, let line, let lead else { return nil }
        return TraceDefinition(id: id, start: start, line: line, end: end, leadLineCount: Int(lead))
    }

    private func pattern(_ reader: NodeReader, _ key: String) -> CompiledPattern? {
        reader.pattern(key)?.compiled(problems)
    }
}
