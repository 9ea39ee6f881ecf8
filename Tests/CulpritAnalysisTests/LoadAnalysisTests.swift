@testable import CulpritAnalysis
import CulpritModel
import Testing

/// What load did to a slow entity, where the answer is known.
struct LoadAnalysisTests {
    private static let traffic = Signal(
        id: "traffic", bad: .both, category: nil, weight: 0.6, isImpact: false, isCongestion: false)
    private static let latency = Signal(
        id: "latency", bad: .up, category: nil, weight: 0, isImpact: true, isCongestion: false)
    /// 2023-11-13 00:00 UTC, a Monday.
    private static let monday: Int64 = 1_699_833_600

    private static func measured(
        _ signal: Signal, _ name: String, labels: String = "", count: Int, stepSeconds: Int64 = 60,
        value: (Int) -> Double
    ) -> MeasuredSeries {
        let samples = (0..<count).map { index in
            // A little unrest, the same each time.
            let unrest = 1 + 0.01 * Double(index * 7 % 5 - 2)
            return Sample(
                time: Timestamp(seconds: monday + Int64(index) * stepSeconds), value: value(index) * unrest)
        }
        let key = SeriesKey(name: name, entity: Entity("shop", .service), labels: labels)
        return MeasuredSeries(series: Series(key: key, samples: samples, source: "m"), signal: signal)
    }

    /// What is said of a window of latency over `span`, in seconds from the start.
    private static func congestion(_ series: [MeasuredSeries], _ span: Range<Int64>) throws -> CongestionWindow {
        let slow = try #require(series.first { $0.signal.id == "latency" })
        let window = Window(
            span: TimeSpan(
                from: Timestamp(seconds: monday + span.lowerBound), to: Timestamp(seconds: monday + span.upperBound)),
            series: slow.series.key, signal: slow.signal, score: 0.9, direction: .up, expected: 1, peak: 9, source: "m")
        return LoadAnalysis(series).congestion(of: CongestedPath(windows: [window], entity: "shop", peer: nil))
    }

    // MARK: Hours and weekdays

    struct Habit: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Whether it is slow in the hour of a day, both from 0 on; day 0 is a Monday.
        let isSlow: @Sendable (_ hour: Int, _ day: Int) -> Bool
        let hours: [Int]
        let weekdays: [Int]
        var dayCount = 21
    }

    static let habits = [
        Habit(
            testDescription: "two hours of each day", isSlow: { hour, _ in (18..<20).contains(hour) },
            hours: [18, 19], weekdays: []),
        Habit(
            testDescription: "working hours", isSlow: { hour, day in (9..<17).contains(hour) && day % 7 < 5 },
            hours: Array(9..<17), weekdays: [1, 2, 3, 4, 5]),
        Habit(
            testDescription: "working hours of a week and a half",
            isSlow: { hour, day in (9..<11).contains(hour) && day % 7 < 5 }, hours: [9, 10], weekdays: [1, 2],
            dayCount: 9),
        Habit(
            testDescription: "Saturday noon", isSlow: { hour, day in hour == 12 && day % 7 == 5 }, hours: [12],
            weekdays: [6]),
        Habit(
            testDescription: "once, for an afternoon", isSlow: { hour, day in (13..<16).contains(hour) && day == 9 },
            hours: [], weekdays: []),
        Habit(
            testDescription: "all of each second Tuesday", isSlow: { _, day in day % 14 == 1 }, hours: [],
            weekdays: [2]),
    ]

    @Test("When it is slow again and again is said, and what happened once is no habit", arguments: habits)
    func habit(one: Habit) throws {
        // Samples every ten minutes.
        let count = one.dayCount * 144
        let isSlow = (0..<count).map { one.isSlow($0 / 6 % 24, $0 / 144) }
        let series = [
            Self.measured(Self.traffic, "requests", count: count, stepSeconds: 600) { isSlow[$0] ? 300 : 100 },
            Self.measured(Self.latency, "duration", count: count, stepSeconds: 600) { isSlow[$0] ? 9 : 1 },
        ]
        let first = try #require(isSlow.firstIndex(of: true))
        let window = try Self.congestion(series, Int64(first) * 600..<Int64(first) * 600 + 3_600)
        let load = try #require(window.load)
        #expect(load.hours == one.hours)
        #expect(load.weekdays == one.weekdays)
    }

    // MARK: Order

    struct Course: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The minutes of two hours from which on demand and latency are high.
        let demand: Int?
        let latency: Int
        let order: LoadPeak.Order?
        /// One minute of demand that means nothing.
        var lone: Int?
    }

    static let courses = [
        Course(testDescription: "a spike before the window", demand: 57, latency: 60, order: .demandFirst),
        Course(testDescription: "a spike with it", demand: 60, latency: 60, order: .demandFirst),
        Course(testDescription: "retries", demand: 63, latency: 60, order: .latencyFirst),
        Course(testDescription: "the same demand", demand: nil, latency: 60, order: nil),
        Course(testDescription: "a lone minute, then retries", demand: 63, latency: 60, order: .latencyFirst, lone: 50),
    ]

    @Test("Demand before latency is a spike, after it retries", arguments: courses)
    func order(one: Course) throws {
        let series = [
            Self.measured(Self.traffic, "requests", count: 120) { minute in
                let isHigh = minute == one.lone || one.demand.map { ($0..<80).contains(minute) } ?? false
                return isHigh ? 300 : 100
            },
            Self.measured(Self.latency, "duration", count: 120) { (one.latency..<80).contains($0) ? 9 : 1 },
        ]
        let window = try Self.congestion(series, 3_600..<4_800)
        let load = try #require(window.load)
        #expect(load.order == one.order)
        #expect(load.driver == (one.order == nil ? nil : "requests"))
        #expect(window.kind == (one.order == nil ? .slowServer : .congestion))
    }

    @Test("One kind of request may make the load, and is named with its part of it")
    func driver() throws {
        let series =
            [("a", 100.0, 100.0), ("b", 100, 150), ("c", 10, 160)].map { path, usual, high in
                Self.measured(Self.traffic, "requests", labels: "path=\"\(path)\"", count: 120) {
                    (60..<80).contains($0) ? high : usual
                }
            } + [Self.measured(Self.latency, "duration", count: 120) { (60..<80).contains($0) ? 9 : 1 }]
        let window = try Self.congestion(series, 3_600..<4_800)
        #expect(window.kind == .congestion)
        #expect(window.load?.driver == "requests{path=\"c\"}")
        #expect(abs(try #require(window.load?.driverShare) - 0.75) < 0.02)
    }

    // MARK: The knee

    struct Knee: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// The load of a minute of two days; it is slow above 150.
        let load: @Sendable (Int) -> Double
        let excess: Double
    }

    /// The minutes 2,160 to 2,220 are the window, at noon of the second day.
    static let knees = [
        Knee(
            testDescription: "a ramp over the knee",
            load: { (2_160..<2_220).contains($0) ? 100 + 2 * Double($0 - 2_160) : 100 },
            excess: 1 - 150.0 / 218),
        Knee(
            testDescription: "a short peak of each day that was served well",
            load: { (2_160..<2_220).contains($0) ? 200 : $0 % 1_440 < 10 ? 145 : 80 }, excess: 1 - 145.0 / 200),
        Knee(
            testDescription: "a load of which nobody knows how much is too much",
            load: { (2_160..<2_220).contains($0) ? 200 : 50 }, excess: 1 - 50.0 / 200),
    ]

    @Test("How much less load would have stayed below the knee", arguments: knees)
    func excess(one: Knee) throws {
        let series = [
            Self.measured(Self.traffic, "requests", count: 2_880, value: one.load),
            Self.measured(Self.latency, "duration", count: 2_880) { one.load($0) > 150 ? 9 : 1 },
        ]
        let window = try Self.congestion(series, 2_160 * 60..<2_220 * 60)
        let excess = try #require(window.load?.excess)
        #expect(abs(excess - one.excess) < 0.03)
    }

    @Test("Where as much was served well at other times, no less would have helped")
    func noKnee() throws {
        let series = [
            Self.measured(Self.traffic, "requests", count: 2_880) {
                $0 % 1_440 < 60 || (2_160..<2_220).contains($0) ? 200 : 80
            },
            Self.measured(Self.latency, "duration", count: 2_880) { (2_160..<2_220).contains($0) ? 9 : 1 },
        ]
        #expect(try Self.congestion(series, 2_160 * 60..<2_220 * 60).load?.excess == nil)
    }
}
