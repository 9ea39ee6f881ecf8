internal import ArgumentParser
internal import CulpritModel
internal import Foundation

/// The whole program: one outage, written to a folder.
@main
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "culprit-simulate",
        abstract: "Write the logs and metrics of an outage, with the truth about its cause.",
        discussion: """
            A chat service of three HAProxy edges, six Erlang chat servers, three Kafka brokers, two PostgreSQL \
            servers and two routers runs for about two hours; one cause is injected after 80 to 100 minutes and \
            repaired 15 to 20 minutes later; with '--second' two are, at about the same time. Small unrelated troubles are spread over the whole span. The same \
            arguments write the same bytes.

            SCENARIOS
            \(Scenario.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))

            The folder gets one log for each host and program ('chat-1/chat.log.zst'), 'metrics/node.om.zst' \
            (OpenMetrics), 'topology.csv' (who calls whom, by service: the name of a host without its number) and \
            'truth.json'. The edges log a sample of the requests, so the metrics count more of them than the logs \
            hold. Below about 1 MB the metrics and the fault's own lines take more than '--size' asks for.

            Exits with 0 when everything was written, 1 when a file could not be written, 64 on wrong usage.
            """)

    @Argument(help: "What goes wrong: \(Scenario.allCases.map(\.rawValue).joined(separator: ", ")).")
    var scenario: Scenario

    @Option(help: "About how much text to write before compression, like '200KB', '50MB' or '5GB'.")
    var size = ByteSize(byteCount: 50_000_000)

    @Option(help: "The number that decides every detail, the start date too.")
    var seed: UInt64 = 1

    @Option(help: "What goes wrong beside it, within three minutes of it: another of the scenarios.")
    var second: Scenario?

    @Option(help: "How many times as many small unrelated troubles as usual, 0 to 50.")
    var noise = 1.0

    @Option(name: .shortAndLong, help: "The folder to write to; it must not exist or be empty.", completion: .directory)
    var output: String

    @Option(help: "The zstd level, 1 to 19.")
    var level = 3

    @Flag(help: "Write plain text instead of '.zst' files.")
    var plain = false

    func validate() throws {
        guard (1...19).contains(level) else { throw ValidationError("'--level' must be 1 to 19, but was \(level).") }
        guard (0...50).contains(noise) else { throw ValidationError("'--noise' must be 0 to 50, but was \(noise).") }
        if let second, second == scenario || [second, scenario].contains(.calmDay) {
            throw ValidationError("'--second \(second.rawValue)' must be another outage than '\(scenario.rawValue)'.")
        }
        let present = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
        guard present.isEmpty else {
            throw ValidationError("'\(output)' is not empty; choose a folder that does not exist yet.")
        }
    }

    func run() throws {
        let simulation = Simulation(
            scenario: scenario, second: second, noise: noise, size: size, seed: seed, output: output,
            level: plain ? nil : level)
        print("Wrote \(try simulation.run()) bytes of text to '\(output)'.")
    }
}
