internal import CulpritModel
internal import Foundation

/// One series of one host as it unfolds in time.
struct MetricSeries {
    private let family: MetricFamily
    private let level: Double
    private let timeline: Timeline
    private let impacts: [(impact: MetricImpact, timeline: Timeline)]
    private var generator: SplitMix64
    /// Noise that remembers: real levels drift, they do not jump about.
    private var drift = 0.0
    private var counter: Double

    init(
        _ family: MetricFamily, host: Host, labels: String, level: Double, timeline: Timeline, fault: any Fault,
        seed: UInt64
    ) {
        (self.family, self.timeline) = (family, timeline)
        impacts = fault.timedImpacts.filter { $0.impact.touches(family.name, host, labels: labels) }
        generator = SplitMix64(seed: seed, part: "\(family.name) \(host.name) \(labels)")
        let isSteady = family.noise == 0
        self.level = isSteady ? level : level * generator.number(0.92...1.08)
        counter = (level * host.uptimeSeconds * generator.number(0.8...1.1)).rounded()
    }

    /// Returns the value at `time`, `seconds` after the last one.
    mutating func next(at time: Timestamp, after seconds: Double) -> Double {
        drift = 0.7 * drift + 0.71 * generator.normal()
        let now = level(at: time)
        switch family.kind {
        case .gauge: return now
        case .counter, .unknown:
            let grown = now * seconds
            counter += family.decimals == 0 ? Double(generator.poisson(grown)) : grown
            return counter
        }
    }

    private func level(at time: Timestamp) -> Double {
        var value = level * pow(timeline.load(at: time), family.following) * max(0, 1 + family.noise * drift)
        for (impact, timeline) in impacts {
            let intensity = timeline.intensity(at: time, delay: impact.delay)
            let change =
                impact.shift * intensity + impact.growth * timeline.backlogSeconds(at: time, delay: impact.delay)
            value = value * (1 + (impact.scale - 1) * intensity) + change * (1 + 0.05 * drift)
        }
        return max(0, value)
    }
}
