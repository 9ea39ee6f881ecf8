internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport

/// Prints how a cause of a case came to its score.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Print how a cause came to its score and confidence, term by term.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(help: "The case file, as 'investigate --case' keeps it.", completion: .file())
    var caseFile: String

    @Argument(help: "The rank of the cause, or its category and entity, as in 'bug:chat'.")
    var cause = "1"

    @Option(help: "How to print it: text or json.")
    var format = Format.text

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            let report = try CaseReport(casePath: caseFile).report()
            guard let explanation = Explanation(of: cause, in: report) else {
                throw RunError.noSuchCause(cause, count: report.causes.count)
            }
            switch format {
            case .text:
                print(explanation.text(style: TextStyle(colour: StandardOutput.takesColour)), terminator: "")
            case .json: print(explanation.json)
            }
        }
    }
}
