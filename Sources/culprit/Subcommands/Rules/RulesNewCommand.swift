internal import ArgumentParser
internal import CulpritPipeline

extension RulesCommand {
    /// Proposes a rule for a line.
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a rule proposed from one line of a log, with its pattern, captures and tests.",
            discussion: """
                What only a person knows is marked 'FILL IN'; 'culprit rules lint' accepts the rule when no mark is left.
                """)
        @OptionGroup var options: RuleOptions

        @Option(help: "The line, as it stands in the log.")
        var from: String

        func run() async throws {
            StandardOutput.ignoreClosedPipes()
            try await reportingFailures {
                StandardOutput.write(try RuleTools(options.choice, now: .now).draft(from: from))
            }
        }
    }
}
