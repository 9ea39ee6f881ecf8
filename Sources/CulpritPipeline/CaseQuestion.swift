package import CulpritModel
internal import CulpritStore

/// A question to a case file.
package struct CaseQuestion: Sendable {
    private let casePath: String
    private let sql: String
    private let rowLimit: Int

    package init(casePath: String, sql: String, rowLimit: Int) {
        (self.casePath, self.sql, self.rowLimit) = (casePath, sql, rowLimit)
    }

    /// Runs the statement on a connection that can only read.
    package func answer() async throws -> QueryResult {
        let query = try CaseQuery(path: casePath)
        let result = try await query.run(sql, rowLimit: rowLimit)
        try query.close()
        return result
    }
}

/// The report that the last run over a case came to.
package struct CaseReport: Sendable {
    private let casePath: String

    package init(casePath: String) { self.casePath = casePath }

    package func report() throws -> Report {
        let caseFile = try CaseFile(path: casePath, mustExist: true)
        defer { try? caseFile.close() }
        guard let report = try caseFile.loadReport() else { throw RunError.nothingConcluded(casePath) }
        return report
    }
}

/// The digest of one day of a case.
package struct DayDigest: Sendable {
    private let casePath: String
    private let day: TimeSpan

    package init(casePath: String, day: TimeSpan) { (self.casePath, self.day) = (casePath, day) }

    /// Holds the day against the days before it.
    package func digest() throws -> Digest {
        let caseFile = try CaseFile(path: casePath, mustExist: true)
        let digest = try caseFile.digest(day: day)
        try caseFile.close()
        return digest
    }
}
