internal import ArgumentParser
internal import CulpritPipeline
internal import CulpritReport

/// Prints the crash reports that inputs hold.
struct CrashesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crashes", abstract: "Print each stack trace, panic and crash report, in input order.")

    @OptionGroup var input: InputOptions
    @OptionGroup var workers: WorkerOptions

    @Option(help: "How to print them: ndjson or text.")
    var format = LineFormat.text

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
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
