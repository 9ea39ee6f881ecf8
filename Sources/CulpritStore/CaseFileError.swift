package import CulpritModel
internal import GRDB

/// A case file that cannot be used, or not any further.
package enum CaseFileError: DiagnosableError, Equatable {
    case missing(path: String)
    case notADatabase(path: String)
    /// `applicationID` is what the file's own program wrote into its header; 0 when it wrote nothing.
    case otherProgram(path: String, applicationID: Int)
    case newerVersion(path: String, version: Int, supported: Int)
    case cannotOpen(path: String, why: String)
    case unwritable(path: String, why: String)
    case full(path: String, why: String)
    case busy(path: String, why: String)
    case damaged(path: String, why: String)
    /// Anything else that SQLite refuses, with the statement that it was refused for.
    case failed(path: String, why: String, statement: String?)

    package var diagnostic: Diagnostic {
        switch self {
        case .missing(let path):
            Diagnostic(
                "There is no case file '\(path)'.", at: Place(path),
                try: "Make one with 'culprit investigate INPUT... --case \(path)', or check the path.")
        case .notADatabase(let path):
            Diagnostic(
                "'\(path)' is not a case file.", at: Place(path), because: "It is not an SQLite database.",
                try: "Give '--case' the path of a case file, or of a file that does not exist yet.")
        case .otherProgram(let path, let id):
            Diagnostic(
                "'\(path)' is not a case file.", at: Place(path),
                because: "It is an SQLite database of another program (application id \(id)).",
                try: "Give '--case' the path of a case file, or of a file that does not exist yet.")
        case .newerVersion(let path, let version, let supported):
            Diagnostic(
                "Cannot read the case file '\(path)'.", at: Place(path),
                because: "It has version \(version), and this program knows versions up to \(supported).",
                try: "Use the newer culprit that wrote it.")
        case .cannotOpen(let path, let why):
            Diagnostic(
                "Cannot open the case file '\(path)'.", at: Place(path), because: why,
                try: "Check that the folder exists and that you may write to it.")
        case .unwritable(let path, let why):
            Diagnostic(
                "Cannot write to the case file '\(path)'.", at: Place(path), because: why,
                try: "Check the permissions of the file and its folder, or give '--case' another path.")
        case .full(let path, let why):
            Diagnostic(
                "There is no space left for the case file '\(path)'.", at: Place(path), because: why,
                try: "Free some space or give '--case' a path on another disk, then run again.")
        case .busy(let path, let why):
            Diagnostic(
                "Another program is writing to the case file '\(path)'.", at: Place(path), because: why,
                try: "Wait for it to end, then run again.")
        case .damaged(let path, let why):
            Diagnostic(
                "The case file '\(path)' is damaged.", at: Place(path), because: why,
                try: "Save what is left with \"sqlite3 '\(path)' .recover\", and investigate the sources again.")
        case .failed(let path, let why, let statement):
            Diagnostic(
                "Cannot use the case file '\(path)'.", at: Place(path),
                because: why + (statement.map { ", in: \($0)" } ?? ""))
        }
    }
}

extension CaseFileError {
    /// Sorts what SQLite says about `path` by what the reader can do about it.
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = error as? CaseFileError ?? .failed(path: path, why: "\(error)", statement: nil)
            return
        }
        let why = "SQLite says: \(error.message ?? "nothing") (code \(error.extendedResultCode.rawValue))."
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .notADatabase(path: path)
            case .SQLITE_CANTOPEN, .SQLITE_AUTH: .cannotOpen(path: path, why: why)
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR: .unwritable(path: path, why: why)
            case .SQLITE_FULL: .full(path: path, why: why)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path, why: why)
            case .SQLITE_CORRUPT: .damaged(path: path, why: why)
            default: .failed(path: path, why: why, statement: error.sql)
            }
    }
}
