internal import CulpritModel

/// The rules of all files by id: which replace others, which are switched off, and which name each other.
struct RuleShelf {
    private var ofRecords: [String: CompiledRule] = [:]
    private var ofRules: [String: CorrelationRule] = [:]
    private(set) var replaced: [String: Place] = [:]
    private var disabled: [(id: String, place: Place)] = []

    mutating func add(_ rule: RuleDecoder.Decoded) {
        let id = rule.id
        if let before = ofRecords.removeValue(forKey: id)?.place ?? ofRules.removeValue(forKey: id)?.place {
            replaced[id] = before
        }
        switch rule {
        case .ofRecords(let rule): ofRecords[id] = rule
        case .ofRules(let rule): ofRules[id] = rule
        }
    }

    mutating func disable(_ id: String, at place: Place) { disabled.append((id, place)) }

    /// Takes out what is switched off, and notes ids that are of no rule.
    mutating func resolve(into contents: inout RuleSetLoader.Contents, _ problems: Problems) {
        let known = Set(ofRecords.keys).union(ofRules.keys)
        for (id, place) in disabled { check(id, among: known, at: place, problems) }
        for rule in ofRules.values.sorted(by: { $0.rule.id < $1.rule.id }) {
            for id in rule.rule.correlation?.parts ?? [] {
                if ofRules[id] == nil {
                    check(id, among: known, at: rule.place, problems)
                } else {
                    problems.add(
                        "Rule '\(rule.rule.id)' looks at hits of '\(id)', which itself looks at hits of others.",
                        at: rule.place, try: "Name rules that have a 'match'.")
                }
            }
        }
        checkSuppressions(known, problems)
        let off = Set(disabled.map(\.id))
        contents.rules = ofRecords.values.filter { !off.contains($0.rule.id) }.sorted { $0.rule.id < $1.rule.id }
        contents.correlations = ofRules.values.filter { !off.contains($0.rule.id) }.compactMap { rule in
            // Without its parts nothing can be seen; what is switched off takes with it what needs it.
            rule.rule.correlation?.keeping { !off.contains($0) }.map(rule.with)
        }.sorted { $0.rule.id < $1.rule.id }
        contents.replaced = replaced
        contents.disabled = off.sorted()
    }

    private func check(_ id: String, among known: Set<String>, at place: Place, _ problems: Problems) {
        if known.contains(id) { return }
        let nearest = nearestName(to: id, in: known.sorted()).map { "Did you mean '\($0)'?" }
        problems.add(
            "There is no rule '\(id)'.", at: place, try: nearest ?? "'culprit rules list' prints the ids of all rules.")
    }

    /// Rules that silence each other in a circle would leave nothing of what they saw.
    private func checkSuppressions(_ known: Set<String>, _ problems: Problems) {
        let all = ofRecords.values.map { ($0.rule, $0.place) } + ofRules.values.map { ($0.rule, $0.place) }
        let silencing = all.filter { $0.0.suppression != nil }
        let silences = Dictionary(
            silencing.map { rule, _ in (rule.id, rule.suppression?.rules ?? []) }, uniquingKeysWith: { $1 })
        for (rule, place) in silencing.sorted(by: { $0.0.id < $1.0.id }) {
            for id in silences[rule.id] ?? [] { check(id, among: known, at: place, problems) }
            var (reached, waiting): (Set<String>, [String]) = ([], silences[rule.id] ?? [])
            while let next = waiting.popLast() {
                if reached.insert(next).inserted { waiting += silences[next] ?? [] }
            }
            if reached.contains(rule.id) {
                problems.add(
                    "Rule '\(rule.id)' silences itself.", at: place, because: "Its 'suppress' leads back to it.",
                    try: "Name only what is a consequence of what the rule sees.")
            }
        }
    }
}

extension RuleDecoder.Decoded {
    var id: String {
        switch self {
        case .ofRecords(let rule): rule.rule.id
        case .ofRules(let rule): rule.rule.id
        }
    }

    var place: Place {
        switch self {
        case .ofRecords(let rule): rule.place
        case .ofRules(let rule): rule.place
        }
    }
}
