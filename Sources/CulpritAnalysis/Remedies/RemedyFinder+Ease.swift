internal import CulpritModel

/// Demand: whether it set the trouble off or came of it, when it is highest, and what to tell users.
extension RemedyFinder {
    private static let leastRise = 1.3
    private static let leastNormalCount = 8
    private static let peakHourCount = 3

    /// A series of requests that rose while users felt the trouble.
    private struct Rise {
        let series: SeriesKey
        /// The line in which it was first so high.
        let location: Location
        let factor: Double
        let since: Timestamp
        let seconds: Double
    }

    func ease() -> ComputedRemedy {
        var findings: [ComputedRemedy.Finding] = []
        let rise = demandRise()
        if let rise, let felt {
            let sentence =
                "\(rise.series.text) of \(rise.series.entity.name) rose to \(RemedyText.number(rise.factor)) times"
            let reading =
                rise.since < felt.from
                ? "before users felt anything: demand came first; queue or refuse what is too much"
                : "after users felt it: requests that are tried again; let clients wait longer each time"
            findings.append(
                .init(
                    "\(sentence) the usual at \(rise.since.wallClock), \(reading).",
                    at: rise.location))
        }
        if let hours = peakHours() { findings.append(hours) }
        findings.append(notice())
        return ComputedRemedy(.ease, findings: findings, saving: easeSaving(rise))
    }

    private func easeSaving(_ rise: Rise?) -> ComputedRemedy.Saving {
        guard felt != nil else { return .unknown(why: Self.noImpact) }
        guard input.series.contains(where: isDemand) else {
            return .unknown(why: "no series tells how many requests came")
        }
        guard let rise else {
            return .minutes(lower: 0, upper: 0, basis: "demand did not rise above what is usual")
        }
        return saving(from: 0, to: rise.seconds, "the time in which more came than usual")
    }

    /// Requests that came in: not what was answered with a failure, which rises with the trouble itself.
    private func isDemand(_ one: MeasuredSeries) -> Bool {
        let labels = one.series.key.labels
        return isTraffic(one) && !labels.contains("=\"4") && !labels.contains("=\"5")
    }

    /// The strongest rise on the culprit or on what depends on it, of those that lasted a third of the trouble.
    private func demandRise() -> Rise? {
        guard let felt else { return nil }
        // A rise that set the trouble off began before it, and is not normal there either.
        let around = TimeSpan(from: felt.from.advanced(bySeconds: -felt.seconds), to: felt.to).union(period)
        let near = graph.dependents(of: culprit).union([CallGraph.group(culprit)])
        let rises = input.series.compactMap { one -> Rise? in
            guard isDemand(one), near.contains(CallGraph.group(one.series.key.entity.name)) else { return nil }
            let samples = one.series.samples
            let normal = samples.filter { !around.contains($0.time) }.map(\.value).sorted()
            let inside = samples.filter { felt.contains($0.time) }
            guard normal.count >= Self.leastNormalCount, !inside.isEmpty else { return nil }
            let usual = RobustStatistics.quantile(0.5, ofSorted: normal)
            let limit = max(usual * Self.leastRise, RobustStatistics.quantile(0.98, ofSorted: normal))
            let high = inside.filter { $0.value > limit }
            guard usual > 0, 3 * high.count >= inside.count,
                let since = samples.first(where: {
                    $0.time >= around.from && $0.value > limit
                })?.time
            else { return nil }
            return Rise(
                series: one.series.key,
                location: one.series.location(in: TimeSpan(from: since, to: since.advanced(bySeconds: 1))),
                factor: RobustStatistics.median(high.map(\.value)) / usual, since: since,
                seconds: felt.seconds * Double(high.count) / Double(inside.count))
        }
        return rises.max { ($0.factor, $1.series) < ($1.factor, $0.series) }
    }

    /// The hours in which most is written, where days were read.
    private func peakHours() -> ComputedRemedy.Finding? {
        let load = report.details.load
        guard !load.isEmpty else { return nil }
        let hours = (0..<24).map { hour in load.reduce(0) { $0 + $1[hour] } }
        let peak = hours.indices.sorted { (hours[$1], $0) < (hours[$0], $1) }.prefix(Self.peakHourCount).sorted()
        let hour = Int((onset.seconds % 86_400 + 86_400) % 86_400) / 3_600
        let isIn = peak.contains(hour) ? "the trouble began in one of them" : "the trouble began outside of them"
        return .init("The busiest hours (UTC) are \(peak.map { "\($0):00" }.joined(separator: ", ")); \(isIn).")
    }

    /// What users can be told, without a name that tells them nothing.
    private func notice() -> ComputedRemedy.Finding {
        guard let felt else { return .init("A notice for users: nothing tells that they felt anything.") }
        let failed =
            (report.details.impact?.requests?.beyondUsual).flatMap { $0 > 0 ? ", about \($0) requests in all" : nil }
            ?? ""
        let isOver = felt.to < observed.to
        let now = isOver ? "It is over" : "It was going on when the last was read"
        return .init(
            "A notice for users: \"From \(felt.from.wallClock) to \(felt.to.wallClock) some requests failed or "
                + "were slow\(failed). \(now). \(isOver ? "What failed can be tried again." : "Please wait before you try again.")\""
        )
    }
}
