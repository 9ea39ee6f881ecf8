package import CulpritModel

/// Returns the digest for a terminal or a mail; a quiet day has three lines.
package func digestText(_ digest: Digest, style: TextStyle) -> String {
    var page = TextPage(style: style)
    let title = "\(Phrases.day(digest.day)): " + (digest.isQuiet ? "quiet" : "needs a look")
    page.headline(title, digest.isQuiet ? .good : .alarm)
    if digest.isQuiet {
        page.whole(Phrases.totals(of: digest))
        page.line(Phrases.quietEnd(of: digest))
        return page.text
    }
    if let incident = digest.incident { page.paragraph(incident, limit: 3, paint: .alarm) }
    page.paragraph(Phrases.totals(of: digest))
    for section in digest.sections {
        page.heading(section.title)
        for item in section.items.prefix(10) {
            let tally = item.tally.isEmpty ? "" : padded(item.tally, to: 5) + " "
            page.line("  \(tally)\(item.text)" + (item.code.isEmpty ? "" : "  [\(item.code)]"))
        }
        if section.items.count > 10 { page.line("  and \(section.items.count - 10) more", paint: .faint) }
    }
    return page.text
}

extension Phrases {
    /// The three totals of a digest in one sentence.
    static func totals(of digest: Digest) -> String {
        let parts = [("records", digest.records), ("errors", digest.errors), ("events", digest.events)]
        return parts.map { name, comparison in
            let usual = digest.previousDayCount > 0 ? " (usually \(fixed(comparison.meanBefore)))" : ""
            return "\(count(comparison.count)) \(name)\(usual)"
        }.joined(separator: ", ") + "."
    }

    /// What a quiet day's last line says.
    static func quietEnd(of digest: Digest) -> String {
        let stopped =
            digest.vanishedCrashes.isEmpty ? "" : " \(count(digest.vanishedCrashes.count, "crash group")) stopped."
        return digest.previousDayCount == 0
            ? "There is no day before to compare with."
            : "Nothing new beside \(count(digest.previousDayCount, "day")) before.\(stopped)"
    }
}
