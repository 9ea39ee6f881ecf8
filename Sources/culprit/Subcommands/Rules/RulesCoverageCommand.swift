internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport

extension RulesCommand {
    /// Says how much of an input the rules know.
    struct Coverage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Print which rules fire on an input, and which severe lines no rule knows: the next rules to write.")
        @OptionGroup var input: InputOptions

        @Option(help: "Print at most so many rows of each table.")
        var limit = 30

        func validate() throws {
            if limit < 1 { throw ValidationError("'--limit' must be at least 1, but was \(limit).") }
        }

        func run() async throws {
            StandardOutput.ignoreClosedPipes()
            try await reportingFailures {
                var parsing = Parsing(inputs: input.inputs, now: .now)
                parsing.rules = input.rules.choice
                parsing.zones = input.zones
                parsing.isQuiet = input.quiet
                parsing.isTerminal = StandardOutput.errorIsTerminal
                var coverage = RuleCoverage()
                let problems = try await parsing.run { coverage.add($0) }
                let style = TextStyle(colour: StandardOutput.takesColour)
                StandardOutput.write(tableText(fired(coverage), style: style))
                StandardOutput.write(
                    "\n\(coverage.recordCount) records, \(coverage.severeCount) of them warnings or worse; "
                        + "rules know \(coverage.knownSevereCount) of those. What no rule knows:\n\n")
                StandardOutput.write(tableText(unknown(coverage), style: style))
                if coverage.uncountedCount > 0 {
                    StandardOutput.write("\(coverage.uncountedCount) severe records are of further templates.\n")
                }
                for problem in problems { complain("warning: \(problem)") }
                if !problems.isEmpty { throw ExitCode.someInputSkipped }
            }
        }

        private func fired(_ coverage: RuleCoverage) -> QueryResult {
            let rules = coverage.firedRules
            return QueryResult(
                columns: ["records", "rule"],
                rows: rules.prefix(limit).map { [.integer(Int64($0.count)), .text($0.rule)] },
                isTruncated: rules.count > limit)
        }

        private func unknown(_ coverage: RuleCoverage) -> QueryResult {
            let templates = coverage.unknownTemplates
            return QueryResult(
                columns: ["records", "severity", "template", "first"],
                rows: templates.prefix(limit).map { unknown in
                    [
                        .integer(Int64(unknown.count)), .text(unknown.severity.name), .text(unknown.template.text),
                        .text("\(unknown.first.source):\(unknown.first.line)"),
                    ]
                }, isTruncated: templates.count > limit)
        }
    }
}
