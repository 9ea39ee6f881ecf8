import CulpritAnalysis
import CulpritModel
import CulpritTestSupport

/// Series of noise, each with a standard deviation near 1 around 50, from a Monday on.
enum WindowNoise: String, CaseIterable, Sendable {
    case white, slow, heavyTailed, uniform, counts, daily, weekly

    /// `count` samples, a step apart, of which `change` makes what is measured from the sample's number and its noise.
    func series(
        _ count: Int, seed: UInt64, stepSeconds: Int64 = 60,
        change: (_ index: Int, _ noise: Double) -> Double = { $1 }
    ) -> Series {
        var generator = SeededGenerator(seed: seed)
        var last = 0.0
        let samples = (0..<count).map { index in
            let seconds = Int64(index) * stepSeconds
            let noise = value(&generator, &last, hour: seconds / 3_600 % 24, day: seconds / 86_400)
            return Sample(time: Timestamp(seconds: Self.monday + seconds), value: 50 + change(index, noise))
        }
        return Series(key: SeriesKey(name: "a", entity: Entity("shop", .service)), samples: samples, source: "m")
    }

    /// 2023-11-13 00:00 UTC.
    static let monday: Int64 = 1_699_833_600

    private func value(_ generator: inout SeededGenerator, _ last: inout Double, hour: Int64, day: Int64) -> Double {
        switch self {
        case .white: return Self.normal(&generator)
        case .slow:
            last = 0.9 * last + 0.44 * Self.normal(&generator)
            return last
        case .heavyTailed:
            // Student's t with five degrees of freedom.
            let squares = (0..<5).reduce(0.0) { sum, _ in
                let value = Self.normal(&generator)
                return sum + value * value
            }
            return Self.normal(&generator) / (squares / 5).squareRoot()
        case .uniform: return Double.random(in: -1.7..<1.7, using: &generator)
        case .counts: return Double((0..<20).count { _ in Double.random(in: 0..<1, using: &generator) < 0.05 })
        case .daily: return ((8..<16).contains(hour) ? 20 : 0) + Self.normal(&generator)
        case .weekly: return ((8..<16).contains(hour) && day % 7 < 5 ? 20 : 0) + Self.normal(&generator)
        }
    }

    /// The sum of twelve uniform numbers is nearly normal, with a standard deviation of 1.
    private static func normal(_ generator: inout SeededGenerator) -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
}

extension Series {
    /// The windows of the series that are worth a report.
    func reported(
        signal: Signal = .unknown, period: TimeSpan? = nil, isOnline: Bool = false
    ) -> [Window] {
        anomalousWindows(in: self, signal: signal, baseline: nil, period: period, isOnline: isOnline)
            .filter { $0.score >= 0.5 }
    }

    /// The span of samples by their numbers.
    func span(_ numbers: Range<Int>) -> TimeSpan {
        TimeSpan(from: samples[numbers.lowerBound].time, to: samples[numbers.upperBound].time)
    }
}
