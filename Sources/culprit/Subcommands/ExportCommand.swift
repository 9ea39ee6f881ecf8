internal import ArgumentParser
internal import CulpritPipeline
internal import CulpritReport

/// Writes a case for other programs.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what a case holds for another program.",
        discussion: """
            FORMATS
              openmetrics    the series, for 'promtool tsdb create-blocks-from openmetrics'
              grafana        annotations, for Grafana's POST /api/annotations, one by one
              alertmanager   the causes as alerts, for Alertmanager's POST /api/v2/alerts
              csv, jsonl     the timeline, for Timesketch and lnav
              lnav-format    what lnav needs to read the jsonl: install it with 'lnav -i FILE'
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case openmetrics
        case grafana
        case alertmanager
        case csv
        case jsonl
        case lnavFormat = "lnav-format"
    }

    @Argument(help: "The case file, as 'investigate --case' keeps it.", completion: .file())
    var caseFile: String

    @Option(help: "What to write: openmetrics, grafana, alertmanager, csv, jsonl or lnav-format.")
    var format: Format

    @Option(name: .shortAndLong, help: "Write it to this file instead of standard output.", completion: .file())
    var output: String?

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures { try deliver(text(), to: output) }
    }

    private func text() throws -> String {
        if format == .openmetrics {
            let (series, counters) = try CaseSeries(casePath: caseFile).scraped()
            return openMetrics(series, counters: counters)
        }
        let report = try CaseReport(casePath: caseFile).report()
        return switch format {
        case .grafana: grafanaAnnotations(report)
        case .alertmanager: alertmanagerAlerts(report)
        case .csv: TimelineExport.csv(report)
        case .jsonl: TimelineExport.jsonLines(report)
        case .lnavFormat, .openmetrics: TimelineExport.lnavFormat
        }
    }
}
