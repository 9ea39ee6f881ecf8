internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport
internal import Foundation

/// Holds one day of a case against the days before.
struct DigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Say what was new and what was worse on one day than on the days before it.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
    }

    @Option(name: .customLong("case"), help: "The case file, as 'investigate --case' keeps it.", completion: .file())
    var caseFile: String

    @Option(help: "The day (default: yesterday).")
    var day: TimeArgument?

    @Option(help: "Everything from this moment until now, instead of one day.")
    var since: TimeArgument?

    @Option(help: "The zone in which days begin, as '+02:00' or 'UTC'.")
    var timezone = "UTC"

    @Option(help: "How to print it: text, json or markdown.")
    var format = Format.text

    @Option(name: .shortAndLong, help: "Write it to this file instead of standard output.", completion: .file())
    var output: String?

    func validate() throws {
        if day != nil, since != nil { throw ValidationError("'--day' and '--since' exclude each other.") }
        if TimeExpression.zoneOffset(timezone) == nil {
            throw ValidationError("'--timezone' must be 'UTC' or an offset such as '+02:00', but was '\(timezone)'.")
        }
    }

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            let digest = try DayDigest(casePath: caseFile, day: span).digest()
            let text =
                switch format {
                case .text: digestText(digest, style: TextStyle(colour: output == nil && StandardOutput.takesColour))
                case .json: digestJSON(digest)
                case .markdown: digestMarkdown(digest)
                }
            try deliver(text.endingInNewline, to: output)
        }
    }

    private var span: TimeSpan {
        let now = Timestamp.now
        let offset = TimeExpression.zoneOffset(timezone) ?? 0
        if let since = since?.time(now: now, offsetSeconds: offset) { return TimeSpan(from: since, to: now) }
        let named = day?.time(now: now, offsetSeconds: offset)
        let today = TimeExpression.startOfDay(named ?? now, offsetSeconds: offset)
        let start = named == nil ? today.advanced(bySeconds: -86_400) : today
        return TimeSpan(from: start, to: start.advanced(bySeconds: 86_400))
    }
}
