package import CulpritModel
internal import Foundation
internal import Yams

/// Reads a rule file of Prometheus.
package enum AlertFileDecoder {
    /// Returns the alerts in the file at `path`; a recording rule, or an expression that is no text, is one that cannot be
    /// evaluated, and says so.
    package static func rules(at path: String) throws(RuleSetError) -> [AlertRule] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw problem(path, "It is not a readable text file.", "Check the path given to '--rules-file'.")
        }
        let root: Any?
        do { root = try Yams.load(yaml: text) } catch {
            throw problem(path, "It is no YAML: \(error)", "Check it with 'promtool check rules \(path)'.")
        }
        guard let groups = (root as? [String: Any])?["groups"] as? [Any] else {
            throw problem(path, "It has no 'groups'.", "Check it with 'promtool check rules \(path)'.")
        }
        let rules = groups.flatMap { ($0 as? [String: Any])?["rules"] as? [Any] ?? [] }
        return rules.compactMap { $0 as? [String: Any] }.map(rule)
    }

    private static func rule(_ node: [String: Any]) -> AlertRule {
        let name = (node["alert"] ?? node["record"]).map { "\($0)" } ?? "without a name"
        let expression = node["expr"].map { "\($0)" } ?? ""
        let held = node["for"].map { "\($0)" } ?? "0s"
        var rule = AlertRule(
            name: name, expression: expression, forSeconds: seconds(held) ?? 0, labels: strings(node["labels"]),
            annotations: strings(node["annotations"]))
        if node["alert"] == nil {
            rule.trial.obstacle = "it is a recording rule, whose series a case does not have"
        } else if seconds(held) == nil {
            rule.trial.obstacle = "'for: \(held)' is no duration"
        } else if node["keep_firing_for"] != nil {
            rule.trial.obstacle = "'keep_firing_for' is not evaluated here"
        }
        return rule
    }

    private static func strings(_ node: Any?) -> [String: String] {
        (node as? [String: Any] ?? [:]).mapValues { "\($0)" }
    }

    /// `1h30m`, or `0`.
    private static func seconds(_ text: String) -> Double? {
        if text == "0" { return 0 }
        let units: [(String, Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400), ("w", 604_800), ("y", 31_536_000),
        ]
        var (total, rest) = (0.0, text[...])
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let number = Double(digits), let factor = units.first(where: { $0.0 == unit })?.1 else { return nil }
            total += number * factor
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return text.isEmpty ? nil : total
    }

    private static func problem(_ path: String, _ reason: String, _ remedy: String) -> RuleSetError {
        RuleSetError(diagnostics: [
            Diagnostic("Cannot read the rule file '\(path)'.", at: Place(path), because: reason, try: remedy)
        ])
    }
}
