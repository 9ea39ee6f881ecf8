package import CulpritModel

/// Returns the rules of `engine` as a rule file of Prometheus or Loki; empty where there is none.
package func alertRuleFile(_ rules: [AlertRule], for engine: AlertRule.Engine) -> String {
    let chosen = rules.filter { $0.engine == engine }
    guard !chosen.isEmpty else { return "" }
    var lines = [
        "# Written by 'culprit alerts' and tried on the case; see each rule's evidence.", "groups:",
        "  - name: \(YAMLText.quoted("culprit"))",
    ]
    // A line that tells all should not wait for the next minute.
    if engine == .loki { lines.append("    interval: 15s") }
    lines.append("    rules:")
    for rule in chosen {
        lines += [
            "      - alert: \(YAMLText.quoted(rule.name))", "        expr: \(YAMLText.quoted(rule.expression))",
            "        for: \(YAMLText.duration(rule.forSeconds))", "        labels:",
        ]
        lines += rule.labels.sorted { $0.key < $1.key }.map { "          \($0.key): \(YAMLText.quoted($0.value))" }
        lines.append("        annotations:")
        lines += rule.annotations.sorted { $0.key < $1.key }.map {
            "          \($0.key): \(YAMLText.quoted(YAMLText.withoutTemplates($0.value)))"
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

/// What one rule must show at a moment of a test: the labels of each alert that rings then.
package struct AlertExpectation: Sendable, Hashable {
    package let rule: AlertRule
    package let time: Timestamp
    package let ringing: [[String: String]]

    package init(rule: AlertRule, time: Timestamp, ringing: [[String: String]]) {
        (self.rule, self.time, self.ringing) = (rule, time, ringing)
    }
}

/// Returns a file for `promtool test rules`: the outage as series, and what each rule must show.
///
/// The moment 0 of the test is `start`, and the series have a value each minute from then on.
package func promtoolTests(
    ruleFile: String, series: [ScrapedSeries], from start: Timestamp, expectations: [AlertExpectation]
) -> String {
    var lines = [
        "# Run with 'promtool test rules' beside '\(ruleFile)'. Minute 0 is \(start).", "rule_files:",
        "  - \(YAMLText.quoted(ruleFile))", "evaluation_interval: 1m", "tests:", "  - interval: 1m",
        "    input_series:",
    ]
    for one in series {
        lines += [
            "      - series: \(YAMLText.quoted(one.text))", "        values: \(YAMLText.quoted(values(one, start)))",
        ]
    }
    lines.append("    alert_rule_test:")
    for expectation in expectations {
        let minutes = Int((expectation.time.seconds(since: start) / 60).rounded())
        lines += [
            "      - eval_time: \(minutes)m", "        alertname: \(YAMLText.quoted(expectation.rule.name))",
            "        exp_alerts:" + (expectation.ringing.isEmpty ? " []" : ""),
        ]
        for labels in expectation.ringing {
            let all = labels.filter { $0.key != "__name__" }.merging(expectation.rule.labels) { $1 }
            lines.append("          - exp_labels:")
            lines += all.sorted { $0.key < $1.key }.map { "              \($0.key): \(YAMLText.quoted($0.value))" }
            lines.append("            exp_annotations:")
            lines += expectation.rule.annotations.sorted { $0.key < $1.key }.map {
                "              \($0.key): \(YAMLText.quoted(terminalSafe($0.value)))"
            }
        }
    }
    return lines.joined(separator: "\n") + "\n"
}

/// The values of each minute, `_` where there is none.
private func values(_ series: ScrapedSeries, _ start: Timestamp) -> String {
    var (texts, next) = ([String](), 0)
    for sample in series.samples {
        let minute = Int((sample.time.seconds(since: start) / 60).rounded())
        guard minute >= next else { continue }
        texts += Array(repeating: "_", count: minute - next)
        let text = sample.value.description
        texts.append(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
        next = minute + 1
    }
    return texts.joined(separator: " ")
}

/// Text in YAML: a JSON string is one of YAML too.
enum YAMLText {
    static func quoted(_ text: String) -> String {
        var writer = JSONWriter(indented: false)
        writer.value(text)
        return writer.text
    }

    /// `90s` as `1m30s`.
    static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        let parts = [(whole / 3_600, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")].filter { $0.0 > 0 }
        return parts.isEmpty ? "0s" : parts.map { "\($0.0)\($0.1)" }.joined()
    }

    /// Prometheus takes `{{` in an annotation for a template: a line of a log must not be one.
    static func withoutTemplates(_ text: String) -> String {
        terminalSafe(text).replacing("{{", with: "{{ \"{{\" }}")
    }
}
