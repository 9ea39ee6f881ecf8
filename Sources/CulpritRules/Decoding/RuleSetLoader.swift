internal import CulpritModel
internal import CulpritScan
internal import Yams

/// Reads the files of a rule set one after the other and notes what is wrong with them.
struct RuleSetLoader {
    struct Contents {
        var rules: [CompiledRule] = []
        var correlations: [CorrelationRule] = []
        var replaced: [String: Place] = [:]
        var disabled: [String] = []
        var formats: [FormatDefinition] = []
        var signals: [SignalDefinition] = []
        var crashes: [CrashDefinition] = []
        var crashMasks: [CrashDefinition.Renaming] = []
        var traces: [TraceDefinition] = []
        var severityWords: [String: Severity] = [:]
        var weights: DiagnosisWeights?
        var lists: [String: [String]] = [:]
    }

    let problems = Problems()
    private var contents = Contents()
    private var shelf = RuleShelf()
    private var fragments = Fragments()
    private var formatsByID: [String: FormatDefinition] = [:]
    private var signalsByID: [String: SignalDefinition] = [:]
    private var crashesByID: [String: CrashDefinition] = [:]
    private var weights: [String: Double] = [:]
    private var cache: RuleCache?
    /// What was read from YAML and is not in the cache.
    private var readRoots: [Node?]?

    /// Reads all files, first what they share.
    mutating func read(_ files: [RuleFile]) {
        cache = RuleCache(files)
        let kept = cache?.read()
        if let kept { problems.patterns = kept.patterns }
        readRoots = kept == nil ? files.map(root) : nil
        let roots = Array(zip(files, kept?.roots ?? readRoots ?? []))
        for (file, root) in roots where file.folder.isEmpty && file.path != "diagnosis.yaml" {
            if let root { readShared(root, of: file) }
        }
        for (file, root) in roots where !file.folder.isEmpty || file.path == "diagnosis.yaml" {
            if let root { read(root, of: file) }
        }
    }

    /// Leaves out the rules that the command line names.
    mutating func disable(_ ids: [String]) {
        for id in ids { shelf.disable(id, at: Place("--disable-rule")) }
    }

    private mutating func readShared(_ root: Node, of file: RuleFile) {
        let keys = ["fragments", "lists", "disable"]
        if root.mapping.map({ mapping in keys.allSatisfy { mapping[$0] == nil } }) ?? true {
            problems.add(
                "The rule file is in no folder that says what it holds.", at: Place(file.shownPath),
                try: "Put it into one of \(Self.folders); right in the folder are \(keys.joined(separator: ", ")).")
            return
        }
        let reader = NodeReader(root, "the file", path: file.shownPath, keys: keys, problems: problems)
        guard let reader else { return }
        fragments.read(reader)
        for node in reader.nodes("disable") {
            let place = Place(file.shownPath, line: node.line)
            if let id = node.string { shelf.disable(id, at: place) }
        }
    }

    private static let folders = "bug, hardware, network, delay, changes, formats, crashes, signals"

    private mutating func read(_ root: Node, of file: RuleFile) {
        if file.path == "diagnosis.yaml" {
            readWeights(root, of: file)
            return
        }
        switch file.folder {
        case "formats":
            for node in nodes(root, "formats", of: file, besides: ["severities", "traces"]) {
                if let format = FormatDecoder(path: file.shownPath, problems: problems).format(node) {
                    formatsByID[format.id] = format
                }
            }
            contents.traces += (root.mapping?["traces"]?.sequence.map { Array($0) } ?? []).compactMap {
                TraceDecoder(path: file.shownPath, problems: problems).trace($0)
            }
            readSeverities(root)
        case "signals":
            for node in nodes(root, "signals", of: file) {
                if let signal = SignalDecoder(path: file.shownPath, problems: problems).signal(node) {
                    let match = [signal.signal.id, signal.pattern.source, signal.labels?.source ?? ""]
                    signalsByID[match.joined(separator: "\u{0}")] = signal
                }
            }
        case "crashes":
            let decoder = CrashDecoder(path: file.shownPath, problems: problems)
            for node in nodes(root, "languages", of: file, besides: ["masks"]) {
                if let crash = decoder.language(node) { crashesByID[crash.grammar.id] = crash }
            }
            let masks = root.mapping?["masks"]?.sequence.map { Array($0) } ?? []
            if !masks.isEmpty { contents.crashMasks = masks.compactMap { decoder.renaming($0, of: "the masks") } }
        case "changes": readRules(root, category: nil, of: file)
        case let folder:
            if let category = Category(rawValue: folder) {
                readRules(root, category: category, of: file)
            } else {
                problems.add(
                    "The rule file is in no folder that says what it holds.", at: Place(file.shownPath),
                    try: "Put it into one of \(Self.folders).")
            }
        }
    }

    private mutating func readRules(_ root: Node, category: Category?, of file: RuleFile) {
        let decoder = RuleDecoder(
            category: category, path: file.shownPath, fragments: fragments, problems: problems)
        var seen: [String: Place] = [:]
        for node in nodes(root, "rules", of: file) {
            guard let rule = decoder.rule(node) else { continue }
            if let first = seen.updateValue(rule.place, forKey: rule.id) {
                problems.add(
                    "The rule id '\(rule.id)' is there twice.", at: rule.place,
                    because: "It is also at \(first).",
                    try: "Rename one of them.")
            }
            shelf.add(rule)
        }
    }

    mutating func finish() -> Contents {
        shelf.resolve(into: &contents, problems)
        contents.formats = formatsByID.values.sorted { ($0.order, $0.id) < ($1.order, $1.id) }
        contents.signals = signalsByID.values.sorted {
            ($0.order, $0.signal.id, $0.pattern.source) < ($1.order, $1.signal.id, $1.pattern.source)
        }
        contents.crashes = crashesByID.values.sorted { ($0.order, $0.grammar.id) < ($1.order, $1.grammar.id) }
        let missing = DiagnosisWeights.names.filter { weights[$0] == nil }
        if !missing.isEmpty {
            problems.add(
                "'diagnosis.yaml' lacks \(missing.joined(separator: ", ")).", at: Place("Rules/diagnosis.yaml"),
                try: "Give each a 'value'.")
        }
        contents.weights = DiagnosisWeights(values: weights)
        contents.lists = fragments.lists
        if problems.diagnostics.isEmpty, let readRoots {
            cache?.write(RuleCache.Contents(roots: readRoots, patterns: problems.patterns))
        }
        return contents
    }

    private func root(of file: RuleFile) -> Node? {
        do {
            return try Node(yaml: file.text)
        } catch let error as YamlError {
            problems.add(
                "The rule file is not YAML.", at: Place(file.shownPath, line: line(of: error)), because: "\(error)",
                try: "Correct the file; quote patterns with '…'.")
        } catch {
            problems.add(
                "The rule file is not YAML.", at: Place(file.shownPath), because: "\(error)",
                try: "Correct the file.")
        }
        return nil
    }

    private func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }

    /// The items of the list `key` at the top of a file, which may have the keys in `besides` too.
    private func nodes(_ root: Node, _ key: String, of file: RuleFile, besides: [String] = []) -> [Node] {
        let reader = NodeReader(
            root, "the file", path: file.shownPath, keys: [key] + besides, problems: problems)
        guard let reader else { return [] }
        if !reader.has(key), besides.allSatisfy({ !reader.has($0) }) {
            problems.add(
                "The file has no '\(key)'.", at: Place(file.shownPath, line: 1), try: "Begin it with '\(key):'.")
        }
        return reader.nodes(key)
    }

    private mutating func readSeverities(_ root: Node) {
        guard let mapping = root.mapping?["severities"]?.mapping else { return }
        for pair in mapping {
            guard let name = pair.key.string, let severity = Severity(name: name) else { continue }
            for word in pair.value.sequence ?? [] {
                if let word = word.string { contents.severityWords[word.lowercased()] = severity }
            }
        }
    }

    private mutating func readWeights(_ root: Node, of file: RuleFile) {
        for node in nodes(root, "weights", of: file) {
            let reader = NodeReader(
                node, "a weight", path: file.shownPath, keys: ["name", "value", "meaning"], problems: problems)
            guard let reader, let name = reader.string("name"), let value = reader.double("value", in: -100...100)
            else { continue }
            weights[name] = value
        }
    }
}
