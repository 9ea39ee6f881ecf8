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
        if let felt { findings += warnings.prefix(Self.shownLimit).map { finding($0, before: felt) } }
        findings += failovers.prefix(Self.shownLimit).map { failover in
            .init(
                "\(failover.rule.title) on \(failover.event.entity.name) "
                    + "\(durationText(seconds: failover.time.seconds(since: onset))) after the onset\(outcome(failover.time)).",
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
        if report.verdict.category == .hardware, warnings.contains(where: \.isProof) {
            return saving(
                from: 0, to: felt.seconds, "had \(culprit) been taken out of use at the first warning of it, all of it")
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
        return Set(calls.map { CallGraph.group($0.callee) }).compactMap { name -> SinglePoint? in
            guard let only = hosts[name], only.count == 1, let host = only.first else { return nil }
            let dependents = graph.dependents(of: name).sorted()
            return dependents.isEmpty ? nil : SinglePoint(name: name, host: host, dependents: dependents)
        }.sorted { ($1.dependents.count, $0.name) < ($0.dependents.count, $1.name) }
    }

    // MARK: Backups

    /// How backups stood when it began: those that failed, and how old the newest was.
    private func backups() -> [ComputedRemedy.Finding] {
        let before = TimeSpan(from: .distantPast, to: onset)
        let failed = input.index.hits(of: input.rules) { $0.id.contains("backup") }.filter { event in
            event.category != nil && event.time.map(before.contains) ?? false
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
                    "The newest backup that was seen is \(durationText(seconds: age)) old at the onset, \(judgement): "
                        + "\(last.event.entity.name), \(last.time.wallClock).", at: last.event.location))
        } else if onset.seconds(since: observed.from) > Self.staleSeconds {
            let read = durationText(seconds: onset.seconds(since: observed.from))
            findings.append(.init("No backup was seen in the \(read) before it."))
        }
        return findings
    }

    // MARK: Warnings

    /// What a machine said of its own failing before users felt it.
    private struct Warning {
        let rule: Rule
        let entity: String
        let time: Timestamp
        let location: Location
        /// It speaks of what broke, not of something else on the same machine.
        let isProof: Bool
        /// Further rules that warned of the same machine.
        var otherCount = 0
    }

    /// Of each machine the first warning, on the culprit and on what it depends on: others were no part of it.
    private func earlyWarnings() -> [Warning] {
        guard let felt else { return [] }
        let proofs = Set(report.causes.first?.evidence.filter(\.speaksFor).compactMap(\.rule) ?? [])
        let needed = graph.reached(from: culprit)
        var first: [String: [String: Int]] = [:]
        let events = input.events
        for position in input.index.positions(
            of: input.rules, where: { $0.category == .hardware && $0.severity >= .warning })
        {
            guard let time = events[position].time, felt.from.seconds(since: time) >= Self.leastWarningSeconds,
                let rule = events[position].rule
            else { continue }
            let entity = events[position].entity.name
            if let known = first[entity]?[rule], !input.index.isEarlier(position, known) { continue }
            first[entity, default: [:]][rule] = position
        }
        let warnings = first.filter { isCulprit($0.key) || needed.contains(CallGraph.group($0.key)) }
            .mapValues { positions in
                positions.compactMap { id, position -> Warning? in
                    guard let rule = input.rules[id], let time = events[position].time else { return nil }
                    let entity = events[position].entity.name
                    return Warning(
                        rule: rule, entity: entity, time: time, location: events[position].location,
                        isProof: isCulprit(entity) && proofs.contains(id))
                }
            }
        return warnings.values.compactMap { warnings -> Warning? in
            var chosen = warnings.min(by: Self.isBefore)
            chosen?.otherCount = warnings.count - 1
            return chosen
        }.sorted { left, right in
            let (isLeft, isRight) = (isCulprit(left.entity), isCulprit(right.entity))
            return isLeft == isRight ? Self.isBefore(left, right) : isLeft
        }
    }

    private static func isBefore(_ left: Warning, _ right: Warning) -> Bool {
        (left.isProof ? 0 : 1, left.time, left.location, left.rule.id)
            < (right.isProof ? 0 : 1, right.time, right.location, right.rule.id)
    }

    private func finding(_ warning: Warning, before felt: TimeSpan) -> ComputedRemedy.Finding {
        let lead = durationText(seconds: felt.from.seconds(since: warning.time))
        let others =
            warning.otherCount == 0
            ? "" : ", and \(warning.otherCount) other \(warning.otherCount == 1 ? "sign" : "signs") of failing"
        return .init(
            "\(warning.rule.title) on \(warning.entity) was told \(lead) before the impact, at "
                + "\(warning.time.wallClock)\(others).", at: warning.location)
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
        return "; users felt it for \(durationText(seconds: rest)) more"
    }
}
