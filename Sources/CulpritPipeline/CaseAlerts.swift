internal import CulpritAnalysis
package import CulpritModel
package import CulpritReport
internal import CulpritRules
internal import CulpritStore

/// The alert rules of a case, and the trial of others on it.
package struct CaseAlerts: Sendable {
    private let casePath: String

    package init(casePath: String) { self.casePath = casePath }

    /// What `alerts` writes.
    package struct Bundle: Sendable {
        package let report: Report
        package let rules: [AlertRule]
        /// What the rules ask for, from `start` on.
        package let series: [ScrapedSeries]
        package let start: Timestamp
        package let expectations: [AlertExpectation]
    }

    /// Returns the rules that the last run wrote, with the outage as series for a test of them.
    package func bundle() throws -> Bundle {
        let caseFile = try CaseFile(path: casePath, mustExist: true)
        defer { try? caseFile.close() }
        guard let report = try caseFile.loadReport() else { throw RunError.nothingConcluded(casePath) }
        let rules = report.details.alerts
        guard let span = AlertPlanner.span(of: report) else {
            return Bundle(report: report, rules: rules, series: [], start: Timestamp(seconds: 0), expectations: [])
        }
        let measured = rules.filter { $0.engine == .prometheus }
        let names = Set(measured.flatMap(\.metrics))
        let series = try Material.united(caseFile.loadSeries(named: names)).compactMap(ScrapedSeries.init)
            .map { $0.cut(to: span) }
        let trial = AlertTrial(series: series, span: span)
        var expectations: [AlertExpectation] = []
        for rule in measured {
            guard let first = rule.trial.firings.first else { continue }
            // While it rings, and before its expression held at all.
            let quiet = first.from.advanced(bySeconds: -rule.forSeconds - 120)
            for time in [max(quiet, span.from), min(first.from.advanced(bySeconds: 60), first.to)] {
                expectations.append(
                    AlertExpectation(rule: rule, time: time, ringing: try trial.ringing(rule, at: time)))
            }
        }
        return Bundle(report: report, rules: rules, series: series, start: span.from, expectations: expectations)
    }

    /// Returns the rules of a user's file with what the case says of each.
    package func trial(ofRulesAt paths: [String]) throws -> (rules: [AlertRule], report: Report) {
        var rules: [AlertRule] = []
        for path in paths { rules += try AlertFileDecoder.rules(at: path) }
        let caseFile = try CaseFile(path: casePath, mustExist: true)
        defer { try? caseFile.close() }
        guard let report = try caseFile.loadReport() else { throw RunError.nothingConcluded(casePath) }
        let queries = rules.map { try? PromQuery($0.expression) }
        let names = Set(queries.compactMap(\.self).flatMap(\.names))
        let series = try Material.united(caseFile.loadSeries(named: names)).compactMap(ScrapedSeries.init)
        let known = Set(series.map(\.name))
        guard let observed = report.observed else { return (rules, report) }
        let span = TimeSpan(from: observed.from.minuteStart, to: observed.to.advanced(bySeconds: 60).minuteStart)
        let trial = AlertTrial(series: series, span: span)
        let incident = report.verdict.category == nil ? nil : AlertPlanner.incident(of: report)
        let tried = zip(rules, queries).map { rule, query in
            if rule.trial.obstacle != nil { return rule }
            var tried = rule
            let missing = (query?.names ?? []).filter { !known.contains($0) }
            let isAbsence = rule.expression.contains("absent")
            if !missing.isEmpty && !isAbsence {
                tried.trial.obstacle = "the case has no series '\(missing.joined(separator: "', '"))'"
                return tried
            }
            return rule.tried(on: trial, incident: incident)
        }
        return (tried, report)
    }
}
