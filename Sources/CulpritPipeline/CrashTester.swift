internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritRules
internal import CulpritScan

/// Runs the examples in `Rules/crashes`.
struct CrashTester {
    private let set: RuleSet

    init(_ set: RuleSet) { self.set = set }

    /// Reads the text of each example and compares the title and the frames of its first crash.
    func run() -> RuleTester.Outcome {
        var outcome = RuleTester.Outcome()
        let classifier = CrashClassifier(set)
        for language in set.crashes {
            for example in language.examples {
                outcome.testCount += 1
                let crash = firstCrash(in: example.text, classifier)
                if crash?.title != example.title {
                    fail(
                        example,
                        "has the title \(crash.map { "'\($0.title)'" } ?? "of no crash"), not '\(example.title)'",
                        &outcome)
                } else if !example.frames.isEmpty, crash?.frames.prefix(example.frames.count) != example.frames[...] {
                    fail(example, "has the frames \(crash?.frames ?? []), not \(example.frames)", &outcome)
                }
            }
        }
        return outcome
    }

    private func firstCrash(in text: String, _ classifier: CrashClassifier) -> Crash? {
        var assembler = CrashAssembler(grammars: set.crashes.map(\.grammar))
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let found = classifier.classify(Array(line.utf8).span, open: assembler.openCrash(in: ""))
            let location = Location(source: "example", line: number + 1, byte: 0)
            let crashes = assembler.feed(found, text: String(line), location: location, time: nil, entity: nil)
            if let crash = crashes.first { return crash }
        }
        return assembler.finish().first
    }

    private func fail(_ example: CrashDefinition.Example, _ what: String, _ outcome: inout RuleTester.Outcome) {
        outcome.failures.append(
            Diagnostic("An example of a crash \(what).", at: example.place, try: "Correct the patterns or the example.")
        )
    }
}
