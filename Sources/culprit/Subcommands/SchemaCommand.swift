internal import ArgumentParser
internal import CulpritReport

/// Prints the schema of a JSON document.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a document that this program writes.")

    enum Document: String, ExpressibleByArgument, CaseIterable {
        case report
        case digest
        case alerts
    }

    @Argument(help: "The document: report, digest or alerts.")
    var document = Document.report

    func run() {
        StandardOutput.ignoreClosedPipes()
        switch document {
        case .report: StandardOutput.write(JSONSchema.report)
        case .digest: StandardOutput.write(JSONSchema.digest)
        case .alerts: StandardOutput.write(JSONSchema.alerts)
        }
    }
}
