internal import CulpritModel

/// A part of a digest: a title and its items, each with what is code in it apart.
struct DigestSection {
    struct Item {
        /// A count or another number, which comes first.
        let tally: String
        let text: String
        /// An identifier; empty where there is none.
        let code: String
    }

    let title: String
    let items: [Item]
}

extension Digest {
    /// What all formats say of a day that is not quiet, in this order, without empty parts.
    var sections: [DigestSection] {
        let crashes = { (title: String, crashes: [CrashCount]) in
            DigestSection(
                title: title,
                items: crashes.map { .init(tally: "\(Phrases.count($0.count))×", text: $0.title, code: $0.signature) })
        }
        let rules = { (title: String, rules: [RuleCount]) in
            DigestSection(
                title: title,
                items: rules.map { .init(tally: "\(Phrases.count($0.count))×", text: $0.title, code: $0.rule) })
        }
        let categories = categories.map { count in
            DigestSection.Item(
                tally: "",
                text: "\(count.category.rawValue): \(Phrases.comparison(count.events, of: self))"
                    + (count.events.isRaised && previousDayCount > 0 ? ", more than usual" : ""), code: "")
        }
        let noisy = noisiest.map { count in
            DigestSection.Item(
                tally: "", text: "\(count.entity.name): \(Phrases.comparison(count.events, of: self))", code: "")
        }
        let congested = congestion.map { window in
            DigestSection.Item(
                tally: Phrases.clock(window.span.from, in: day),
                text: "\(Phrases.duration(window.span))  \(window.entity)" + (window.peer.map { " → \($0)" } ?? "")
                    + "  \(Phrases.percent(window.score))", code: "")
        }
        let grown = growth.map { growth in
            DigestSection.Item(
                tally: "",
                text: "\(growth.what) of \(growth.entity): \(Phrases.value(growth.value, of: growth.what)), before "
                    + Phrases.value(growth.before, of: growth.what), code: "")
        }
        return [
            crashes("New crashes", newCrashes), crashes("Crashes that came back", returnedCrashes),
            crashes("Crashes that stopped, with their count of the day before", vanishedCrashes),
            rules("Rules that never matched before", newRules), rules("Backups that failed", failedBackups),
            rules("Clocks", clocks), DigestSection(title: "Events by category", items: categories),
            DigestSection(title: "Noisiest", items: noisy), DigestSection(title: "Worst congestion", items: congested),
            DigestSection(title: "What grew", items: grown),
        ].filter { !$0.items.isEmpty }
    }

    /// The verdict of the day in one sentence, where there is one.
    var incident: String? {
        verdict.map { verdict in
            "\(Phrases.category(verdict.category)): \(verdict.entity), confidence \(Phrases.percent(verdict.confidence)). "
                + verdict.summary
        }
    }
}
