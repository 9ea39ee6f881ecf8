package import CulpritModel

extension RequestLog {
    /// Of so many hops series are made, those with the most steps.
    package static let hopLimit = 200
    /// A longer way is that of an id which does not stand for one request.
    private static let stepLimit = 5_000
    private static let leastCount = 3
    /// Of fewer steps at a time the slowest tenth is not one of them.
    private static let leastForTenth = 10

    /// Two entities, or one, of which one takes a step of a request and the other the next.
    private struct Hop: Hashable, Comparable {
        let from, to: Entity

        static func < (left: Hop, right: Hop) -> Bool { (left.from, left.to) < (right.from, right.to) }
    }

    private struct HopTimes {
        var seconds: [Int64: [Double]] = [:]
        /// The first step of each span of time, in the order of sources and lines.
        var first: [Int64: Location] = [:]
        var count = 0
        var source = ""

        /// Where they are told, by source.
        func places(by step: LogStep) -> [SamplePlaces] {
            var places: [String: SamplePlaces] = [:]
            for (start, location) in first.sorted(by: { $0.key < $1.key }) {
                places[location.source, default: SamplePlaces(source: location.source, step: step)].append(
                    Timestamp(nanoseconds: start), line: location.line, byte: location.byte)
            }
            return places.values.sorted { $0.source < $1.source }
        }
    }

    /// The time from one step of a request to the next within an entity and between two, in quantiles by the time of the
    /// earlier one; for hops with few steps, where there are many, none: how many steps these have is said.
    package func stepSeries(by step: LogStep) -> (series: [CountedSeries], leftOutCount: Int) {
        var hops: [Hop: HopTimes] = [:]
        let order = steps.sorted {
            ($0.request, $0.nanoseconds, sources[Int($0.source)], $0.line)
                < ($1.request, $1.nanoseconds, sources[Int($1.source)], $1.line)
        }
        var start = 0
        for index in order.indices where index + 1 == order.count || order[index + 1].request != order[start].request {
            let way = order[start...index]
            start = index + 1
            guard way.count < Self.stepLimit else { continue }
            for (earlier, later) in zip(way, way.dropFirst()) { note(earlier, later, by: step, in: &hops) }
        }
        let chosen = hops.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let kept = chosen.prefix(Self.hopLimit).sorted { $0.key < $1.key }
        let leftOutCount = chosen.dropFirst(Self.hopLimit).reduce(0) { $0 + $1.value.count }
        return (kept.flatMap { Self.series(of: $0.key, $0.value, by: step) }, leftOutCount)
    }

    private func note(_ earlier: Step, _ later: Step, by step: LogStep, in hops: inout [Hop: HopTimes]) {
        let hop = Hop(from: statements[Int(earlier.statement)].entity, to: statements[Int(later.statement)].entity)
        let start = step.start(of: Timestamp(nanoseconds: earlier.nanoseconds)).nanoseconds
        let seconds = Double(later.nanoseconds - earlier.nanoseconds) / 1e9
        let source = sources[Int(earlier.source)]
        hops[hop, default: HopTimes()].seconds[start, default: []].append(seconds)
        hops[hop]?.count += 1
        let location = Location(source: source, line: earlier.line, byte: earlier.byte)
        if hops[hop]?.first[start].map({ location < $0 }) ?? true { hops[hop]?.first[start] = location }
        if let known = hops[hop]?.source, known.isEmpty || source < known { hops[hop]?.source = source }
    }

    private static func series(of hop: Hop, _ times: HopTimes, by step: LogStep) -> [CountedSeries] {
        let places = times.places(by: step)
        let ordered = times.seconds.sorted { $0.key < $1.key }
            .map { (time: Timestamp(nanoseconds: $0.key), seconds: $0.value.sorted()) }
        func series(_ measure: LogMeasure, _ share: Double, least: Int) -> CountedSeries? {
            let told = ordered.filter { $0.seconds.count >= least }
            guard told.count >= leastCount else { return nil }
            let samples = told.map {
                Sample(time: $0.time, value: RobustStatistics.quantile(share, ofSorted: $0.seconds))
            }
            let key = SeriesKey(
                name: measure.rawValue, entity: hop.from, peer: hop.from == hop.to ? nil : hop.to.name)
            return CountedSeries(
                Series(key: key, samples: samples, source: times.source, places: places),
                counts: told.map { Sample(time: $0.time, value: Double($0.seconds.count)) })
        }
        return [
            series(.stepMedian, 0.5, least: 1), series(.stepNinetiethPercentile, 0.9, least: leastForTenth),
        ].compactMap(\.self)
    }
}
