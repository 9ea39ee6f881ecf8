import CulpritTestSupport
import Foundation
import Testing

/// What the figures of a calibration mean.
struct CalibrationFigureTests {
    private static func outcome(_ confidence: Double, isRight: Bool, isCalm: Bool = false) -> Calibration.Outcome {
        Calibration.Outcome(
            scenario: "a", isCalm: isCalm, isUndetermined: confidence < 0.5, isCategoryRight: isRight,
            isEntityFirst: isRight, confidence: confidence)
    }

    @Test("Confidence that is right as often as it says has no error")
    func calibrated() {
        let all = (0..<10).map { Self.outcome(0.8, isRight: $0 < 8) }
        let calibration = Calibration(outcomes: all)
        #expect(calibration.error < 1e-12 && (calibration.categoryShare - 0.8).magnitude < 1e-12)
        #expect(calibration.bins.map(\.count) == [10])
    }

    @Test(
        "Confidence that is too high or too low by so much has that error", arguments: [(10, 0.1), (5, 0.4), (0, 0.9)])
    func wrong(rightCount: Int, expected: Double) {
        let calibration = Calibration(outcomes: (0..<10).map { Self.outcome(0.9, isRight: $0 < rightCount) })
        #expect((calibration.error - expected).magnitude < 1e-12)
    }

    @Test("Errors of bins do not make up for each other")
    func bins() {
        let calibration = Calibration(outcomes: [Self.outcome(1, isRight: false), Self.outcome(0, isRight: true)])
        #expect(calibration.error == 1 && calibration.bins.map(\.index) == [0, 9])
    }

    @Test("Calm days count among themselves")
    func calm() {
        let calibration = Calibration(outcomes: [
            Self.outcome(0.1, isRight: false, isCalm: true), Self.outcome(0.9, isRight: false, isCalm: true),
            Self.outcome(1, isRight: true),
        ])
        #expect(calibration.calmShare == 0.5 && calibration.categoryShare == 1)
        #expect(calibration.text.contains("calm days undetermined 0.500"))
    }
}

extension EndToEnd {
    /// Holds verdicts and confidences against many simulated outages; run by hand after weights were changed.
    ///
    /// `CULPRIT_CALIBRATE=40 swift test -c release --filter CalibrationTests` takes so many seeds of each scenario. Each has
    /// three times the usual small troubles of all categories, and a quarter of the outages has another one at the same
    /// time: right is whoever names either of the two.
    struct CalibrationTests {
        private static let seedCount = ProcessInfo.processInfo.environment["CULPRIT_CALIBRATE"].flatMap { Int($0) } ?? 0
        private static let firstSeed = 1_001
        private static let noise = "3"
        /// Both of two faults are to be among so many causes.
        private static let firstCount = 3

        @Test(
            "Verdicts are right as often as they say",
            .enabled(if: seedCount > 0, "set CULPRIT_CALIBRATE to the number of seeds"), .timeLimit(.minutes(60)))
        func calibration() async throws {
            var outcomes: [Calibration.Outcome] = []
            for seed in Self.firstSeed..<Self.firstSeed + Self.seedCount {
                for (index, name) in Samples.outages.enumerated() {
                    // Each scenario once in four seeds, with each of the three others in turn.
                    let isPair = (seed + index) % 4 == 0
                    let other = Samples.outages[(index + 1 + seed / 4 % 3) % 4]
                    outcomes.append(try await outcome(of: name, with: isPair ? other : nil, seed: seed))
                }
                outcomes.append(try await outcome(of: Samples.calm, with: nil, seed: seed))
            }
            let calibration = Calibration(outcomes: outcomes)
            print(calibration.text)
            #expect(calibration.categoryShare >= 0.95)
            #expect(calibration.entityShare >= 0.90)
            #expect(calibration.bothShare >= 0.80)
            #expect(calibration.calmShare >= 0.95)
            #expect(calibration.error <= 0.08)
        }

        private func outcome(of name: String, with other: String?, seed: Int) async throws -> Calibration.Outcome {
            let folder = try TemporaryFolder()
            let sample = folder.url.appending(path: "sample")
            let second = other.map { ["--second", $0] } ?? []
            let made = try await Program.simulate.run(
                [name, "--size", "3MB", "--seed", "\(seed)", "--noise", Self.noise, "--output", sample.path] + second)
            try #require(made.status == 0, "\(made.err)")
            let run = try await Program.culprit.run(["investigate", sample.path, "--format", "json", "--quiet"])
            try #require(run.status == 0, "\(run.err)")
            let (report, truth) = (try ReportDocument(run.out), try TruthDocument(folder: sample))
            let (verdict, best) = (report.verdict.category, report.causes.first)
            let truths = [(truth.category, truth.entity)] + (truth.second.map { [($0.category, $0.entity)] } ?? [])
            let isCalm = name == Samples.calm
            let isRight = truths.contains { $0.0 == verdict }
            let isFirst = truths.contains { $0.1 == best?.entity && ($0.0 == verdict || !isRight) }
            if !isCalm && !(isRight && isFirst) || isCalm && verdict != "undetermined" {
                print(
                    "seed \(seed) of \(name)\(other.map { " and \($0)" } ?? ""): \(report.verdict), "
                        + "\(best?.entity ?? "none") (\(best?.category ?? "none")) first")
            }
            var outcome = Calibration.Outcome(
                scenario: name, isCalm: isCalm, isUndetermined: verdict == "undetermined",
                isCategoryRight: isRight && !isCalm, isEntityFirst: isFirst, confidence: best?.confidence ?? 0)
            if other != nil {
                let first = report.causes.prefix(Self.firstCount)
                outcome.areBothFirst = truths.allSatisfy { truth in
                    first.contains { $0.category == truth.0 && $0.entity == truth.1 }
                }
            }
            return outcome
        }
    }
}
