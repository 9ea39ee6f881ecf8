internal import CulpritModel
internal import Foundation

/// Turns events, crashes and windows into evidence for suspects.
struct EvidenceCollector {
    let input: DiagnosisInput
    let weights: DiagnosisWeights
    let graph: CallGraph
    let period: TimeSpan?
    let baseline: TimeSpan?
    private(set) var suspects: [SuspectKey: Suspect] = [:]
    private let subjects: SubjectNames
    /// What was asked of each name in the period, by series.
    let traffic: [String: [String: Double]]
    /// How slow or failing what evidence comes together under is for its users, 0...1.
    var symptomatic: [String: Double] = [:]

    init(_ input: DiagnosisInput, graph: CallGraph, weights: DiagnosisWeights) {
        (self.input, self.graph, self.weights) = (input, graph, weights)
        (period, baseline) = (input.period, input.baseline)
        subjects = SubjectNames(input)
        traffic = Self.traffic(input)
    }

    private static func traffic(_ input: DiagnosisInput) -> [String: [String: Double]] {
        var traffic: [String: [String: Double]] = [:]
        for series in input.series where series.signal.id == "traffic" {
            let values = series.series.samples.filter { input.period?.contains($0.time) ?? true }.map(\.value)
            guard !values.isEmpty else { continue }
            let mean = values.reduce(0, +) / Double(values.count)
            let (name, measure) = (CallGraph.group(series.series.key.entity.name), series.series.key.name)
            traffic[name, default: [:]][measure] = max(traffic[name]?[measure] ?? 0, mean)
        }
        return traffic
    }

    /// The subject of evidence that only has the name of its group.
    func subject(_ group: String) -> Subject { subjects[group] }

    /// Collects all evidence there is; symptoms last, since what else was found tells what they are symptoms of.
    mutating func collect(_ flow: RequestFlow) {
        collectRules()
        collectCrashes()
        if let period, baseline != nil {
            collectMetrics(DeviationFinder(period: period, baseline: baseline, weights: weights), flow)
        } else {
            collectWindows(input.windows)
        }
    }

    mutating func add(
        _ evidence: Evidence, to key: SuspectKey, over span: TimeSpan?, remedies: [String] = []
    ) {
        var suspect = suspects[key] ?? Suspect(subject: key.subject, category: key.category)
        suspect.evidence.append(evidence)
        suspect.see(span)
        if !remedies.isEmpty { suspect.remedies.append((evidence.weight, remedies)) }
        suspects[key] = suspect
    }

    // MARK: Rules

    private struct HitKey: Hashable, Comparable {
        let suspect: SuspectKey
        let rule: String

        static func < (left: HitKey, right: HitKey) -> Bool { (left.suspect, left.rule) < (right.suspect, right.rule) }
    }

    private mutating func collectRules() {
        let all = input.events
        var hits: [HitKey: [Int]] = [:]
        var baselineCounts: [HitKey: Int] = [:]
        for (id, rule) in input.rules where rule.change == nil {
            for (suspect, positions) in bySuspect(input.index.positions(of: id)) {
                let key = HitKey(suspect: suspect, rule: id)
                let inPeriod = positions.filter { isInPeriod(all[$0].time) }
                if inPeriod.isEmpty { continue }
                hits[key] = inPeriod
                baselineCounts[key] = positions.reduce(0) { count, position in
                    guard let time = all[position].time, !isInPeriod(time), baseline?.contains(time) ?? true else {
                        return count
                    }
                    return count + all[position].count
                }
            }
        }
        for (key, positions) in hits.sorted(by: { $0.key < $1.key }) {
            let events = positions.sorted(by: isEarlier).lazy.map { all[$0] }
            guard let rule = input.rules[key.rule], let first = events.first else { continue }
            let count = positions.reduce(0) { $0 + all[$1].count }
            let usual = expectedCount(baselineCounts[key, default: 0])
            let excess = max(0, 1 - weights["baseline_discount"] * usual / Double(count))
            let severity = Double(max(0, Int(rule.severity.rawValue) - Int(Severity.warning.rawValue)))
            // A hit more often than usual by less than chance makes of it says little.
            let strength =
                rule.weight + severity * weights["severity_step"]
                + weights["repeated_hits"] * min(6, log2(Double(count)))
            // Who writes a message knows its severity better than who reads it.
            let isHarmless = events.allSatisfy { ($0.severity ?? rule.severity) <= .info }
            let weight = strength * excess * (isHarmless ? weights["harmless_hits"] : 1)
            let times = positions.compactMap { all[$0].time }
            let span = times.min().flatMap { from in times.max().map { TimeSpan(from: from, to: $0) } }
            let often = count == 1 ? "" : " (\(count) times)"
            add(
                Evidence(
                    kind: .rule, speaksFor: true, weight: weight, location: first.location, time: first.time,
                    text: "\(rule.title)\(often): \(first.text)", rule: rule.id),
                to: key.suspect, over: span,
                remedies: rule.remedies.map { Remedy.filled($0, from: events) })
            if usual >= 1 {
                add(
                    Evidence(
                        kind: .rule, speaksFor: false, weight: 0, location: first.location, time: first.time,
                        text: "\(rule.title): in the baseline too, \(rounded(usual)) times in as long a time.",
                        rule: rule.id),
                    to: key.suspect, over: nil)
            }
        }
    }

    /// Who is under suspicion for each of the hits of one rule; those of one source follow each other, mostly of one entity.
    private func bySuspect(_ positions: [Int]) -> [SuspectKey: [Int]] {
        let all = input.events
        var hits: [SuspectKey: [Int]] = [:]
        var start = 0
        for end in positions.indices {
            let (first, next) = (positions[start], end + 1 < positions.count ? positions[end + 1] : nil)
            if let next, all[next].entity == all[first].entity, all[next].host == all[first].host,
                all[next].service == all[first].service, all[next].category == all[first].category
            {
                continue
            }
            if let category = all[first].category {
                let key = SuspectKey(subject: Subject(all[first]), category: category)
                hits[key, default: []] += positions[start...end]
            }
            start = end + 1
        }
        return hits
    }

    func isInPeriod(_ time: Timestamp?) -> Bool {
        guard let period, let time else { return true }
        return period.contains(time)
    }

    /// Of two events by their positions.
    private func isEarlier(_ left: Int, _ right: Int) -> Bool {
        let all = input.events
        let (first, second) = (all[left].time?.nanoseconds ?? .max, all[right].time?.nanoseconds ?? .max)
        return first != second ? first < second : all[left].location < all[right].location
    }

    /// How many hits the period would have if it were like the baseline.
    private func expectedCount(_ baselineCount: Int) -> Double {
        guard let period, let baseline, baselineCount > 0 else { return 0 }
        let outside = max(60, baseline.seconds - max(0, overlapSeconds(baseline, period)))
        return Double(baselineCount) * period.seconds / outside
    }

    private func overlapSeconds(_ left: TimeSpan, _ right: TimeSpan) -> Double {
        min(left.to, right.to).seconds(since: max(left.from, right.from))
    }

    private func rounded(_ value: Double) -> String { String(Int(value.rounded())) }

    // MARK: Crashes

    private mutating func collectCrashes() {
        var seen: [SuspectKey: [String: [Crash]]] = [:]
        for crash in input.crashes where isInPeriod(crash.time) {
            guard let entity = crash.entity else { continue }
            seen[SuspectKey(subject: Subject(entity), category: .bug), default: [:]][crash.signature, default: []]
                .append(crash)
        }
        let isNew = Dictionary(input.crashGroups.map { ($0.signature, $0.isNew) }, uniquingKeysWith: { $0 || $1 })
        for (key, groups) in seen.sorted(by: { $0.key < $1.key }) {
            for (signature, crashes) in groups.sorted(by: { $0.key < $1.key }) {
                guard let first = crashes.min(by: { $0.location < $1.location }) else { continue }
                let new = isNew[signature] ?? true
                let base = weights[new ? "crash_group" : "crash_group_old"]
                let weight = base + (new ? weights["repeated_hits"] * min(6, log2(Double(crashes.count))) : 0)
                let times = crashes.compactMap(\.time)
                let span = times.min().flatMap { from in times.max().map { TimeSpan(from: from, to: $0) } }
                let often = crashes.count == 1 ? "" : " (\(crashes.count) times)"
                add(
                    Evidence(
                        kind: .crash, speaksFor: true, weight: weight, location: first.location, time: first.time,
                        text: "\(new ? "New crash" : "Known crash")\(often): \(first.title)", rule: nil),
                    to: key, over: span)
            }
        }
    }
}
