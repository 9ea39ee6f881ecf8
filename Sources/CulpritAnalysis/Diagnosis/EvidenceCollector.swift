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

    func isInPeriod(_ time: Timestamp?) -> Bool {
        guard let period, let time else { return true }
        return period.contains(time)
    }

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
                let count = crashes.count()
                let weight = base + (new ? weights["repeated_hits"] * min(6, log2(Double(count))) : 0)
                let times = crashes.compactMap(\.time)
                let span = times.min().flatMap { from in times.max().map { TimeSpan(from: from, to: $0) } }
                let often = count == 1 ? "" : " (\(count) times)"
                add(
                    Evidence(
                        kind: .crash, speaksFor: true, weight: weight, location: first.location, time: first.time,
                        text: "\(new ? "New crash" : "Known crash")\(often): \(first.title)", rule: nil),
                    to: key, over: span)
            }
        }
    }
}
