internal import CulpritModel

/// One part of the page, in the order in which people ask.
struct ReportSection {
    let id: Markup
    let title: Markup
    let body: Markup
}

extension ReportPage {
    /// What comes first is written first, and the list of proofs last.
    mutating func sections() -> [ReportSection] {
        var sections = [
            ReportSection(id: "impact", title: "Impact", body: impact()),
            ReportSection(id: "cause", title: "Cause, trigger, first symptom", body: chain()),
            ReportSection(id: "timeline", title: "Timeline", body: timeline()),
            ReportSection(id: "causes", title: "Causes by category", body: categories()),
        ]
        if !details.curves.isEmpty {
            sections.append(ReportSection(id: "series", title: "What was measured", body: curves()))
        }
        sections += [
            ReportSection(id: "crashes", title: "Crashes", body: crashes()),
            ReportSection(id: "messages", title: "Messages that are new, gone, more or fewer", body: messages()),
            ReportSection(id: "congestion", title: "Congestion", body: congestion()),
            ReportSection(id: "detection", title: "Detection", body: detection()),
            ReportSection(id: "factors", title: "Contributing factors", body: factors()),
            ReportSection(id: "comparison", title: "Compared with normal operation", body: comparison()),
            ReportSection(id: "remedies", title: "What to do", body: remedies()),
            ReportSection(id: "helped", title: "What would have helped", body: computedRemedies()),
            ReportSection(id: "unread", title: "What could not be read", body: unread()),
            ReportSection(id: "reproduce", title: "How to reproduce", body: reproduce()),
            ReportSection(id: "people", title: "For people to fill in", body: people()),
        ]
        sections.append(ReportSection(id: "proof", title: "Lines and series referred to", body: proof()))
        return sections
    }

    private func impact() -> Markup {
        guard let impact = details.impact else {
            return "<p>No impact was found in what was read.</p>"
        }
        var rows: [(Markup, String)] = []
        rows.append(
            (
                "Felt",
                impact.span.map { Phrases.span($0.from, $0.to) + ", " + Phrases.duration($0) } ?? "no series tells"
            ))
        rows += [
            ("Requests that failed", Phrases.failed(impact)), ("Requests that were slow", Phrases.slow(impact)),
            ("Clients", Phrases.clients(impact)), ("Affected", Phrases.affected(impact)),
        ]
        let entities = Phrases.waves(impact).map { step -> Markup in
            """
            <tr><td class="clock">\(Phrases.clock(step.since, in: report.period))</td>\
            <td>\(Phrases.list(step.names, limit: 12))</td></tr>

            """
        }
        let list = table("Hit, in this order", ["From", "Entities"], entities)
        return "<dl>\(Markup.joined(rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }))</dl>\(list)"
    }

    private mutating func chain() -> Markup {
        let cause: Markup =
            best.map { best -> Markup in
                let support: Markup =
                    details.restsOn.first.map { "<p>It rests on \(Phrases.support($0, of: details)).</p>" } ?? ""
                return """
                    <p><b>\(best.entity.name)</b>, \(best.category.rawValue)</p>\
                    <p>\(Phrases.clipped(best.summary, 300))</p>\(support)
                    """
            } ?? "<p>Nothing is under suspicion.</p>"
        return """
            <div class="three"><div><h3>Cause</h3>\(cause)</div>\
            <div><h3>Trigger</h3>\(moment(details.trigger, none: "No change was seen in the hour before on what is blamed."))</div>\
            <div><h3>First symptom</h3>\(moment(details.firstSymptom, none: "No series of what users feel is unusual."))</div></div>
            """
    }

    private mutating func moment(_ moment: Report.Moment?, none: Markup) -> Markup {
        guard let moment else { return "<p>\(none)</p>" }
        return """
            <p><b>\(moment.entity)</b>, \(Phrases.clock(moment.time, in: report.period))</p>\
            <p>\(Phrases.clipped(moment.what, 300))</p><p>\(register.link(moment.location, moment.what))</p>
            """
    }

    private mutating func timeline() -> Markup {
        guard !report.timeline.isEmpty else { return "<p>Nothing that was read has a time in the period.</p>" }
        var chart = Markup()
        if let view = details.view, !details.lanes.isEmpty {
            let charts = Charts(view: view, period: report.period)
            let drawing = charts.timeline(details.lanes, blamed: best?.entity.name ?? "", register: &register)
            chart = """
                <figure><div class="chart scroll" tabindex="0" role="group" aria-label="Timeline chart">\(drawing)</div>\
                <figcaption><ul class="key"><li><i class="bug"></i>bug</li><li><i class="hardware"></i>hardware</li>\
                <li><i class="network"></i>network</li><li><i class="delay"></i>delay</li><li><i></i>crash or change</li>\
                <li><i class="bar"></i>unusual series</li><li><i class="span"></i>incident</li></ul></figcaption></figure>
                """
        }
        let limit = 40
        let steps = timelineSteps()
        let rows = steps.prefix(limit).map { step -> Markup in
            """
            <tr><td class="clock">\(Phrases.clock(step.first.time, in: report.period))</td>\
            <th scope="row">\(Phrases.list(step.entities, limit: 6))</th>\
            <td>\(Phrases.clipped(step.first.what, 200))</td>\
            <td>\(register.link(step.first.location, step.first.what))</td></tr>

            """
        }
        return chart
            + table(
                "First events, unusual series and first crashes, by time", ["Time", "Entity", "What", "Proof"], rows,
                more: steps.count - limit)
    }

    /// The timeline, where the same of several entities at one time is one step.
    private func timelineSteps() -> [(first: Report.Moment, entities: [String])] {
        var steps: [(first: Report.Moment, entities: [String])] = []
        var places: [String: Int] = [:]
        for moment in report.timeline {
            let key = "\(moment.time.nanoseconds) \(moment.what)"
            if let place = places[key] {
                steps[place].entities.append(moment.entity)
            } else {
                places[key] = steps.count
                steps.append((moment, [moment.entity]))
            }
        }
        return steps
    }

    private mutating func categories() -> Markup {
        var markup = Markup()
        for category in Category.allCases {
            let causes = report.causes.enumerated().filter { $0.element.category == category }
            let style = Charts.style(category)
            markup += "<h3><span class=\"badge \(style)\">\(category.rawValue)</span></h3>"
            if causes.isEmpty {
                markup += "<p>Nothing speaks for it.</p>"
                continue
            }
            let limit = 5
            for (rank, cause) in causes.prefix(limit) { markup += self.cause(cause, rank: rank) }
            if causes.count > limit { markup += "<p class=\"more\">and \(causes.count - limit) more</p>" }
        }
        return markup
    }

    private mutating func cause(_ cause: Cause, rank: Int) -> Markup {
        let sides = [(true, "For" as Markup, rank == 0 ? 12 : 5), (false, "Against" as Markup, 5)]
        var lists = Markup()
        for (speaksFor, title, limit) in sides {
            let evidence = Phrases.evidence(of: cause, speaksFor: speaksFor)
            guard !evidence.isEmpty else { continue }
            let items = evidence.prefix(limit).map { evidenceItem($0) }
            let more: Markup = evidence.count > limit ? "<p class=\"more\">and \(evidence.count - limit) more</p>" : ""
            lists += "<h4>\(title)</h4><ul class=\"lines\">\(Markup.joined(items))</ul>\(more)"
        }
        let open: Markup = rank == 0 ? " open" : ""
        return """
            <details\(open)><summary><b>\(rank + 1). \(Phrases.clipped(cause.entity.name, 80))</b> · \
            \(Phrases.percent(cause.confidence)) · \(Phrases.clipped(cause.summary, 200))</summary>\(lists)</details>
            """
    }

    private mutating func curves() -> Markup {
        guard let view = details.view else { return Markup() }
        let charts = Charts(view: view, period: report.period)
        var markup: Markup = """
            <ul class="key"><li><i class="band"></i>where 90% of the samples outside the incident are</li>\
            <li><i class="bar"></i>unusual</li><li><i class="span"></i>incident</li></ul>
            """
        for (index, curve) in details.curves.enumerated() {
            let location = Location(source: curve.source, line: 1, byte: 0)
            markup += """
                <figure><figcaption><b>\(Phrases.clipped(curve.name, 120))</b> of \(Phrases.clipped(curve.entity, 80)). \
                \(Phrases.course(of: curve)) \(register.link(location, curve.name))</figcaption>\
                <div class="chart">\(charts.curve(curve, index: index))</div></figure>
                """
        }
        return markup
    }

    private mutating func crashes() -> Markup {
        guard !report.crashGroups.isEmpty else { return "<p>No crash was found.</p>" }
        let trends = Dictionary(details.crashTrends.map { ($0.signature, $0) }, uniquingKeysWith: { first, _ in first })
        let limit = 20
        var rows: [Markup] = []
        for (index, group) in report.crashGroups.prefix(limit).enumerated() {
            let age: Markup =
                group.state == .known
                ? "\(Phrases.age(of: group))" : "<span class=\"new\">\(Phrases.age(of: group))</span>"
            let facts = Phrases.facts(of: group, in: report.period).map {
                "<li>\(Phrases.clipped($0, 300))</li>" as Markup
            }
            let list: Markup = facts.isEmpty ? "" : "<ul class=\"meta\">\(Markup.joined(facts))</ul>"
            let change: Markup =
                group.details.change.map { " \(register.link($0.location, $0.what))" as Markup } ?? Markup()
            let chart = trends[group.signature].map { crashTrendChart($0, index: index) } ?? Markup()
            let frames = group.frames.prefix(4).map { Phrases.clipped($0, 100) }.joined(separator: " < ")
            rows.append(
                """
                <tr><td class="number">\(Phrases.count(group.count))×</td>\
                <th scope="row">\(Phrases.clipped(group.title, 200))<br><span class="meta">\(frames)</span>\(list)\(change)</th>\
                <td>\(age)</td><td>\(Phrases.span(group.firstSeen, group.lastSeen))</td>\
                <td>\(Phrases.list(group.entities.map(\.name)))</td><td>\(chart)\(register.link(group.sample, group.title))</td></tr>

                """)
        }
        return table(
            "Crashes by bug", ["Count", "Bug", "Age", "Seen", "On", "Over time, first one"], rows,
            more: report.crashGroups.count - limit)
    }

    private mutating func messages() -> Markup {
        guard !report.templateShifts.isEmpty else { return "<p>None beyond what chance makes of them.</p>" }
        let limit = 25
        var rows: [Markup] = []
        for shift in report.templateShifts.prefix(limit) {
            rows.append(
                """
                <tr><th scope="row">\(Phrases.clipped(shift.template.text, 200))</th><td>\(Phrases.shift(shift))</td>\
                <td class="number">\(Phrases.count(shift.count))</td>\
                <td>\(Phrases.list(shift.entities.map(\.name)))</td>\
                <td>\(register.link(shift.sample, shift.template.text))</td></tr>

                """)
        }
        return table(
            "Templates of messages, the most certain first",
            ["Message", "How often", "In the incident", "On", "First one"],
            rows, more: report.templateShifts.count - limit)
    }

    private func congestion() -> Markup {
        var markup = Markup()
        if let view = details.view, let heat = details.heat {
            markup += """
                <figure><div class="chart scroll" tabindex="0" role="group" aria-label="Congestion chart">\
                \(Charts(view: view, period: report.period).heat(heat))</div></figure>
                """
        }
        if report.congestionWindows.isEmpty {
            markup += "<p>No path or entity was congested.</p>"
        } else {
            let limit = 25
            let worst = report.congestionWindows.sorted {
                ($1.score, $0.span, $0.entity) < ($0.score, $1.span, $1.entity)
            }
            let rows = worst.prefix(limit).map { window -> Markup in
                let path = window.entity + (window.peer.map { " → \($0)" } ?? "")
                return """
                    <tr><td class="clock">\(Phrases.clock(window.span.from, in: report.period))</td>\
                    <td class="number">\(Phrases.duration(window.span))</td><th scope="row">\(Phrases.clipped(path, 80))</th>\
                    <td class="number">\(Phrases.percent(window.score))</td><td>\(Phrases.list(window.signals))</td></tr>

                    """
            }
            markup += table(
                "Congestion windows, the worst first", ["From", "Lasted", "Where", "Score", "Signals"], rows,
                more: report.congestionWindows.count - limit)
        }
        if !details.load.isEmpty {
            markup += """
                <h3>Load by hour and weekday</h3><figure><div class="chart scroll" tabindex="0" role="group" \
                aria-label="Load chart">\(loadChart(details.load))</div></figure>
                """
        }
        return markup
    }
}
