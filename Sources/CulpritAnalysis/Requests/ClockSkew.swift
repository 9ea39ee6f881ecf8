package import CulpritModel

/// Estimates how far clocks are off from requests that two machines logged: the callee's records lie within the call.
///
/// Each request gives an interval for the offset of two clocks. The offset is where the most intervals overlap, as in
/// K. Marzullo, Maintaining the Time in a Distributed System (1984), which NTP follows too. Work that is only handed over
/// and done later gives intervals that do not agree, and so no offset.
package struct ClockSkew {
    /// What two clocks have in common, the first being the one of the lower index.
    private struct Pair: Hashable { let first, second: Int32 }

    /// The steps of one request on one clock.
    private struct Visit {
        let clock: Int32
        var from: Int64
        var to: Int64
        /// Who took the first step.
        let group: String

        var length: Int64 { to - from }
    }

    /// The offset of the second clock of a pair, in nanoseconds.
    private struct Edge {
        let pair: Pair
        let low: Int64
        let high: Int64
        let count: Int
    }

    private struct Sample { let first, second: Visit }

    private let log: RequestLog
    private let calls: Set<Dependency>
    private var samples: [Pair: [Sample]] = [:]

    private static let leastCount = 8
    /// So many of the requests must agree, and have the same end as the caller.
    private static let leastShare = 0.9
    /// What is nearer than this is no trouble.
    private static let leastNanoseconds: Int64 = 100_000_000
    /// An id on more machines is not that of one request.
    private static let mostVisits = 16

    /// Looks at the requests of `log`; `dependencies` tell who calls whom where nothing but that is known of a pair.
    package init(_ log: RequestLog, dependencies: [Dependency]) {
        self.log = log
        calls = Set(
            dependencies.map { Dependency(caller: CallGraph.group($0.caller), callee: CallGraph.group($0.callee)) })
        guard !log.clocks.isEmpty else { return }
        let steps = log.steps.sorted { ($0.request, $0.clock, $0.nanoseconds) < ($1.request, $1.clock, $1.nanoseconds) }
        var visits: [Visit] = []
        for (index, step) in steps.enumerated() {
            if index > 0, steps[index - 1].request != step.request {
                add(visits)
                visits = []
            }
            if let last = visits.last, last.clock == step.clock {
                visits[visits.count - 1].to = step.nanoseconds
            } else {
                let entity = log.statements[Int(step.statement)].entity
                visits.append(
                    Visit(
                        clock: step.clock, from: step.nanoseconds, to: step.nanoseconds,
                        group: CallGraph.group(entity.name)))
            }
        }
        add(visits)
    }

    private mutating func add(_ visits: [Visit]) {
        guard visits.count <= Self.mostVisits else { return }
        for (index, first) in visits.enumerated() {
            for second in visits[(index + 1)...] {
                samples[Pair(first: first.clock, second: second.clock), default: []].append(
                    Sample(first: first, second: second))
            }
        }
    }

    /// The clocks that are off, by host.
    package func offsets() -> [ClockOffset] {
        let edges = samples.compactMap { edge($0, $1) }.sorted {
            ($0.high - $0.low, name($0.pair.first), name($0.pair.second))
                < ($1.high - $1.low, name($1.pair.first), name($1.pair.second))
        }
        var found = connected(edges)
        for (pair, samples) in samples.sorted(by: { name($0.key) < name($1.key) }) {
            guard let bound = bound(pair, samples), !found.contains(where: { $0.host == bound.host }) else { continue }
            found.append(bound)
        }
        return found.sorted { $0.host < $1.host }
    }

    private func name(_ clock: Int32) -> String { log.clocks[Int(clock)].name }

    private func name(_ pair: Pair) -> (String, String) { (name(pair.first), name(pair.second)) }

    // MARK: Two clocks

    /// The offset of a pair where one handles what the other asks for.
    private func edge(_ pair: Pair, _ samples: [Sample]) -> Edge? {
        let wider = samples.count { $0.first.length > $0.second.length }
        let narrower = samples.count { $0.first.length < $0.second.length }
        let needed = Int((Self.leastShare * Double(samples.count)).rounded(.up))
        guard samples.count >= Self.leastCount, max(wider, narrower) >= needed else { return nil }
        // Within the call: it begins no later and ends no earlier than its handling, by one clock.
        let intervals = samples.compactMap { sample -> (low: Int64, high: Int64)? in
            let (start, end) = (sample.second.from - sample.first.from, sample.second.to - sample.first.to)
            let interval = wider > narrower ? (low: end, high: start) : (low: start, high: end)
            return interval.low <= interval.high ? interval : nil
        }
        guard let overlap = Self.overlap(intervals), overlap.count >= needed else { return nil }
        return Edge(pair: pair, low: overlap.low, high: overlap.high, count: overlap.count)
    }

    /// Where the most intervals overlap, and how many.
    private static func overlap(_ intervals: [(low: Int64, high: Int64)]) -> (low: Int64, high: Int64, count: Int)? {
        let (lows, highs) = (intervals.map { ($0.low, 1) }, intervals.map { ($0.high, -1) })
        // Beginnings before ends, where both are at one place.
        let ends: [(at: Int64, change: Int)] = (lows + highs).sorted { ($0.0, $1.1) < ($1.0, $0.1) }
        var (depth, best) = (0, (low: Int64(0), high: Int64(0), count: 0))
        for (index, end) in ends.enumerated() {
            depth += end.change
            if depth > best.count, index + 1 < ends.count { best = (end.at, ends[index + 1].at, depth) }
        }
        return best.count > 0 ? best : nil
    }

    /// What is known of a pair where only the beginnings can be compared: a callee does not begin before its caller.
    private func bound(_ pair: Pair, _ samples: [Sample]) -> ClockOffset? {
        func least(_ caller: (Sample) -> Visit, _ callee: (Sample) -> Visit) -> (seconds: Double, count: Int)? {
            let delays = samples.filter {
                calls.contains(Dependency(caller: caller($0).group, callee: callee($0).group))
            }.map { callee($0).from - caller($0).from }.sorted()
            guard delays.count >= Self.leastCount else { return nil }
            // One in twenty may have an id of another request.
            let delay = delays[delays.count / 20]
            return delay <= -Self.leastNanoseconds ? (Double(delay) / 1e9, delays.count) : nil
        }
        let (one, two) = name(pair)
        if let behind = least(\.first, \.second) {
            return ClockOffset(
                host: two, reference: one, seconds: behind.seconds, uncertaintySeconds: nil,
                requestCount: behind.count)
        }
        return least(\.second, \.first).map { behind in
            ClockOffset(
                host: one, reference: two, seconds: behind.seconds, uncertaintySeconds: nil, requestCount: behind.count)
        }
    }

    // MARK: All clocks

    private struct Place {
        var group: Int32
        /// Against the first clock of its group, in nanoseconds.
        var offset: Int64
        var uncertainty: Int64
        var count: Int
    }

    /// Connects clocks by their surest pairs, and holds each against the one in the middle of all that are connected.
    private func connected(_ edges: [Edge]) -> [ClockOffset] {
        var places: [Int32: Place] = [:]
        for edge in edges {
            let (one, two) = (edge.pair.first, edge.pair.second)
            let first = places[one] ?? Place(group: one, offset: 0, uncertainty: 0, count: edge.count)
            let second = places[two] ?? Place(group: two, offset: 0, uncertainty: 0, count: edge.count)
            guard first.group != second.group else { continue }
            (places[one], places[two]) = (first, second)
            let (middle, half) = (edge.low + (edge.high - edge.low) / 2, (edge.high - edge.low) / 2)
            for (clock, place) in places where place.group == second.group {
                places[clock] = Place(
                    group: first.group, offset: first.offset + middle + place.offset - second.offset,
                    uncertainty: place.uncertainty + half + first.uncertainty, count: place.count)
            }
        }
        return Dictionary(grouping: places.keys) { places[$0]?.group ?? $0 }.values.flatMap { clocks in
            let all = clocks.compactMap { clock in places[clock].map { (clock: clock, place: $0) } }
                .sorted { ($0.place.offset, name($0.clock)) < ($1.place.offset, name($1.clock)) }
            let reference = all[(all.count - 1) / 2]
            return all.compactMap { clock, place -> ClockOffset? in
                let offset = place.offset - reference.place.offset
                let uncertainty = place.uncertainty + reference.place.uncertainty
                guard offset.magnitude >= max(Self.leastNanoseconds, uncertainty).magnitude else { return nil }
                return ClockOffset(
                    host: name(clock), reference: name(reference.clock), seconds: Double(offset) / 1e9,
                    uncertaintySeconds: Double(uncertainty) / 1e9, requestCount: place.count)
            }
        }
    }
}
