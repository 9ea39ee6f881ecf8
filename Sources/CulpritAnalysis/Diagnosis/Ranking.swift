internal import CulpritModel
internal import Foundation

/// Takes replicas together, weighs suspects against each other and puts them in order.
struct Ranking {
    let input: DiagnosisInput
    let weights: DiagnosisWeights
    let graph: CallGraph
    let suspects: [SuspectKey: Suspect]
    /// How much what was slow or failing was it, by name.
    let symptomatic: [String: Double]

    /// Nobody reads further; the weakest say nothing.
    private static let listLimit = 25
    /// More than these nobody tries at once.
    private static let remedyLimit = 8

    private var period: TimeSpan? { input.period }

    private struct Candidate {
        let entity: Entity
        let category: Category
        var suspect: Suspect
        private(set) var score: Double
        /// What changed the score beside evidence.
        private(set) var terms: [Cause.Term] = []

        init(entity: Entity, suspect: Suspect, score: Double) {
            (self.entity, category) = (entity, suspect.category)
            (self.suspect, self.score) = (suspect, score)
        }

        /// Takes a further suspect in, which adds `score`.
        mutating func merge(_ other: Suspect, score: Double) {
            suspect.merge(other)
            self.score += score
        }

        mutating func add(_ evidence: Evidence) {
            suspect.evidence.append(evidence)
            score += evidence.weight
        }

        mutating func add(_ value: Double, _ name: String) {
            guard value != 0 else { return }
            score += value
            terms.append(Cause.Term(name: name, value: value))
        }

        /// The terms with what the evidence adds together other than each by itself.
        var allTerms: [Cause.Term] {
            let rest = score - suspect.evidence.reduce(0) { $0 + $1.weight } - terms.reduce(0) { $0 + $1.value }
            return rest.magnitude < 1e-9
                ? terms : [Cause.Term(name: "further signs of one fault count less", value: rest)] + terms
        }
    }

    /// The causes worth listing, the best first.
    ///
    /// Exactly one of them, or none, is right: the confidences are a softmax over the scores, with the prior's own score
    /// for "none of these" (Bishop, Pattern Recognition and Machine Learning, §4.2).
    func causes() -> (causes: [Cause], weighing: ReportDetails.Weighing) {
        var candidates = united()
        applyChanges(&candidates)
        favourEarliest(&candidates)
        discountCallers(&candidates)
        favourExplaining(&candidates)
        let none = input.isOutageCertain ? -weights["prior_known_outage"] : -weights["prior"]
        let penalty = input.isOutageCertain ? 0 : (1 - impact) * weights["no_impact_penalty"]
        for index in candidates.indices { candidates[index].add(penalty, "little tells that users felt anything") }
        let odds = candidates.map { exp(min(500, $0.score / weights["temperature"])) }
        let whole = odds.reduce(exp(none / weights["temperature"]), +)
        let causes = zip(candidates, odds).map { cause($0, confidence: $1 / whole) }
            .sorted { ($1.score, $0.entity, $0.category) < ($0.score, $1.entity, $1.category) }
        var weighing = ReportDetails.Weighing()
        (weighing.temperature, weighing.noneScore, weighing.logOfSum) = (weights["temperature"], none, log(whole))
        return (Array(causes.prefix(Self.listLimit)), weighing)
    }

    /// The first cause, when it is likely enough.
    func verdict(_ causes: [Cause]) -> Verdict {
        guard let best = causes.first else {
            return Verdict(
                category: nil, entity: "", confidence: 0, summary: "Nothing that was read points to a cause.")
        }
        guard best.confidence >= weights["verdict_threshold"] else {
            let rival = causes.count > 1 && causes[1].confidence > 0.5 * best.confidence
            let why =
                if !input.isOutageCertain, period == nil {
                    "nothing stands out from the rest of the time; name that of the outage with --from and --to"
                } else if rival {
                    "\(causes[1].entity.name) is nearly as likely"
                } else {
                    "the evidence is too weak"
                }
            return Verdict(
                category: nil, entity: "", confidence: best.confidence,
                summary: "Undetermined: the best guess is \(best.entity.name) (\(best.category.rawValue)), but \(why).")
        }
        return Verdict(
            category: best.category, entity: best.entity.name, confidence: best.confidence, summary: best.summary)
    }

    /// The rules of the best cause without whose evidence the verdict would be another, the strongest first.
    func supports(of verdict: Verdict, _ causes: [Cause]) -> [ReportDetails.Support] {
        guard verdict.category != nil, let best = causes.first else { return [] }
        var rules: [String] = []
        for evidence in best.evidence where evidence.speaksFor && evidence.weight > 0 {
            if let rule = evidence.rule, !rules.contains(rule) { rules.append(rule) }
        }
        return rules.prefix(Self.listLimit).compactMap { rule in
            let others = without(rule)
            let other = others.verdict(others.causes().causes)
            let isSame = other.category == verdict.category && other.entity == verdict.entity
            return isSame ? nil : ReportDetails.Support(rule: rule, verdict: other)
        }
    }

    /// The same without what `rule` saw.
    private func without(_ rule: String) -> Ranking {
        let rest = suspects.compactMapValues { suspect -> Suspect? in
            var rest = suspect
            rest.evidence.removeAll { $0.rule == rule }
            return rest.evidence.isEmpty ? nil : rest
        }
        return Ranking(input: input, weights: weights, graph: graph, suspects: rest, symptomatic: symptomatic)
    }

    // MARK: Replicas

    /// One candidate for each service and unit: a service whose replicas share the evidence, or the one that stands out.
    private func united() -> [Candidate] {
        var byService: [String: [Suspect]] = [:]
        var candidates: [String: Candidate] = [:]
        func add(_ entity: Entity, _ suspect: Suspect, bonus: Double = 0) {
            let key = "\(entity.name.lowercased())\u{0}\(suspect.category.rawValue)"
            if var known = candidates[key] {
                known.merge(suspect, score: suspect.score + bonus)
                candidates[key] = known
            } else {
                candidates[key] = Candidate(entity: entity, suspect: suspect, score: suspect.score + bonus)
            }
        }
        for (key, suspect) in suspects.sorted(by: { $0.key < $1.key }) {
            if let service = key.subject.service {
                byService["\(service)\u{0}\(key.category.rawValue)", default: []].append(suspect)
            } else if let unit = key.subject.unit {
                add(unit, suspect)
            }
        }
        for (_, replicas) in byService.sorted(by: { $0.key < $1.key }) {
            let explained = replicas.filter(isExplainedByMachine)
            for suspect in explained where explained.count < replicas.count {
                if let unit = suspect.subject.unit { add(unit, suspect) }
            }
            let group = explained.count < replicas.count ? replicas.filter { !isExplainedByMachine($0) } : replicas
            guard let first = group.first, let service = first.subject.service else { continue }
            let total = group.reduce(0) { $0 + max(0, $1.score) }
            let top = group.max { $0.score < $1.score } ?? first
            let replicaCount = input.hostsByService[service]?.count ?? 1
            if let unit = top.subject.unit, replicaCount > 1, total > 0, top.score > 0.75 * total {
                // A pod is replaced by the next one; what is repaired is its service, unless that has other pods.
                let entity = unit.kind == .pod ? Entity(service, .service) : unit
                for suspect in group {
                    add(entity, suspect, bonus: suspect.subject == top.subject ? weights["concentration_bonus"] : 0)
                }
            } else {
                // The replicas tell the same; each further one adds less.
                var merged = Suspect(subject: first.subject, category: first.category)
                for suspect in group { merged.merge(suspect) }
                let ordered = group.map(\.score).sorted(by: >)
                let score = ordered.enumerated().reduce(0.0) { $0 + $1.element / Double($1.offset + 1) }
                add(Entity(service, .service), merged, bonus: score - merged.score)
            }
        }
        return candidates.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Whether what a replica shows comes of its machine, which has far more evidence for another category.
    private func isExplainedByMachine(_ suspect: Suspect) -> Bool {
        guard let unit = suspect.subject.unit, suspect.score > 0 else { return false }
        return Category.allCases.contains { category in
            guard category != suspect.category else { return false }
            let own = suspects[SuspectKey(subject: Subject(unit), category: category)]
            return own?.score ?? 0 >= weights["explained_replica"] * suspect.score
        }
    }

    // MARK: Weighing

    /// A bug on what was just changed is likelier.
    private func applyChanges(_ candidates: inout [Candidate]) {
        for event in input.changeEvents {
            guard let rule = event.rule.flatMap({ input.rules[$0] }), rule.seesChange, let time = event.time,
                let period, time >= period.from.advanced(bySeconds: -1_800), time < period.to
            else { continue }
            for index in candidates.indices where candidates[index].category == .bug {
                let names = [candidates[index].entity.name]
                guard
                    names.contains(event.entity.name) || names.contains(event.service ?? "")
                        || names.contains(event.host ?? ""),
                    time <= (candidates[index].suspect.firstSeen ?? period.to),
                    !candidates[index].suspect.evidence.contains(where: { $0.kind == .change })
                else { continue }
                candidates[index].add(
                    Evidence(
                        kind: .change, speaksFor: true, weight: weights["change_bonus"], location: event.location,
                        time: time, text: "\(rule.title): \(event.text)", rule: rule.id))
            }
        }
    }

    /// What broke first is likelier the cause of the rest, as far as records tell it: samples come too seldom.
    private func favourEarliest(_ candidates: inout [Candidate]) {
        guard let strongest = candidates.map(\.score).max(), strongest > 0 else { return }
        let serious = candidates.indices.filter { candidates[$0].score > 0.5 * strongest }
        let begun = serious.compactMap { index in
            candidates[index].suspect.firstRecorded.map { (index, $0) }
        }
        guard begun.count > 1, let earliest = begun.min(by: { $0.1 < $1.1 }) else { return }
        candidates[earliest.0].add(weights["earliest_bonus"], "its first strong evidence comes first")
    }

    /// A caller of something with evidence of its own is impact rather than cause.
    private func discountCallers(_ candidates: inout [Candidate]) {
        guard !graph.isEmpty else { return }
        let scores = Dictionary(
            candidates.map { (CallGraph.group($0.entity.name), $0.score) }, uniquingKeysWith: max)
        // What a machine does at its limit is no consequence of what it calls.
        for index in candidates.indices where candidates[index].category != .hardware {
            let reachable = graph.reached(from: candidates[index].entity.name)
            let strongest = reachable.compactMap { scores[$0] }.max() ?? 0
            guard candidates[index].score > 0 else { continue }
            // A callee with half as much evidence explains nothing, one with as much explains all that it can.
            let explained = min(1, max(0, 2 * strongest / candidates[index].score - 1))
            let discount = weights["dependency_discount"] * explained
            candidates[index].add(-discount * candidates[index].score, "what it calls has evidence of its own")
        }
    }

    /// What everything that suffers depends on is likelier the cause than what has its own trouble beside.
    private func favourExplaining(_ candidates: inout [Candidate]) {
        // In an order of its own, so that sums come out the same.
        let whole = symptomatic.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
        guard !graph.isEmpty, symptomatic.count > 1 else { return }
        for index in candidates.indices {
            let name = CallGraph.group(candidates[index].entity.name)
            let share =
                graph.dependents(of: name).union([name]).sorted().reduce(0) { $0 + (symptomatic[$1] ?? 0) } / whole
            // Weak evidence is not made strong by what it would explain.
            let strength = share * min(1, max(0, candidates[index].score))
            candidates[index].add(weights["explained_symptoms"] * strength, "what is slow or fails depends on it")
        }
    }

    /// How sure it is that users felt anything, 0...1: 1 when two symptoms lasted a good part of the period.
    private var impact: Double {
        guard let period else { return 1 }
        let felt = input.windows.filter { window in
            window.signal.isImpact && window.score >= 0.5 && window.direction.rawValue == window.signal.bad.rawValue
        }
        let strengths = felt.map { window in
            let common = min(window.span.to, period.to).seconds(since: max(window.span.from, period.from))
            return window.score * min(1, max(0, common) / min(300, period.seconds))
        }
        return min(1, strengths.reduce(0, +) / 2)
    }

    private func cause(_ candidate: Candidate, confidence: Double) -> Cause {
        let evidence = candidate.suspect.evidence.sorted {
            ($1.weight, $0.location, $0.text) < ($0.weight, $1.location, $1.text)
        }
        var unique: [String] = []
        for (_, texts) in candidate.suspect.remedies.sorted(by: { ($1.weight, $0.texts[0]) < ($0.weight, $1.texts[0]) })
        {
            for remedy in texts where !unique.contains(remedy) { unique.append(remedy) }
        }
        let strongest = evidence.first.map { ": \($0.text.prefix(160))" } ?? ""
        var cause = Cause(
            entity: candidate.entity, category: candidate.category, score: candidate.score,
            confidence: confidence, firstSeen: candidate.suspect.firstSeen, lastSeen: candidate.suspect.lastSeen,
            summary: "\(candidate.entity.name)\(strongest)", evidence: evidence,
            remedies: Array(unique.prefix(Self.remedyLimit)))
        cause.terms = candidate.allTerms
        return cause
    }
}
