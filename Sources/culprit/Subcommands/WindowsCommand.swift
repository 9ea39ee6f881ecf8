internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport

/// Prints the spans in which series are anomalous.
struct WindowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "windows", abstract: "Print the anomalous and congested windows of metrics and logs.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json
        case text
    }

    @OptionGroup var input: InputOptions
    @OptionGroup var workers: WorkerOptions
    @OptionGroup var span: PeriodOptions

    @Option(help: "How to print them: json or text.")
    var format = Format.text

    @Flag(help: "Judge each sample by what came before it alone, as an alarm that rings at once; for back-tests.")
    var online = false

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            var plan = input.investigation(workers)
            span.apply(to: &plan)
            plan.isOnline = online
            let outcome = try await plan.run()
            let congestion = outcome.report.congestionWindows
            switch format {
            case .json: StandardOutput.write(windowsJSON(outcome.windows, congestion: congestion) + "\n")
            case .text:
                let lines = outcome.windows.map { windowText($0) } + congestion.map { windowText($0) }
                StandardOutput.write(lines.map { $0 + "\n" }.joined())
            }
            try finish(outcome)
        }
    }
}
