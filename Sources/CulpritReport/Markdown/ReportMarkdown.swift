package import CulpritModel

/// Returns the report as Markdown for an issue tracker.
package func reportMarkdown(_ report: Report) -> String {
    var lines = verdictLines(report) + courseLines(report)
    if let best = report.causes.first {
        lines += evidenceLines("Why", Phrases.evidence(of: best, speaksFor: true), limit: 10)
        lines += evidenceLines("What speaks against it", Phrases.evidence(of: best, speaksFor: false), limit: 5)
        if !best.remedies.isEmpty {
            lines += ["## What to do", ""]
            lines += best.remedies.enumerated().map { "\($0 + 1). \(markdownProse($1))" }
            lines.append("")
        }
        lines += otherCauseLines(report)
    }
    lines += crashLines(report) + templateLines(report) + congestionLines(report) + timelineLines(report)
    lines += detectionLines(report) + computedRemedyLines(report) + comparisonLines(report)
    lines += accountingLines(report) + originLines(report)
    return lines.joined(separator: "\n")
}

private func verdictLines(_ report: Report) -> [String] {
    let verdict = report.verdict
    let entity = verdict.category == nil ? "" : ": \(markdownCode(verdict.entity))"
    var lines = ["# \(Phrases.category(verdict.category))\(entity)", ""]
    lines.append(markdownProse(verdict.summary))
    lines += ["", "- Confidence: \(Phrases.percent(verdict.confidence))"]
    if verdict.category != nil, let best = report.causes.first, best.firstSeen != nil || best.lastSeen != nil {
        lines.append("- Seen: \(Phrases.span(best.firstSeen, best.lastSeen))")
    }
    if let period = report.period { lines.append("- Period: \(Phrases.span(period.from, period.to))") }
    if let baseline = report.baseline { lines.append("- Baseline: \(Phrases.span(baseline.from, baseline.to))") }
    return lines + [""]
}

private func evidenceLines(_ heading: String, _ evidence: [Evidence], limit: Int) -> [String] {
    guard !evidence.isEmpty else { return [] }
    var lines = ["## \(heading)", ""]
    for item in evidence.prefix(limit) {
        let rule = item.rule.map { ", rule \(markdownCode($0))" } ?? ""
        lines.append("- \(Phrases.time(item.time)), \(markdownCode(Phrases.place(item.location)))\(rule)  ")
        lines.append("  \(markdownCode(item.text))")
    }
    if evidence.count > limit { lines.append("- and \(evidence.count - limit) more") }
    return lines + [""]
}

private func otherCauseLines(_ report: Report) -> [String] {
    guard report.causes.count > 1 else { return [] }
    var lines = ["## Other causes", ""]
    for (index, cause) in report.causes.enumerated().dropFirst().prefix(5) {
        let confidence = Phrases.percent(cause.confidence)
        lines.append(
            "\(index + 1). **\(cause.category.rawValue)** \(markdownCode(cause.entity.name)), \(confidence): "
                + markdownProse(cause.summary))
    }
    if report.causes.count > 6 { lines += ["", "and \(report.causes.count - 6) more"] }
    return lines + [""]
}

private func crashLines(_ report: Report) -> [String] {
    guard !report.crashGroups.isEmpty else { return [] }
    var lines = ["## Crashes", ""]
    for group in report.crashGroups.prefix(10) {
        let age = group.state == .known ? Phrases.age(of: group) : "**\(Phrases.age(of: group))**"
        let entities = group.entities.prefix(5).map { markdownCode($0.name) }.joined(separator: ", ")
        let more = group.entities.count > 5 ? " and \(group.entities.count - 5) more" : ""
        let time = Phrases.span(group.firstSeen, group.lastSeen)
        lines.append("- \(Phrases.count(group.count))× \(markdownCode(group.title)), \(age), \(time)  ")
        lines.append("  on \(entities)\(more), first at \(markdownCode(Phrases.place(group.sample)))")
        lines += Phrases.facts(of: group, in: report.period).map { "  - \(markdownProse($0))" }
        if !group.frames.isEmpty {
            lines += [""] + markdownBlock(Array(group.frames.prefix(8))).map { "  \($0)" } + [""]
        }
    }
    if report.crashGroups.count > 10 { lines.append("- and \(report.crashGroups.count - 10) more") }
    return lines.last == "" ? lines : lines + [""]
}

private func templateLines(_ report: Report) -> [String] {
    guard !report.templateShifts.isEmpty else { return [] }
    var lines = ["## Messages that are new, gone, more or fewer", ""]
    for shift in report.templateShifts.prefix(10) {
        lines.append(
            "- \(markdownCode(shift.template.text)): \(Phrases.shift(shift)), first at "
                + markdownCode(Phrases.place(shift.sample)))
    }
    if report.templateShifts.count > 10 { lines.append("- and \(report.templateShifts.count - 10) more") }
    return lines + [""]
}

private func congestionLines(_ report: Report) -> [String] {
    guard !report.congestionWindows.isEmpty else { return [] }
    var lines = ["## Congestion", ""]
    lines += report.congestionWindows.prefix(10).map(congestionLine)
    if report.congestionWindows.count > 10 { lines.append("- and \(report.congestionWindows.count - 10) more") }
    return lines + [""]
}

/// One congestion window as a list item, which the digest has too.
func congestionLine(_ window: CongestionWindow) -> String {
    let path = markdownCode(window.entity) + (window.peer.map { " → \(markdownCode($0))" } ?? "")
    let signals = window.signals.map(markdownCode).joined(separator: ", ")
    return "- \(Phrases.span(window.span.from, window.span.to)): \(path), \(signals), "
        + "score \(Phrases.percent(window.score))"
}

private func timelineLines(_ report: Report) -> [String] {
    guard !report.timeline.isEmpty else { return [] }
    var lines = ["## Timeline", ""]
    for moment in report.timeline.prefix(20) {
        lines.append(
            "- \(Phrases.time(moment.time)) \(markdownCode(moment.entity)): \(markdownCode(moment.what)) "
                + "(\(markdownCode(Phrases.place(moment.location))))")
    }
    if report.timeline.count > 20 { lines.append("- and \(report.timeline.count - 20) more") }
    return lines + [""]
}

private func accountingLines(_ report: Report) -> [String] {
    let accounting = report.accounting
    var lines = ["## What was read", "", Phrases.accounting(accounting)]
    let readings = [
        ("format", Phrases.formats(of: report)), ("clock jumped back", Phrases.clockSteps(of: report)),
        ("clock", Phrases.clockOffsets(of: report)),
    ]
    if !accounting.incomplete.isEmpty || !accounting.givenUp.isEmpty || readings.contains(where: { !$0.1.isEmpty }) {
        lines.append("")
    }
    for (name, sentences) in readings {
        lines += sentences.prefix(5).map { "- \(name): \(markdownProse($0))" }
        if sentences.count > 5 { lines.append("- and \(sentences.count - 5) more") }
    }
    for incomplete in accounting.incomplete {
        lines.append(
            "- incomplete: \(markdownCode(incomplete.source)): "
                + markdownProse(Phrases.damage(incomplete.damage)))
    }
    lines += accounting.givenUp.map { "- given up: \(markdownProse(Phrases.givenUp($0)))" }
    return lines + [""]
}
