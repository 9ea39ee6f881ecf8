package import CulpritModel
package import CulpritScan

/// Matches texts against all rules, for one thread.
///
/// Vectorscan names the rules that may match in one pass; PCRE2 decides, and takes the captures.
package final class RuleMatcher {
    private let set: RuleSet
    private let found = PatternSetScratch()
    package let scratch = MatchScratch()
    /// On how many texts each rule, by its number, was given up at the match limit.
    package private(set) var givenUp: [Int: Int] = [:]

    package init(_ set: RuleSet) { self.set = set }

    /// Counts anew on how many texts rules are given up.
    package func forgetGivenUp() { givenUp = [:] }

    /// Adds the texts on which another matcher gave rules up.
    package func addGivenUp(_ other: [Int: Int]) { givenUp.merge(other, uniquingKeysWith: +) }

    /// What a rule captured, copied out.
    package struct Hit {
        package let captures: [Record.Field]
        /// What the rule's `culprit` captured, when it names a capture that took part.
        package let culprit: String?
    }

    /// What may match in texts that differ from one in their digits alone, ascending by number: of a rule, and behind
    /// the rules' numbers of the beginning of a crash report.
    package struct Candidates {
        fileprivate struct Candidate {
            let number: Int
            /// It matches in each of the texts.
            let isCertain: Bool
            /// Where it may begin; empty where that may be anywhere.
            let starts: [Int]
            /// What to try there.
            let pattern: CompiledPattern
        }

        fileprivate var all: [Candidate] = []
        /// The bytes whose digits decide which of them match; `nil` where that is not known.
        package fileprivate(set) var reach: Range<Int>? = 0..<0

        /// The numbers of those that are not below `number`.
        func numbers(from number: Int) -> some Sequence<Int> { all.lazy.map(\.number).drop { $0 < number } }

        /// All of them match in each of the texts.
        package var areCertain: Bool { all.allSatisfy(\.isCertain) }

        /// Adds what may begin to match at `places` of `text`: where no digit plays a part, it is decided here.
        fileprivate mutating func add(
            _ number: Int, at places: [Int], _ pattern: CompiledPattern, of forms: DigitForms, in text: Span<UInt8>,
            _ scratch: MatchScratch
        ) {
            var (starts, hull) = ([Int](), reach)
            for start in places {
                var reach = forms.reach(in: text, from: start, scratch: scratch)
                if let known = reach, !text.extracting(known).hasDigit {
                    let abandonedCount = scratch.abandonedMatchCount
                    if pattern.matches(text, from: start, scratch: scratch) {
                        all.append(Candidate(number: number, isCertain: true, starts: [], pattern: pattern))
                        return
                    }
                    if scratch.abandonedMatchCount == abandonedCount { continue }
                    // What was given up is tried again for each text.
                    reach = nil
                }
                starts.append(start)
                hull = hull.flatMap { Self.hull($0, reach) }
            }
            guard !starts.isEmpty else { return }
            reach = hull
            all.append(Candidate(number: number, isCertain: false, starts: starts, pattern: pattern))
        }

        private static func hull(_ one: Range<Int>, _ other: Range<Int>?) -> Range<Int>? {
            guard let other else { return nil }
            if one.isEmpty { return other }
            return min(one.lowerBound, other.lowerBound)..<max(one.upperBound, other.upperBound)
        }
    }

    /// What may match in `text` and in all that differ from it in their digits alone.
    package func candidates(in text: Span<UInt8>) -> Candidates { candidates(in: text, forManyTexts: true) }

    /// To decide at once what no digit changes takes longer than to match one text.
    private func candidates(in text: Span<UInt8>, forManyTexts: Bool) -> Candidates {
        set.patterns.scan(text, scratch: found)
        var candidates = Candidates()
        for number in found.candidates {
            if let forms = set.digitForms[number] {
                switch forms.places(in: text, scratch: scratch) {
                case .nowhere: break
                case .anywhere:
                    candidates.reach = nil
                    candidates.all.append(
                        .init(number: number, isCertain: false, starts: [], pattern: pattern(number)))
                case .at(let places, let pattern) where forManyTexts:
                    candidates.add(number, at: places, pattern, of: forms, in: text, scratch)
                case .at(let places, let pattern):
                    candidates.reach = nil
                    candidates.all.append(.init(number: number, isCertain: false, starts: places, pattern: pattern))
                }
                continue
            }
            let abandonedCount = scratch.abandonedMatchCount
            let pattern = pattern(number)
            let isMatch = pattern.matches(text, scratch: scratch)
            // What was given up is tried, and counted, again for each text.
            let isCertain = pattern.isDigitBlind && scratch.abandonedMatchCount == abandonedCount
            if !isCertain { candidates.reach = nil }
            if isMatch || !isCertain {
                candidates.all.append(.init(number: number, isCertain: isCertain, starts: [], pattern: pattern))
            }
        }
        return candidates
    }

    /// Calls `body` with the number of each rule among `candidates` that matches `text`, ascending; says whether a crash
    /// may begin in it.
    ///
    /// What a rule captured is told by `hit`: few of the records that match are kept, and only those need it.
    @discardableResult package func forEachMatch(
        in text: Span<UInt8>, among candidates: Candidates, _ body: (Int) -> Void
    ) -> Bool {
        // Through a span, which lends each candidate instead of copying it.
        let all = candidates.all.span
        let ruleCount = set.rules.count
        for index in all.indices where matches(all[index], text) {
            guard all[index].number < ruleCount else { return true }
            body(all[index].number)
        }
        return false
    }

    private func matches(_ candidate: Candidates.Candidate, _ text: Span<UInt8>) -> Bool {
        if candidate.isCertain { return true }
        let abandonedCount = scratch.abandonedMatchCount
        let isMatch = tries(candidate, text)
        if !isMatch, scratch.abandonedMatchCount != abandonedCount { givenUp[candidate.number, default: 0] += 1 }
        return isMatch
    }

    private func tries(_ candidate: Candidates.Candidate, _ text: Span<UInt8>) -> Bool {
        let starts = candidate.starts.span
        if starts.isEmpty { return candidate.pattern.matches(text, scratch: scratch) }
        for index in starts.indices where candidate.pattern.matches(text, from: starts[index], scratch: scratch) {
            return true
        }
        return false
    }

    /// Calls `body` with the number of each rule that matches `text`, ascending.
    package func forEachMatch(in text: Span<UInt8>, _ body: (Int) -> Void) {
        forEachMatch(in: text, among: candidates(in: text, forManyTexts: false), body)
    }

    private func pattern(_ number: Int) -> CompiledPattern {
        number < set.rules.count ? set.rules[number].pattern : set.crashStarts[number - set.rules.count]
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
