internal import CulpritModel
internal import CulpritScan

/// Reads the formats of a file in `formats/`.
struct FormatDecoder {
    let path: String
    let problems: Problems

    private static let keys = [
        "id", "title", "kind", "program", "order", "header", "nested", "severity", "keys", "key_patterns", "body",
        "require",
        "numeric_severity", "ends_with_newline", "writer", "continues_indented", "examples", "references",
    ]

    func format(_ node: Node) -> FormatDefinition? {
        let name = node.mapping?["id"]?.string.map { "format '\($0)'" } ?? "a format"
        guard let reader = NodeReader(node, name, path: path, keys: Self.keys, problems: problems) else { return nil }
        let id = reader.string("id")
        let title = reader.string("title")
        let kind = reader.choice("kind", FormatDefinition.Kind.allCases.map(\.rawValue))
            .flatMap { FormatDefinition.Kind(rawValue: $0) }
        let order = reader.double("order", in: 0...10_000)
        let header = kind == .line ? self.header(reader) : nil
        let body = kind == .line && reader.has("body") ? self.body(reader) : nil
        let numbers =
            reader.has("numeric_severity")
            ? reader.choice("numeric_severity", FormatDefinition.NumericSeverity.allCases.map(\.rawValue)) : nil
        let keys = kind == .line ? [:] : partLists(reader, "keys")
        let keyPatterns = kind == .line ? [:] : self.keyPatterns(reader)
        let words = severityWords(reader)
        let examples = reader.nodes("examples").compactMap { example($0, of: name) }
        guard let id, let title, let kind, let order, kind != .line || header != nil else { return nil }
        return FormatDefinition(
            id: id, title: title, kind: kind, program: reader.optionalString("program"), order: order,
            isNested: reader.bool("nested"),
            endsWithNewline: reader.bool("ends_with_newline"), severityWords: words, examples: examples,
            place: reader.place, header: header,
            groupParts: header?.captureNames.map { $0.flatMap { FormatDefinition.Part(name: $0) } } ?? [],
            keys: keys, keyPatterns: keyPatterns, body: body, requiredKeys: reader.strings("require"),
            numericSeverity: numbers.flatMap { FormatDefinition.NumericSeverity(rawValue: $0) } ?? .bunyan,
            writer: writer(reader, header: header), continuesIndented: reader.bool("continues_indented"))
    }

    private func writer(_ reader: NodeReader, header: CompiledPattern?) -> [String] {
        let names = reader.strings("writer")
        guard let header else { return names }
        for name in names where header.group(named: name) == nil {
            problems.add(
                "'writer' names '\(name)', which 'header' does not capture.", at: reader.place(of: "writer"),
                try: "Name captures of the header that tell one writer from another.")
        }
        return names
    }

    private func header(_ reader: NodeReader) -> CompiledPattern? {
        guard let source = reader.pattern("header") else { return nil }
        guard source.text.hasPrefix("^") || source.text.hasPrefix("(?i)^") else {
            problems.add(
                "A 'header' does not begin with '^'.", at: source.place,
                try: "Anchor it: a record's header is at the beginning of its first line.")
            return nil
        }
        return source.compiled(problems)
    }

    private func body(_ reader: NodeReader) -> CompiledPattern? {
        guard let source = reader.pattern("body"), let pattern = source.compiled(problems) else { return nil }
        guard pattern.group(named: FormatDefinition.Part.time.name) != nil else {
            problems.add(
                "A 'body' captures no time.", at: source.place, try: "Name the group of the time '(?<time>…)'.")
            return nil
        }
        return pattern
    }

    private func keyPatterns(_ reader: NodeReader) -> [FormatDefinition.Part: [CompiledPattern]] {
        let place = reader.place(of: "key_patterns")
        return partLists(reader, "key_patterns").mapValues { patterns in
            patterns.compactMap { CompiledPatternSource(text: $0, place: place).compiled(problems) }
        }
    }

    /// The texts of `key` by the part that they are for.
    private func partLists(_ reader: NodeReader, _ key: String) -> [FormatDefinition.Part: [String]] {
        var lists: [FormatDefinition.Part: [String]] = [:]
        for pair in reader.pairs(key) {
            if let part = FormatDefinition.Part(name: pair.key) {
                lists[part] = pair.values
            } else {
                let names = FormatDefinition.Part.allCases.map(\.name)
                problems.add(
                    "'\(key)' has the unknown part '\(pair.key)'.", at: reader.place(of: key),
                    try: "The parts are \(names.joined(separator: ", ")).")
            }
        }
        return lists
    }

    private func severityWords(_ reader: NodeReader) -> [String: Severity] {
        var words: [String: Severity] = [:]
        for pair in reader.pairs("severity") {
            for name in pair.values {
                if let severity = Severity(name: name) {
                    words[pair.key.lowercased()] = severity
                } else {
                    problems.add(
                        "'severity' gives '\(pair.key)' the unknown meaning '\(name)'.",
                        at: reader.place(of: "severity"),
                        try: "It is one of \(Severity.allCases.map(\.name).joined(separator: ", ")).")
                }
            }
        }
        return words
    }

    private func example(_ node: Node, of name: String) -> FormatDefinition.Example? {
        let keys = ["line", "time", "host", "service", "severity", "message", "pod", "trace"]
        guard
            let reader = NodeReader(node, "an example of \(name)", path: path, keys: keys, problems: problems),
            let line = reader.string("line")
        else { return nil }
        return FormatDefinition.Example(
            line: line, time: reader.optionalString("time"), host: reader.optionalString("host"),
            service: reader.optionalString("service"), pod: reader.optionalString("pod"),
            trace: reader.optionalString("trace"), severity: reader.optionalString("severity"),
            message: reader.optionalString("message"), place: reader.place)
    }
}
