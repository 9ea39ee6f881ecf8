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
    private let compiled = Mutex<(relaxed: CompiledPattern, anchored: CompiledPattern)?>(nil)

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

    private var forms: (relaxed: CompiledPattern, anchored: CompiledPattern)? {
        compiled.withLock { compiled in
            if compiled == nil, let relaxed = try? CompiledPattern(relaxedSource, at: Place("Rules")),
                let anchored = try? CompiledPattern(source, at: Place("Rules"), isAnchored: true)
            {
                compiled = (relaxed, anchored)
            }
            return compiled
        }
    }
}
