package import CulpritModel

/// An input that could not be opened at all.
package enum SourceError: DiagnosableError, Equatable {
    case cannotOpen(String, why: String)
    case cannotList(String, why: String)

    package var diagnostic: Diagnostic {
        switch self {
        case .cannotOpen(let path, let why):
            Diagnostic(
                "Cannot read '\(path)'.", at: Place(path), because: why,
                try: "Check the path and its permissions; the other inputs were read.")
        case .cannotList(let path, let why):
            Diagnostic(
                "Cannot list the folder '\(path)'.", at: Place(path), because: why,
                try: "Check its permissions; the other inputs were read.")
        }
    }
}

/// Why a stream ended before its time.
package struct StreamFailure: Error, Equatable {
    package let reason: String

    package init(reason: String) { self.reason = reason }
}
