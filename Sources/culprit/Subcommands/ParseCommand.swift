internal import ArgumentParser
internal import CulpritPipeline
internal import CulpritReport

/// Prints each record as it was understood.
struct ParseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Print each record with its time, severity, template and rules, in input order."
    )

    @OptionGroup var input: InputOptions

    @Option(help: "How to print them: ndjson or text.")
    var format = LineFormat.text

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            var parsing = Parsing(inputs: input.inputs, now: .now)
            parsing.rules = input.rules.choice
            parsing.zones = input.zones
            // Records on a terminal are progress enough.
            parsing.isQuiet = input.quiet || StandardOutput.isTerminal
            parsing.isTerminal = StandardOutput.errorIsTerminal
            var buffer = ""
            func flush() {
                StandardOutput.write(buffer)
                buffer = ""
            }
            let problems = try await parsing.run(
                { record in
                    buffer += (format == .ndjson ? recordJSON(record) : recordText(record)) + "\n"
                    if buffer.utf8.count > 64 << 10 { flush() }
                }, pause: flush)
            flush()
            for problem in problems { complain("warning: \(problem)") }
            if !problems.isEmpty { throw ExitCode.someInputSkipped }
        }
    }
}
