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
    page.paragraph(Phrases.totals(of: digest))
    page.addCrashes("New crashes", digest.newCrashes)
    page.addCrashes("Crashes that came back", digest.returnedCrashes)
    page.addCrashes("Crashes that stopped, with their count of the day before", digest.vanishedCrashes)
    if !digest.newRules.isEmpty {
        page.heading("Rules that never matched before")
        for rule in digest.newRules.prefix(10) {
            page.line("  \(Phrases.tally(rule.count)) \(rule.title)  [\(rule.rule)]")
        }
        if digest.newRules.count > 10 { page.line("  and \(digest.newRules.count - 10) more", paint: .faint) }
    }
    page.addCounts(of: digest)
    if !digest.congestion.isEmpty {
        page.heading("Worst congestion")
        for window in digest.congestion {
            let path = window.entity + (window.peer.map { " → \($0)" } ?? "")
            let clock = Phrases.clock(window.span.from, in: digest.day)
            page.line("  \(clock)  \(Phrases.duration(window.span))  \(path)  \(Phrases.percent(window.score))")
        }
    }
    return page.text
}

extension TextPage {
    fileprivate mutating func addCrashes(_ title: String, _ crashes: [Digest.CrashCount]) {
        guard !crashes.isEmpty else { return }
        heading(title)
        for crash in crashes.prefix(10) {
            line("  \(Phrases.tally(crash.count)) \(crash.title)  [\(crash.signature)]")
        }
        if crashes.count > 10 { line("  and \(crashes.count - 10) more", paint: .faint) }
    }

    fileprivate mutating func addCounts(of digest: Digest) {
        heading("Events by category")
        for category in digest.categories {
            let name = padded(category.category.rawValue, to: 8)
            line("  \(name)  \(Phrases.comparison(category.events, of: digest))")
        }
        guard !digest.noisiest.isEmpty else { return }
        heading("Noisiest")
        for entity in digest.noisiest {
            line("  \(entity.entity.name)  \(Phrases.comparison(entity.events, of: digest))")
        }
    }
}

extension Phrases {
    static func tally(_ number: Int) -> String { padded("\(count(number))×", to: 5) }

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
