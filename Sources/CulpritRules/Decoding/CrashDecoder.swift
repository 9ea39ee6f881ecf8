internal import CulpritModel
internal import CulpritScan

/// Reads the languages of a file in `crashes/`.
struct CrashDecoder {
    let path: String
    let problems: Problems

    private static let keys = [
        "id", "kind", "order", "gap", "depth", "innermost", "stack", "title", "start", "frames", "causes", "details",
        "belongs", "end", "noise", "examples", "group_by", "needs_frames", "marks", "context", "prefix",
        "noise_places", "namesakes", "dispatchers", "frames_decide", "frame_length",
        "endless", "decisive",
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
        let length = reader.has("frame_length") ? reader.double("frame_length", in: 20...1_000) : 400
        let grammar = CrashGrammar(
            id: id, kind: kind, title: title, innermost: CrashGrammar.Innermost(rawValue: innermost) ?? .first,
            stack: stack.flatMap { CrashGrammar.StackSyntax(rawValue: $0) } ?? .lines, gap: Int(gap ?? 3),
            depth: Int(depth ?? 4),
            grouping: grouping.flatMap { CrashGrammar.Grouping(rawValue: $0) } ?? .function,
            needsFrames: reader.bool("needs_frames"),
            printsRootFirst: reader.has("decisive") && reader.choice("decisive", ["first", "last"]) == "first",
            framesDecide: reader.bool("frames_decide"),
            frameLength: Int(length ?? 400), endless: reader.strings("endless"))
        let marks = self.marks(reader)
        let names = ["start", "stack"] + marks.map(\.name)
        let starts = reader.nodes("start").enumerated().compactMap { start($1, number: $0, of: name, marks: names) }
        return CrashDefinition(
            grammar: grammar, order: order, starts: starts, patterns: patterns, marks: marks,
            context: optional(reader, "context"), prefix: optional(reader, "prefix"),
            noise: compiled(reader, "noise"), noisePlaces: compiled(reader, "noise_places"),
            namesakes: compiled(reader, "namesakes"),
            dispatchers: reader.nodes("dispatchers").compactMap { renaming($0, of: name) },
            examples: reader.nodes("examples").compactMap { example($0, of: name) }, place: reader.place)
    }

    private func start(_ node: Node, number: Int, of name: String, marks: [String]) -> CrashDefinition.Start? {
        let keys = [
            "match", "kind", "title", "single", "echo", "ways", "pick", "skip", "gather", "lead", "needs_frames",
            "message_follows",
        ]
        guard let reader = NodeReader(node, "a start of \(name)", path: path, keys: keys, problems: problems),
            let pattern = reader.pattern("match")?.compiled(problems)
        else { return nil }
        let ways = reader.nodes("ways").map { $0.sequence?.compactMap(\.string) ?? [] }
        for mark in ways.joined() where !marks.contains(mark) {
            problems.add(
                "A start of \(name) goes by the mark '\(mark)', which is none.", at: reader.place(of: "ways"),
                try: "The marks are \(marks.joined(separator: ", ")).")
        }
        let start = CrashStart(
            number: number, kind: reader.optionalString("kind"), titles: reader.strings("title"),
            isSingle: reader.bool("single"), isEcho: reader.bool("echo"),
            needsFrames: reader.bool("needs_frames"), messageFollows: reader.bool("message_follows"), ways: ways,
            picksDispatched: reader.has("pick") && reader.choice("pick", ["first", "dispatched"]) == "dispatched",
            leads: reader.strings("lead"))
        return CrashDefinition.Start(
            pattern: pattern, start: start, noise: compiled(reader, "skip"),
            gathers: reader.nodes("gather").compactMap { renaming($0, of: "a start of \(name)") })
    }

    private func marks(_ reader: NodeReader) -> [CrashDefinition.Mark] {
        reader.pairs("marks").flatMap { name, texts in
            texts.compactMap { text in
                CompiledPatternSource(text: text, place: reader.place(of: "marks")).compiled(problems)
                    .map { CrashDefinition.Mark(name: name, pattern: $0) }
            }
        }
    }

    /// Reads a pattern, or a pattern with the name that is put in place of what it matches.
    func renaming(_ node: Node, of name: String) -> CrashDefinition.Renaming? {
        if let text = node.string {
            return CompiledPatternSource(text: text, place: Place(path, line: node.line)).compiled(problems)
                .map { CrashDefinition.Renaming(pattern: $0, name: nil) }
        }
        guard
            let reader = NodeReader(
                node, "a pattern of \(name)", path: path, keys: ["match", "as"], problems: problems),
            let pattern = reader.pattern("match")?.compiled(problems)
        else { return nil }
        return CrashDefinition.Renaming(pattern: pattern, name: reader.optionalString("as"))
    }

    private func optional(_ reader: NodeReader, _ key: String) -> CompiledPattern? {
        reader.has(key) ? reader.pattern(key)?.compiled(problems) : nil
    }

    private func compiled(_ reader: NodeReader, _ key: String) -> [CompiledPattern] {
        reader.nodes(key).compactMap { node in
            guard let text = node.string else { return nil }
            return CompiledPatternSource(text: text, place: Place(path, line: node.line)).compiled(problems)
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
