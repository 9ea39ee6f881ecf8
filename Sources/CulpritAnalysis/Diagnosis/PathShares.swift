internal import CulpritModel
internal import Foundation

/// What the way between the two ends of a call adds, where both ends measured it.
///
/// The caller's value less the callee's, at each moment: a slow server is slow for both, a slow path for the caller only.
enum PathShares {
    /// A path speaks for the network, whatever the ends call their measure.
    static let signal = Signal(
        id: "path-share", bad: .up, category: .network, weight: 1, isImpact: false, isCongestion: true)
    /// How a measure names the end that took it, the caller's word first.
    private static let sides = [
        ("client", "server"), ("source", "destination"), ("caller", "callee"), ("outbound", "inbound"),
    ]

    private struct Call: Hashable {
        let caller: Entity
        let callee: String
        let measure: String
    }

    /// The share of the path of every call that both ends measured; changes by less than `resolution` of the call are none.
    static func series(of all: [Series], resolution: Double) -> [MeasuredSeries] {
        var seenByCaller: [Call: Series] = [:]
        var seenByCallee: [Call: Series] = [:]
        for series in all {
            guard let callee = series.key.peer, let (measure, isCaller) = side(of: series.key.text) else { continue }
            let call = Call(caller: series.key.entity, callee: callee, measure: measure)
            if isCaller { seenByCaller[call] = series } else { seenByCallee[call] = series }
        }
        return seenByCaller.compactMap { call, outer in
            seenByCallee[call].flatMap { share(of: call, outer, without: $0, resolution: resolution) }
        }.sorted { $0.series.key < $1.series.key }
    }

    /// The name without the word for an end, and which end that is.
    private static func side(of text: String) -> (measure: String, isCaller: Bool)? {
        let lowered = text.lowercased()
        for (caller, callee) in sides {
            if let range = lowered.range(of: caller) { return (lowered.replacingCharacters(in: range, with: ""), true) }
            if let range = lowered.range(of: callee) {
                return (lowered.replacingCharacters(in: range, with: ""), false)
            }
        }
        return nil
    }

    private static func share(of call: Call, _ outer: Series, without inner: Series, resolution: Double)
        -> MeasuredSeries?
    {
        let (whole, part) = (outer.samples, inner.samples)
        let step = Expectation.usualStepSeconds(whole)
        var samples: [Sample] = []
        var index = 0
        for sample in whole {
            // The two ends are asked at slightly different moments.
            while index < part.count, part[index].time.seconds(since: sample.time) < -step / 2 { index += 1 }
            guard index < part.count, part[index].time.seconds(since: sample.time) <= step / 2 else { continue }
            samples.append(Sample(time: sample.time, value: sample.value - part[index].value))
        }
        guard !samples.isEmpty else { return nil }
        let key = SeriesKey(name: "share of the path", entity: call.caller, peer: call.callee)
        let level = RobustStatistics.median(whole.map(\.value.magnitude))
        return MeasuredSeries(
            series: Series(key: key, samples: samples, source: outer.source, places: outer.places), signal: signal,
            resolution: resolution * level)
    }
}
