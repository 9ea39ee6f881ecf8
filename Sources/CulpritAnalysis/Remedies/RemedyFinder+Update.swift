internal import CulpritModel

/// Releases: what was changed, what crashed behind it, whether more failed after it, and whether going back helped.
extension RemedyFinder {
    private static let kinds: Set<String> = ["deploy", "version", "configuration"]
    /// A change rolls over the replicas; what comes later than this is another one.
    private static let waveSeconds = 900.0

    /// A change on all replicas of the culprit.
    private struct Wave {
        let first: Event
        let rule: Rule
        let version: String?
        let from: Timestamp
        var to: Timestamp
    }

    func update() -> ComputedRemedy {
        let waves = self.waves()
        let early = waves.filter { $0.from <= onset && onset.seconds(since: $0.from) <= Self.changeSeconds }
        // What a version was put in with, by hand or by a tool, is seen as a change too.
        guard let change = early.last(where: { $0.version != nil }) ?? early.last else {
            return ComputedRemedy(
                .update, findings: [], saving: .unknown(why: "no change on \(culprit) was seen in the hour before"))
        }
        let back = waves.first { $0.from > change.to && $0.version != nil && $0.version != change.version }
        var findings = [
            ComputedRemedy.Finding("\(named(change)) at \(change.from.wallClock).", at: change.first.location)
        ]
        if let group = crashGroup(behind: change) {
            let count = group.count == 1 ? "1 crash" : "\(group.count) crashes"
            findings.append(.init("A new bug came with it: \(group.title), \(count).", at: group.sample))
        }
        let troubled = TimeSpan(from: change.from, to: back?.from ?? max(period.to, change.to))
        let rates = ChanceTests.rates(
            before: troubles(in: TimeSpan(from: observed.from, to: change.from)), after: troubles(in: troubled))
        if let rates {
            findings.append(
                .init(
                    "\(culprit) showed \(RemedyText.number(rates.before)) signs of trouble a minute before it and "
                        + "\(RemedyText.number(rates.after)) after it (\(RemedyText.chance(rates.chance)))."))
        }
        if let back { findings.append(goingBack(to: back, from: change, troubled: troubled)) }
        return ComputedRemedy(.update, findings: findings, saving: saving(change, back, rates))
    }

    private func saving(_ change: Wave, _ back: Wave?, _ rates: ChanceTests.Rates?) -> ComputedRemedy.Saving {
        guard let felt else { return .unknown(why: Self.noImpact) }
        guard let rates, rates.chance < Self.leastCertainty else {
            return .unknown(why: "what \(culprit) wrote before and after the change does not tell that it did harm")
        }
        let held = "had the change been held back, all of it"
        guard let back, let alert = report.details.detection.firstPossibleAlert else {
            return saving(from: 0, to: felt.seconds, held)
        }
        let waited = back.from.seconds(since: max(alert, change.to))
        return saving(
            from: waited, to: felt.seconds,
            "had it been taken back at the first possible alert, the time until it was; \(held)")
    }

    /// The changes on the culprit, by time; those of all replicas to one version are one.
    private func waves() -> [Wave] {
        var waves: [Wave] = []
        for (event, rule, time) in changes(Self.kinds) where concernsCulprit(event) {
            let version = Self.version(of: event)
            if let index = waves.lastIndex(where: { $0.rule.id == rule.id && $0.version == version }),
                time.seconds(since: waves[index].to) <= Self.waveSeconds
            {
                waves[index].to = time
            } else {
                waves.append(Wave(first: event, rule: rule, version: version, from: time, to: time))
            }
        }
        return waves
    }

    private static func version(of event: Event) -> String? {
        event.captures.first { $0.name == "version" && !$0.value.isEmpty }?.value
    }

    private func named(_ wave: Wave) -> String {
        let version = wave.version.map { " (\($0))" } ?? ""
        return "\(wave.rule.title) on \(culprit)\(version)"
    }

    /// The new bug that crashed most on the culprit, first after the change.
    private func crashGroup(behind change: Wave) -> CrashGroup? {
        report.crashGroups.filter { group in
            group.isNew && (group.firstSeen.map { $0 >= change.from && $0 < period.to } ?? false)
                && group.entities.contains { isCulprit($0.name) }
        }.max { ($0.count, $1.signature) < ($1.count, $0.signature) }
    }

    private func goingBack(to back: Wave, from change: Wave, troubled: TimeSpan) -> ComputedRemedy.Finding {
        let isOlder =
            if let old = change.version, let new = back.version {
                new.compareVersion(isBelow: old)
            } else {
                false
            }
        let what = isOlder ? "It was taken back" : "Another change followed"
        let text = "\(what)\(back.version.map { " (\($0))" } ?? "") at \(back.from.wallClock)"
        // What is in flight while it rolls is of neither.
        let later = TimeSpan(from: back.to.advanced(bySeconds: 60), to: observed.to)
        guard let rates = ChanceTests.rates(before: troubles(in: later), after: troubles(in: troubled)) else {
            return .init("\(text); too little was read after it to say whether that helped.", at: back.first.location)
        }
        let helped = rates.chance < Self.leastCertainty ? "that helped" : "that it helped cannot be told"
        return .init(
            "\(text), and the signs of trouble went to \(RemedyText.number(rates.before)) a minute: \(helped) "
                + "(\(RemedyText.chance(rates.chance))).", at: back.first.location)
    }

    /// How often rules of the verdict's category, and where none did records of errors, told of trouble on the culprit in
    /// each minute of `span`.
    private func troubles(in span: TimeSpan) -> [Double] {
        let own = input.series.filter { isCulprit($0.series.key.entity.name) }
        let hits = own.filter { $0.series.key.name == "log_rule_hits" && isOfVerdict($0.series.key.labels) }
        var minutes: [Timestamp: Double] = [:]
        for one in hits.isEmpty ? own.filter({ $0.series.key.name == "log_error_records" }) : hits {
            for sample in one.series.samples where span.contains(sample.time) {
                minutes[sample.time.minuteStart, default: 0] += sample.value
            }
        }
        return minutes.sorted { $0.key < $1.key }.map(\.value)
    }

    private func isOfVerdict(_ labels: String) -> Bool {
        let rule = ScrapedSeries.labels(of: labels)["rule"].flatMap { input.rules[$0] }
        return rule?.category == report.verdict.category
    }
}

extension String {
    /// Whether the numbers in this version are below those of `other`, the first that differ.
    fileprivate func compareVersion(isBelow other: String) -> Bool {
        let (own, others) = (numbers, other.numbers)
        return own.lexicographicallyPrecedes(others)
    }

    private var numbers: [Int] { split { !$0.isNumber }.compactMap { Int($0) } }
}
