internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import Foundation

/// What every command that reads inputs takes.
struct InputOptions: ParsableArguments {
    @Argument(
        help: "Files, folders, archives or quoted patterns ('logs/**/*.log') to read; '-' is standard input.",
        completion: .file())
    var inputs: [String]

    @OptionGroup var rules: RuleOptions

    @Option(
        help: """
            The zone of times that name none, as '+02:00' or 'UTC', or of some sources, as 'web-*/*.log=+02:00'; may be \
            given several times (default: UTC).
            """)
    var timezone: [String] = []

    @Flag(help: "Say nothing of the progress.")
    var quiet = false

    func validate() throws {
        if inputs.isEmpty { throw ValidationError("Give at least one input.") }
        do throws(SourceZones.InvalidZone) {
            _ = try SourceZones(timezone)
        } catch {
            throw ValidationError(
                "'--timezone' must be 'UTC' or an offset such as '+02:00', alone or behind a pattern and '=', but was "
                    + "'\(error.argument)'.")
        }
    }

    var zones: SourceZones { (try? SourceZones(timezone)) ?? SourceZones() }

    /// An investigation of the inputs with these options.
    func investigation(_ workers: WorkerOptions) -> Investigation {
        var plan = Investigation(inputs: inputs, now: .now)
        plan.rules = rules.choice
        plan.jobs = workers.count
        plan.zones = zones
        plan.isQuiet = quiet
        plan.isTerminal = StandardOutput.errorIsTerminal
        return plan
    }
}

/// Which rules are used.
struct RuleOptions: ParsableArguments {
    @Option(
        help: "A folder with more rules, laid out as 'Rules' is; may be given several times.", completion: .directory)
    var rules: [String] = []

    @Option(help: "Leave out the rule with this id; may be given several times.")
    var disableRule: [String] = []

    var choice: RuleChoice {
        RuleChoice(folders: rules, disabled: disableRule, environment: ProcessInfo.processInfo.environment)
    }
}

/// What every command that reads inputs on several cores takes.
struct WorkerOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Use so many cores (default: all).")
    var jobs: Int?

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("'--jobs' must be at least 1, but was \(jobs).") }
    }

    var count: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// The span to explain and what to hold it against.
struct PeriodOptions: ParsableArguments {
    @Option(help: "The beginning of what is to be explained (RFC 3339, 'YYYY-MM-DD HH:MM', '2h ago').")
    var from: TimeArgument?

    @Option(help: "Its end.")
    var to: TimeArgument?

    @Option(help: "The beginning of normal operation (default: everything outside the period).")
    var baselineFrom: TimeArgument?

    @Option(help: "Its end.")
    var baselineTo: TimeArgument?

    func validate() throws {
        if (baselineFrom == nil) != (baselineTo == nil) {
            throw ValidationError("'--baseline-from' and '--baseline-to' go together.")
        }
        for span in [period(now: .now, offsetSeconds: 0), baseline(now: .now, offsetSeconds: 0)].compactMap(\.self)
        where span.to <= span.from {
            throw ValidationError("The span ends at \(span.to), before it begins at \(span.from).")
        }
    }

    /// The period; open ends reach as far as times do.
    ///
    /// `nil` when neither end is given.
    func period(now: Timestamp, offsetSeconds: Int) -> TimeSpan? {
        guard from != nil || to != nil else { return nil }
        return TimeSpan(
            from: from?.time(now: now, offsetSeconds: offsetSeconds) ?? Timestamp(seconds: 0),
            to: to?.time(now: now, offsetSeconds: offsetSeconds) ?? now)
    }

    func baseline(now: Timestamp, offsetSeconds: Int) -> TimeSpan? {
        guard let from = baselineFrom?.time(now: now, offsetSeconds: offsetSeconds),
            let to = baselineTo?.time(now: now, offsetSeconds: offsetSeconds)
        else { return nil }
        return TimeSpan(from: from, to: to)
    }

    /// Puts the spans into `plan`.
    func apply(to plan: inout Investigation) {
        plan.period = period(now: plan.now, offsetSeconds: plan.zones.defaultOffsetSeconds)
        plan.baseline = baseline(now: plan.now, offsetSeconds: plan.zones.defaultOffsetSeconds)
    }
}

/// Tells what went wrong beside the result, and ends with 2 when some input could not be read whole.
func finish(_ outcome: Investigation.Outcome) throws {
    for diagnostic in outcome.diagnostics { complain("warning: \(diagnostic)") }
    for incomplete in outcome.report.accounting.incomplete {
        let alreadyTold = outcome.diagnostics.contains { $0.place?.path == incomplete.source }
        if !alreadyTold { complain("warning: \(incomplete.diagnostic)") }
    }
    if outcome.isIncomplete { throw ExitCode.someInputSkipped }
}
