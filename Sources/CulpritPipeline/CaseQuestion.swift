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
