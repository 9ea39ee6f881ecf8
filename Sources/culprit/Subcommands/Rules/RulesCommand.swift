internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport

/// Lists and checks the rules.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "List, test, write and measure the rules.",
        subcommands: [
            List.self, Test.self, Lint.self, New.self, Explain.self, Coverage.self, Bench.self, Import.self,
        ], defaultSubcommand: List.self)

    enum ListFormat: String, ExpressibleByArgument, CaseIterable {
        case table
        case markdown
    }

    /// Prints one rule a line.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the rules, one a line, by category and id.")
        @OptionGroup var options: RuleOptions

        @Option(help: "How to print them: table or markdown.")
        var format = ListFormat.table

        func run() async throws {
            StandardOutput.ignoreClosedPipes()
            try await reportingFailures {
                let rules = try RuleCheck(options.choice).rules()
                if format == .markdown {
                    let page = RulePage(rules.map { RulePage.Entry(rule: $0.rule, file: $0.place.path) })
                    return StandardOutput.write(page.markdown)
                }
                let result = QueryResult(
                    columns: ["category", "id", "severity", "weight", "title", "from"],
                    rows: rules.map {
                        [
                            .text($0.rule.folder), .text($0.rule.id), .text($0.rule.severity.name),
                            .real($0.rule.weight), .text($0.rule.title), .text($0.origin),
                        ]
                    })
                StandardOutput.write(tableText(result, style: TextStyle(colour: StandardOutput.takesColour)))
            }
        }
    }

    /// Runs the examples in the rule files.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run every example and counterexample in the rule files; exits with 1 when one fails.")
        @OptionGroup var options: RuleOptions

        func run() async throws {
            try await reportingFailures {
                let (testCount, failures) = try RuleCheck(options.choice).test()
                for failure in failures { complain(failure.description) }
                StandardOutput.write("\(testCount - failures.count) passed, \(failures.count) failed\n")
                if !failures.isEmpty { throw ExitCode.failure }
            }
        }
    }

    /// Finds what rules lack.
    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find what rules lack to be relied on; exits with 1 when there is anything.")
        @OptionGroup var options: RuleOptions

        func run() async throws {
            try await reportingFailures {
                let findings = try RuleCheck(options.choice).lint()
                for finding in findings { StandardOutput.write("\(finding)\n") }
                if !findings.isEmpty { throw ExitCode.failure }
                StandardOutput.write("No findings.\n")
            }
        }
    }
}
