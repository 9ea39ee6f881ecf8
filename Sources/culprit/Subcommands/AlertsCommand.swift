internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport
internal import Foundation

/// Writes the alerts that would have rung, or tries a user's own.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Write the alert rules that would have told of the outage, tried on the case itself.",
        discussion: """
            With '--output' it writes 'prometheus-rules.yml', its test 'prometheus-tests.yml' for 'promtool test rules', \
            and 'loki-rules.yml' where a log line is the signal. With '--rules-file' it says of your own rules which \
            would have rung, when, and which never.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(help: "The case file, as 'investigate --case' keeps it.", completion: .file())
    var caseFile: String

    @Option(name: .shortAndLong, help: "Write the rule files into this folder.", completion: .directory)
    var output: String?

    @Option(
        help: "Try the rules of this Prometheus file on the case instead; may be given several times.",
        completion: .file())
    var rulesFile: [String] = []

    @Option(help: "How to print what the trial showed: text or json.")
    var format = Format.text

    func validate() throws {
        if output != nil, !rulesFile.isEmpty {
            throw ValidationError("'--output' and '--rules-file' exclude each other: your own rules are not written.")
        }
    }

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            let alerts = CaseAlerts(casePath: caseFile)
            if !rulesFile.isEmpty {
                let (rules, report) = try alerts.trial(ofRulesAt: rulesFile)
                return print(AlertSummary(rules: rules, report: report))
            }
            let bundle = try alerts.bundle()
            if let output { try write(bundle, into: output) }
            print(AlertSummary(rules: bundle.rules, report: bundle.report))
        }
    }

    private func print(_ summary: AlertSummary) {
        switch format {
        case .text: StandardOutput.write(summary.text(style: TextStyle(colour: StandardOutput.takesColour)))
        case .json: StandardOutput.write(summary.json)
        }
    }

    private func write(_ bundle: CaseAlerts.Bundle, into folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw OutputError.cannotWrite(folder, why: error.systemCause.localizedDescription)
        }
        let name = "prometheus-rules.yml"
        let rules = alertRuleFile(bundle.rules, for: .prometheus)
        let tests = promtoolTests(
            ruleFile: name, series: bundle.series, from: bundle.start, expectations: bundle.expectations)
        let files = [
            (name, rules), ("prometheus-tests.yml", rules.isEmpty ? "" : tests),
            ("loki-rules.yml", alertRuleFile(bundle.rules, for: .loki)),
        ]
        for (name, text) in files where !text.isEmpty { try deliver(text, to: "\(folder)/\(name)") }
    }
}
