internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// Runs the examples over time in the rule files: as logs of their hosts, through all stages.
struct CorrelationTester {
    private let set: RuleSet
    private let rules: [String: Rule]

    /// The first line of an example was written then; any time would do.
    private static let start = Timestamp(seconds: 1_772_582_400)

    init(_ set: RuleSet) {
        self.set = set
        rules = Dictionary(set.all.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    }

    func run() -> RuleTester.Outcome {
        var outcome = RuleTester.Outcome()
        for rule in set.correlations {
            for example in rule.examples where !sees(rule.rule.id, example, &outcome) {
                fail(example, "is not seen by rule '\(rule.rule.id)'", &outcome)
            }
            for example in rule.counterexamples where sees(rule.rule.id, example, &outcome) {
                fail(example, "is seen by rule '\(rule.rule.id)'", &outcome)
            }
        }
        for rule in set.rules {
            for example in rule.timedExamples {
                outcome.testCount += 1
                let (before, after) = events(of: example)
                let silenced = before.filter { rule.rule.suppression?.rules.contains($0.rule ?? "") ?? false }
                if silenced.isEmpty || after.contains(where: { silenced.contains($0) }) {
                    fail(example, "has nothing that rule '\(rule.rule.id)' silences, or not all of it", &outcome)
                }
            }
        }
        return outcome
    }

    private func sees(_ id: String, _ example: TimedExample, _ outcome: inout RuleTester.Outcome) -> Bool {
        outcome.testCount += 1
        return events(of: example).after.contains { $0.rule == id }
    }

    /// The events of single records, and what is made of them.
    private func events(of example: TimedExample) -> (before: [Event], after: [Event]) {
        var outcomes = Set(example.lines.map(\.host)).sorted().map { host in
            let lines = example.lines.filter { $0.host == host }.map { line in
                "\(Self.start.advanced(bySeconds: line.seconds)) \(host) example: \(line.message)\n"
            }
            return read(lines.joined(), of: host)
        }
        OriginFinder(outcomes, dependencies: [], rules: set).settle(&outcomes)
        let material = Material(taking: &outcomes)
        let after = correlate(material.events, rules: rules, observed: material.observation, baseline: nil)
        return (material.events, after)
    }

    private func read(_ text: String, of host: String) -> SourceOutcome {
        let path = "\(host)/example.log"
        var outcome = SourceOutcome(summary: SourceSummary(path: path, content: .logs))
        var reader = RecordReader(set, reference: TimeReference(latest: Self.start.advanced(bySeconds: 4e8)))
        var analyzer = LogAnalyzer(path: path, rules: set)
        reader.read(Array(text.utf8).span) { analyzer.look(at: &$0) }
        reader.finish { analyzer.look(at: &$0) }
        analyzer.finish(into: &outcome)
        return outcome
    }

    private func fail(_ example: TimedExample, _ what: String, _ outcome: inout RuleTester.Outcome) {
        outcome.failures.append(
            Diagnostic("An example over time \(what).", at: example.place, try: "Correct the rule or the example."))
    }
}
