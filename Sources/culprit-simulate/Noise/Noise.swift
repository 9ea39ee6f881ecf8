internal import CulpritModel

/// The small troubles of one run, each kind a few times, anywhere in the span, in order of time.
enum Noise {
    /// Returns about twenty troubles, `factor` times as many; the same seed gives the same ones.
    static func items(timeline: Timeline, seed: UInt64, scenario: Scenario, factor: Double) -> [NoiseItem] {
        var generator = SplitMix64(seed: seed, part: "noise \(scenario.rawValue)")
        var items: [NoiseItem] = []
        for kind in NoiseKind.allCases {
            for _ in 0..<Int((Double(generator.whole(1...3)) * factor).rounded()) {
                let delay = generator.number(60...Double(timeline.spanSeconds - 200))
                items.append(kind.drawn(at: timeline.start.advanced(bySeconds: delay), timeline: timeline, &generator))
            }
        }
        return items.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}
