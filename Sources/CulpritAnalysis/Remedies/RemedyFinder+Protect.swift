internal import CulpritModel

/// Spares: what there is only one of, how backups stood, which warnings nobody heeded, and how failovers went.
extension RemedyFinder {
    private static let shownLimit = 3
    /// A daily backup that is this late is stale.
    private static let staleSeconds = 26.0 * 3_600
    /// A warning must have come so long before that somebody could have acted.
    private static let leastWarningSeconds = 60.0

    func protect() -> ComputedRemedy {
        let singles = singlePoints()
        let warnings = earlyWarnings()
        let failovers = self.failovers()
        var findings = singles.prefix(Self.shownLimit).map { single in
            ComputedRemedy.Finding(
                "\(single.name) runs on one host, \(single.host), and \(RemedyText.list(single.dependents)) need it.")
        }
        findings += backups()
        findings += warnings.prefix(Self.shownLimit).map { warning in
            .init(
                "\(warning.title) on \(warning.entity) was told \(RemedyText.duration(warning.lead)) before the impact, "
                    + "at \(warning.time.wallClock).", at: warning.location)
        }
        findings += failovers.prefix(Self.shownLimit).map { failover in
            .init(
                "\(failover.rule.title) on \(failover.event.entity.name) "
                    + "\(RemedyText.duration(failover.time.seconds(since: onset))) after the onset\(outcome(failover.time)).",
                at: failover.event.location)
        }
        return ComputedRemedy(.protect, findings: findings, saving: saving(singles, warnings, failovers.first?.time))
    }

    private func saving(
        _ singles: [SinglePoint], _ warnings: [Warning], _ failover: Timestamp?
    ) -> ComputedRemedy.Saving {
        guard let felt else { return .unknown(why: Self.noImpact) }
        if let failover {
            return saving(
                from: 0, to: failover.seconds(since: felt.from),
                "had the standby taken over at once, the time until it did")
        }
        if report.verdict.category == .hardware, warnings.contains(where: { isCulprit($0.entity) }) {
            return saving(
                from: 0, to: felt.seconds, "had \(culprit) been taken out of use at the first warning, all of it")
        }
        if singles.contains(where: { isCulprit($0.name) || isCulprit($0.host) }) {
            return saving(from: 0, to: felt.seconds, "had a second \(culprit) taken over, all of it")
        }
        return .unknown(why: "nothing tells that a spare of \(culprit) would have behaved otherwise")
    }

    // MARK: Single points of failure

    private struct SinglePoint {
        let name: String
        let host: String
        let dependents: [String]
    }

    /// Services that others need and that were seen on one host; those that most depend on first.
    private func singlePoints() -> [SinglePoint] {
        var hosts: [String: Set<String>] = [:]
        for (service, names) in input.hostsByService { hosts[CallGraph.group(service), default: []].formUnion(names) }
        for one in input.series where one.series.key.entity.kind != .service {
            let name = one.series.key.entity.name
            hosts[CallGraph.group(name), default: []].insert(name)
        }
        return Set(input.dependencies.map { CallGraph.group($0.callee) }).compactMap { name -> SinglePoint? in
            guard let only = hosts[name], only.count == 1, let host = only.first else { return nil }
            let dependents = graph.dependents(of: name).sorted()
            return dependents.isEmpty ? nil : SinglePoint(name: name, host: host, dependents: dependents)
        }.sorted { ($1.dependents.count, $0.name) < ($0.dependents.count, $1.name) }
    }

    // MARK: Backups

    /// How backups stood when it began: those that failed, and how old the newest was.
    private func backups() -> [ComputedRemedy.Finding] {
        let before = TimeSpan(from: .distantPast, to: onset)
        let failed = input.events.filter { event in
            guard let rule = event.rule, let time = event.time, before.contains(time) else { return false }
            return rule.contains("backup") && event.category != nil
        }.sorted { ($0.time?.nanoseconds ?? 0, $0.location) < ($1.time?.nanoseconds ?? 0, $1.location) }
        var findings: [ComputedRemedy.Finding] = []
        if let last = failed.last, let rule = last.rule, let time = last.time {
            findings.append(
                .init(
                    "Backups were in trouble before it: \(input.rules[rule]?.title ?? rule) on \(last.entity.name), last "
                        + "at \(time.wallClock).", at: last.location))
        }
        if let last = changes(["backup"]).last(where: { before.contains($0.time) }) {
            let age = onset.seconds(since: last.time)
            let judgement = age > Self.staleSeconds ? "stale" : "fresh enough"
            findings.append(
                .init(
                    "The newest backup that was seen is \(RemedyText.duration(age)) old at the onset, \(judgement): "
                        + "\(last.event.entity.name), \(last.time.wallClock).", at: last.event.location))
        } else if onset.seconds(since: observed.from) > Self.staleSeconds {
            let read = RemedyText.duration(onset.seconds(since: observed.from))
            findings.append(.init("No backup was seen in the \(read) before it."))
        }
        return findings
    }

    // MARK: Warnings

    private struct Warning {
        let title: String
        let entity: String
        let time: Timestamp
        let lead: Double
        let location: Location
    }

    /// What spoke of failing hardware before users felt it, on the culprit first, then what came first.
    private func earlyWarnings() -> [Warning] {
        guard let felt else { return [] }
        var first: [String: Warning] = [:]
        for event in input.events where event.category == .hardware {
            guard let rule = event.rule.flatMap({ input.rules[$0] }), let time = event.time,
                rule.severity >= .warning, felt.from.seconds(since: time) >= Self.leastWarningSeconds
            else { continue }
            let key = "\(rule.id)\u{0}\(event.entity.name)"
            guard first[key].map({ (time, event.location) < ($0.time, $0.location) }) ?? true else { continue }
            first[key] = Warning(
                title: rule.title, entity: event.entity.name, time: time, lead: felt.from.seconds(since: time),
                location: event.location)
        }
        let ordered = first.values.sorted {
            (isCulprit($0.entity) ? 0 : 1, $0.time, $0.location, $0.title)
                < (isCulprit($1.entity) ? 0 : 1, $1.time, $1.location, $1.title)
        }
        // One record may speak to several rules.
        var seen: Set<Location> = []
        return ordered.filter { seen.insert($0.location).inserted }
    }

    // MARK: Failovers

    /// The first of each kind on each entity, from the onset until users felt it no more.
    private func failovers() -> [(event: Event, rule: Rule, time: Timestamp)] {
        var seen: Set<String> = []
        return changes(["failover"]).filter { change in
            change.time >= onset && change.time < (felt?.to ?? period.to)
                && seen.insert("\(change.rule.id)\u{0}\(change.event.entity.name)").inserted
        }
    }

    private func outcome(_ failover: Timestamp) -> String {
        guard let felt else { return "" }
        let rest = felt.to.seconds(since: failover)
        return "; users felt it for \(RemedyText.duration(rest)) more"
    }
}
