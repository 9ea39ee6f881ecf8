internal import CulpritModel
internal import Foundation

/// Evidence from what rules matched.
extension EvidenceCollector {
    private struct HitKey: Hashable, Comparable {
        let suspect: SuspectKey
        let rule: String

        static func < (left: HitKey, right: HitKey) -> Bool { (left.suspect, left.rule) < (right.suspect, right.rule) }
    }

    /// What decides who is under suspicion, by number.
    private struct Writer: Hashable {
        let entity: Int32
        let host: Int32
        let service: Int32
        let category: Category?
    }

    mutating func collectRules() {
        let events = input.events
        let entities = input.entities
        let hosts = Numbered(count: events.count) { events[$0].host }
        let services = Numbered(count: events.count) { events[$0].service }
        let writers = Numbered(count: events.count) { position in
            Writer(
                entity: entities.numbers[position], host: hosts.numbers[position], service: services.numbers[position],
                category: events[position].category)
        }
        let suspects = writers.values.map { writer in
            writer.category.map { category in
                let subject = Subject(
                    entities.values[Int(writer.entity)], host: hosts.values[Int(writer.host)],
                    service: services.values[Int(writer.service)])
                return SuspectKey(subject: subject, category: category)
            }
        }
        var all: [HitKey: Hits] = [:]
        for id in input.index.rules {
            guard let rule = input.rules[id], rule.change == nil else { continue }
            var bySuspect: [SuspectKey: [Int]] = [:]
            let byWriter = Dictionary(grouping: input.index.positions(of: id)) { Int(writers.numbers[$0]) }
            for (writer, positions) in byWriter {
                if let suspect = suspects[writer] { bySuspect[suspect, default: []] += positions }
            }
            for (suspect, positions) in bySuspect {
                let hits = hits(at: positions, of: rule)
                if hits.count > 0 { all[HitKey(suspect: suspect, rule: id)] = hits }
            }
        }
        for (key, hits) in all.sorted(by: { $0.key < $1.key }) {
            guard let rule = input.rules[key.rule], let first = hits.first.map({ input.events[$0] }) else { continue }
            let usual = expectedCount(hits.baselineCount)
            let excess = max(0, 1 - weights["baseline_discount"] * usual / Double(hits.count))
            let severity = Double(max(0, Int(rule.severity.rawValue) - Int(Severity.warning.rawValue)))
            // A hit more often than usual by less than chance makes of it says little.
            let strength =
                rule.weight + severity * weights["severity_step"]
                + weights["repeated_hits"] * min(6, log2(Double(hits.count)))
            // Who writes a message knows its severity better than who reads it.
            let weight = strength * excess * (hits.areHarmless ? weights["harmless_hits"] : 1)
            let often = hits.count == 1 ? "" : " (\(hits.count) times)"
            add(
                Evidence(
                    kind: .rule, speaksFor: true, weight: weight, location: first.location, time: first.time,
                    text: "\(rule.title)\(often): \(first.text)", rule: rule.id),
                to: key.suspect, over: hits.span,
                remedies: rule.remedies.map { Remedy.filled($0, with: hits.captured) })
            if usual >= 1 {
                add(
                    Evidence(
                        kind: .rule, speaksFor: false, weight: 0, location: first.location, time: first.time,
                        text: "\(rule.title): in the baseline too, \(rounded(usual)) times in as long a time.",
                        rule: rule.id),
                    to: key.suspect, over: nil)
            }
        }
    }

    /// What the hits of one rule on one suspect tell.
    private struct Hits {
        /// How many there are in the period, and in the baseline.
        var (count, baselineCount) = (0, 0)
        /// The position of the first one in the period.
        var first: Int?
        var span: TimeSpan?
        var areHarmless = true
        /// What those in the period captured, by name; of several the first.
        var captured: [String: String] = [:]
    }

    private func hits(at positions: [Int], of rule: Rule) -> Hits {
        let index = input.index
        var hits = Hits()
        for position in positions {
            let glance = index.glances[position]
            let (time, count) = (glance.time, Int(glance.count))
            guard isInPeriod(time) else {
                if let time, baseline?.contains(time) ?? true { hits.baselineCount += count }
                continue
            }
            hits.count += count
            hits.areHarmless = hits.areHarmless && (glance.severity ?? rule.severity) <= .info
            if hits.first.map({ index.isEarlier(position, $0) }) ?? true { hits.first = position }
            if let time {
                hits.span = TimeSpan(from: min(hits.span?.from ?? time, time), to: max(hits.span?.to ?? time, time))
            }
        }
        hits.captured = captured(Set(rule.remedies.flatMap(Remedy.names)), at: positions, from: hits.first)
        return hits
    }

    /// What the hits at `positions` that are in the period captured under `names`; of several the first, which mostly
    /// captured all.
    private func captured(_ names: Set<String>, at positions: [Int], from first: Int?) -> [String: String] {
        let (events, index) = (input.events, input.index)
        func values(at position: Int) -> [Record.Field] {
            events[position].captures.filter { names.contains($0.name) && !$0.value.isEmpty }
        }
        guard !names.isEmpty, let first else { return [:] }
        var found = Dictionary(values(at: first).map { ($0.name, (first, $0.value)) }) { known, _ in known }
        if found.count < names.count {
            for position in positions where isInPeriod(index.glances[position].time) {
                for field in values(at: position) {
                    if let (known, _) = found[field.name], !index.isEarlier(position, known) { continue }
                    found[field.name] = (position, field.value)
                }
            }
        }
        return found.mapValues(\.1)
    }

    /// How many hits the period would have if it were like the baseline.
    private func expectedCount(_ baselineCount: Int) -> Double {
        guard let period, let baseline, baselineCount > 0 else { return 0 }
        let outside = max(60, baseline.seconds - max(0, overlapSeconds(baseline, period)))
        return Double(baselineCount) * period.seconds / outside
    }

    private func overlapSeconds(_ left: TimeSpan, _ right: TimeSpan) -> Double {
        min(left.to, right.to).seconds(since: max(left.from, right.from))
    }

    private func rounded(_ value: Double) -> String { String(Int(value.rounded())) }
}
