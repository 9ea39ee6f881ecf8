package import CulpritModel

/// Returns the report as one HTML page that needs nothing else: no file, no network, no script.
///
/// Everything in it has a limit, so that it stays below 2 MB whatever the case.
package func reportHTML(_ report: Report) -> String {
    var page = ReportPage(report)
    return page.document().text
}

/// The page while it is written: its parts refer to lines that its last section lists.
struct ReportPage {
    let report: Report
    var register: ProofRegister
    var best: Cause? { report.causes.first }
    var details: ReportDetails { report.details }

    init(_ report: Report) {
        self.report = report
        register = ProofRegister(sources: report.sources.map(\.path))
    }

    mutating func document() -> Markup {
        let title = "\(verdictTitle) – Culprit report"
        let hero = hero()
        let sections = sections()
        let policy: Markup =
            "default-src 'none'; style-src 'sha256-\(ReportStyle.digest)'; base-uri 'none'; form-action 'none'"
        let links = sections.map { "<a href=\"#\($0.id)\">\($0.title)</a>" as Markup }
        let bodies = sections.map { section in
            """
            <section id="\(section.id)" aria-labelledby="\(section.id)-h"><h2 id="\(section.id)-h">\(section.title)</h2>
            \(section.body)</section>

            """ as Markup
        }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="referrer" content="no-referrer"><meta name="generator" content="Culprit">
            <title>\(Phrases.clipped(title, 200))</title>
            <style>\(ReportStyle.sheet)</style></head>
            <body><a class="skip" href="#impact">To the findings</a>
            \(hero)
            <nav aria-label="Sections">\(Markup.joined(links))</nav>
            <main>
            \(Markup.joined(bodies))</main>
            <footer><p>Written by Culprit. Times are UTC. Every claim links to the line or the series that it rests on.</p></footer>
            </body></html>

            """
    }

    private var verdictTitle: String {
        guard report.verdict.category != nil else { return "Undetermined" }
        return "\(Phrases.category(report.verdict.category)): \(report.verdict.entity)"
    }

    /// What the first screen says: the verdict, its proof and the next step.
    private mutating func hero() -> Markup {
        let verdict = report.verdict
        let style: Markup = verdict.category == nil ? "other" : Charts.style(verdict.category)
        let name: Markup =
            verdict.category == nil
            ? "Undetermined"
            : "<span class=\"badge \(style)\">\(Phrases.category(verdict.category))</span>\(Phrases.clipped(verdict.entity, 80))"
        var columns = Markup()
        if let best {
            let proof = Phrases.evidence(of: best, speaksFor: true).prefix(3).map { evidenceItem($0) }
            let against = Phrases.evidence(of: best, speaksFor: false).count
            let balance: Markup =
                against > 0
                ? "<p class=\"more\"><a href=\"#causes\">\(Phrases.count(against, "line")) against it</a></p>" : ""
            let heading: Markup = verdict.category == nil ? "The best guess, too weak to be a verdict" : "The proof"
            columns = """
                <div class="two"><div><h2>\(heading)</h2><ul class="lines">\(Markup.joined(proof))</ul>\(balance)</div>\
                <div><h2>What to do first</h2>\(remedyList(best, limit: 3))</div></div>
                """
        }
        return """
            <header class="hero \(style)"><div><p class="brand">Culprit: what broke first, where and why</p>
            <h1>\(name)</h1>
            <p class="lead">\(Phrases.clipped(verdict.summary, 400))</p>
            <dl class="facts">\(facts())</dl>
            \(columns)</div></header>
            """
    }

    private func facts() -> Markup {
        var facts: [(String, String)] = [("Confidence", Phrases.percent(report.verdict.confidence))]
        if report.verdict.category != nil, let best, let from = best.firstSeen, let to = best.lastSeen {
            facts.append(("Onset to end", Phrases.span(from, to)))
            facts.append(("Lasted", Phrases.duration(TimeSpan(from: from, to: to))))
        } else if let period = report.period {
            facts.append(("Looked at", Phrases.span(period.from, period.to)))
        }
        if let requests = details.impact?.requests {
            let isExact = requests.beyondUsual == 0
            facts.append(
                ("Requests failed", isExact ? "no more than usual" : "about \(Phrases.count(requests.beyondUsual))"))
        }
        if let impact = details.impact, impact.entityCount > 0 {
            facts.append(("Affected", Phrases.entityCount(impact.entityCount)))
        }
        return Markup.joined(facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })
    }

    /// One line of evidence with the link to its place.
    mutating func evidenceItem(_ evidence: Evidence) -> Markup {
        let rule: Markup = evidence.rule.map { " · rule \($0)" } ?? ""
        let time = evidence.time == nil ? "" : Phrases.clock(evidence.time, in: report.period) + " · "
        return """
            <li><span class="line">\(Phrases.clipped(evidence.text, 300))</span><span class="meta">\(time)\
            \(register.link(evidence.location, evidence.text))\(rule)</span></li>
            """
    }

    func remedyList(_ cause: Cause, limit: Int) -> Markup {
        guard !cause.remedies.isEmpty else { return "<p>No remedy is known for what was found; read the proof.</p>" }
        let items = cause.remedies.prefix(limit).map { "<li>\(Phrases.clipped($0, 300))</li>" as Markup }
        let rest = cause.remedies.count - limit
        let more: Markup = rest > 0 ? "<p class=\"more\">and <a href=\"#remedies\">\(rest) more</a></p>" : ""
        return "<ol>\(Markup.joined(items))</ol>\(more)"
    }
}
