internal import CulpritModel

/// Why the outage could not be written.
enum OutputError: DiagnosableError {
    case cannotCreate(String)

    var diagnostic: Diagnostic {
        switch self {
        case .cannotCreate(let path):
            Diagnostic("Cannot create '\(path)'.", try: "Choose a folder that you may write to.")
        }
    }
}
