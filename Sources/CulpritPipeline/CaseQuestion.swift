internal import CulpritAnalysis
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

    /// Whether there is a case file at `path`.
    package static func isCase(_ path: String) -> Bool { CaseFile.isCase(at: path) }

    package func report() throws -> Report {
        let caseFile = try CaseFile(path: casePath, mustExist: true)
        defer { try? caseFile.close() }
        guard let report = try caseFile.loadReport() else { throw RunError.nothingConcluded(casePath) }
        return report
    }
}

/// The reports of earlier cases, which a later one is held against.
package struct EarlierCases: Sendable {
    private let reports: [(path: String, report: Report)]

    package init(_ paths: [String]) throws {
        reports = try paths.map { ($0, try CaseReport(casePath: $0).report()) }
    }

    /// Returns `report` with what they have in common with it; bugs that they had have come back.
    package func compared(with report: Report) -> Report {
        var report = report
        for (path, earlier) in reports {
            report.details.earlier.append(ReportDetails.EarlierCase(earlier, named: path, beside: report))
            report.takeReturned(of: earlier)
        }
        return report
    }
}

/// The measured series of a case.
package struct CaseSeries: Sendable {
    private let casePath: String

    package init(casePath: String) { self.casePath = casePath }

    /// Returns the series as Prometheus would have scraped them, and the names of those that count up.
    package func scraped() throws -> (series: [ScrapedSeries], counters: Set<String>) {
        let caseFile = try CaseFile(path: casePath, mustExist: true)
        defer { try? caseFile.close() }
        let series = try caseFile.loadSeries()
        // A rotated file gives one series in parts, and a series must be written once, in order.
        let whole = Material.united(series)
        return (whole.compactMap(ScrapedSeries.init), Set(series.filter(\.isCounter).map(\.key.name)))
    }
}

/// The digest of one day of a case.
package struct DayDigest: Sendable {
    private let casePath: String
    private let day: TimeSpan

    package init(casePath: String, day: TimeSpan) { (self.casePath, self.day) = (casePath, day) }

    private static let recalledDays = 3.0

    /// Reads what is new in the inputs of `plan` into the case and looks for an incident on the day.
    ///
    /// Only the days right before are read back, so that it takes no longer as the case grows.
    package func read(_ plan: Investigation) async throws -> Investigation.Outcome {
        var plan = plan
        plan.casePath = casePath
        plan.search = day
        plan.recall = TimeSpan(from: day.from.advanced(bySeconds: -Self.recalledDays * day.seconds), to: day.to)
        return try await plan.run()
    }

    /// Removes what is more than `seconds` older than the end of the day.
    package func forget(olderThanSeconds seconds: Double) throws {
        let caseFile = try CaseFile(path: casePath, mustExist: true)
        try caseFile.forget(before: day.to.advanced(bySeconds: -seconds))
        try caseFile.close()
    }

    /// Holds the day against the days before it.
    package func digest() throws -> Digest {
        let caseFile = try CaseFile(path: casePath, mustExist: true)
        let digest = try caseFile.digest(day: day)
        try caseFile.close()
        return digest
    }
}
