package import CulpritModel

/// Estimates how far clocks are off from requests that two machines logged: the callee's records lie within the call; and
/// from connections, which begin for both at nearly the same time.
///
/// Each request gives an interval for the offset of two clocks. The offset is where the most intervals overlap, as in
/// K. Marzullo, Maintaining the Time in a Distributed System (1984), which NTP follows too. Work that is only handed over
/// and done later gives intervals that do not agree, and so no offset. Of a clock that drifts they agree once the slope of
/// their middles is taken out, the median of those between any two (P. K. Sen, Estimates of the Regression Coefficient
/// Based on Kendall's Tau, 1968).
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

    /// What one request or connection tells of the offset of a pair's second clock, in nanoseconds, and when.
    private struct Interval {
        let time: Int64
        var low: Int64
        var high: Int64

        var middle: Double { Double(low) + Double(high - low) / 2 }
    }

    /// The offset of the second clock of a pair at `middle`, in nanoseconds, and how much it grows in a nanosecond.
    private struct Edge {
        let pair: Pair
        let low: Int64
        let high: Int64
        let rate: Double
        let count: Int
    }

    private struct Sample { let first, second: Visit }

    private let clocks: [Entity]
    private let calls: Set<Dependency>
    private var samples: [Pair: [Sample]] = [:]
    /// Of the connections of two clocks: when they began by the first, and by how much later by the second.
    private var beginnings: [Pair: [(time: Int64, delay: Int64)]] = [:]
    /// The middle of all times, for which offsets are told.
    private var middle: Int64 = 0
    private var span: Int64 = 0

    private static let leastCount = 8
    /// So many of the requests must agree, and have the same end as the caller.
    private static let leastShare = 0.9
    /// What is nearer than this is no trouble.
    private static let leastNanoseconds: Int64 = 100_000_000
    /// An id on more machines is not that of one request.
    private static let mostVisits = 16
    /// A connection's end on more machines is not one end.
    private static let mostEnds = 4
    /// How much sooner or later than the other a machine may log a connection's beginning.
    private static let connectionNanoseconds: Int64 = 100_000_000
    /// So many intervals tell the slope; more of them would only take longer.
    private static let slopeCount = 160

    /// Looks at the requests of `log` and the beginnings of connections in `connections`; `dependencies` tell who calls whom
    /// where nothing but that is known of a pair.
    package init(_ log: RequestLog, connections: RequestLog = RequestLog(), dependencies: [Dependency]) {
        calls = Set(
            dependencies.map { Dependency(caller: CallGraph.group($0.caller), callee: CallGraph.group($0.callee)) })
        var numbers = Dictionary(uniqueKeysWithValues: log.clocks.indices.map { (log.clocks[$0], Int32($0)) })
        var clocks = log.clocks
        let connectionClocks = connections.clocks.map { clock in
            if let known = numbers[clock] { return known }
            numbers[clock] = Int32(clocks.count)
            clocks.append(clock)
            return Int32(clocks.count - 1)
        }
        self.clocks = clocks
        let times = (log.steps + connections.steps).map(\.nanoseconds)
        if let first = times.min(), let last = times.max() {
            (middle, span) = (first + (last - first) / 2, last - first)
        }
        add(connections, clocks: connectionClocks)
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

    /// Takes the first step of each connection on each clock.
    private mutating func add(_ connections: RequestLog, clocks: [Int32]) {
        struct Beginning {
            let clock: Int32
            let time: Int64
        }
        let steps = connections.steps.sorted { ($0.request, $0.nanoseconds) < ($1.request, $1.nanoseconds) }
        var beginnings: [Beginning] = []
        for (index, step) in steps.enumerated() {
            if index == 0 || steps[index - 1].request != step.request { beginnings = [] }
            let clock = clocks[Int(step.clock)]
            if !beginnings.contains(where: { $0.clock == clock }) {
                beginnings.append(Beginning(clock: clock, time: step.nanoseconds))
            }
            guard index + 1 == steps.count || steps[index + 1].request != step.request,
                2...Self.mostEnds ~= beginnings.count
            else { continue }
            beginnings.sort { $0.clock < $1.clock }
            for (index, first) in beginnings.enumerated() {
                for second in beginnings[(index + 1)...] {
                    self.beginnings[Pair(first: first.clock, second: second.clock), default: []].append(
                        (first.time, second.time - first.time))
                }
            }
        }
    }

    /// The clocks that are off, by host.
    package func offsets() -> [ClockOffset] {
        let edges = (samples.compactMap { edge($0, $1) } + beginnings.compactMap { edge($0, $1) }).sorted {
            ($0.high - $0.low, name($0.pair.first), name($0.pair.second), $1.count)
                < ($1.high - $1.low, name($1.pair.first), name($1.pair.second), $0.count)
        }
        var found = connected(edges)
        for (pair, samples) in samples.sorted(by: { name($0.key) < name($1.key) }) {
            guard let bound = bound(pair, samples), !found.contains(where: { $0.host == bound.host }) else { continue }
            found.append(bound)
        }
        return found.sorted { $0.host < $1.host }
    }

    private func name(_ clock: Int32) -> String { clocks[Int(clock)].name }

    private func name(_ pair: Pair) -> (String, String) { (name(pair.first), name(pair.second)) }

    // MARK: Two clocks

    /// The offset of a pair where one handles what the other asks for.
    private func edge(_ pair: Pair, _ samples: [Sample]) -> Edge? {
        let wider = samples.count { $0.first.length > $0.second.length }
        let narrower = samples.count { $0.first.length < $0.second.length }
        let needed = Int((Self.leastShare * Double(samples.count)).rounded(.up))
        guard samples.count >= Self.leastCount, max(wider, narrower) >= needed else { return nil }
        // Within the call: it begins no later and ends no earlier than its handling, by one clock.
        let intervals = samples.compactMap { sample -> Interval? in
            let (start, end) = (sample.second.from - sample.first.from, sample.second.to - sample.first.to)
            let isWider = wider > narrower
            guard isWider ? end <= start : start <= end else { return nil }
            return Interval(time: sample.first.from, low: min(start, end), high: max(start, end))
        }
        return edge(pair, intervals, needed: needed)
    }

    /// The offset of a pair that logs the beginnings of the same connections.
    private func edge(_ pair: Pair, _ beginnings: [(time: Int64, delay: Int64)]) -> Edge? {
        guard beginnings.count >= Self.leastCount else { return nil }
        // Times of whole seconds may be nearly a second apart without any delay.
        let isCoarse =
            beginnings.allSatisfy { $0.time % 1_000_000_000 == 0 }
            || beginnings.allSatisfy { ($0.time + $0.delay) % 1_000_000_000 == 0 }
        let reach = Self.connectionNanoseconds + (isCoarse ? 1_000_000_000 : 0)
        let intervals = beginnings.map { Interval(time: $0.time, low: $0.delay - reach, high: $0.delay + reach) }
        return edge(
            pair, intervals, needed: Int((Self.leastShare * Double(beginnings.count)).rounded(.up)))
    }

    /// Where at least `needed` of the intervals overlap, as they are or without their slope.
    private func edge(_ pair: Pair, _ intervals: [Interval], needed: Int) -> Edge? {
        if let overlap = Self.overlap(intervals), overlap.count >= needed {
            return Edge(pair: pair, low: overlap.low, high: overlap.high, rate: 0, count: overlap.count)
        }
        guard intervals.count >= needed, let rate = Self.slope(of: intervals) else { return nil }
        let level = intervals.map { interval in
            let drifted = Int64((rate * Double(interval.time - middle)).rounded())
            return Interval(time: interval.time, low: interval.low - drifted, high: interval.high - drifted)
        }
        guard let overlap = Self.overlap(level), overlap.count >= needed else { return nil }
        return Edge(pair: pair, low: overlap.low, high: overlap.high, rate: rate, count: overlap.count)
    }

    /// The median of the slopes between the middles of any two intervals; `nil` where all are of one time.
    private static func slope(of intervals: [Interval]) -> Double? {
        let sorted = intervals.sorted { ($0.time, $0.low, $0.high) < ($1.time, $1.low, $1.high) }
        let step = max(1, sorted.count / slopeCount)
        let some = stride(from: 0, to: sorted.count, by: step).map { sorted[$0] }
        var slopes: [Double] = []
        for (index, first) in some.enumerated() {
            for second in some[(index + 1)...] where second.time > first.time {
                slopes.append((second.middle - first.middle) / Double(second.time - first.time))
            }
        }
        slopes.sort()
        return slopes.isEmpty ? nil : slopes[slopes.count / 2]
    }

    /// Where the most intervals overlap, and how many.
    private static func overlap(_ intervals: [Interval]) -> (low: Int64, high: Int64, count: Int)? {
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
        var rate = 0.0
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
                    rate: first.rate + edge.rate + place.rate - second.rate,
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
                let rate = place.rate - reference.place.rate
                let farthest = abs(Double(offset)) + abs(rate) * Double(span) / 2
                guard farthest >= Double(max(Self.leastNanoseconds, uncertainty)) else { return nil }
                var found = ClockOffset(
                    host: name(clock), reference: name(reference.clock), seconds: Double(offset) / 1e9,
                    uncertaintySeconds: Double(uncertainty) / 1e9, requestCount: place.count)
                if rate != 0 { found.drift = ClockOffset.Drift(rate: rate, at: Timestamp(nanoseconds: middle)) }
                return found
            }
        }
    }
}
