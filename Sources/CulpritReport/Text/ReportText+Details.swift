internal import CulpritModel

/// What the report reckons beside its causes.
extension TextPage {
    mutating func addImpact(of report: Report) {
        for (name, value) in Phrases.course(of: report) {
            paragraph(value, first: "\(padded(name, to: 14))  ", limit: 2)
        }
    }

    mutating func addDetection(of report: Report) {
        guard report.verdict.category != nil else { return }
        heading("Detection")
        for row in Phrases.detection(of: report) {
            paragraph(row.value, first: "  \(padded(row.name, to: 20))  ", limit: 2)
        }
        guard !report.details.factors.isEmpty else { return }
        heading("Contributing factors")
        for factor in report.details.factors.prefix(6) { paragraph(factor, first: "  - ", limit: 2) }
        if report.details.factors.count > 6 {
            line("    and \(report.details.factors.count - 6) more", paint: .faint)
        }
    }

    mutating func addComputedRemedies(of report: Report) {
        guard !report.details.computedRemedies.isEmpty else { return }
        heading("What would have helped")
        for remedy in report.details.computedRemedies {
            paragraph(Phrases.saving(of: remedy), first: "  \(padded(remedy.kind.rawValue, to: 8))  ", limit: 3)
            for finding in remedy.findings { paragraph(finding.text, first: "    - ", limit: 4) }
        }
    }

    mutating func addComparison(of report: Report) {
        let rows = Phrases.comparisons(of: report).prefix(5)
        if !rows.isEmpty { heading("Compared with normal operation") }
        for row in rows { paragraph("\(row.series): usually \(row.usual), in the incident \(row.worst)", first: "  ") }
        if !report.details.earlier.isEmpty { heading("Compared with earlier cases") }
        for earlier in report.details.earlier.prefix(10) {
            paragraph(Phrases.earlier(earlier), first: "  - ", limit: 6)
        }
    }

    mutating func addOrigin(of report: Report) {
        guard !report.details.origin.command.isEmpty else { return }
        heading("How to reproduce")
        whole("  \(report.details.origin.command)")
        paragraph("with \(report.details.origin.rules)", first: "  ", paint: .faint)
    }
}

extension Phrases {
    /// What the verdict would be without the strongest of the rules that it rests on.
    static func support(_ support: ReportDetails.Support, of details: ReportDetails) -> String {
        let other = support.category.map { "\($0.rawValue) of \(support.entity)" } ?? "undetermined"
        let more = details.restsOn.count > 1 ? " (and \(details.restsOn.count - 1) more)" : ""
        return "the rule '\(support.rule)'\(more): without it the verdict would be \(other)"
    }

    /// The minutes that a remedy might have saved, or why that cannot be told.
    static func saving(of remedy: ComputedRemedy) -> String {
        switch remedy.saving {
        case .unknown(let why): "cannot estimate: \(why)"
        case .minutes(let lower, let upper, let basis) where lower == upper: "\(minutes(upper)) min: \(basis)"
        case .minutes(let lower, let upper, let basis): "\(minutes(lower)) to \(minutes(upper)) min: \(basis)"
        }
    }

    private static func minutes(_ minutes: Double) -> String { count(Int(minutes.rounded())) }

    /// Impact, trigger and first symptom, some lines each, as far as they are known.
    static func course(of report: Report) -> [(name: String, value: String)] {
        let details = report.details
        var rows: [(name: String, value: String)] = []
        if let impact = details.impact {
            let felt = impact.span.map { "felt \(span($0.from, $0.to))" } ?? "no series tells when users felt it"
            rows += [("Impact", felt), ("Failed", failed(impact))]
            if impact.slow != nil { rows.append(("Slow", slow(impact))) }
            if impact.failedClients != nil { rows.append(("Clients", clients(impact))) }
            if impact.entityCount > 0 {
                rows.append(("Hit", "\(affected(impact)): \(blastRadius(impact, in: report.period))"))
            }
        }
        if let support = details.restsOn.first { rows.append(("Rests on", Self.support(support, of: details))) }
        if let trigger = details.trigger {
            rows.append(("Trigger", "\(clock(trigger.time, in: report.period)) \(trigger.entity): \(trigger.what)"))
        }
        if let symptom = details.firstSymptom {
            let time = clock(symptom.time, in: report.period)
            rows.append(("First symptom", "\(time) \(symptom.entity): \(symptom.what)"))
        }
        return rows
    }

    /// What an earlier case was, and what it has in common with this one.
    static func earlier(_ earlier: ReportDetails.EarlierCase) -> String {
        let period = earlier.period.map { " (\(span($0.from, $0.to)))" } ?? ""
        let verdict = earlier.verdict.map { $0 + (earlier.isSameVerdict ? ", the same verdict" : "") } ?? "undetermined"
        let crashes =
            earlier.commonCrashes.isEmpty ? "no crash" : "crashes \(earlier.commonCrashes.joined(separator: ", "))"
        let rules = earlier.commonRules.isEmpty ? "no rule" : "rules \(earlier.commonRules.joined(separator: ", "))"
        return "\(earlier.name)\(period): \(verdict); in common are \(crashes) and \(rules)."
    }

    /// The charted series, each in normal operation and in the incident.
    static func comparisons(of report: Report) -> [(series: String, usual: String, worst: String)] {
        guard report.verdict.category != nil else { return [] }
        return report.details.curves.compactMap { curve in
            guard let usual = curve.usual, let worst = curve.worst(in: report.period) else { return nil }
            return (
                "\(curve.name) of \(curve.entity)", value(usual.middle, of: curve.name), value(worst, of: curve.name)
            )
        }
    }
}
