package import CulpritModel
internal import CulpritScan

/// Runs the tests inside the rule files.
package struct RuleTester {
    private let set: RuleSet
    private let matcher: RuleMatcher

    package init(_ set: RuleSet) {
        self.set = set
        matcher = RuleMatcher(set)
    }

    /// How many tests there were, and those that failed.
    package struct Outcome {
        package var testCount = 0
        package var failures: [Diagnostic] = []

        package init() {}
    }

    /// Runs the examples and counterexamples of all rules and signals.
    package func run() -> Outcome {
        var outcome = Outcome()
        for rule in set.rules { check(rule, &outcome) }
        for signal in set.signals { check(signal, &outcome) }
        return outcome
    }

    private func check(_ rule: CompiledRule, _ outcome: inout Outcome) {
        for example in rule.examples {
            outcome.testCount += 1
            let line = Array(example.line.utf8)
            guard let hit = matcher.hit(rule, in: line.span) else {
                fail("Rule '\(rule.rule.id)' does not match its example.", example.line, example.place, &outcome)
                continue
            }
            var found = false
            matcher.forEachMatch(in: line.span) { found = found || set.rules[$0].rule.id == rule.rule.id }
            if !found {
                fail("Rule '\(rule.rule.id)' is not found among all rules.", example.line, example.place, &outcome)
            }
            if let literal = rule.literal, !example.line.contains(literal) {
                fail(
                    "The literal '\(literal)' of rule '\(rule.rule.id)' is not in its example.", example.line,
                    example.place, &outcome)
            }
            for (name, expected) in example.captures.sorted(by: { $0.key < $1.key }) {
                let captured = hit.captures.first { $0.name == name }?.value
                if captured != expected {
                    fail(
                        "Rule '\(rule.rule.id)' captures \(captured.map { "'\($0)'" } ?? "nothing") as '\(name)', not '\(expected)'.",
                        example.line, example.place, &outcome)
                }
            }
        }
        for example in rule.counterexamples {
            outcome.testCount += 1
            if matcher.hit(rule, in: Array(example.line.utf8).span) != nil {
                fail("Rule '\(rule.rule.id)' matches its counterexample.", example.line, example.place, &outcome)
            }
        }
    }

    private func check(_ signal: SignalDefinition, _ outcome: inout Outcome) {
        for name in signal.examples {
            outcome.testCount += 1
            let found = self.signal(of: name)
            if found.id != signal.signal.id {
                fail(
                    "The series '\(name)' is taken for '\(found.id)', not '\(signal.signal.id)'.", name, signal.place,
                    &outcome)
            }
        }
        for name in signal.counterexamples {
            outcome.testCount += 1
            if self.signal(of: name).id == signal.signal.id {
                fail("The series '\(name)' is taken for '\(signal.signal.id)'.", name, signal.place, &outcome)
            }
        }
    }

    /// The meaning of a series as it stands in an example: a name, or a name and labels in braces.
    private func signal(of text: String) -> Signal {
        guard text.hasSuffix("}"), let brace = text.firstIndex(of: "{") else {
            return set.signal(of: text, scratch: matcher.scratch)
        }
        let labels = text[text.index(after: brace)...].dropLast()
        return set.signal(of: String(text[..<brace]), labels: String(labels), scratch: matcher.scratch)
    }

    private func fail(_ what: String, _ line: String, _ place: Place, _ outcome: inout Outcome) {
        outcome.failures.append(
            Diagnostic(what, at: place, because: "The text is '\(line)'.", try: "Correct the pattern or the example."))
    }
}
