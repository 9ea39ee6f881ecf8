internal import CulpritModel

/// Rules over log lines, for Loki.
extension AlertPlanner {
    private static let withinSeconds = 300.0
    /// How often Loki's ruler is asked to look; a line is seen within so many seconds.
    private static let stepSeconds: Int64 = 15
    private static let wordLimit = 8

    /// One for each rule of ours that speaks for the verdict: more such lines in five minutes than normal operation has.
    func logRules() -> [AlertRule] {
        guard let best = report.causes.first, let incident = Self.incident(of: report), report.verdict.category != nil
        else { return [] }
        var seen: Set<String> = []
        let evidence = best.evidence.filter { $0.speaksFor && $0.kind == .rule && $0.rule != nil }
            .sorted { ($0.time?.nanoseconds ?? .max, $0.location) < ($1.time?.nanoseconds ?? .max, $1.location) }
        return evidence.compactMap { piece in
            guard let id = piece.rule, seen.insert(id).inserted,
                let first = hits(of: id).filter({ $0.time.map(incident.contains) ?? false })
                    .min(by: { ($0.time?.nanoseconds ?? 0, $0.location) < ($1.time?.nanoseconds ?? 0, $1.location) })
            else { return nil }
            return logRule(id, first, piece, in: incident)
        }
    }

    private func hits(of id: String) -> some Sequence<Event> {
        events.positions(of: id).lazy.map { events.events[$0] }
    }

    private func logRule(_ id: String, _ first: Event, _ evidence: Evidence, in incident: TimeSpan) -> AlertRule? {
        let words = Self.words(of: first.text)
        guard words.reduce(0, { $0 + $1.utf8.count }) >= 8 else { return nil }
        let bytes = words.map { Array($0.utf8) }
        let alike = hits(of: id).filter { Self.holds($0.text, bytes) }
        // An event stands for the records of its minute that are like it; all of them are taken to come at its time.
        let records = alike.compactMap { event in event.time.map { (time: $0, count: event.count) } }
            .sorted { ($0.time, $0.count) < ($1.time, $1.count) }
        let times = records.map(\.time)
        let usual = Self.counts(records.filter { !incident.contains($0.time) }).max() ?? 0
        let counts = Self.counts(records)
        guard let index = times.indices.first(where: { incident.contains(times[$0]) && counts[$0] > usual }) else {
            return nil
        }
        let step = Self.stepSeconds * Timestamp.nanosecondsPerSecond
        let rings = Timestamp(nanoseconds: times[index].floored(toNanoseconds: step).nanoseconds + step)
        let last = times.indices.last { incident.contains(times[$0]) && counts[$0] > usual }
        let end = last.map { times[$0].advanced(bySeconds: Self.withinSeconds) } ?? rings
        let pattern = words.map(Self.quotedPattern).joined(separator: ".*")
        let selection = "{job=~\".+\"} |~ \(ScrapedSeries.quoted(pattern))"
        var rule = AlertRule(
            name: Self.camelCase(id), engine: .loki,
            expression: "sum(count_over_time(\(selection) [5m])) > \(usual)", forSeconds: 0,
            labels: [
                "severity": "warning", "signal": "cause",
                "category": (rules[id]?.category ?? first.category)?.rawValue ?? "undetermined",
            ],
            annotations: [
                "summary": rules[id]?.title ?? id,
                "evidence": "In the outage of \(report.period?.from.description ?? "the case"): \(evidence.text) "
                    + "(\(evidence.location.source):\(evidence.location.line)).",
            ])
        rule.trial = AlertRule.Trial(firings: [TimeSpan(from: rings, to: end)])
        return rule
    }

    /// For each time how many there are in the five minutes up to it.
    private static func counts(_ records: [(time: Timestamp, count: Int)]) -> [Int] {
        var (start, sum) = (0, 0)
        return records.map { record in
            sum += record.count
            while record.time.seconds(since: records[start].time) > withinSeconds {
                sum -= records[start].count
                start += 1
            }
            return sum
        }
    }

    /// The words of a message that do not look like values.
    private static func words(of text: String) -> [String] {
        let line = text.prefix { $0 != "\n" }
        let words = line.split(separator: " ").filter { word in
            word.utf8.count > 1 && word.allSatisfy { $0.isASCII && !$0.isNumber } && word.contains { $0.isLetter }
                && !word.contains { "<>{}[]\"'=/@#".contains($0) }
        }
        return words.prefix(wordLimit).map(String.init)
    }

    /// As bytes: a search by characters takes ten times as long.
    private static func holds(_ text: String, _ words: [[UInt8]]) -> Bool {
        var rest = Array(text.utf8)[...]
        for word in words {
            guard let start = rest.indices.first(where: { rest[$0...].starts(with: word) }) else { return false }
            rest = rest[(start + word.count)...]
        }
        return true
    }

    private static func quotedPattern(_ word: String) -> String {
        word.reduce(into: "") { pattern, character in
            if "\\.+*?()|[]{}^$".contains(character) { pattern += "\\" }
            pattern.append(character)
        }
    }
}
