package import CulpritModel

/// Returns the digest as Markdown; a quiet day has three lines.
package func digestMarkdown(_ digest: Digest) -> String {
    let title = "# \(Phrases.day(digest.day)): " + (digest.isQuiet ? "quiet" : "needs a look")
    if digest.isQuiet {
        return [title, Phrases.totals(of: digest), Phrases.quietEnd(of: digest), ""].joined(separator: "\n")
    }
    var lines = [title, "", Phrases.totals(of: digest), ""]
    lines += section("New crashes", digest.newCrashes, crashLine)
    lines += section("Crashes that came back", digest.returnedCrashes, crashLine)
    lines += section("Crashes that stopped, with their count of the day before", digest.vanishedCrashes, crashLine)
    lines += section("Rules that never matched before", digest.newRules) {
        "- \(Phrases.count($0.count))× \(markdownProse($0.title)) (\(markdownCode($0.rule)))"
    }
    lines += section("Events by category", digest.categories) {
        "- \($0.category.rawValue): \(Phrases.comparison($0.events, of: digest))"
    }
    lines += section("Noisiest", digest.noisiest) {
        "- \(markdownCode($0.entity.name)): \(Phrases.comparison($0.events, of: digest))"
    }
    lines += section("Worst congestion", digest.congestion, congestionLine)
    return lines.joined(separator: "\n")
}

private func crashLine(_ crash: Digest.CrashCount) -> String {
    "- \(Phrases.count(crash.count))× \(markdownCode(crash.title)) (\(markdownCode(crash.signature)))"
}

private func section<Item>(_ title: String, _ items: [Item], _ line: (Item) -> String) -> [String] {
    guard !items.isEmpty else { return [] }
    let more = items.count > 20 ? ["- and \(items.count - 20) more"] : []
    return ["## \(title)", ""] + items.prefix(20).map(line) + more + [""]
}
