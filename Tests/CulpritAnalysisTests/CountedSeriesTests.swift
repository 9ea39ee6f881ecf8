import CulpritModel
import CulpritTestSupport
import Testing

struct CountedSeriesTests {
    /// Half an hour of counts by tens of seconds, from the number of the step and of some that come by chance.
    enum Course: String, CaseIterable {
        case dense, sparse, silent, burst, burstInNoise, onTheMinute, halfOfTheMinute, bulkOnTheMinute, uneven

        func count(_ step: Int, _ generator: inout SeededGenerator) -> Int {
            /// How many of `most` come, each with a chance of one in ten.
            func chance(_ most: Int) -> Int { (0..<most).count { _ in Int.random(in: 0..<10, using: &generator) == 0 } }
            switch self {
            case .dense: return chance(200)
            case .sparse: return chance(20)
            case .silent: return 0
            case .burst: return (75..<79).contains(step) ? 50 : 0
            case .burstInNoise: return (75..<79).contains(step) ? 50 : chance(5)
            case .onTheMinute: return step % 6 == 0 ? 60 : 0
            case .halfOfTheMinute: return step % 6 < 3 ? 40 : 0
            case .bulkOnTheMinute: return step % 6 == 0 ? 100_000 : chance(20)
            // By far more than chance, but little of what there is.
            case .uneven: return Int.random(in: 8_000..<12_000, using: &generator)
            }
        }

        var tellsMore: Bool {
            switch self {
            case .dense, .burst, .burstInNoise, .uneven: true
            case .sparse, .silent, .onTheMinute, .halfOfTheMinute, .bulkOnTheMinute: false
            }
        }
    }

    private static let start: Int64 = 1_772_625_600

    private static func counted(
        _ course: Course, _ measure: LogMeasure = .records, seed: UInt64 = 1, leavesOutSilence: Bool = false
    ) -> CountedSeries {
        var generator = SeededGenerator(seed: seed)
        let counts = (0..<180).map { step in
            Sample(
                time: Timestamp(seconds: start + Int64(step) * 10), value: Double(course.count(step, &generator)))
        }.filter { !leavesOutSilence || $0.value > 0 }
        let key = SeriesKey(name: measure.rawValue, entity: Entity("web-1", .host))
        return CountedSeries(Series(key: key, samples: counts, source: "a"), counts: counts)
    }

    @Test(
        "Tens of seconds tell more than minutes where they hold enough and there is no rhythm of the minute",
        arguments: Course.allCases, 1...5 as ClosedRange<UInt64>)
    func tellsMore(course: Course, seed: UInt64) {
        #expect(Self.counted(course, seed: seed).tellsMoreThanMinutes == course.tellsMore)
        #expect(
            Self.counted(course, seed: seed, leavesOutSilence: true).tellsMoreThanMinutes == course.tellsMore)
    }

    @Test("A hundredth takes a hundred", arguments: [(Course.dense, false), (.uneven, true)])
    func hundredth(course: Course, tellsMore: Bool) {
        #expect(Self.counted(course, .ninetyNinthPercentile).tellsMoreThanMinutes == tellsMore)
    }

    @Test("Of several sources counts add up, of records and of what a quantile tells of")
    func united() throws {
        let one = Self.counted(.burst, .median), other = Self.counted(.burst, .median, seed: 2)
        let united = try #require(CountedSeries.united([one, other]).first)
        #expect(united.series.samples[76].value == 50)
        #expect(united.counts.samples[76].value == 100)
        #expect(CountedSeries.united([Self.counted(.burst), one]).count == 2)
    }

    @Test(
        "Logs of up to two hours are counted by tens of seconds",
        arguments: [
            (0, 0, LogStep.tenSeconds), (0, 7_200_000_000_000, .tenSeconds), (0, 7_200_000_000_001, .minute),
            (-1, 7_200_000_000_000, .minute), (.min, .max, .minute),
        ] as [(Int64, Int64, LogStep)])
    func fitting(from: Int64, to: Int64, step: LogStep) {
        let span = TimeSpan(from: Timestamp(nanoseconds: from), to: Timestamp(nanoseconds: to))
        #expect(LogStep(fitting: span) == step)
    }
}
