import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Testing

struct WindowTests {
    static let latency = Signal(
        id: "latency", bad: .up, category: .network, weight: 1, isImpact: true, isCongestion: true)

    /// A noisy series, a sample a minute, to which `change` adds something.
    static func series(
        _ count: Int, seed: UInt64, stepSeconds: Double = 60, peer: String? = nil, name: String = "latency",
        change: (Int) -> Double = { _ in 0 }
    ) -> Series {
        var generator = SeededGenerator(seed: seed)
        let start = Timestamp(seconds: 1_700_000_000)
        let samples = (0..<count).map { index in
            // The sum of twelve uniform numbers is nearly normal, with a standard deviation of 1.
            let noise = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
            return Sample(
                time: start.advanced(bySeconds: Double(index) * stepSeconds), value: 50 + noise + change(index))
        }
        return Series(
            key: SeriesKey(name: name, entity: Entity("shop", .service), peer: peer), samples: samples, source: "m")
    }

    @Test("Noise is quiet", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func noise(seed: UInt64) {
        let windows = anomalousWindows(
            in: Self.series(1_000, seed: seed), signal: Self.latency, baseline: nil, period: nil)
        #expect(windows.count { $0.score >= 0.5 } <= 1, "seed \(seed)")
    }

    @Test("A level shift is one window that begins with it", arguments: [1, 2, 3] as [UInt64])
    func levelShift(seed: UInt64) throws {
        let series = Self.series(1_000, seed: seed) { (600..<660).contains($0) ? 30 : 0 }
        let windows = anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil)
        let worst = try #require(windows.max { $0.score < $1.score })
        #expect(windows.count { $0.score >= 0.5 } == 1, "seed \(seed)")
        #expect(worst.direction == .up)
        #expect(abs(worst.span.from.seconds(since: series.samples[600].time)) <= 15 * 60)
    }

    @Test("A daily rhythm is no anomaly")
    func rhythm() {
        let series = Self.series(5 * 288, seed: 7, stepSeconds: 300) { $0 % 288 < 96 ? 40 : 0 }
        let windows = anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil)
        #expect(windows.count { $0.score >= 0.5 && $0.span.from > series.samples[2 * 288].time } == 0)
    }

    @Test("A period is compared with its baseline")
    func period() throws {
        let series = Self.series(60, seed: 3) { $0 >= 40 && $0 < 45 ? 20 : 0 }
        let start = series.samples[0].time
        let period = TimeSpan(from: series.samples[35].time, to: series.samples[50].time)
        let baseline = TimeSpan(from: start, to: series.samples[30].time)
        let windows = anomalousWindows(in: series, signal: Self.latency, baseline: baseline, period: period)
        #expect(windows.count == 1)
        let window = try #require(windows.first)
        #expect(window.score > 0.8 && abs(window.expected - 50) < 2 && window.peak > 65)
    }

    @Test("A deviation that is not bad counts for less")
    func goodDirection() throws {
        let up = Self.series(60, seed: 3) { $0 >= 40 && $0 < 45 ? 12 : 0 }
        let down = Self.series(60, seed: 3) { $0 >= 40 && $0 < 45 ? -12 : 0 }
        let period = TimeSpan(from: up.samples[35].time, to: up.samples[50].time)
        let scores = [up, down].map { series in
            anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: period).map(\.score).max() ?? 0
        }
        #expect(scores[0] > scores[1])
    }

    @Test("A hole in the samples is a gap")
    func gap() {
        var series = Self.series(300, seed: 5)
        series.samples.removeSubrange(100..<140)
        let windows = anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil)
        #expect(windows.contains { $0.direction == .gap && $0.score >= 0.5 })
    }

    static let odd: [[Double]] = [[], [1], [1, 1], Array(repeating: 0, count: 100)]

    @Test("Empty, short and constant series say nothing", arguments: odd)
    func strange(values: [Double]) {
        let samples = values.enumerated().map { Sample(time: Timestamp(seconds: Int64($0)), value: $1) }
        let series = Series(key: SeriesKey(name: "a", entity: Entity("b", .host)), samples: samples, source: "m")
        let period = TimeSpan(from: Timestamp(seconds: 50), to: Timestamp(seconds: 60))
        #expect(anomalousWindows(in: series, signal: .unknown, baseline: nil, period: nil).isEmpty)
        #expect(anomalousWindows(in: series, signal: .unknown, baseline: nil, period: period).isEmpty)
    }
}

struct CongestionWindowTests {
    private static func window(_ from: Int64, _ to: Int64, _ signal: Signal, peer: String? = "b", score: Double = 0.8)
        -> Window
    {
        Window(
            span: TimeSpan(from: Timestamp(seconds: from), to: Timestamp(seconds: to)),
            series: SeriesKey(name: signal.id, entity: Entity("a", .service), peer: peer), signal: signal, score: score,
            direction: .up, expected: 1, peak: 9, source: "m")
    }

    private static let loss = Signal(
        id: "network-loss", bad: .up, category: .network, weight: 2, isImpact: false, isCongestion: true)
    private static let latency = Signal(
        id: "latency", bad: .up, category: nil, weight: 0, isImpact: true, isCongestion: false)

    @Test("Windows that overlap on one path are united, in any order")
    func union() {
        let windows = [
            Self.window(0, 10, Self.loss), Self.window(5, 20, Self.latency), Self.window(30, 40, Self.loss),
            Self.window(5, 20, Self.loss, peer: nil), Self.window(0, 90, Self.loss, score: 0.4),
        ]
        let united = congestionWindows(windows)
        #expect(united == congestionWindows(windows.reversed()))
        #expect(united.map(\.peer) == [nil, "b", "b"])
        #expect(united.map { $0.span.seconds } == [15, 20, 10])
        #expect(united.map(\.signals.count) == [1, 2, 1])
        #expect(united[1].score > 0.8)
    }

    @Test("Latency alone is a symptom")
    func symptom() { #expect(congestionWindows([Self.window(0, 10, Self.latency)]).isEmpty) }
}
