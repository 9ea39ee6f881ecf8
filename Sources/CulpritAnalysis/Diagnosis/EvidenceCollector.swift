internal import CulpritModel
internal import Foundation

/// Turns events, crashes and windows into evidence for suspects.
struct EvidenceCollector {
    private let input: DiagnosisInput
    private let weights: DiagnosisWeights
    private let period: TimeSpan?
    private let baseline: TimeSpan?
    private(set) var suspects: [SuspectKey: Suspect] = [:]

    init(_ input: DiagnosisInput, weights: DiagnosisWeights) {
        (self.input, self.weights) = (input, weights)
        (period, baseline) = (input.period, input.baseline)
    }

    /// Collects all evidence there is.
    mutating func collect() {
        collectRules()
        collectCrashes()
        collectWindows()
    }

    private mutating func add(_ evidence: Evidence, to key: SuspectKey, over span: TimeSpan?, rule: String? = nil) {
        var suspect = suspects[key] ?? Suspect(subject: key.subject, category: key.category)
        suspect.evidence.append(evidence)
        suspect.see(span)
        if let rule { suspect.rules.insert(rule) }
        suspects[key] = suspect
    }

    // MARK: Rules

    private struct HitKey: Hashable, Comparable {
        let suspect: SuspectKey
        let rule: String

        static func < (left: HitKey, right: HitKey) -> Bool { (left.suspect, left.rule) < (right.suspect, right.rule) }
    }

    private mutating func collectRules() {
        var hits: [HitKey: [Event]] = [:]
        var baselineCounts: [HitKey: Int] = [:]
        for event in input.events {
            guard let category = event.category, let rule = event.rule, input.rules[rule]?.change == nil else {
                continue
            }
            let key = HitKey(suspect: SuspectKey(subject: Subject(event), category: category), rule: rule)
            if isInPeriod(event.time) {
                hits[key, default: []].append(event)
            } else if let time = event.time, baseline?.contains(time) ?? true {
                baselineCounts[key, default: 0] += 1
            }
        }
        for (key, events) in hits.sorted(by: { $0.key < $1.key }) {
            guard let rule = input.rules[key.rule], let first = events.min(by: isEarlier) else { continue }
            let usual = expectedCount(baselineCounts[key, default: 0])
            let excess = max(0, 1 - weights["baseline_discount"] * usual / Double(events.count))
            let severity = Double(max(0, Int(rule.severity.rawValue) - Int(Severity.warning.rawValue)))
            // A hit more often than usual by less than chance makes of it says little.
            let strength =
                rule.weight + severity * weights["severity_step"]
                + weights["repeated_hits"] * min(6, log2(Double(events.count)))
            let weight = strength * excess
            let times = events.compactMap(\.time)
            let span = times.min().flatMap { from in times.max().map { TimeSpan(from: from, to: $0) } }
            let often = events.count == 1 ? "" : " (\(events.count) times)"
            add(
                Evidence(
                    kind: .rule, speaksFor: true, weight: weight, location: first.location, time: first.time,
                    text: "\(rule.title)\(often): \(first.text)", rule: rule.id),
                to: key.suspect, over: span, rule: rule.id)
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

    private func isInPeriod(_ time: Timestamp?) -> Bool {
        guard let period, let time else { return true }
        return period.contains(time)
    }

    private func isEarlier(_ left: Event, _ right: Event) -> Bool {
        (left.time?.nanoseconds ?? .max, left.location) < (right.time?.nanoseconds ?? .max, right.location)
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

    // MARK: Windows

    private mutating func collectWindows() {
        let relevant = input.windows.filter { $0.score >= 0.5 && (period?.overlaps($0.span) ?? true) }
        var entitiesBySeries: [String: Set<String>] = [:]
        for window in relevant { entitiesBySeries[window.series.name, default: []].insert(window.series.entity.name) }
        let congested = Set(relevant.filter { $0.signal.isImpact }.map(\.series.entity.name))
        // Of each signal on an entity the strongest window counts: ten series of one fault are one fault.
        var strongest: [SuspectKey: [String: (Window, Double)]] = [:]
        for window in relevant {
            guard let (category, base) = meaning(of: window, congested: congested) else { continue }
            guard
                window.signal.bad == .both || window.direction.rawValue == window.signal.bad.rawValue
                    || window.direction == .gap
            else { continue }
            let others = Double((entitiesBySeries[window.series.name]?.count ?? 1) - 1)
            let crowd = others / (others + 2)
            let weight = base * window.score * (1 - weights["window_peer_share"] * crowd)
            let key = SuspectKey(subject: Subject(window.series.entity), category: category)
            if (strongest[key]?[window.signal.id]?.1 ?? 0) < weight {
                strongest[key, default: [:]][window.signal.id] = (window, weight)
            }
        }
        for (key, bySignal) in strongest.sorted(by: { $0.key < $1.key }) {
            for (_, (window, weight)) in bySignal.sorted(by: { $0.key < $1.key }) {
                add(
                    Evidence(
                        kind: .window, speaksFor: true, weight: weight,
                        location: Location(source: window.source, line: 1, byte: 0), time: window.span.from,
                        text: windowText(window), rule: nil),
                    to: key, over: window.span)
            }
        }
    }

    /// What a window speaks for, and how strongly; a symptom counts where no callee has it too.
    private func meaning(of window: Window, congested: Set<String>) -> (Category, Double)? {
        if let category = window.signal.category {
            return (category, window.signal.weight * weights["window"])
        }
        guard window.signal.isImpact else { return nil }
        let callees = input.dependencies.filter { $0.caller == window.series.entity.name }.map(\.callee)
        guard !callees.contains(where: { congested.contains($0) }) else { return nil }
        return (window.signal.id.contains("latency") ? .delay : .bug, weights["impact_window"])
    }

    private func windowText(_ window: Window) -> String {
        let direction =
            switch window.direction {
            case .up: "rose"
            case .down: "fell"
            case .gap: "stopped"
            }
        return "\(window.series.text) \(direction) from \(short(window.expected)) to \(short(window.peak))"
    }

    private func short(_ value: Double) -> String {
        value.magnitude >= 1e6 || (value != 0 && value.magnitude < 1e-3)
            ? String(format: "%.2e", value) : String(format: "%.4g", value)
    }
}
