@testable import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Testing

/// Windows of a changed spread and of flapping, and how seldom noise has any.
struct WindowChangeTests {
    static let seeds = Array(1...10) as [UInt64]
    /// Where something changes in a day of minutes.
    static let changed = 800..<920

    // MARK: Noise

    @Test("A day of noise is quiet", arguments: [.white, .slow, .uniform, .counts] as [WindowNoise])
    func noise(kind: WindowNoise) {
        let windows = Self.seeds.flatMap { kind.series(1_440, seed: $0).reported() }
        #expect(windows.count <= 1, "\(windows.map(\.shape.name))")
    }

    @Test("Wild samples are no changed spread and no flapping")
    func heavyTails() {
        let windows = Self.seeds.flatMap { WindowNoise.heavyTailed.series(1_440, seed: $0).reported() }
        #expect(windows.count { $0.shape == .changedSpread || $0.shape.name == "flapping" } <= 1)
    }

    @Test("What comes back every day or every week is quiet", arguments: [.daily, .weekly] as [WindowNoise])
    func seasons(kind: WindowNoise) {
        let windows = Self.seeds.flatMap { kind.series(21 * 288, seed: $0, stepSeconds: 300).reported() }
        #expect(windows.count <= 2, "\(windows)")
    }

    @Test("A series that changes seldom between two levels is quiet")
    func levels() {
        let windows = Self.seeds.flatMap { Self.twoLevels(seed: $0).reported() }
        #expect(windows.count { $0.shape.name == "flapping" } == 0)
    }

    // MARK: Spread

    @Test(
        "A spread that grows around the same level is a window",
        arguments: [.white, .uniform, .counts] as [WindowNoise])
    func grows(kind: WindowNoise) {
        var shapeCount = 0
        for seed in Self.seeds {
            let series = kind.series(1_440, seed: seed) { index, noise in
                Self.changed.contains(index) ? 3 * (noise - kind.mean) : noise
            }
            let windows = series.reported().filter { $0.span.overlaps(series.span(Self.changed)) }
            #expect(!windows.isEmpty, "seed \(seed)")
            shapeCount += windows.contains { $0.shape == .changedSpread } ? 1 : 0
        }
        #expect(shapeCount >= 7)
    }

    @Test("A spread that is more than twice the usual is one window, though no sample is far from the usual")
    func doubled() throws {
        let series = WindowNoise.uniform.series(1_440, seed: 3) { Self.changed.contains($0) ? 2.5 * $1 : $1 }
        let windows = series.reported(signal: WindowTests.latency)
        let window = try #require(windows.first)
        #expect(windows.count == 1)
        #expect(window.shape == .changedSpread && window.direction == .up && window.peak > 53)
        #expect(window.span.overlapRatio(with: series.span(Self.changed)) > 0.6)
    }

    @Test("A spread that shrinks to nothing is a window; one that shrinks somewhat is none", arguments: seeds)
    func shrinks(seed: UInt64) throws {
        let still = WindowNoise.white.series(1_440, seed: seed) { Self.changed.contains($0) ? 0.02 * $1 : $1 }
        let window = try #require(still.reported().first)
        #expect(still.reported().count == 1)
        #expect(window.shape == .changedSpread && window.direction == .down)
        #expect(window.span.overlapRatio(with: still.span(Self.changed)) > 0.6)
        let calm = WindowNoise.white.series(1_440, seed: seed) { Self.changed.contains($0) ? 0.6 * $1 : $1 }
        #expect(calm.reported().isEmpty)
    }

    @Test("A spread that grows in a period is found against the time around it", arguments: seeds)
    func growsInPeriod(seed: UInt64) {
        let series = WindowNoise.uniform.series(1_440, seed: seed) { Self.changed.contains($0) ? 2.5 * $1 : $1 }
        #expect(series.reported(period: series.span(790..<930)).contains { $0.shape == .changedSpread })
        #expect(series.reported(period: series.span(400..<540)).isEmpty)
    }

    @Test("It is found without looking ahead too", arguments: seeds)
    func growsOnline(seed: UInt64) throws {
        let series = WindowNoise.uniform.series(1_440, seed: seed) { Self.changed.contains($0) ? 2.5 * $1 : $1 }
        let window = try #require(series.reported(isOnline: true).first { $0.shape == .changedSpread })
        let lateness = window.span.from.seconds(since: series.samples[Self.changed.lowerBound].time)
        #expect(lateness >= 0 && lateness <= 60 * 60)
    }

    // MARK: Flapping

    /// Levels of 40 and 60 that last some 200 samples each, with noise.
    private static func twoLevels(seed: UInt64, flappingEach turn: Int? = nil) -> Series {
        WindowNoise.uniform.series(1_440, seed: seed) { index, noise in
            let length = turn.map { changed.contains(index) ? $0 : 190 } ?? 190
            return (index / length % 2 == 0 ? 10 : -10) + noise / 2
        }
    }

    @Test("Turns far shorter than before are flapping, and how long they take is said", arguments: seeds)
    func shortTurns(seed: UInt64) throws {
        let series = Self.twoLevels(seed: seed, flappingEach: 4)
        let windows = series.reported().filter { $0.shape.name == "flapping" }
        let window = try #require(windows.first)
        #expect(windows.count == 1)
        #expect(window.span.overlapRatio(with: series.span(Self.changed)) > 0.8)
        guard case .flapping(let seconds) = window.shape else { return }
        #expect(abs(seconds - 480) < 30)
    }

    @Test("A calm series that begins to flap around its level has a window, with its period", arguments: seeds)
    func aroundLevel(seed: UInt64) throws {
        let series = WindowNoise.white.series(1_440, seed: seed) { index, noise in
            guard Self.changed.contains(index) else { return noise }
            return 0.3 * noise + (index / 5 % 2 == 0 ? 4 : -4)
        }
        let window = try #require(series.reported().first)
        #expect(series.reported().count == 1)
        guard case .flapping(let seconds) = window.shape else {
            Issue.record("\(window.shape)")
            return
        }
        #expect(abs(seconds - 600) < 60)
    }

    static let strange: [[Double]] = [
        [], [1], Array(repeating: 3, count: 500), (0..<500).map { Double($0 % 2) },
        (0..<500).map { $0 == 250 ? 1e300 : 0 }, (0..<500).map { $0 % 2 == 0 ? -1e200 : 1e200 },
    ]

    @Test("Strange series have finite scores", arguments: strange)
    func finite(values: [Double]) {
        let samples = values.enumerated().map { Sample(time: Timestamp(seconds: Int64($0) * 60), value: $1) }
        let series = Series(key: SeriesKey(name: "a", entity: Entity("b", .host)), samples: samples, source: "m")
        for isOnline in [false, true] {
            let windows = anomalousWindows(
                in: series, signal: .unknown, baseline: nil, period: nil, isOnline: isOnline)
            #expect(windows.allSatisfy { $0.score.isFinite && $0.score >= 0 && $0.score <= 1 })
        }
    }
}

extension WindowNoise {
    fileprivate var mean: Double { self == .counts ? 1 : 0 }
}
