package import CulpritModel
package import CulpritScan

/// All knowledge of a run: rules, formats, signals, weights; compiled and read-only.
package final class RuleSet: Sendable {
    /// The SHA-256 of all its files, by which two runs can tell that they had the same rules.
    package let digest: String
    /// The rules of single records, in the order of their ids.
    package let rules: [CompiledRule]
    /// The rules over the hits of others, in the order of their ids.
    package let correlations: [CorrelationRule]
    /// Where the rules were that others of the same id replaced.
    package let replaced: [String: Place]
    /// The ids of the rules that are switched off, ascending.
    package let disabled: [String]
    /// The ids of rules whose hits are looked at together: all of them are kept.
    package let parts: Set<String>
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
    /// Matches wherever `traceLine` does, with any other digits too.
    package let relaxedTraceLine: CompiledPattern?
    /// The usual words for severities, in lower case.
    package let severityWords: [String: Severity]
    package let weights: DiagnosisWeights
    /// The lists of words that rules share, by name.
    package let lists: [String: [String]]
    /// Which rules may match a text, by their position in `rules`; behind them the beginnings of crash reports.
    package let patterns: PatternSet
    /// For each of `patterns` that tells digits apart how it is found in texts that differ in digits; `nil` for the others.
    let digitForms: [DigitForms?]
    /// The beginnings of crash reports, at any line of a record.
    package let crashStarts: [CompiledPattern]

    /// Loads the rules that the binary carries and those in `folders`, where a rule replaces one of the same id.
    package convenience init(folders: [String] = [], disabled: [String] = []) throws(RuleSetError) {
        var files = RuleFile.builtIn
        for folder in folders { files += try RuleFile.files(in: folder) }
        try self.init(files: files, disabled: disabled)
    }

    /// Loads `files`; a rule in a later file replaces one of the same id in an earlier one.
    ///
    /// The rules in `disabled` are left out, as are those that files name under `disable`.
    package init(files: [RuleFile], disabled: [String] = []) throws(RuleSetError) {
        var loader = RuleSetLoader()
        loader.read(files)
        loader.disable(disabled)
        var hash = ContentHash()
        for file in files { hash.update(Array("\(file.path)\0\(file.text)\0".utf8).span) }
        digest = hash.hexadecimal
        let contents = loader.finish()
        guard loader.problems.diagnostics.isEmpty, let weights = contents.weights else {
            throw RuleSetError(diagnostics: loader.problems.diagnostics)
        }
        rules = contents.rules
        correlations = contents.correlations
        replaced = contents.replaced
        self.disabled = contents.disabled
        parts = Set(correlations.flatMap { $0.rule.correlation?.parts ?? [] }).union(
            rules.filter { $0.rule.suppression != nil }.map(\.rule.id))
        formats = contents.formats
        signals = contents.signals
        severityWords = contents.severityWords
        crashes = contents.crashes
        crashMasks = contents.crashMasks
        traces = contents.traces
        traceLine = try? CompiledPattern(
            traces.map { "(?:\($0.line.source))" }.joined(separator: "|"), at: Place("Rules/formats"))
        relaxedTraceLine = traceLine?.relaxedSource.flatMap { try? CompiledPattern($0, at: Place("Rules/formats")) }
        self.weights = weights
        lists = contents.lists
        // Crash reports begin at the beginning of any line of a record.
        crashStarts = crashes.flatMap(\.starts).map(\.pattern.inAnyLine)
        let searched = rules.map(\.pattern) + crashStarts
        // Searched by their relaxed forms, a text tells which may match in all that differ from it in digits alone; of
        // those that have none each may, as the empty pattern does.
        patterns = PatternSet(searched.map { $0.relaxedSource ?? "" })
        digitForms = searched.map { DigitForms($0) }
    }

    /// What all rules say, of both kinds, in the order of their ids.
    package var all: [Rule] {
        (rules.map(\.rule) + correlations.map(\.rule)).sorted { $0.id < $1.id }
    }

    /// Where the rule `id` stands.
    package func place(of id: String) -> Place? {
        rules.first { $0.rule.id == id }?.place ?? correlations.first { $0.rule.id == id }?.place
    }

    /// The meaning of a series by its name and its labels, which are written as `name="value"` and joined by commas.
    package func signal(of seriesName: String, labels: String = "", scratch: MatchScratch) -> Signal {
        let (name, labels) = (Array(seriesName.utf8), Array(labels.utf8))
        return signals.first { definition in
            definition.pattern.matches(name.span, scratch: scratch)
                && definition.labels?.matches(labels.span, scratch: scratch) ?? true
        }?.signal ?? .unknown
    }
}
