package import CulpritModel

/// Why a run cannot begin.
package enum RunError: DiagnosableError, Equatable {
    case cannotReadTopology(String)
    case notTopology(String)
    case nothingToRead([String])
    case cannotReadRules(String)
    /// A case that only holds what was read.
    case nothingConcluded(String)
    case noSuchCause(String, count: Int)

    package var diagnostic: Diagnostic {
        switch self {
        case .cannotReadTopology(let path):
            Diagnostic(
                "Cannot read the topology '\(path)'.", at: Place(path), because: "It is not a readable text file.",
                try: "Check the path given to '--topology'.")
        case .notTopology(let path):
            Diagnostic(
                "'\(path)' is no topology.", at: Place(path, line: 1),
                because: "Its first line is not 'caller,callee'.",
                try: "Write CSV with that header, one call path a line.")
        case .cannotReadRules(let path):
            Diagnostic(
                "Cannot read '\(path)'.", at: Place(path), because: "It is not a readable UTF-8 text file.",
                try: "Check the path, its permissions and encoding.")
        case .nothingToRead(let inputs):
            Diagnostic(
                "There is nothing to read in \(inputs.map { "'\($0)'" }.joined(separator: ", ")).",
                because: "No regular file was found there.", try: "Give files, folders or '-' for standard input.")
        case .nothingConcluded(let path):
            Diagnostic(
                "The case file '\(path)' holds no conclusions.", at: Place(path),
                because: "No run over it has ended.", try: "Run 'culprit investigate INPUT... --case \(path)'.")
        case .noSuchCause(let name, let count):
            Diagnostic(
                "There is no cause '\(name)'.", because: "The case has \(count).",
                try: "Give its rank, from 1, or its category and entity, as in 'bug:chat'; 'culprit report' lists them."
            )
        }
    }
}
