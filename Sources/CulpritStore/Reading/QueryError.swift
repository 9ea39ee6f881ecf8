package import CulpritModel

/// A question that is not answered.
package enum QueryError: DiagnosableError, Equatable {
    case empty
    /// `verb` is the statement's first word.
    case notAQuestion(verb: String)
    /// `nearest` is the name of a view or column that may have been meant.
    case refused(String, why: String, nearest: String?)
    case tookTooLong(String, seconds: Double)

    package var diagnostic: Diagnostic {
        switch self {
        case .empty: Diagnostic("The query is empty.", try: "Ask for instance 'SELECT * FROM causes'.")
        case .notAQuestion(let verb):
            Diagnostic(
                "A query cannot begin with '\(verb)'.",
                because: "A case is only read; 'culprit query' never changes it.",
                try: "Ask with SELECT, WITH, VALUES or EXPLAIN.")
        case .refused(let sql, let why, let nearest):
            Diagnostic(
                "Cannot answer '\(sql)'.", because: "SQLite says: \(why).",
                try: nearest.map { "Did you mean '\($0)'?" }
                    ?? "See the views and columns with 'SELECT * FROM about'.")
        case .tookTooLong(let sql, let seconds):
            Diagnostic(
                "Gave up on '\(sql)'.", because: "It took longer than \(seconds) seconds.",
                try: "Ask for fewer rows, for instance with a condition on time_ns.")
        }
    }

    /// Finds the name that SQLite does not know in its message, and the nearest of `names`.
    func withNearestName(among names: [String]) -> QueryError {
        guard case .refused(let sql, let why, _) = self, why.hasPrefix("no such "),
            let unknown = why.split(separator: " ").last?.split(separator: ".").last.map(String.init)
        else { return self }
        let candidates = names.map { (QueryText.editDistance(unknown.lowercased(), $0), $0) }
        guard let best = candidates.min(by: { $0 < $1 }), best.0 <= max(1, unknown.count / 3) else { return self }
        return .refused(sql, why: why, nearest: best.1)
    }
}
