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

    /// What a rule captured, copied out.
    package struct Hit {
        package let captures: [Record.Field]
        /// What the rule's `culprit` captured, when it names a capture that took part.
        package let culprit: String?
    }

    /// Calls `body` with the number of each rule that matches `text`, ascending; says whether a crash may begin in it.
    ///
    /// What a rule captured is told by `hit`: few of the records that match are kept, and only those need it.
    @discardableResult package func forEachMatch(in text: Span<UInt8>, _ body: (Int) -> Void) -> Bool {
        set.patterns.scan(text, scratch: candidates)
        let candidates = candidates.candidates
        for number in candidates {
            if number < set.rules.count {
                if set.rules[number].pattern.matches(text, scratch: scratch) { body(number) }
            } else if set.crashStarts[number - set.rules.count].matches(text, scratch: scratch) {
                return true
            }
        }
        return false
    }

    /// Matches one rule alone and takes its captures.
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
        return Hit(captures: captures, culprit: culprit)
    }
}
