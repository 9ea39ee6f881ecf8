internal import ArgumentParser
internal import CulpritModel
internal import Foundation

extension ExitCode {
    /// Done, but some input could not be read whole.
    static let someInputSkipped = ExitCode(2)

    /// Done, and what '--fail-on' names was found.
    static let finding = ExitCode(3)
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

/// Writes a result to `path`, or to standard output.
///
/// A file is replaced as a whole, so that nobody reads half a report; a device or a pipe is written to as it is.
func deliver(_ text: String, to path: String?) throws {
    guard let path else { return StandardOutput.write(text) }
    // Replacing a link would leave what it points to as it was.
    let url = URL(filePath: path).resolvingSymlinksInPath()
    let kind = try? FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType
    do {
        if kind == nil || kind == .typeRegular {
            try Data(text.utf8).write(to: url, options: .atomic)
        } else {
            let device = try FileHandle(forWritingTo: URL(filePath: path))
            try device.write(contentsOf: Data(text.utf8))
            try device.close()
        }
    } catch {
        throw OutputError.cannotWrite(path, why: error.systemCause.localizedDescription)
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

extension Error {
    /// What the system itself said, which Foundation wraps.
    var systemCause: NSError {
        let error = self as NSError
        return error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    }
}
