internal import ArgumentParser
internal import CulpritPipeline
internal import CulpritReport

/// Prints what runs a digest every day.
struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Print the systemd units or the crontab line for a digest every day.",
        discussion: """
            The digest runs after midnight with a random delay and low priority, makes up for a run that was missed \
            (systemd), and never runs twice at once.
            """)

    @Argument(help: "What the digest reads.", completion: .file())
    var inputs: [String]

    @Option(name: .customLong("case"), help: "The case file that it keeps.", completion: .file())
    var caseFile: String

    @Flag(help: "Print a service and a timer for systemd.")
    var systemd = false

    @Flag(help: "Print a line for a crontab.")
    var cron = false

    @Option(help: "Mail the digest to this address.")
    var mailTo: String?

    @Option(help: "Remove from the case what is older than this, as '90d'.")
    var keep: DaysArgument?

    func validate() throws {
        if systemd == cron { throw ValidationError("Give either '--systemd' or '--cron'.") }
        if inputs.isEmpty { throw ValidationError("Give at least one input.") }
        let all = inputs + [caseFile]
        if let odd = all.first(where: { $0.contains(where: \.isNewline) }) {
            throw ValidationError("'\(odd)' has a line break in it, which neither systemd nor cron takes.")
        }
        if let relative = all.first(where: { !$0.hasPrefix("/") }) {
            throw ValidationError(
                "'\(relative)' must be an absolute path: neither systemd nor cron runs in this folder.")
        }
    }

    func run() {
        StandardOutput.ignoreClosedPipes()
        var words = ["culprit", "digest"] + inputs + ["--case", caseFile]
        if let mailTo { words += ["--mail-to", mailTo] }
        if let keep { words += ["--keep", "\(Int(keep.seconds / 86_400))d"] }
        let schedule = DigestSchedule(words: words)
        StandardOutput.write(systemd ? schedule.systemdUnits : schedule.crontabLine)
    }
}
