@testable import CulpritAnalysis
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

    @Test("A series that often has gaps has no news in one; a far longer one is news")
    func usualGaps() {
        var series = Self.series(1_500, seed: 5)
        for start in [200, 400, 600, 800, 1_000] { series.samples.removeSubrange(start..<start + 15) }
        series.samples.removeSubrange(1_200..<1_320)
        let gaps = anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil)
            .filter { $0.direction == .gap && $0.score >= 0.5 }
        #expect(gaps.count == 1)
        #expect(gaps.last?.span.from.seconds(since: series.samples[1_199].time) == 60)
    }

    @Test("A small trouble shortly before a large one does not speak for it")
    func precursor() throws {
        let series = Self.series(4_000, seed: 6) { index in
            (2_000..<2_004).contains(index) ? 8 : (2_040..<2_060).contains(index) ? 80 : 0
        }
        let worst = try #require(
            anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil).max { $0.score < $1.score })
        #expect(abs(worst.span.from.seconds(since: series.samples[2_040].time)) <= 15 * 60)
    }

    struct Shaped: Sendable, CustomTestStringConvertible {
        let shape: String
        let change: @Sendable (Int) -> Double

        var testDescription: String { shape }
    }

    static let shapes = [
        Shaped(shape: "spike") { $0 >= 600 && $0 < 604 ? 40 : 0 },
        Shaped(shape: "level-shift") { $0 >= 600 && $0 < 660 ? 40 : 0 },
        Shaped(shape: "drift") { $0 >= 600 && $0 < 700 ? Double($0 - 600) * 0.6 : 0 },
        Shaped(shape: "changed-spread") { $0 >= 600 && $0 < 660 ? Double(($0 * 7_919) % 121) - 60 : 0 },
        Shaped(shape: "flapping") { $0 >= 600 && $0 < 672 ? ($0 / 6 % 2 == 0 ? 40 : -40) : 0 },
    ]

    @Test("A window says what the series does in it", arguments: shapes)
    func shape(one: Shaped) throws {
        let series = Self.series(1_000, seed: 9, change: one.change)
        let windows = anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil)
        let worst = try #require(windows.max { $0.score < $1.score })
        #expect(worst.shape.name == one.shape)
        if case .flapping(let seconds) = worst.shape { #expect(abs(seconds - 720) < 120) }
    }

    @Test("A series that moves and stands still has a flat line; one that often stands still has none")
    func flatLine() {
        var series = Self.series(400, seed: 4)
        let stuck = series.samples.enumerated().map { index, sample in
            index >= 300 ? Sample(time: sample.time, value: 50) : sample
        }
        series.samples = stuck
        var windows = anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil)
        #expect(windows.contains { $0.shape == .flatLine && $0.score >= 0.5 })
        series.samples = series.samples.map { Sample(time: $0.time, value: $0.value > 51 ? 1 : 0) }
        windows = anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil)
        #expect(!windows.contains { $0.shape == .flatLine && $0.span.from < series.samples[280].time })
    }

    @Test("Rare events of a counter are chance, many are not")
    func rareEvents() {
        func windows(_ events: Double) -> [Window] {
            var total = 0.0
            let samples = (0..<300).map { minute in
                total += minute == 200 ? events : minute % 90 == 1 ? 1 : 0
                return Sample(time: Timestamp(seconds: Int64(minute) * 60), value: total)
            }
            let series = Series(
                key: SeriesKey(name: "errors", entity: Entity("a", .host)), store: SampleStore(samples),
                isCounter: true, source: "m")
            return anomalousWindows(in: series, signal: Self.latency, baseline: nil, period: nil)
        }
        #expect(!windows(2).contains { $0.score >= 0.5 })
        #expect(windows(400).contains { $0.score >= 0.5 })
    }

    @Test("What comes later changes nothing of what was said online", arguments: [1, 2, 3] as [UInt64])
    func online(seed: UInt64) {
        let series = Self.series(600, seed: seed) { (400..<440).contains($0) ? 30 : 0 }
        var cut = series
        cut.samples = Array(series.samples[..<410])
        let all = [series, cut].map {
            anomalousWindows(in: $0, signal: Self.latency, baseline: nil, period: nil, isOnline: true)
                .filter { $0.score >= 0.5 }.map(\.span.from)
        }
        #expect(all[0] == all[1], "seed \(seed)")
        #expect(all[0].contains { abs($0.seconds(since: series.samples[400].time)) <= 180 }, "seed \(seed)")
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

struct MedianTests {
    static let values: [[Double]] = [
        [], [3], [2, 1], [1, 1, 1, 1], [5, 4, 3, 2, 1], [1, 2, 3, 4, 5, 6], [-1, 7, 7, 7, 0, 7, -1],
    ]

    @Test("The median is that of the sorted values", arguments: values)
    func sorted(values: [Double]) {
        #expect(RobustStatistics.median(values) == RobustStatistics.quantile(0.5, ofSorted: values.sorted()))
    }

    @Test("So it is of any values", arguments: Array(1..<60))
    func anyValues(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let values = (0..<seed * 7).map { _ in Double(Int.random(in: 0..<seed * 3, using: &generator)) / 4 }
        #expect(RobustStatistics.median(values) == RobustStatistics.quantile(0.5, ofSorted: values.sorted()))
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
        // The entity as a whole and its path to the peer are one trouble.
        #expect(united.map(\.peer) == [nil, "b"])
        #expect(united.map { $0.span.seconds } == [20, 10])
        #expect(united.map(\.signals.count) == [2, 1])
        #expect(united[0].score > 0.8)
    }

    @Test("Latency alone is a symptom")
    func symptom() { #expect(congestionWindows([Self.window(0, 10, Self.latency)]).isEmpty) }

    // MARK: Kinds

    private static let traffic = Signal(
        id: "traffic", bad: .both, category: nil, weight: 0.6, isImpact: false, isCongestion: false)
    private static let queue = Signal(
        id: "queue", bad: .up, category: .delay, weight: 1, isImpact: false, isCongestion: true)

    /// A series a minute of two hours, with `outside` before and after minutes 60 to 80, where `inside` tells.
    private static func measured(
        _ signal: Signal, _ name: String, on entity: String = "shop", outside: Double,
        inside: (Int) -> Double
    ) -> MeasuredSeries {
        let samples = (0..<120).map { minute in
            let value = (60..<80).contains(minute) ? inside(minute) : outside * (1 + 0.02 * Double(minute * 7 % 5 - 2))
            return Sample(time: Timestamp(seconds: Int64(minute) * 60), value: value)
        }
        let key = SeriesKey(name: name, entity: Entity(entity, .service))
        return MeasuredSeries(series: Series(key: key, samples: samples, source: "m"), signal: signal)
    }

    private static func congestion(_ series: [MeasuredSeries], _ dependencies: [Dependency] = []) -> [CongestionWindow]
    {
        let windows = series.flatMap {
            anomalousWindows(
                in: $0.series, signal: $0.signal, baseline: nil,
                period: TimeSpan(from: Timestamp(seconds: 3_300), to: Timestamp(seconds: 5_100)))
        }
        return congestionWindows(windows, series: series, dependencies: dependencies)
    }

    struct Trouble: Sendable, CustomTestStringConvertible {
        let kind: CongestionWindow.Kind
        let traffic: Double
        let latency: Double
        let lossName: String?

        var testDescription: String { kind.rawValue }
    }

    static let troubles = [
        Trouble(kind: .congestion, traffic: 300, latency: 9, lossName: nil),
        Trouble(kind: .slowServer, traffic: 100, latency: 9, lossName: nil),
        Trouble(kind: .failingLink, traffic: 90, latency: 2, lossName: "receive_errs"),
        Trouble(kind: .congestion, traffic: 300, latency: 2, lossName: "transmit_drop"),
        Trouble(kind: .congestion, traffic: 100, latency: 2, lossName: "transmit_drop"),
    ]

    @Test("Load, a slow server and a bad link are told apart", arguments: troubles)
    func kind(trouble: Trouble) throws {
        var series = [
            Self.measured(Self.traffic, "requests", outside: 100) { _ in trouble.traffic },
            Self.measured(Self.latency, "duration", outside: 1) { _ in trouble.latency },
            Self.measured(Self.queue, "queue", outside: 2) { _ in 2 + trouble.latency },
        ]
        if let name = trouble.lossName { series.append(Self.measured(Self.loss, name, outside: 0) { _ in 50 }) }
        let found = Self.congestion(series)
        let window = try #require(found.first)
        #expect(found.count == 1)
        #expect(window.kind == trouble.kind)
        let truth = TimeSpan(from: Timestamp(seconds: 3_600), to: Timestamp(seconds: 4_800))
        #expect(window.span.overlapRatio(with: truth) >= 0.8)
        #expect(truth.contains(try #require(window.peak)))
    }

    @Test("Demand before latency is a spike, after it retries; how much was too much is said")
    func order() throws {
        let spike = try #require(
            Self.congestion([
                Self.measured(Self.traffic, "requests", outside: 100) { _ in 200 },
                Self.measured(Self.latency, "duration", outside: 1) { $0 < 64 ? 1 : 9 },
                Self.measured(Self.queue, "queue", outside: 2) { _ in 20 },
            ]).first?.load)
        #expect(spike.order == .demandFirst)
        // For a while as much was served in time.
        #expect(spike.excess == nil)
        let retries = try #require(
            Self.congestion([
                Self.measured(Self.traffic, "requests", outside: 100) { $0 < 66 ? 100 : 300 },
                Self.measured(Self.latency, "duration", outside: 1) { _ in 9 },
                Self.measured(Self.queue, "queue", outside: 2) { _ in 20 },
            ]).first?.load)
        #expect(retries.order == .latencyFirst)
        #expect(retries.driver == "requests" && retries.driverShare == 1)
        // The highest load that was served in time was a good 100 of 300.
        #expect(abs(try #require(retries.excess) - 0.66) < 0.05)
    }

    @Test("Entities that share a path have one window, named after what the others wait for")
    func sharedPath() throws {
        let series = ["shop-1", "shop-2", "db-1"].flatMap { entity in
            [
                Self.measured(Self.latency, "duration", on: entity, outside: 1) { _ in 9 },
                Self.measured(Self.queue, "queue", on: entity, outside: 2) { _ in 20 },
            ]
        }
        let united = Self.congestion(series, [Dependency(caller: "shop", callee: "db")])
        #expect(united.map(\.entity) == ["db-1"])
        #expect(united.first?.entities == ["db-1", "shop-1", "shop-2"])
        #expect(Self.congestion(series).map(\.entity) == ["db-1", "shop"])
    }
}
