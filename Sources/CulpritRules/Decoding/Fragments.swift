internal import CulpritModel
internal import CulpritScan

/// Parts of patterns that rules share: `{{name}}` stands for them.
struct Fragments {
    private var texts: [String: String] = [:]
    /// The words of each list, as written.
    private(set) var lists: [String: [String]] = [:]

    private static let depthLimit = 8
    private static let lengthLimit = 100_000

    /// Adds the `fragments` (patterns) and `lists` (of words, one of which matches) of a file.
    mutating func read(_ reader: NodeReader) {
        for (name, values) in reader.pairs("fragments") {
            if let pattern = values.first { texts[name] = "(?:\(pattern))" }
        }
        for (name, words) in reader.pairs("lists") {
            lists[name] = words
            // The longest first, so that no word hides one that it begins.
            let sorted = words.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
            texts[name] = "(?:\(sorted.map(Self.quoted).joined(separator: "|")))"
        }
    }

    /// `pattern` with every `{{name}}` replaced; notes names that are unknown or lead to themselves.
    func expanded(_ pattern: CompiledPatternSource, _ problems: Problems) -> CompiledPatternSource? {
        // Few patterns have any, and a search by a regular expression takes longer than the rest of a rule.
        guard Self.hasReference(pattern.text) else { return pattern }
        var text = pattern.text
        for _ in 0..<Self.depthLimit {
            let names = text.matches(of: #/\{\{([\w-]+)\}\}/#).map { String($0.1) }
            if names.isEmpty { return CompiledPatternSource(text: text, place: pattern.place) }
            if let unknown = names.first(where: { texts[$0] == nil }) {
                let nearest = nearestName(to: unknown, in: texts.keys.sorted()).map { "Did you mean '\($0)'? " } ?? ""
                problems.add(
                    "There is no fragment or list '\(unknown)'.", at: pattern.place,
                    try: "\(nearest)Add it to a file right in the rules folder, such as 'shared.yaml'.")
                return nil
            }
            text = text.replacing(#/\{\{([\w-]+)\}\}/#) { texts[String($0.1)] ?? "" }
            if text.utf8.count > Self.lengthLimit { break }
        }
        problems.add(
            "The fragments of this pattern lead to themselves or are too long.", at: pattern.place,
            try: "Make each of other fragments only, at most \(Self.depthLimit) deep.")
        return nil
    }

    private static func hasReference(_ text: String) -> Bool {
        let (bytes, brace) = (text.utf8.span, UInt8(ascii: "{"))
        var start = 0
        while let index = bytes.firstIndex(of: brace, from: start) {
            if index + 1 < bytes.count, bytes[index + 1] == brace { return true }
            start = index + 1
        }
        return false
    }

    private static func quoted(_ word: String) -> String {
        word.map { $0.isLetter || $0.isNumber || $0 == " " || $0 == "_" ? "\($0)" : "\\\($0)" }.joined()
    }
}
