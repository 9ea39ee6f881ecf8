internal import ArgumentParser
internal import CulpritPipeline

/// Reads inputs and says what broke first.
struct InvestigateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "investigate",
        abstract: "Read logs and metrics and say what broke first, where and why.",
        discussion: """
            Without '--from' and '--to' the incident is found. A file with the header 'caller,callee' among the inputs \
            is taken as the topology.
            """)

    @OptionGroup var input: InputOptions
    @OptionGroup var workers: WorkerOptions
    @OptionGroup var span: PeriodOptions

    @Option(
        name: .customLong("case"), help: "Keep everything in this SQLite case file; run again to add to it.",
        completion: .file())
    var caseFile: String?

    @Option(help: "Who calls whom: CSV with the header 'caller,callee'.", completion: .file(extensions: ["csv"]))
    var topology: String?

    @Option(
        help: "Say what this earlier case has in common, and which bugs came back; may be given several times.",
        completion: .file())
    var compare: [String] = []

    @Flag(help: "Correct the times of machines whose clocks are off, as far as requests tell; reads everything twice.")
    var alignClocks = false

    @Option(help: "How to print the report: text, json, markdown or html.")
    var format = ReportFormat.text

    @Option(name: .shortAndLong, help: "Write the report to this file instead of standard output.", completion: .file())
    var output: String?

    func validate() throws {
        if alignClocks, input.inputs.contains("-") {
            throw ValidationError("'--align-clocks' reads twice, and standard input can be read only once.")
        }
    }

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            var plan = input.investigation(workers)
            span.apply(to: &plan)
            plan.casePath = caseFile
            plan.topologyPath = topology
            plan.alignsClocks = alignClocks
            let earlier = try EarlierCases(compare)
            let outcome = try await plan.run()
            let report = earlier.compared(with: outcome.report)
            try deliver(format.text(of: report, isFile: output != nil).endingInNewline, to: output)
            try finish(outcome)
        }
    }
}
