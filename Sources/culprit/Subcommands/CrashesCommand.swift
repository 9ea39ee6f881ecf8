internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport

/// Prints the crash reports that inputs hold.
struct CrashesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crashes", abstract: "Print each stack trace, panic and crash report, in input order.",
        discussion: """
            Of a case file it prints the bugs instead, the most frequent first: whether each is new or came back, its \
            versions, the frames that its crashes pass through, and what they have more than all records have.
            """)

    @OptionGroup var input: InputOptions
    @OptionGroup var workers: WorkerOptions

    @Option(help: "How to print them: ndjson or text.")
    var format = LineFormat.text

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            if input.inputs.count == 1, CaseReport.isCase(input.inputs[0]) {
                let groups = try CaseReport(casePath: input.inputs[0]).report().crashGroups
                let lines = groups.map { format == .ndjson ? crashGroupJSON($0) : crashGroupText($0) }
                StandardOutput.write(lines.map { $0 + "\n" }.joined())
                return
            }
            let outcome = try await input.investigation(workers).run()
            let lines = outcome.crashes.map { format == .ndjson ? crashJSON($0) : crashText($0) }
            StandardOutput.write(lines.map { $0 + "\n" }.joined())
            try finish(outcome)
        }
    }
}

/// One object or line for each result.
enum LineFormat: String, ExpressibleByArgument, CaseIterable {
    case ndjson
    case text
}
