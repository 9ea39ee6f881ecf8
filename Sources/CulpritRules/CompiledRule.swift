package import CulpritModel
package import CulpritScan

/// A rule with its pattern and its tests.
package final class CompiledRule: Sendable {
    package struct Example: Sendable, Hashable {
        package let line: String
        package let captures: [String: String]
        package let place: Place
    }

    package let rule: Rule
    package let pattern: CompiledPattern
    /// Text that every match contains, where the rule names one.
    package let literal: String?
    /// What is blamed.
    package let culprit: Culprit
    package let examples: [Example]
    package let counterexamples: [Example]
    /// Lines over time of which it silences some.
    package let timedExamples: [TimedExample]
    /// The ids of rules of other categories that match examples of this one too.
    package let also: [String]
    /// It knows words rather than a program, and is meant for what no heavier rule matches.
    package let isFallback: Bool
    package let place: Place

    init(
        rule: Rule, pattern: CompiledPattern, literal: String?, culprit: Culprit, examples: [Example],
        counterexamples: [Example], timedExamples: [TimedExample], also: [String], isFallback: Bool, place: Place
    ) {
        self.rule = rule
        self.pattern = pattern
        self.literal = literal
        self.culprit = culprit
        self.examples = examples
        self.counterexamples = counterexamples
        self.timedExamples = timedExamples
        self.also = also
        self.isFallback = isFallback
        self.place = place
    }

    /// What is blamed differs with what the pattern captures.
    package var blamesCapture: Bool {
        if case .capture = culprit { return true }
        return false
    }

    package enum Culprit: Sendable, Hashable {
        case host
        case service
        /// The number of the capture group.
        case capture(Int)
    }
}
