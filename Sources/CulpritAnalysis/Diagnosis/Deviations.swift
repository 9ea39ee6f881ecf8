package import CulpritModel
internal import Foundation

/// A series with what it means.
package struct MeasuredSeries: Sendable {
    package let series: Series
    package let signal: Signal
    /// What its values cannot be told apart by.
    package let resolution: Double
    /// The same by tens of seconds, where logs give it so.
    package let fine: Series?

    package init(series: Series, signal: Signal, resolution: Double = 0, fine: Series? = nil) {
        (self.series, self.signal, self.resolution, self.fine) = (series, signal, resolution, fine)
    }

    /// The one that tells its times best.
    package var finest: Series { fine ?? series }
}

/// How unusual one series was in the period.
struct Deviation: Sendable {
    let series: SeriesKey
    let signal: Signal
    /// The line of the first sample that deviates.
    let location: Location
    let direction: Window.Direction
    /// 0...1; 1 where neither the series nor its peers ever deviated so far in normal time.
    let strength: Double
    let usual: Double
    let observed: Double
    let span: TimeSpan
    /// How far each sample in the period, and one on each side of it, deviated.
    let course: [(time: Timestamp, effect: Double)]

    /// As it stands in a report.
    var text: String {
        let peer = series.peer.map { " to \($0)" } ?? ""
        let way = direction == .up ? "rose" : "fell"
        return "\(series.text)\(peer) \(way) from \(Self.short(usual)) to \(Self.short(observed))"
    }

    /// How well two courses agree in time: the correlation of their effects, each limited, where their samples meet.
    func agreement(with other: Deviation) -> Double {
        var pairs: [(Double, Double)] = []
        let step = course.count > 1 ? course[1].time.seconds(since: course[0].time).magnitude : 0
        for one in course {
            let nearest = other.course.min {
                $0.time.seconds(since: one.time).magnitude < $1.time.seconds(since: one.time).magnitude
            }
            guard let nearest, nearest.time.seconds(since: one.time).magnitude <= step / 2 else { continue }
            pairs.append((Self.limited(one.effect), Self.limited(nearest.effect)))
        }
        return RobustStatistics.correlation(pairs)
    }

    /// One wild sample must not make the correlation.
    private static func limited(_ effect: Double) -> Double { max(0, min(8, effect)) }

    static func short(_ value: Double) -> String {
        value.magnitude >= 1e6 || (value != 0 && value.magnitude < 1e-3)
            ? String(format: "%.2e", value) : String(format: "%.4g", value)
    }
}

/// Judges each series by how unusual its period is for itself and among its peers, the series of the same name.
///
/// A series deviates as far as half of its samples in the period do, in robust standard deviations. The same is asked
/// of every span of as many samples in the normal time of the series, and of its peers: the shares of these spans that
/// deviate as far are empirical significances, which hold for series with long tails too. Series with too little
/// normal time have no deviation.
struct DeviationFinder {
    private let period: TimeSpan
    private let baseline: TimeSpan?
    private let weights: DiagnosisWeights

    init(period: TimeSpan, baseline: TimeSpan?, weights: DiagnosisWeights) {
        (self.period, self.baseline, self.weights) = (period, baseline, weights)
    }

    private struct Profile {
        let measured: MeasuredSeries
        let direction: Window.Direction
        let effect: Double
        let normalEffects: [Double]
        /// What is left of it for what is known of the time right beside the period.
        let neighbourFactor: Double
        let usual: Double
        let observed: Double
        let span: TimeSpan
        let course: [(time: Timestamp, effect: Double)]

        /// The span with its last sample.
        var reach: TimeSpan { TimeSpan(from: span.from, to: span.to.advanced(bySeconds: 1)) }
    }

    /// The deviations worth a word, in the order of their series.
    func deviations(of series: [MeasuredSeries]) -> [Deviation] {
        let profiles = series.sorted { $0.series.key < $1.series.key }.flatMap(profiles)
        var pools: [String: [Double]] = [:]
        func pool(_ profile: Profile) -> String {
            "\(profile.measured.series.key.name)\u{0}\(profile.direction.rawValue)"
        }
        for profile in profiles { pools[pool(profile), default: []] += profile.normalEffects }
        for name in pools.keys { pools[name]?.sort() }
        return profiles.compactMap { profile in
            guard profile.effect > weights["deviation_least_effect"], let normal = pools[pool(profile)] else {
                return nil
            }
            // Peers that are wild do not make a calm series' deviation usual, nor calm ones a wild series' unusual.
            let surprise =
                (Self.surprise(profile.effect, among: normal)
                    + Self.surprise(profile.effect, among: profile.normalEffects.sorted())) / 2
            let size = profile.effect / (profile.effect + weights["deviation_half_effect"])
            let strength =
                min(1, surprise / weights["deviation_full_surprise"]) * size
                * materiality(of: profile) * profile.neighbourFactor
            return Deviation(
                series: profile.measured.series.key, signal: profile.measured.signal,
                location: profile.measured.series.location(in: profile.reach), direction: profile.direction,
                strength: strength,
                usual: profile.usual, observed: profile.observed, span: profile.span, course: profile.course)
        }
    }

    /// How much the change is of the level; failures are material however few they are.
    private func materiality(of profile: Profile) -> Double {
        if profile.measured.signal.isImpact && profile.measured.signal.id != "latency" { return 1 }
        let (usual, observed) = (profile.usual.magnitude, profile.observed.magnitude)
        let change = max(usual, observed) / max(min(usual, observed), 1e-12) - 1
        return change / (change + weights["deviation_half_change"])
    }

    /// One profile for each direction that is bad for the signal.
    private func profiles(of measured: MeasuredSeries) -> [Profile] {
        let samples = measured.series.samples
        let isInside = samples.map { period.contains($0.time) }
        let isReference = samples.map { !period.contains($0.time) && baseline?.contains($0.time) ?? true }
        let insideCount = isInside.count(where: \.self)
        let referenceCount = Double(isReference.count(where: \.self))
        guard insideCount > 0, referenceCount >= weights["deviation_least_normal"] else { return [] }
        let expected = Expectation(reference: isReference, of: samples, parameters: WindowParameters()).values
        let rests = zip(samples, expected).map { $0.value - $1 }
        let reference = zip(rests, isReference).filter(\.1).map(\.0)
        let level = RobustStatistics.median(zip(samples, isReference).filter(\.1).map { $0.0.value.magnitude })
        let center = RobustStatistics.median(reference)
        let typical = 1.4826 * RobustStatistics.median(reference.map { ($0 - center).magnitude })
        let isShare = measured.signal.id == "availability"
        let floor = weights[isShare ? "deviation_share_spread_floor" : "deviation_spread_floor"]
        let spread = max(typical, floor * level, measured.resolution, 1e-9)
        let effects = rests.map { ($0 - center) / spread }
        let directions: [Window.Direction] =
            switch measured.signal.bad {
            case .up: [.up]
            case .down: [.down]
            case .both: [.up, .down]
            }
        return directions.map { direction in
            let signed = direction == .up ? effects : falls(effects, of: samples, isReference)
            let inside = zip(signed, isInside).filter(\.1).map(\.0)
            let outside = zip(signed, isReference).filter(\.1).map(\.0)
            let effect = Self.reachedByHalf(inside)
            let times = zip(samples, zip(signed, isInside)).filter { $1.1 && $1.0 >= effect }.map(\.0.time)
            let reached = zip(samples, signed).filter { period.contains($0.time) && $1 == effect }.map(\.0.value)
            let from = times.first ?? period.from
            return Profile(
                measured: measured, direction: direction, effect: effect,
                normalEffects: Self.spans(of: outside, count: inside.count),
                neighbourFactor: neighbourFactor(samples, signed, effect: effect),
                usual: level == 0 ? 0 : expected[0] + center,
                observed: reached.first ?? 0, span: TimeSpan(from: from, to: max(times.last ?? from, from)),
                course: course(samples, signed))
        }
    }

    /// The samples in the period and the ones before and after them, with how far they deviated.
    private func course(_ samples: [Sample], _ effects: [Double]) -> [(time: Timestamp, effect: Double)] {
        let first = samples.firstIndex { period.contains($0.time) } ?? 0
        let last = samples.lastIndex { period.contains($0.time) } ?? first
        return (max(0, first - 1)...min(samples.count - 1, last + 1)).map { (samples[$0].time, effects[$0]) }
    }

    /// How far each sample is below what is usual; far where nothing is left of what was always there.
    private func falls(_ effects: [Double], of samples: [Sample], _ isReference: [Bool]) -> [Double] {
        let reference = zip(samples, isReference).filter(\.1).map(\.0.value)
        let isAlwaysThere = reference.count { $0 == 0 } * 50 <= reference.count
        let absence = weights["deviation_absence"]
        return zip(samples, effects).map { sample, effect in
            isAlwaysThere && sample.value == 0 ? max(-effect, absence) : -effect
        }
    }

    /// The largest deviation that half of the samples, rounded up, reach.
    private static func reachedByHalf(_ effects: [Double]) -> Double {
        effects.sorted(by: >)[(effects.count - 1) / 2]
    }

    /// What all spans of `count` samples deviate by; of a long series every few.
    private static func spans(of effects: [Double], count: Int) -> [Double] {
        guard effects.count >= count else { return [] }
        return stride(from: 0, through: effects.count - count, by: max(1, count / 4)).map {
            reachedByHalf(Array(effects[$0..<$0 + count]))
        }
    }

    /// What is left of a deviation, as the samples right before and after the period share it or not.
    private func neighbourFactor(_ samples: [Sample], _ effects: [Double], effect: Double) -> Double {
        let width = period.seconds
        let before = TimeSpan(from: period.from.advanced(bySeconds: -width), to: period.from)
        let after = TimeSpan(from: period.to, to: period.to.advanced(bySeconds: width))
        let sides = [before, after].map { side in samples.indices.filter { side.contains(samples[$0].time) } }
            .filter { !$0.isEmpty }
        guard !sides.isEmpty else { return weights["deviation_doubt"] }
        let isDrift = sides.allSatisfy { side in Self.reachedByHalf(side.map { effects[$0] }) >= 0.5 * effect }
        return isDrift ? weights["deviation_drift"] : 1
    }

    /// The logarithm of one by the share of `normal`, which is sorted, that is as far as `effect`.
    private static func surprise(_ effect: Double, among normal: [Double]) -> Double {
        let asFar = normal.count - normal.partitioningIndex { $0 >= effect }
        return log(Double(normal.count + 1) / Double(asFar + 1))
    }
}
