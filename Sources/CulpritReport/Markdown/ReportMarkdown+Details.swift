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

func comparisonLines(_ report: Report) -> [String] {
    let rows = Phrases.comparisons(of: report)
    guard !rows.isEmpty else { return [] }
    return ["## Compared with normal operation", ""]
        + rows.map { "- \(markdownCode($0.series)): usually \($0.usual), in the incident \($0.worst)" } + [""]
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
