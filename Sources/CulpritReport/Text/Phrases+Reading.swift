internal import CulpritModel

/// How the sources were understood: their formats and their clocks.
extension Phrases {
    /// What most records of the sources are written in, the most frequent format first.
    static func formats(of report: Report) -> [String] {
        var tallies: [String: (sources: Int, records: Int, all: Int)] = [:]
        for source in report.sources where source.content == .logs && source.recordCount > 0 {
            let format = source.mainFormatRecordCount > 0 ? source.formats.first : nil
            let old = tallies[format ?? ""] ?? (0, 0, 0)
            tallies[format ?? ""] = (
                old.sources + 1, old.records + source.mainFormatRecordCount, old.all + source.recordCount
            )
        }
        return tallies.sorted { ($1.value.all, $0.key) < ($0.value.all, $1.key) }.map { format, tally in
            let sources = count(tally.sources, "source")
            if format.isEmpty { return "none in \(sources) of \(count(tally.all, "record"))" }
            let share = percent(Double(tally.records) / Double(tally.all))
            return "\(format) in \(sources), \(share) of their \(count(tally.all, "record"))"
        }
    }

    /// Where clocks jumped back, the farthest jump first.
    static func clockSteps(of report: Report) -> [String] {
        report.sources.compactMap { source in source.clockSteps.map { (source.path, $0) } }
            .sorted { ($1.1.largest.seconds, $0.0) < ($0.1.largest.seconds, $1.0) }
            .map { path, steps in
                let others = steps.count > 1 ? ", the farthest of \(count(steps.count)) jumps" : ""
                let from = clock(steps.largest.to, in: report.period)
                return "\(path):\(steps.line) from \(from) by \(duration(steps.largest))\(others)"
            }
    }

    /// How far clocks are from one another.
    static func clockOffsets(of report: Report) -> [String] {
        report.clockOffsets.map { offset in
            let size = fixed(abs(offset.seconds))
            let side = offset.seconds < 0 ? "behind" : "ahead of"
            let amount = offset.uncertaintySeconds.map { "\(size) s (± \(fixed($0)) s)" } ?? "at least \(size) s"
            let use = offset.isApplied ? "; its times were corrected" : ""
            let drift = offset.drift.map { drift in
                " at \(clock(drift.at, in: report.period)), \(drift.rate < 0 ? "losing" : "gaining") "
                    + "\(fixed(abs(drift.rate) * 3_600)) s an hour"
            }
            return "\(offset.host) is \(amount) \(side) \(offset.reference)\(drift ?? ""), by "
                + "\(count(offset.requestCount, "request"))\(use)"
        }
    }
}
