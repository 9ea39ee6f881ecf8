internal import CulpritModel

/// Load: whether replicas of one service had the same to do, whether they were as fast, and how to share it out.
extension RemedyFinder {
    private static let blockCount = 24
    private static let leastBlocks = 6
    /// Less than this above the mean is no burden, however certain it is.
    private static let leastExcess = 1.2
    private static let shownLimit = 3

    /// One measure of the replicas of a service: of each, its mean in each block of time.
    private struct Columns {
        let names: [String]
        let rows: [[Double]]

        var means: [Double] {
            names.indices.map { column in rows.reduce(0) { $0 + $1[column] } / Double(max(1, rows.count)) }
        }
        var mean: Double { means.reduce(0, +) / Double(max(1, means.count)) }
        /// The largest by the mean.
        var excess: Double { mean > 0 ? (means.max() ?? 0) / mean : 1 }
        var isUneven: Bool {
            excess >= RemedyFinder.leastExcess && ChanceTests.unlikeColumns(rows) < RemedyFinder.leastCertainty
        }
        var largest: String { zip(means, names).max { ($0.0, $1.1) < ($1.0, $0.1) }?.1 ?? "" }
    }

    func balance() -> ComputedRemedy {
        let found = replicatedServices().compactMap { service -> (service: String, load: Columns, times: Columns?)? in
            guard let load = columns(of: service, where: isTraffic), load.mean > 0 else { return nil }
            return (service, load, columns(of: service) { $0.signal.id == "latency" })
        }
        guard !found.isEmpty else {
            return ComputedRemedy(
                .balance, findings: [],
                saving: .unknown(why: "no series tells the load of several replicas of one service"))
        }
        let ordered = found.sorted { left, right in
            let ranks = [left, right].map { (isCulprit($0.service) ? 0 : 1, -$0.load.excess, $0.service) }
            return ranks[0] < ranks[1]
        }
        let findings = ordered.prefix(Self.shownLimit).map { finding($0.service, $0.load, $0.times) }
        let uneven = ordered.filter { $0.load.isUneven || $0.times?.isUneven ?? false }.map(\.service)
        return ComputedRemedy(.balance, findings: findings, saving: saving(for: uneven))
    }

    private func finding(_ service: String, _ load: Columns, _ times: Columns?) -> ComputedRemedy.Finding {
        let figures =
            "Gini \(RemedyText.number(ChanceTests.gini(load.means))), the busiest, \(load.largest), has "
            + "\(RemedyText.number(load.excess)) times the mean"
        let replicas = "the \(load.names.count) replicas of \(service)"
        let chance = RemedyText.chance(ChanceTests.unlikeColumns(load.rows))
        let traffic =
            load.isUneven
            ? "Traffic of \(replicas) is uneven: \(figures); \(chance)." : "Traffic of \(replicas) is even: \(figures)."
        guard let times, times.names == load.names else {
            return .init("\(traffic) How fast each of them is was not measured.")
        }
        guard times.isUneven else {
            let advice = load.isUneven ? " Give each the same share." : ""
            return .init("\(traffic) They are as fast as each other.\(advice)")
        }
        return .init(
            "\(traffic) Their speed is not: \(times.largest) takes \(RemedyText.number(times.excess)) times the mean. "
                + "Weights that fit: \(Self.weights(times)).")
    }

    /// 100 for the fastest, and less for each that takes longer.
    private static func weights(_ times: Columns) -> String {
        let least = times.means.filter { $0 > 0 }.min() ?? 0
        return zip(times.names, times.means).map { name, time in
            "\(name) \(time > 0 ? max(1, Int((100 * least / time).rounded())) : 100)"
        }.joined(separator: ", ")
    }

    /// The time in which one replica was slow and most of the others were not is what another could have taken.
    private func saving(for services: [String]) -> ComputedRemedy.Saving {
        guard let felt else { return .unknown(why: Self.noImpact) }
        guard !services.isEmpty else {
            return .minutes(lower: 0, upper: 0, basis: "load and speed of the replicas that were measured were even")
        }
        var slow: [Timestamp: (slow: Int, all: Int)] = [:]
        for one in input.series where one.signal.id == "latency" {
            guard services.contains(CallGraph.group(one.series.key.entity.name)) else { continue }
            let normal = one.series.samples.filter { !felt.contains($0.time) }.map(\.value)
            let limit = 2 * RobustStatistics.median(normal)
            for sample in one.series.samples where felt.contains(sample.time) {
                let minute = sample.time.minuteStart
                let known = slow[minute] ?? (0, 0)
                slow[minute] = (known.slow + (sample.value > limit ? 1 : 0), known.all + 1)
            }
        }
        guard !slow.isEmpty else { return .unknown(why: "how fast each replica answered was not measured") }
        let minutes = slow.values.count { $0.slow > 0 && 2 * $0.slow < $0.all }
        return saving(
            from: 0, to: Double(minutes) * 60, "the minutes in which a few replicas were slow and most were not")
    }

    /// The names of services with several entities of their own series.
    private func replicatedServices() -> [String] {
        var members: [String: Set<String>] = [:]
        for one in input.series where isTraffic(one) {
            let name = one.series.key.entity.name
            members[CallGraph.group(name), default: []].insert(name)
        }
        return members.filter { $0.value.count > 1 }.keys.sorted()
    }

    /// The measure of most replicas of `service` among those whose signal is asked for, of the time up to the period's end.
    private func columns(of service: String, where isAskedFor: (MeasuredSeries) -> Bool) -> Columns? {
        var byName: [String: [String: [[Double]]]] = [:]
        let span = TimeSpan(from: observed.from, to: period.to)
        let step = span.seconds / Double(Self.blockCount)
        for one in input.series where isAskedFor(one) && one.series.key.peer == nil {
            let key = one.series.key
            guard CallGraph.group(key.entity.name) == service else { continue }
            var blocks = Array(repeating: [Double](), count: Self.blockCount)
            for sample in one.series.samples where span.contains(sample.time) {
                blocks[min(Self.blockCount - 1, Int(sample.time.seconds(since: span.from) / step))].append(sample.value)
            }
            var sums = byName[key.name]?[key.entity.name] ?? Array(repeating: [], count: Self.blockCount)
            for (index, block) in blocks.enumerated() where !block.isEmpty {
                sums[index].append(block.reduce(0, +) / Double(block.count))
            }
            byName[key.name, default: [:]][key.entity.name] = sums
        }
        let best = byName.filter { $0.value.count > 1 }.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        guard let entities = best?.value.sorted(by: { $0.key < $1.key }) else { return nil }
        let rows = (0..<Self.blockCount).compactMap { block -> [Double]? in
            let row = entities.map { $0.value[block].reduce(0, +) }
            return entities.allSatisfy { !$0.value[block].isEmpty } ? row : nil
        }
        return rows.count >= Self.leastBlocks ? Columns(names: entities.map(\.key), rows: rows) : nil
    }
}
