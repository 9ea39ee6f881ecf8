package import CulpritModel
internal import CulpritScan

/// Why each rule does or does not match one message.
package struct RuleExplanation {
    package struct Trial {
        package let rule: Rule
        package let place: Place
        package let isMatch: Bool
        /// Nothing could be decided within the match limit.
        package let isGivenUp: Bool
        package let captures: [Record.Field]
        /// The longest text of the message that a beginning of the pattern matches.
        package let reached: String
        package let nanoseconds: Int
    }

    /// Those that match, the strongest first; then those of whose texts one is there.
    package private(set) var trials: [Trial] = []
    /// How many rules have so little in common with the message that they need no words.
    package private(set) var untriedCount = 0

    /// `clock` returns a moment in nanoseconds.
    package init(_ message: String, set: RuleSet, clock: () -> Int) {
        let bytes = Array(message.utf8)
        let lowered = message.lowercased()
        let matcher = RuleMatcher(set)
        for rule in set.rules {
            let texts = RequiredLiterals.find(in: rule.pattern.source)?.map { String(decoding: $0, as: UTF8.self) }
            let isTried = texts?.contains { lowered.contains($0) } ?? true
            guard isTried else {
                untriedCount += 1
                continue
            }
            // The first match compiles a pattern that was not needed before.
            _ = rule.pattern.matches([UInt8]().span, scratch: matcher.scratch)
            let (before, start) = (matcher.scratch.abandonedMatchCount, clock())
            let hit = matcher.hit(rule, in: bytes.span)
            let nanoseconds = clock() - start
            let isGivenUp = matcher.scratch.abandonedMatchCount > before
            let reached = hit == nil ? Self.reached(rule.pattern.source, bytes, matcher.scratch) : ""
            // Without texts of its own a rule is tried on each line; that it does not match is no news.
            if hit == nil, !isGivenUp, texts == nil || reached.count < Self.leastReached {
                untriedCount += 1
                continue
            }
            trials.append(
                Trial(
                    rule: rule.rule, place: rule.place, isMatch: hit != nil,
                    isGivenUp: isGivenUp, captures: hit?.captures ?? [], reached: reached, nanoseconds: nanoseconds))
        }
        trials.sort { left, right in
            (left.isMatch ? 0 : 1, -left.rule.weight, left.rule.id)
                < (right.isMatch ? 0 : 1, -right.rule.weight, right.rule.id)
        }
    }

    /// Shorter texts are in every other line.
    private static let leastReached = 4

    /// Beginnings of a pattern are patterns too, where they compile.
    private static func reached(_ pattern: String, _ text: [UInt8], _ scratch: MatchScratch) -> String {
        var longest = 0..<0
        var beginning = Substring(pattern)
        while beginning.count > 1 {
            beginning.removeLast()
            guard let compiled = try? CompiledPattern(String(beginning), at: Place("")),
                compiled.matches(text.span, scratch: scratch), let range = scratch.range(of: 0)
            else { continue }
            if range.count > longest.count { longest = range }
        }
        return text.span.text(longest)
    }
}
