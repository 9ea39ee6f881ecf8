internal import ArgumentParser

/// The command line of Culprit.
@main struct CulpritCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "culprit",
        abstract: "Say what broke first, where and why, from the logs and metrics an outage left behind.",
        discussion: """
            Results go to standard output, everything else to standard error.

            Exits with 0 when all was done, 1 when the run failed, 2 when it was done but some input could not be read \
            whole, 3 on a finding that '--fail-on' names, 64 when the command line was wrong.
            """,
        version: "0.1.0",
        subcommands: [
            InvestigateCommand.self, ParseCommand.self, CrashesCommand.self, WindowsCommand.self, QueryCommand.self,
            ReportCommand.self, ExplainCommand.self, AlertsCommand.self,
            DigestCommand.self, ScheduleCommand.self, ExportCommand.self, RulesCommand.self, SchemaCommand.self,
        ])
}
