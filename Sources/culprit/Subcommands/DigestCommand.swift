internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport
internal import Foundation

/// Holds one day of a case against the days before.
struct DigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest", abstract: "Say what was new and what was worse on one day than on the days before it.",
        discussion: """
            With inputs it first reads what is new in them into the case, which it makes where there is none. Two \
            digests of one case at once wait for each other. With '--fail-on' it exits with 3 on a finding.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case markdown
        case html
    }

    @Argument(help: "Files, folders or archives to read into the case first.", completion: .file())
    var inputs: [String] = []

    @Option(name: .customLong("case"), help: "The case file, as 'investigate --case' keeps it.", completion: .file())
    var caseFile: String

    @Option(help: "The day (default: yesterday).")
    var day: TimeArgument?

    @Option(help: "Everything from this moment until now, instead of one day.")
    var since: TimeArgument?

    @Option(help: "The zone in which days begin, and of times that name none, as '+02:00' or 'UTC'.")
    var timezone = "UTC"

    @OptionGroup var ruleOptions: RuleOptions
    @OptionGroup var workers: WorkerOptions

    @Option(help: "How to print it: text, json, markdown or html.")
    var format = Format.text

    @Option(name: .shortAndLong, help: "Write it to this file instead of standard output.", completion: .file())
    var output: String?

    @OptionGroup var delivery: DeliveryOptions

    @Option(help: "Exit with 3 when the day speaks of these: bug, hardware, network, delay, or any.")
    var failOn: FindingArgument?

    @Option(help: "Afterwards remove from the case what is older than this, as '90d'.")
    var keep: DaysArgument?

    func validate() throws {
        if day != nil, since != nil { throw ValidationError("'--day' and '--since' exclude each other.") }
        if inputs.isEmpty, !ruleOptions.rules.isEmpty {
            throw ValidationError("'--rules' is for reading inputs, and none is given.")
        }
        if TimeExpression.zoneOffset(timezone) == nil {
            throw ValidationError("'--timezone' must be 'UTC' or an offset such as '+02:00', but was '\(timezone)'.")
        }
    }

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            let lock = try CaseLock(casePath: caseFile)
            defer { lock.release() }
            let question = DayDigest(casePath: caseFile, day: span)
            let outcome = inputs.isEmpty ? nil : try await question.read(investigation)
            let digest = try question.digest()
            let text =
                switch format {
                case .text: digestText(digest, style: TextStyle(colour: output == nil && StandardOutput.takesColour))
                case .json: digestJSON(digest)
                case .markdown: digestMarkdown(digest)
                case .html: digestHTML(digest)
                }
            try deliver(text.endingInNewline, to: output)
            try await delivery.send(digest)
            if let keep { try question.forget(olderThanSeconds: keep.seconds) }
            if let failOn, failOn.isMet(by: digest) { throw ExitCode.finding }
            if let outcome { try finish(outcome) }
        }
    }

    private var investigation: Investigation {
        var plan = Investigation(inputs: inputs, now: .now)
        plan.rules = ruleOptions.choice
        plan.jobs = workers.count
        plan.zones = (try? SourceZones([timezone])) ?? SourceZones()
        plan.isQuiet = true
        return plan
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

/// What makes a digest end with 3: categories, or `any` for every day that is not quiet.
struct FindingArgument: ExpressibleByArgument {
    private let categories: Set<CulpritModel.Category>
    private let isAny: Bool

    init?(argument: String) {
        let names = argument.split(separator: ",").map(String.init)
        isAny = names.contains("any")
        let known = names.filter { $0 != "any" }.map(CulpritModel.Category.init(rawValue:))
        guard !names.isEmpty, !known.contains(nil) else { return nil }
        categories = Set(known.compactMap(\.self))
    }

    func isMet(by digest: Digest) -> Bool { isAny && !digest.isQuiet || categories.contains(where: digest.isFinding) }
}

/// A number of days, as `90d`.
struct DaysArgument: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        guard argument.hasSuffix("d"), let days = Int(argument.dropLast()), days > 0, days < 100_000 else { return nil }
        seconds = Double(days) * 86_400
    }
}
