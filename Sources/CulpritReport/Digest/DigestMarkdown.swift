package import CulpritModel

/// Returns the digest as Markdown; a quiet day has three lines.
package func digestMarkdown(_ digest: Digest) -> String {
    let title = "# \(Phrases.day(digest.day)): " + (digest.isQuiet ? "quiet" : "needs a look")
    if digest.isQuiet {
        return [title, Phrases.totals(of: digest), Phrases.quietEnd(of: digest), ""].joined(separator: "\n")
    }
    var lines = [title, ""]
    if let incident = digest.incident { lines += ["**\(markdownProse(incident))**", ""] }
    lines += [Phrases.totals(of: digest), ""]
    for section in digest.sections {
        lines += ["## \(section.title)", ""]
        lines += section.items.prefix(20).map { item in
            let code = item.code.isEmpty ? "" : " (\(markdownCode(item.code)))"
            let tally = item.tally.isEmpty ? "" : "\(item.tally) "
            return "- \(tally)\(markdownCode(item.text))\(code)"
        }
        if section.items.count > 20 { lines.append("- and \(section.items.count - 20) more") }
        lines.append("")
    }
    return lines.joined(separator: "\n")
}
