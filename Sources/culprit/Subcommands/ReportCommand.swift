internal import ArgumentParser
internal import CulpritPipeline

/// Prints the report of a case again.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Print what the last run over a case concluded.",
        discussion: "Nothing is read again, so it takes no longer for a large case than for a small one.")

    @Argument(help: "The case file, as 'investigate --case' keeps it.", completion: .file())
    var caseFile: String

    @Option(
        help: "Say what this earlier case has in common, and which bugs came back; may be given several times.",
        completion: .file())
    var compare: [String] = []

    @Option(help: "How to print the report: text, json, markdown or html.")
    var format = ReportFormat.text

    @Option(name: .shortAndLong, help: "Write the report to this file instead of standard output.", completion: .file())
    var output: String?

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            let report = try EarlierCases(compare).compared(with: CaseReport(casePath: caseFile).report())
            try deliver(format.text(of: report, isFile: output != nil).endingInNewline, to: output)
        }
    }
}
