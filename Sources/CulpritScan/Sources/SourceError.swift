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

/// A part of a stream that could not be read.
package struct StreamFailure: Error, Equatable {
    /// What was wrong, and at which byte.
    package var reason: String
    /// What helps, where it is not to copy the file again.
    package let remedy: String?
    /// How many bytes of the damaged layer were passed over.
    package var unreadByteCount = 0

    package init(_ reason: String, remedy: String? = nil) { (self.reason, self.remedy) = (reason, remedy) }
}

/// All that was wrong with one stream.
struct FailureSum {
    private var first: StreamFailure?
    private var count = 0
    private var unreadByteCount = 0

    mutating func add(_ failure: StreamFailure) {
        first = first ?? failure
        count += 1
        unreadByteCount += failure.unreadByteCount
    }

    /// The first damage, and how much more there was; `nil` when there was none.
    var failure: StreamFailure? {
        guard var failure = first else { return nil }
        failure.unreadByteCount = unreadByteCount
        if count > 1 { failure.reason += ", and \(count - 1) more damaged places" }
        return failure
    }
}
