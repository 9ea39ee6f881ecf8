internal import ArgumentParser
internal import CulpritReport

/// Prints the schema of a JSON document.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of a document that this program writes.")

    enum Document: String, ExpressibleByArgument, CaseIterable {
        case report
        case digest
    }

    @Argument(help: "The document: report or digest.")
    var document = Document.report

    func run() {
        StandardOutput.ignoreClosedPipes()
        switch document {
        case .report: StandardOutput.write(JSONSchema.report)
        case .digest: StandardOutput.write(JSONSchema.digest)
        }
    }
}
