package import CulpritModel
package import CulpritScan

/// Matches texts against all rules, for one thread.
///
/// Vectorscan names the rules that may match in one pass; PCRE2 decides, and takes the captures.
package final class RuleMatcher {
    private let set: RuleSet
    private let candidates = PatternSetScratch()
    package let scratch = MatchScratch()

    package init(_ set: RuleSet) { self.set = set }

    /// A rule that matched, with its captures copied out.
    package struct Hit {
        package let rule: CompiledRule
        package let captures: [Record.Field]
        /// What the rule's `culprit` captured, when it names a capture that took part.
        package let culprit: String?
    }

    /// Calls `body` with each rule that matches `text`, in the order of the rule set; says whether a crash may begin in it.
    @discardableResult package func forEachHit(in text: Span<UInt8>, _ body: (Hit) -> Void) -> Bool {
        set.patterns.scan(text, scratch: candidates)
        for number in candidates.candidates {
            guard number < set.rules.count else { return true }
            let rule = set.rules[number]
            if rule.pattern.matches(text, scratch: scratch) { body(hit(of: rule, in: text)) }
        }
        return false
    }

    /// Matches one rule alone, for its tests.
    package func hit(_ rule: CompiledRule, in text: Span<UInt8>) -> Hit? {
        rule.pattern.matches(text, scratch: scratch) ? hit(of: rule, in: text) : nil
    }

    private func hit(of rule: CompiledRule, in text: Span<UInt8>) -> Hit {
        var captures: [Record.Field] = []
        for (group, name) in rule.pattern.captureNames.enumerated() {
            guard let name, let range = scratch.range(of: group) else { continue }
            captures.append(Record.Field(name: name, value: text.text(range)))
        }
        var culprit: String?
        if case .capture(let group) = rule.culprit, let range = scratch.range(of: group), !range.isEmpty {
            culprit = text.text(range)
        }
        return Hit(rule: rule, captures: captures, culprit: culprit)
    }
}
