package import CulpritModel

/// Returns the report for a terminal: the answer first, then why, then what to do, then the rest.
package func reportText(_ report: Report, style: TextStyle) -> String {
    var page = TextPage(style: style)
    page.addVerdict(of: report)
    page.addImpact(of: report)
    if let best = report.causes.first {
        page.addEvidence(of: best, in: report)
        page.addRemedies(of: best)
        page.addOtherCauses(in: report)
    }
    page.addCrashGroups(in: report)
    page.addTemplateShifts(in: report)
    page.addCongestion(in: report)
    page.addTimeline(of: report)
    page.addDetection(of: report)
    page.addComputedRemedies(of: report)
    page.addComparison(of: report)
    page.addAccounting(of: report)
    page.addOrigin(of: report)
    return page.text
}

extension TextPage {
    fileprivate mutating func addVerdict(of report: Report) {
        let verdict = report.verdict
        let best = report.causes.first
        let confidence = "confidence \(Phrases.percent(verdict.confidence))"
        if let category = verdict.category {
            headline("\(Phrases.category(category)): \(verdict.entity), \(confidence)", .alarm)
        } else {
            headline("UNDETERMINED, \(confidence)", .heading)
        }
        if verdict.category != nil, let best, best.firstSeen != nil || best.lastSeen != nil {
            paragraph(Phrases.span(best.firstSeen, best.lastSeen))
        }
        paragraph(verdict.summary, limit: 4)
    }

    fileprivate mutating func addEvidence(of cause: Cause, in report: Report) {
        let why = Phrases.evidence(of: cause, speaksFor: true)
        if !why.isEmpty {
            let isVerdict = report.verdict.category != nil
            heading(isVerdict ? "Why" : "Why \(cause.entity.name) (\(cause.category.rawValue)) comes first")
            for evidence in why.prefix(5) { add(evidence, in: report) }
            if why.count > 5 { line("    and \(why.count - 5) more", paint: .faint) }
        }
        let against = Phrases.evidence(of: cause, speaksFor: false)
        if !against.isEmpty {
            heading("What speaks against it")
            for evidence in against.prefix(3) { add(evidence, in: report) }
            if against.count > 3 { line("    and \(against.count - 3) more", paint: .faint) }
        }
    }

    private mutating func add(_ evidence: Evidence, in report: Report) {
        let clock = Phrases.clock(evidence.time, in: report.period)
        let rule = evidence.rule.map { "  [\($0)]" } ?? ""
        whole("  \(clock)  \(Phrases.place(evidence.location))\(rule)", paint: .faint)
        paragraph(evidence.text, first: "    ", limit: 2)
    }

    fileprivate mutating func addRemedies(of cause: Cause) {
        guard !cause.remedies.isEmpty else { return }
        heading("What to do")
        for (index, remedy) in cause.remedies.enumerated() {
            paragraph(remedy, first: String(repeating: " ", count: index < 9 ? 2 : 1) + "\(index + 1). ")
        }
    }

    fileprivate mutating func addOtherCauses(in report: Report) {
        guard report.causes.count > 1 else { return }
        heading("Other causes")
        for (index, cause) in report.causes.enumerated().dropFirst().prefix(5) {
            let rank = String(repeating: " ", count: index < 9 ? 2 : 1) + "\(index + 1). "
            let category = padded(cause.category.rawValue, to: 8)
            line("\(rank)\(category)  \(cause.entity.name)  \(Phrases.percent(cause.confidence))  \(cause.summary)")
        }
        if report.causes.count > 6 { line("    and \(report.causes.count - 6) more", paint: .faint) }
    }

    fileprivate mutating func addCrashGroups(in report: Report) {
        guard !report.crashGroups.isEmpty else { return }
        heading("Crashes")
        for group in report.crashGroups.prefix(10) {
            paragraph(group.title, first: "  \(padded("\(Phrases.count(group.count))×", to: 5)) ", limit: 2)
            let entities = group.entities.prefix(3).map(\.name).joined(separator: ", ")
            let more = group.entities.count > 3 ? " and \(group.entities.count - 3) more" : ""
            let since = "since \(Phrases.clock(group.firstSeen, in: report.period))"
            line("        \(Phrases.age(of: group)), \(since), \(entities)\(more)", paint: .faint)
            for fact in Phrases.facts(of: group, in: report.period) {
                paragraph(fact, first: "        ", limit: 2, paint: .faint)
            }
            whole("        \(Phrases.place(group.sample))", paint: .faint)
        }
        if report.crashGroups.count > 10 { line("  and \(report.crashGroups.count - 10) more", paint: .faint) }
    }

    fileprivate mutating func addTemplateShifts(in report: Report) {
        guard !report.templateShifts.isEmpty else { return }
        heading("Messages that are new, gone, more or fewer")
        for shift in report.templateShifts.prefix(8) {
            paragraph(shift.template.text, first: "  ", limit: 2)
            let entities = shift.entities.prefix(2).map(\.name).joined(separator: ", ")
            line("      \(Phrases.shift(shift)), \(entities)", paint: .faint)
            whole("      \(Phrases.place(shift.sample))", paint: .faint)
        }
        if report.templateShifts.count > 8 { line("  and \(report.templateShifts.count - 8) more", paint: .faint) }
    }

    fileprivate mutating func addCongestion(in report: Report) {
        guard !report.congestionWindows.isEmpty else { return }
        heading("Congestion")
        for window in report.congestionWindows.prefix(10) {
            let clock = Phrases.clock(window.span.from, in: report.period)
            let path = window.entity + (window.peer.map { " → \($0)" } ?? "")
            let kind = Phrases.kind(window.kind)
            line("  \(clock)  \(Phrases.duration(window.span))  \(path)  \(kind), \(Phrases.percent(window.score))")
            paragraph(Phrases.congestion(window, in: report.period), first: "    ", limit: 3)
        }
        if report.congestionWindows.count > 10 {
            line("  and \(report.congestionWindows.count - 10) more", paint: .faint)
        }
    }

    fileprivate mutating func addTimeline(of report: Report) {
        guard !report.timeline.isEmpty else { return }
        heading("Timeline")
        for moment in report.timeline.prefix(20) {
            line("  \(Phrases.clock(moment.time, in: report.period))  \(moment.entity): \(moment.what)")
        }
        if report.timeline.count > 20 { line("  and \(report.timeline.count - 20) more", paint: .faint) }
    }

    fileprivate mutating func addAccounting(of report: Report) {
        heading("What was read")
        paragraph(Phrases.accounting(report.accounting), first: "  ")
        for incomplete in report.accounting.incomplete {
            paragraph("\(incomplete.source): \(Phrases.damage(incomplete.damage))", first: "  incomplete: ")
        }
        for givenUp in report.accounting.givenUp {
            paragraph(Phrases.givenUp(givenUp), first: "  given up: ")
        }
        addReading("format", Phrases.formats(of: report))
        addReading("clock jumped back", Phrases.clockSteps(of: report))
        addReading("clock", Phrases.clockOffsets(of: report))
        let gaps = report.gaps
        for (source, gap) in gaps.prefix(5) {
            let clock = Phrases.clock(gap.from, in: report.period)
            paragraph("\(source) from \(clock) for \(Phrases.duration(gap))", first: "  silent: ")
        }
        if gaps.count > 5 { line("  and \(gaps.count - 5) more silences", paint: .faint) }
    }

    private mutating func addReading(_ name: String, _ sentences: [String]) {
        for sentence in sentences.prefix(5) { paragraph(sentence, first: "  \(name): ") }
        if sentences.count > 5 { line("  and \(sentences.count - 5) more", paint: .faint) }
    }
}

extension Phrases {
    /// The accounting as sentences, for all formats for people.
    static func accounting(_ accounting: Accounting) -> String {
        let unparsed = accounting.recordCount - accounting.parsedRecordCount
        let sizes = "\(byteCount(accounting.storedByteCount)), \(byteCount(accounting.byteCount)) decompressed"
        let untimed = accounting.recordCount - accounting.timedRecordCount
        let without = "\(count(unparsed)) in no known format, \(count(untimed)) without a time"
        let records = "\(count(accounting.recordCount, "record")) (\(without))"
        let others = accounting.otherTemplateRecordCount
        let other =
            others > 0 ? " Messages are too many to tell them all apart: \(count(others, "record")) count as one." : ""
        return
            "\(count(accounting.sourceCount, "source")), \(sizes): \(count(accounting.lineCount, "line")), \(records), "
            + "\(count(accounting.eventCount, "event")), \(count(accounting.sampleCount, "sample"))." + other
    }

    /// Of which records it is not known whether a rule matches.
    static func givenUp(_ givenUp: Accounting.GivenUp) -> String {
        "\(count(givenUp.recordCount, "record")) by rule \(givenUp.rule), at its match limit"
    }

    /// Why a source could not be read whole, what was used of it and what was not.
    static func damage(_ damage: SourceSummary.Damage) -> String {
        let unread = damage.unreadByteCount > 0 ? ", \(byteCount(damage.unreadByteCount)) not read" : ""
        return "\(damage.reason) (\(byteCount(damage.recoveredByteCount)) recovered\(unread))"
    }
}

extension Report {
    /// The silences of all sources, the longest first.
    var gaps: [(source: String, gap: TimeSpan)] {
        sources.flatMap { source in source.gaps.map { (source.path, $0) } }
            .sorted { ($1.gap.seconds, $0.source) < ($0.gap.seconds, $1.source) }
    }
}
