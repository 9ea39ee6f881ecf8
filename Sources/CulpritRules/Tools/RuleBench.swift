internal import CulpritModel
internal import CulpritScan

/// What each rule costs on given lines, by PCRE2 alone: the price of a line that may match.
package struct RuleBench {
    package struct Cost: Sendable {
        package let rule: String
        package let meanNanoseconds: Double
        package let matchCount: Int
        package let givenUpCount: Int
        package let worstNanoseconds: Int
        package let worstLine: String
    }

    /// The dearest first.
    package let costs: [Cost]
    package let lineCount: Int

    /// Measures each rule on `lines`, or on the examples of all rules where there are none.
    ///
    /// `clock` returns a moment in nanoseconds.
    package init(_ set: RuleSet, lines: [String], clock: () -> Int) {
        let texts = lines.isEmpty ? set.rules.flatMap { ($0.examples + $0.counterexamples).map(\.line) } : lines
        let bytes = texts.map { Array($0.utf8) }
        lineCount = texts.count
        let scratch = MatchScratch()
        costs = set.rules.map { rule in
            // The first match compiles what is compiled only when it is needed.
            _ = rule.pattern.matches([UInt8]().span, scratch: scratch)
            let before = scratch.abandonedMatchCount
            var (whole, matches, worst, worstIndex) = (0, 0, 0, 0)
            for (index, line) in bytes.enumerated() {
                let start = clock()
                if rule.pattern.matches(line.span, scratch: scratch) { matches += 1 }
                let time = clock() - start
                whole += time
                if time > worst { (worst, worstIndex) = (time, index) }
            }
            return Cost(
                rule: rule.rule.id, meanNanoseconds: Double(whole) / Double(max(1, texts.count)), matchCount: matches,
                givenUpCount: scratch.abandonedMatchCount - before, worstNanoseconds: worst,
                worstLine: texts.isEmpty ? "" : texts[worstIndex])
        }.sorted { ($1.meanNanoseconds, $0.rule) < ($0.meanNanoseconds, $1.rule) }
    }
}
