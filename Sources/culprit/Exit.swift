internal import ArgumentParser
internal import CulpritModel
internal import Foundation

extension ExitCode {
    /// Done, but some input could not be read whole.
    static let someInputSkipped = ExitCode(2)
}

/// Writes to standard error, for people.
func complain(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

/// Runs `body`; an error is told in full on standard error and ends the program with 1.
func reportingFailures(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let code as ExitCode {
        throw code
    } catch let error as ValidationError {
        throw error
    } catch {
        complain("error: \(error)")
        throw ExitCode.failure
    }
}

/// Writes a result to `path`, or to standard output; a reader that has gone is no failure.
func deliver(_ text: String, to path: String?) throws {
    if let path {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw OutputError.cannotWrite(path, why: error.localizedDescription)
        }
    } else {
        StandardOutput.write(text)
    }
}

/// A result that could not be written.
enum OutputError: DiagnosableError {
    case cannotWrite(String, why: String)

    var diagnostic: Diagnostic {
        switch self {
        case .cannotWrite(let path, let why):
            Diagnostic(
                "Cannot write '\(path)'.", at: Place(path), because: why,
                try: "Check the folder, its permissions and the space left.")
        }
    }
}
