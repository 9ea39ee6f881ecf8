internal import ArgumentParser
internal import CulpritPipeline
internal import CulpritReport

extension RulesCommand {
    /// Carries over rules of other programs.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print rules of another program as a rule file.",
            discussion: """
                Reads formats of lnav (JSON), grok patterns, CRE rules (YAML), syslog-ng pattern databases (XML) and \
                Sigma rules of keywords (YAML), told by their content. What cannot be carried over is listed on \
                standard error.
                """)

        @Argument(help: "The file to read.", completion: .file())
        var file: String

        func run() async throws {
            StandardOutput.ignoreClosedPipes()
            try await reportingFailures {
                let result = try RuleImporting(path: file)
                StandardOutput.write(result.yaml)
                for reason in result.leftOut { complain(terminalSafe("left out: \(reason)")) }
                complain("\(result.count) carried over, \(result.leftOut.count) left out")
                if result.count == 0 { throw ExitCode.failure }
            }
        }
    }
}
