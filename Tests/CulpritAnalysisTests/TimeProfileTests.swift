@testable import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Testing

/// What is usual by the time of day and of week.
struct TimeProfileTests {
    /// Samples every ten minutes.
    private static let daySize = 144

    private static func series(_ days: Int, seed: UInt64, change: (Int, Double) -> Double) -> Series {
        WindowNoise.white.series(days * daySize, seed: seed, stepSeconds: 600, change: change)
    }

    /// The hour and the day of a sample.
    private static func time(_ index: Int) -> (hour: Int, day: Int) { (index % daySize / 6, index / daySize) }

    @Test(
        "A peak of each day is usual after three days, and one that is missing is not",
        arguments: [1, 2, 3] as [UInt64])
    func daily(seed: UInt64) throws {
        func series(missing: Int?) -> Series {
            Self.series(5, seed: seed) { index, noise in
                let (hour, day) = Self.time(index)
                return noise + ((12..<15).contains(hour) && day != missing ? 25 : 0)
            }
        }
        #expect(series(missing: nil).reported().isEmpty)
        let without = series(missing: 3)
        let window = try #require(without.reported().first)
        #expect(without.reported().count == 1 && window.direction == .down)
        let noon = 3 * Self.daySize + 12 * 6
        #expect(window.span.overlapRatio(with: without.span(noon..<noon + 18)) > 0.4)
    }

    @Test(
        "A peak of one day of the week is usual after three weeks, and one that is missing is not",
        arguments: [1, 2, 3] as [UInt64])
    func weekly(seed: UInt64) throws {
        // Each Wednesday from nine to twelve.
        func series(missing: Int?) -> Series {
            Self.series(28, seed: seed) { index, noise in
                let (hour, day) = Self.time(index)
                return noise + ((9..<12).contains(hour) && day % 7 == 2 && day != missing ? 25 : 0)
            }
        }
        #expect(series(missing: nil).reported().isEmpty)
        let without = series(missing: 16)
        let window = try #require(without.reported().first)
        #expect(without.reported().count == 1 && window.direction == .down)
        #expect(window.span.overlaps(without.span(16 * Self.daySize + 54..<16 * Self.daySize + 72)))
    }

    @Test("A peak on another day than always is not usual", arguments: [1, 2, 3] as [UInt64])
    func otherDay(seed: UInt64) throws {
        let series = Self.series(28, seed: seed) { index, noise in
            let (hour, day) = Self.time(index)
            return noise + ((9..<12).contains(hour) && (day % 7 == 2 || day == 18) ? 25 : 0)
        }
        let window = try #require(series.reported().first)
        #expect(series.reported().count == 1 && window.direction == .up)
        #expect(window.span.overlaps(series.span(18 * Self.daySize + 54..<18 * Self.daySize + 72)))
    }

    @Test("A weekend is told from working days after two weeks", arguments: [1, 2, 3] as [UInt64])
    func workdays(seed: UInt64) {
        let series = Self.series(15, seed: seed) { index, noise in
            let (hour, day) = Self.time(index)
            return noise + ((8..<18).contains(hour) && day % 7 < 5 ? 25 : 0)
        }
        #expect(series.reported().isEmpty)
    }

    @Test(
        "A time is what the same time of other days or weeks was, not what itself was",
        arguments: [TimeProfile.Cycle.day, .workday, .week])
    func others(cycle: TimeProfile.Cycle) {
        // Each hour of each of 28 days is its own number; the last Wednesday noon is wild.
        let times = (0..<28 * 24).map { Timestamp(seconds: WindowNoise.monday + Int64($0) * 3_600) }
        let wild = (3 * 7 + 2) * 24 + 12
        let rests = times.indices.map { $0 == wild ? 1_000 : Double($0 % 24) }
        let profile = TimeProfile(cycle, of: rests, at: times, from: rests.map { _ in true })
        #expect(profile.values.indices.allSatisfy { profile.values[$0] == Double($0 % 24) })
        #expect(profile.error == 0)
        #expect(profile.spreads(of: rests, from: rests.map { _ in true }).allSatisfy { $0 == 1 })
    }

    @Test("A time at which the series always varies more may do so")
    func spreads() {
        let series = Self.series(20, seed: 5) { index, noise in Self.time(index).hour == 12 ? 8 * noise : noise }
        let rests = series.samples.map { $0.value - 50 }
        let everywhere = rests.map { _ in true }
        let profile = TimeProfile(.day, of: rests, at: series.samples.map(\.time), from: everywhere)
        let spreads = profile.spreads(of: rests, from: everywhere)
        #expect(spreads[12 * 6 + 1] > 1.4)
        #expect(spreads[6 * 6] >= 1 && spreads[6 * 6] < 1.2)
    }

    @Test("Times before 1970 and of no reference are fine")
    func early() {
        let times = (0..<96).map { Timestamp(seconds: -1_000_000 + Int64($0) * 3_600) }
        for cycle in TimeProfile.Cycle.allCases {
            let profile = TimeProfile(cycle, of: times.map { _ in 3 }, at: times, from: times.map { _ in false })
            #expect(profile.values.allSatisfy { $0 == 0 })
            #expect(profile.spreads(of: times.map { _ in 3 }, from: times.map { _ in false }).allSatisfy { $0 == 1 })
        }
    }
}
