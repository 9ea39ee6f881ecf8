internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritReport

/// Asks a case file in SQL.
struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Ask a case file in SQL; nothing in it can be changed.",
        discussion: """
            The views are events, templates, crash_groups, windows, causes, sources, entities and minutes; \
            'SELECT * FROM about' explains their columns.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
        case ndjson
        case csv
    }

    @Argument(help: "The case file.", completion: .file())
    var caseFile: String

    @Argument(help: "One SELECT statement.")
    var sql: String

    @Option(help: "How to print the answer: table, json, ndjson or csv.")
    var format = Format.table

    @Option(help: "Print at most so many rows.")
    var limit = 10_000

    func validate() throws {
        if limit < 1 { throw ValidationError("'--limit' must be at least 1, but was \(limit).") }
    }

    func run() async throws {
        StandardOutput.ignoreClosedPipes()
        try await reportingFailures {
            let result = try await CaseQuestion(casePath: caseFile, sql: sql, rowLimit: limit).answer()
            let text =
                switch format {
                case .table: tableText(result, style: TextStyle(colour: StandardOutput.takesColour))
                case .json: tableJSON(result)
                case .ndjson: tableNDJSON(result)
                case .csv: tableCSV(result)
                }
            StandardOutput.write(text.endingInNewline)
            if result.isTruncated { complain("note: only the first \(limit) rows are shown; '--limit' shows more.") }
        }
    }
}
