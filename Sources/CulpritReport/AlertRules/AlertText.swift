package import CulpritModel

/// What the trial of alert rules showed, one paragraph a rule.
package struct AlertSummary {
    private let rules: [AlertRule]
    private let report: Report

    package init(rules: [AlertRule], report: Report) { (self.rules, self.report) = (rules, report) }

    /// For a terminal.
    package func text(style: TextStyle) -> String {
        var page = TextPage(style: style)
        guard !rules.isEmpty else {
            page.paragraph(
                report.verdict.category == nil
                    ? "There is no alert to write: no cause is held for certain."
                    : "There is no alert to write: no measured series and no line told the incident from normal operation."
            )
            return page.text
        }
        if let measured = report.details.detection.impactMeasured {
            page.paragraph("Users' trouble was first measured at \(Phrases.time(measured)).")
        }
        for rule in rules {
            page.heading("\(rule.name) (\(rule.engine.rawValue))")
            page.paragraph(rule.expression, first: "  ", paint: .faint)
            page.paragraph(outcome(of: rule), first: "  ")
        }
        return page.text
    }

    /// As one JSON document.
    package var json: String {
        var writer = JSONWriter(indented: true)
        writer.object { document in
            document.member("schema", "culprit.alerts/1")
            document.key("impact_measured")
            document.value(report.details.detection.impactMeasured)
            document.member("rules", each: rules) { writer, rule in
                writer.object {
                    $0.member("alert", rule.name)
                    $0.member("engine", rule.engine.rawValue)
                    $0.member("expr", rule.expression)
                    $0.member("for_seconds", rule.forSeconds)
                    $0.member("firings", each: rule.trial.firings) { writer, firing in
                        writer.object {
                            $0.member("from", firing.from)
                            $0.member("to", firing.to)
                        }
                    }
                    $0.member("false_alarms", rule.trial.falseAlarmCount)
                    $0.member("seconds_before_impact", headStart(of: rule))
                    $0.member("not_evaluated", rule.trial.obstacle)
                }
            }
        }
        return writer.text
    }

    private func headStart(of rule: AlertRule) -> Int? {
        guard let measured = report.details.detection.impactMeasured, let first = rule.trial.firings.first else {
            return nil
        }
        return Int(measured.seconds(since: first.from).rounded())
    }

    private func outcome(of rule: AlertRule) -> String {
        if let obstacle = rule.trial.obstacle { return "Not evaluated: \(obstacle)." }
        guard let first = rule.trial.firings.first else { return "Would never have rung." }
        var parts = ["Rings at \(Phrases.time(first.from))"]
        if let seconds = headStart(of: rule) { parts.append(Phrases.headStart(seconds)) }
        if rule.trial.firings.count > 1 { parts.append("\(rule.trial.firings.count) times in all") }
        let alarms = rule.trial.falseAlarmCount
        parts.append(alarms == 0 ? "no false alarm" : Phrases.count(alarms, "false alarm"))
        return parts.joined(separator: ", ") + "."
    }
}

extension Phrases {
    /// How long before (positive) or after the first measured trouble of users.
    static func headStart(_ seconds: Int) -> String {
        let size = durationText(seconds: Double(seconds))
        return seconds >= 0 ? "\(size) before users' trouble was measured" : "\(size) after users' trouble was measured"
    }
}
