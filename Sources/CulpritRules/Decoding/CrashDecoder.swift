internal import CulpritModel
internal import CulpritScan
internal import Yams

/// Reads the languages of a file in `crashes/`.
struct CrashDecoder {
    let path: String
    let problems: Problems

    private static let keys = [
        "id", "kind", "order", "gap", "depth", "innermost", "stack", "title", "start", "frames", "causes", "details",
        "belongs", "end", "noise", "examples", "group_by", "needs_frames",
    ]
    private static let roles: [(key: String, role: CrashLine.Role)] = [
        ("frames", .frame), ("causes", .cause), ("details", .detail), ("belongs", .belongs), ("end", .end),
    ]

    func language(_ node: Node) -> CrashDefinition? {
        let name = node.mapping?["id"]?.string.map { "crash language '\($0)'" } ?? "a crash language"
        guard let reader = NodeReader(node, name, path: path, keys: Self.keys, problems: problems),
            let id = reader.string("id"), let kind = reader.string("kind"), let title = reader.string("title"),
            let order = reader.double("order", in: 0...10_000),
            let innermost = reader.choice("innermost", ["first", "last"])
        else { return nil }
        let gap = reader.has("gap") ? reader.double("gap", in: 0...400) : 3
        let depth = reader.has("depth") ? reader.double("depth", in: 0...20) : 4
        let grouping = reader.has("group_by") ? reader.choice("group_by", ["function", "type"]) : "function"
        let stack = reader.has("stack") ? reader.choice("stack", ["lines", "erlang"]) : "lines"
        var patterns: [CrashLine.Role: [CompiledPattern]] = [:]
        for (key, role) in Self.roles { patterns[role] = compiled(reader, key) }
        let grammar = CrashGrammar(
            id: id, kind: kind, title: title, innermost: CrashGrammar.Innermost(rawValue: innermost) ?? .first,
            stack: stack.flatMap { CrashGrammar.StackSyntax(rawValue: $0) } ?? .lines, gap: Int(gap ?? 3),
            depth: Int(depth ?? 4),
            grouping: grouping.flatMap { CrashGrammar.Grouping(rawValue: $0) } ?? .function,
            needsFrames: reader.bool("needs_frames"))
        return CrashDefinition(
            grammar: grammar, order: order, starts: reader.nodes("start").compactMap { start($0, of: name) },
            patterns: patterns, noise: compiled(reader, "noise"),
            examples: reader.nodes("examples").compactMap { example($0, of: name) }, place: reader.place)
    }

    private func start(_ node: Node, of name: String) -> CrashDefinition.Start? {
        let keys = ["match", "kind", "title", "single"]
        guard let reader = NodeReader(node, "a start of \(name)", path: path, keys: keys, problems: problems),
            let source = reader.pattern("match"), let pattern = compile(source)
        else { return nil }
        return CrashDefinition.Start(
            pattern: pattern, kind: reader.optionalString("kind"), title: reader.optionalString("title"),
            isSingle: reader.bool("single"))
    }

    private func compiled(_ reader: NodeReader, _ key: String) -> [CompiledPattern] {
        reader.nodes(key).compactMap { node in
            guard let text = node.string else { return nil }
            return compile(CompiledPatternSource(text: text, place: Place(path, line: node.mark?.line)))
        }
    }

    private func compile(_ source: CompiledPatternSource) -> CompiledPattern? {
        do throws(PatternError) {
            return try CompiledPattern(source.text, at: source.place)
        } catch {
            problems.add(
                error.diagnostic.what, at: source.place, because: error.diagnostic.reason, try: "Correct the pattern.")
            return nil
        }
    }

    private func example(_ node: Node, of name: String) -> CrashDefinition.Example? {
        let keys = ["text", "title", "frames"]
        guard
            let reader = NodeReader(node, "an example of \(name)", path: path, keys: keys, problems: problems),
            let text = reader.string("text"), let title = reader.string("title")
        else { return nil }
        return CrashDefinition.Example(text: text, title: title, frames: reader.strings("frames"), place: reader.place)
    }
}
