package import CulpritModel
internal import CulpritScan

/// Finds what a rule lacks to be relied on.
package struct RuleLinter {
    private let set: RuleSet
    private let matcher: RuleMatcher
    private let runaways = RunawayFinder()

    package init(_ set: RuleSet) {
        self.set = set
        matcher = RuleMatcher(set)
    }

    /// Returns what is missing or doubtful, in the order of the rules.
    package func run() -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for rule in set.rules {
            check(rule, &findings)
            checkOverlap(rule, &findings)
        }
        for rule in set.correlations { check(rule, &findings) }
        for format in set.formats where format.examples.isEmpty {
            findings.append(
                Diagnostic("Format '\(format.id)' has no example.", at: format.place, try: "Add a real line of it."))
        }
        return findings
    }

    private func check(_ rule: CompiledRule, _ findings: inout [Diagnostic]) {
        func add(_ what: String, _ remedy: String) {
            findings.append(Diagnostic("Rule '\(rule.rule.id)' \(what).", at: rule.place, try: remedy))
        }
        if rule.examples.count < 2 { add("has fewer than two examples", "Add real lines that it must match.") }
        if rule.counterexamples.count < 2 {
            add("has fewer than two counterexamples", "Add near misses that it must not match.")
        }
        if rule.rule.remedies.isEmpty { add("has no remedies", "Say what a person on call should do.") }
        if rule.rule.references.isEmpty { add("has no references", "Name the program's documentation or source.") }
        if rule.pattern.matches([UInt8]().span, scratch: matcher.scratch) {
            add("matches the empty text", "Ask for some text that must be there.")
        }
        if rule.rule.id.contains(where: { !($0.isLowercase || $0.isNumber || $0 == "-") }) {
            add("has an id that is not in kebab-case", "Use small letters, digits and '-'.")
        }
        if rule.pattern.captureNames.dropFirst().contains(nil) {
            add("captures something without a name", "Write '(?<name>…)', or '(?:…)' where nothing is to be captured.")
        }
        if let text = runaways.text(for: rule.pattern, examples: rule.examples.map(\.line)) {
            findings.append(
                Diagnostic(
                    "Rule '\(rule.rule.id)' reaches the match limit.", at: rule.place,
                    because: "The text is '\(text.prefix(60))…', \(text.utf8.count) bytes long.",
                    try: "Bound its repeats, as in '.{0,80}', and let no two in a row match the same characters."))
        }
        if let before = set.replaced[rule.rule.id], before.path.hasPrefix("Rules/"), rule.place.path.hasPrefix("Rules/")
        {
            add("is there twice, also at \(before)", "Rename one of them.")
        }
        checkMarks(rule.rule, rule.place, rule.examples.map(\.line) + rule.counterexamples.map(\.line), &findings)
        if longestLiteral(in: rule.pattern.source) < 3 {
            add("has no literal text of three characters", "A pattern without one is slow and matches too much.")
        }
    }

    private func check(_ rule: CorrelationRule, _ findings: inout [Diagnostic]) {
        func add(_ what: String, _ remedy: String) {
            findings.append(Diagnostic("Rule '\(rule.rule.id)' \(what).", at: rule.place, try: remedy))
        }
        if rule.examples.count < 2 { add("has fewer than two examples", "Add lines over time that it must see.") }
        if rule.counterexamples.count < 2 {
            add("has fewer than two counterexamples", "Add lines over time that it must not see.")
        }
        if rule.rule.remedies.isEmpty { add("has no remedies", "Say what a person on call should do.") }
        if rule.rule.references.isEmpty { add("has no references", "Name the program's documentation or source.") }
        let lines = (rule.examples + rule.counterexamples).flatMap(\.lines).map(\.message)
        checkMarks(rule.rule, rule.place, lines, &findings)
    }

    /// A drafted or imported rule says where a person has to write something.
    private func checkMarks(_ rule: Rule, _ place: Place, _ lines: [String], _ findings: inout [Diagnostic]) {
        let texts = [rule.title, rule.explanation] + rule.remedies + rule.references + lines
        guard texts.contains(where: { $0.contains(RuleDraft.mark) }) else { return }
        findings.append(
            Diagnostic(
                "Rule '\(rule.id)' still says '\(RuleDraft.mark)'.", at: place,
                try: "Write what only you know, and remove the mark."))
    }

    /// A line that rules of two categories match speaks for both, so the author has to say that it shall.
    private func checkOverlap(_ rule: CompiledRule, _ findings: inout [Diagnostic]) {
        var overlapping: [String: CompiledRule.Example] = [:]
        for example in rule.examples {
            matcher.forEachMatch(in: Array(example.line.utf8).span) { number in
                let other = set.rules[number]
                let isOutweighed = other.isFallback && other.rule.weight < rule.rule.weight
                if other.rule.category != rule.rule.category, other.rule.change == nil, rule.rule.change == nil,
                    !isOutweighed
                {
                    overlapping[other.rule.id] = overlapping[other.rule.id] ?? example
                }
            }
        }
        for (id, example) in overlapping.sorted(by: { $0.key < $1.key }) where !rule.also.contains(id) {
            findings.append(
                Diagnostic(
                    "An example of rule '\(rule.rule.id)' is matched by '\(id)' of another category.",
                    at: example.place, because: "The text is '\(example.line)'.",
                    try: "Narrow one of the patterns, or list '\(id)' under 'also' of '\(rule.rule.id)'."))
        }
        for id in rule.also where overlapping[id] == nil {
            findings.append(
                Diagnostic(
                    "Rule '\(rule.rule.id)' lists '\(id)' under 'also', which matches none of its examples.",
                    at: rule.place, try: "Remove it, or add the line that both match."))
        }
    }

    /// The length of the longest run of characters in `pattern` that stand for themselves.
    private func longestLiteral(in pattern: String) -> Int {
        var (longest, run, isEscaped, isInClass) = (0, 0, false, false)
        for character in pattern {
            if isEscaped {
                isEscaped = false
                run = character.isLetter || character.isNumber ? 0 : run + 1
            } else if character == "\\" {
                isEscaped = true
            } else if isInClass {
                isInClass = character != "]"
                run = 0
            } else if character == "[" {
                isInClass = true
                run = 0
            } else if "().*+?|{}^$".contains(character) {
                run = 0
            } else {
                run += 1
            }
            longest = max(longest, run)
        }
        return longest
    }
}
