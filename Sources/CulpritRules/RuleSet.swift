package import CulpritModel
package import CulpritScan
internal import Yams

/// All knowledge of a run: rules, formats, signals, weights; compiled and read-only.
package final class RuleSet: Sendable {
    /// In the order of their ids.
    package let rules: [CompiledRule]
    /// In the order in which they are tried.
    package let formats: [FormatDefinition]
    /// In the order in which they are tried.
    package let signals: [SignalDefinition]
    /// In the order in which they are tried.
    package let crashes: [CrashDefinition]
    /// What stands in the messages of crashes for values that differ between two of them.
    package let crashMasks: [CrashDefinition.Renaming]
    /// In the order of the files.
    package let traces: [TraceDefinition]
    /// Matches every line that goes on one of `traces`, so that most others are told by one match.
    package let traceLine: CompiledPattern?
    /// The usual words for severities, in lower case.
    package let severityWords: [String: Severity]
    package let weights: DiagnosisWeights
    /// Which rules may match a text, by their position in `rules`; behind them the beginnings of crash reports.
    package let patterns: PatternSet
    /// For each of `patterns` that tells digits apart how it is found in texts that differ in digits; `nil` for the others.
    let digitForms: [DigitForms?]
    /// The beginnings of crash reports, at any line of a record.
    package let crashStarts: [CompiledPattern]

    /// Loads the rules that the binary carries and those in `folders`, where a rule replaces one of the same id.
    package convenience init(folders: [String] = []) throws(RuleSetError) {
        var files = RuleFile.builtIn
        for folder in folders { files += try RuleFile.files(in: folder) }
        try self.init(files: files)
    }

    /// Loads `files`; a rule in a later file replaces one of the same id in an earlier one.
    package init(files: [RuleFile]) throws(RuleSetError) {
        var loader = Loader()
        for file in files { loader.read(file) }
        let contents = loader.finish()
        guard loader.problems.diagnostics.isEmpty, let weights = contents.weights else {
            throw RuleSetError(diagnostics: loader.problems.diagnostics)
        }
        rules = contents.rules
        formats = contents.formats
        signals = contents.signals
        severityWords = contents.severityWords
        crashes = contents.crashes
        crashMasks = contents.crashMasks
        traces = contents.traces
        traceLine = try? CompiledPattern(
            traces.map { "(?:\($0.line.source))" }.joined(separator: "|"), at: Place("Rules/formats"))
        self.weights = weights
        // Crash reports begin at the beginning of any line of a record.
        crashStarts = crashes.flatMap(\.starts).map {
            (try? CompiledPattern("(?m)" + $0.pattern.source, at: Place("Rules/crashes"))) ?? $0.pattern
        }
        let searched = rules.map(\.pattern) + crashStarts
        // Searched by their relaxed forms, a text tells which may match in all that differ from it in digits alone; of
        // those that have none each may, as the empty pattern does.
        patterns = PatternSet(searched.map { $0.relaxedSource ?? "" })
        digitForms = searched.map { DigitForms($0) }
    }

    /// The meaning of a series by its name.
    package func signal(of seriesName: String, scratch: MatchScratch) -> Signal {
        let bytes = Array(seriesName.utf8)
        return signals.first { $0.pattern.matches(bytes.span, scratch: scratch) }?.signal ?? .unknown
    }

    private struct Contents {
        var rules: [CompiledRule] = []
        var formats: [FormatDefinition] = []
        var signals: [SignalDefinition] = []
        var crashes: [CrashDefinition] = []
        var crashMasks: [CrashDefinition.Renaming] = []
        var traces: [TraceDefinition] = []
        var severityWords: [String: Severity] = [:]
        var weights: DiagnosisWeights?
    }

    /// Reads files one after the other and notes what is wrong with them.
    private struct Loader {
        let problems = Problems()
        private var contents = Contents()
        private var rulesByID: [String: CompiledRule] = [:]
        private var formatsByID: [String: FormatDefinition] = [:]
        private var signalsByID: [String: SignalDefinition] = [:]
        private var crashesByID: [String: CrashDefinition] = [:]
        private var weights: [String: Double] = [:]

        mutating func read(_ file: RuleFile) {
            guard let root = root(of: file) else { return }
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
                        signalsByID[signal.signal.id + "\u{0}" + signal.pattern.source] = signal
                    }
                }
            case "crashes":
                let decoder = CrashDecoder(path: file.shownPath, problems: problems)
                for node in nodes(root, "languages", of: file, besides: ["masks"]) {
                    if let crash = decoder.language(node) { crashesByID[crash.grammar.id] = crash }
                }
                let masks = root.mapping?["masks"]?.sequence.map { Array($0) } ?? []
                if !masks.isEmpty { contents.crashMasks = masks.compactMap { decoder.renaming($0, of: "the masks") } }
            case let folder:
                if let category = Category(rawValue: folder) {
                    readRules(root, category: category, of: file)
                } else {
                    problems.add(
                        "The rule file is in no folder that says what it holds.", at: Place(file.shownPath),
                        try: "Put it into one of bug, hardware, network, delay, formats, crashes, signals.")
                }
            }
        }

        private mutating func readRules(_ root: Node, category: Category, of file: RuleFile) {
            var seen: [String: Place] = [:]
            for node in nodes(root, "rules", of: file) {
                let decoder = RuleDecoder(category: category, path: file.shownPath, problems: problems)
                guard let rule = decoder.rule(node) else { continue }
                if let first = seen.updateValue(rule.place, forKey: rule.rule.id) {
                    problems.add(
                        "The rule id '\(rule.rule.id)' is there twice.", at: rule.place,
                        because: "It is also at \(first).",
                        try: "Rename one of them.")
                }
                rulesByID[rule.rule.id] = rule
            }
        }

        mutating func finish() -> Contents {
            contents.rules = rulesByID.values.sorted { $0.rule.id < $1.rule.id }
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
            return contents
        }

        private func root(of file: RuleFile) -> Node? {
            do {
                // Every value is read by the key it is of; guessing its type by regular expressions takes half the time.
                return try Yams.compose(yaml: file.text, .basic)
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
}
