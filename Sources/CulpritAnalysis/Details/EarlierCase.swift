package import CulpritModel

extension ReportDetails.EarlierCase {
    private static let shownLimit = 5

    /// Says what `report` has in common with the conclusions of an earlier case.
    package init(_ earlier: Report, named name: String, beside report: Report) {
        let crashes = Set(report.crashGroups.map(\.signature))
        let rules = Self.rules(of: report)
        self.init(
            name: name, period: earlier.period,
            verdict: earlier.verdict.category.map { "\($0.rawValue): \(earlier.verdict.entity)" },
            isSameVerdict: earlier.verdict.category != nil && earlier.verdict.category == report.verdict.category
                && earlier.verdict.entity == report.verdict.entity,
            commonCrashes: earlier.crashGroups.filter { crashes.contains($0.signature) }.prefix(Self.shownLimit)
                .map(\.title),
            commonRules: Array(Self.rules(of: earlier).intersection(rules).sorted().prefix(Self.shownLimit)))
    }

    /// The rules that speak for the best cause.
    private static func rules(of report: Report) -> Set<String> {
        Set(report.causes.first?.evidence.filter(\.speaksFor).compactMap(\.rule) ?? [])
    }
}

extension Report {
    /// Bugs that are new to this case and crashed in an `earlier` one have come back.
    package mutating func takeReturned(of earlier: Report) {
        let known = Set(earlier.crashGroups.map(\.signature))
        for index in crashGroups.indices where crashGroups[index].isNew && known.contains(crashGroups[index].signature)
        {
            crashGroups[index].state = .returned
        }
    }
}
