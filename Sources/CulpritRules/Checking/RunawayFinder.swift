internal import CulpritScan

/// Finds texts on which a pattern takes so many steps that matching is given up.
///
/// What makes a pattern run away is a part repeated that two of its own repeats can share (Davis et al., "The Impact of
/// Regular Expression Denial of Service in Practice", 2018): each beginning of an example is continued with many of what
/// follows there, and with some of each class of characters, then ended with what matches nothing.
struct RunawayFinder {
    private let scratch = MatchScratch()

    /// Long enough for powers and cubes to reach the limit, short enough for squares not to: a search through a line of
    /// words is a square already.
    private static let length = 400
    private static let beginningCount = 12
    private static let pumps = ["a", "1", " ", ".", "/", "a ", "1.", "a.", "a=", "\"", ":", "-", "a,", "0x", "\t"]

    /// The first text on which `pattern` is given up; `nil` when there is none among those tried.
    func text(for pattern: CompiledPattern, examples: [String]) -> String? {
        for text in Self.texts(examples) {
            let before = scratch.abandonedMatchCount
            _ = pattern.matches(Array(text.utf8).span, scratch: scratch)
            if scratch.abandonedMatchCount > before { return text }
        }
        return nil
    }

    private static func texts(_ examples: [String]) -> [String] {
        var beginnings: [(start: String, next: [String])] = [("", [])]
        for example in examples.prefix(3) {
            let words = example.split(separator: " ", omittingEmptySubsequences: false).prefix(beginningCount)
            for count in words.indices.dropFirst() {
                let start = words[..<count].joined(separator: " ") + " "
                beginnings.append((start, [words[count] + " ", words[count].prefix(1) + ""].filter { !$0.isEmpty }))
            }
        }
        return beginnings.flatMap { start, next in
            (next + pumps).map { pump in
                start + String(repeating: pump, count: length / pump.utf8.count) + "\u{1}"
            }
        }
    }
}
