package import CulpritModel

/// A rule over the hits of other rules, with its tests.
package struct CorrelationRule: Sendable {
    package let rule: Rule
    package let examples: [TimedExample]
    package let counterexamples: [TimedExample]
    package let place: Place

    func with(_ correlation: Correlation) -> CorrelationRule {
        let old = rule
        let rule = Rule(
            id: old.id, title: old.title, category: old.category, severity: old.severity, weight: old.weight,
            explanation: old.explanation, remedies: old.remedies, references: old.references,
            correlation: correlation, suppression: old.suppression)
        return CorrelationRule(rule: rule, examples: examples, counterexamples: counterexamples, place: place)
    }
}

/// A few lines of logs over time, one a line: when it was written, on which host, and the message.
package struct TimedExample: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package let seconds: Double
        package let host: String
        package let message: String
    }

    package let lines: [Line]
    package let place: Place

    /// Fails when a line is not `OFFSET HOST MESSAGE`, as `90s db-1 Started postgresql.service` is.
    init?(_ text: String, at place: Place) {
        var lines: [Line] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let seconds = secondCount(String(parts[0])) else { return nil }
            lines.append(Line(seconds: seconds, host: String(parts[1]), message: String(parts[2])))
        }
        if lines.isEmpty { return nil }
        (self.lines, self.place) = (lines, place)
    }
}

/// The seconds of a span such as `90s`, `10m`, `26h`, `7d`.
package func secondCount(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let number = Double(text.dropLast()), number >= 0,
        number * unit <= 36_600 * 86_400
    else { return nil }
    return number * unit
}
