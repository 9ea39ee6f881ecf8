internal import CulpritModel
internal import Synchronization

/// The forms of a pattern with which it is found quickly in many texts that differ in their digits alone.
///
/// Where the relaxed form begins to match in one text is where the pattern may begin to match in all of them, so that it is
/// tried there and nowhere else.
package final class DigitForms: Sendable {
    private let source: String
    private let relaxedSource: String
    /// Compiled when they are first needed: most are never.
    private let compiled = Mutex<Forms?>(nil)

    private struct Forms: Sendable {
        let relaxed: CompiledPattern
        let anchored: CompiledPattern
        /// On how many bytes before its beginning a match depends; `nil` where it also depends on digits behind its end.
        let lookbehind: Int?
    }

    /// A text in which it may begin at more places is searched anew.
    private static let placeLimit = 8

    /// `nil` for a pattern that does not tell one digit from another, or whose relaxed form is not known.
    package init?(_ pattern: CompiledPattern) {
        let text = pattern.source.utf8
        // `\K` and `\G` part the beginning of a match from where it was tried.
        guard !pattern.isDigitBlind, let relaxed = pattern.relaxedSource,
            !zip(text, text.dropFirst()).contains(where: {
                $0 == UInt8(ascii: "\\") && ($1 == UInt8(ascii: "K") || $1 == UInt8(ascii: "G"))
            })
        else { return nil }
        (source, relaxedSource) = (pattern.source, relaxed)
    }

    /// Whether something looks behind the end of a match, or decides by what is behind it how long a part of the match is:
    /// a look ahead, an atomic group, a possessive quantifier, `\R`.
    ///
    /// A word boundary does so too, but for it all digits are alike.
    private var looksAhead: Bool {
        let text = Array(source.utf8)
        return text.indices.dropFirst().contains { index in
            switch text[index] {
            case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: ">"):
                index > 1 && text[index - 1] == UInt8(ascii: "?") && text[index - 2] == UInt8(ascii: "(")
            case UInt8(ascii: "+"): "+*?}".utf8.contains(text[index - 1])
            case UInt8(ascii: "*"): text[index - 1] == UInt8(ascii: "(")
            case UInt8(ascii: "R"): text[index - 1] == UInt8(ascii: "\\")
            default: false
            }
        }
    }

    /// Where the pattern may match in texts that differ from one in their digits alone.
    package enum Places {
        case nowhere
        case anywhere
        /// It can only begin at these bytes; `pattern` matches nowhere else than where it is tried.
        case at([Int], pattern: CompiledPattern)
    }

    /// Where the pattern may match in all texts that differ from `text` in their digits alone.
    package func places(in text: Span<UInt8>, scratch: MatchScratch) -> Places {
        guard let forms else { return .anywhere }
        var (places, start) = ([Int](), 0)
        while start <= text.count, places.count <= Self.placeLimit {
            let abandonedCount = scratch.abandonedMatchCount
            guard forms.relaxed.matches(text, from: start, scratch: scratch), let range = scratch.range(of: 0) else {
                // What was given up tells nothing.
                if scratch.abandonedMatchCount > abandonedCount { return .anywhere }
                break
            }
            places.append(range.lowerBound)
            start = range.lowerBound + 1
        }
        if places.isEmpty { return .nowhere }
        return places.count > Self.placeLimit ? .anywhere : .at(places, pattern: forms.anchored)
    }

    /// The bytes that decide, with what is no digit, whether the pattern matches at `start`, one of its places; `nil` where
    /// they are not known.
    ///
    /// A match of the pattern is one of the relaxed form too: it ends no later than the longest of those.
    package func reach(in text: Span<UInt8>, from start: Int, scratch: MatchScratch) -> Range<Int>? {
        guard let forms, let lookbehind = forms.lookbehind,
            let end = forms.relaxed.longestEnd(in: text, from: start, scratch: scratch)
        else { return nil }
        return max(0, start - lookbehind)..<end
    }

    private var forms: Forms? {
        compiled.withLock { compiled in
            if compiled == nil, let relaxed = try? CompiledPattern(relaxedSource, at: Place("Rules")),
                let anchored = try? CompiledPattern(source, at: Place("Rules"), isAnchored: true)
            {
                compiled = Forms(
                    relaxed: relaxed, anchored: anchored, lookbehind: looksAhead ? nil : anchored.lookbehind)
            }
            return compiled
        }
    }
}
