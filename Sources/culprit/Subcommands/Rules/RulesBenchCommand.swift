internal import ArgumentParser
internal import CulpritPipeline
internal import CulpritReport

extension RulesCommand {
    /// Measures what rules cost.
    struct Bench: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what each rule costs on a line that is searched with it, and its worst line.",
            discussion: """
                Without an input the lines are the examples of all rules. A run searches a line only with the rules \
                of which a text is in it.
                """)
        @OptionGroup var options: RuleOptions

        @Option(help: "Print at most so many rules, the dearest first.")
        var limit = 20

        @Argument(help: "Files with lines to measure on; the beginning of each is enough.", completion: .file())
        var inputs: [String] = []

        func validate() throws {
            if limit < 1 { throw ValidationError("'--limit' must be at least 1, but was \(limit).") }
        }

        func run() async throws {
            StandardOutput.ignoreClosedPipes()
            try await reportingFailures {
                let tools = try RuleTools(options.choice, now: .now)
                let result = try await tools.bench(inputs: inputs, limit: limit)
                StandardOutput.write(tableText(result, style: TextStyle(colour: StandardOutput.takesColour)))
            }
        }
    }
}
