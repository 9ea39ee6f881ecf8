internal import CulpritModel

/// Impact, trigger and first symptom as a list.
func courseLines(_ report: Report) -> [String] {
    let rows = Phrases.course(of: report)
    return rows.isEmpty ? [] : rows.map { "- \($0.name): \(markdownProse($0.value))" } + [""]
}

func detectionLines(_ report: Report) -> [String] {
    guard report.verdict.category != nil else { return [] }
    var lines = ["## Detection", ""] + Phrases.detection(of: report).map { "- \($0.name): \(markdownProse($0.value))" }
    if !report.details.factors.isEmpty {
        lines += ["", "## Contributing factors", ""]
        lines += report.details.factors.prefix(12).map { "- \(markdownProse($0))" }
    }
    return lines + [""]
}

func computedRemedyLines(_ report: Report) -> [String] {
    guard !report.details.computedRemedies.isEmpty else { return [] }
    var lines = ["## What would have helped", ""]
    for remedy in report.details.computedRemedies {
        lines.append("- **\(remedy.kind.rawValue)**: \(markdownProse(Phrases.saving(of: remedy)))")
        for finding in remedy.findings {
            let place = finding.location.map { ", \(markdownCode(Phrases.place($0)))" } ?? ""
            lines.append("  - \(markdownProse(finding.text))\(place)")
        }
    }
    return lines + [""]
}

func comparisonLines(_ report: Report) -> [String] {
    let rows = Phrases.comparisons(of: report)
    var lines: [String] = []
    if !rows.isEmpty {
        lines += ["## Compared with normal operation", ""]
        lines += rows.map { "- \(markdownCode($0.series)): usually \($0.usual), in the incident \($0.worst)" } + [""]
    }
    if !report.details.earlier.isEmpty {
        lines += ["## Compared with earlier cases", ""]
        lines += report.details.earlier.prefix(10).map { "- \(markdownProse(Phrases.earlier($0)))" } + [""]
    }
    return lines
}

/// How to come to the same report, and what only people can say.
func originLines(_ report: Report) -> [String] {
    var lines: [String] = []
    if !report.details.origin.command.isEmpty {
        lines += ["## How to reproduce", ""] + markdownBlock([report.details.origin.command])
        lines += ["", "with \(markdownProse(report.details.origin.rules))", ""]
    }
    guard report.verdict.category != nil else { return lines }
    return lines + ["## For people to fill in", "", "- Owner: ____", "- Lessons: ____", ""]
}
