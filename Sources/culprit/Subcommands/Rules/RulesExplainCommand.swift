internal import ArgumentParser
internal import CulpritPipeline

extension RulesCommand {
    /// Says what a line is taken for.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what a line is taken for, and why rules match it or do not.",
            discussion: "Shown are the rules that match, and those of which a text that they need is in the line.")
        @OptionGroup var options: RuleOptions

        @Argument(help: "The line, as it stands in the log.")
        var line: String

        func run() async throws {
            StandardOutput.ignoreClosedPipes()
            try await reportingFailures {
                StandardOutput.write(try RuleTools(options.choice, now: .now).explanation(of: line))
            }
        }
    }
}
