internal import CulpritModel

/// The lines that a page refers to, each numbered once: where a click leads.
struct ProofRegister {
    struct Proof {
        let location: Location
        let text: String
    }

    private struct Key: Hashable {
        let source: String
        let line: Int
        let text: String
    }

    private(set) var proofs: [Proof] = []
    private var numbers: [Key: Int] = [:]
    /// How many were asked for beyond `limit`.
    private(set) var omittedCount = 0
    private static let limit = 400
    /// What all sources' paths begin with: links leave it out.
    private let commonFolder: String

    init(sources: [String]) {
        let folders = sources.map { $0.split(separator: "/", omittingEmptySubsequences: false).dropLast() }
        var common = folders.first ?? []
        for folder in folders { common = common.prefix(zip(common, folder).prefix { $0 == $1 }.count) }
        commonFolder = common.isEmpty ? "" : common.joined(separator: "/") + "/"
    }

    /// A link to the proof; only its place where the page has no room for more.
    mutating func link(_ location: Location, _ text: String) -> Markup {
        let place = Phrases.place(location)
        let short = place.hasPrefix(commonFolder) ? String(place.dropFirst(commonFolder.count)) : place
        let shown = Phrases.clipped(short, 120)
        guard let number = number(of: location, text) else { return "<span class=\"place\">\(shown)</span>" }
        return "<a class=\"place\" href=\"#p\(number)\">\(shown)</a>"
    }

    /// The fragment of the proof, for a chart; `nil` where the page has no room for more.
    mutating func number(of location: Location, _ text: String) -> Int? {
        let key = Key(source: location.source, line: location.line, text: location.line == 1 ? text : "")
        if let number = numbers[key] { return number }
        guard proofs.count < Self.limit else {
            omittedCount += 1
            return nil
        }
        proofs.append(Proof(location: location, text: text))
        numbers[key] = proofs.count
        return proofs.count
    }
}

extension Phrases {
    /// `text` cut to `limit` characters: one line of a log must not fill a page.
    static func clipped(_ text: String, _ limit: Int) -> String {
        text.utf8.count <= limit || text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }

    /// A value as people write it, with the unit that the name of its series ends in.
    static func value(_ value: Double, of series: String) -> String {
        let name = series.prefix { $0 != "{" }
        if name.contains("_ratio") || name.contains("_percent_share") { return "\(fixed(value * 100))%" }
        if name.contains("seconds"), !name.hasSuffix("_total") {
            return value.magnitude < 1 ? "\(fixed(value * 1_000)) ms" : "\(fixed(value)) s"
        }
        if name.contains("bytes") {
            let size = value.isFinite && value.magnitude < 1e18 ? byteCount(Int(value.magnitude)) : fixed(value)
            return (value < 0 ? "-" : "") + size + (name.hasSuffix("_total") ? "/s" : "")
        }
        return fixed(value) + (name.hasSuffix("_total") ? "/s" : "")
    }
}
