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
    /// `CULPRIT_CALIBRATE=40 swift test -c release --filter CalibrationTests` takes so many seeds of each scenario.
    struct CalibrationTests {
        private static let seedCount = ProcessInfo.processInfo.environment["CULPRIT_CALIBRATE"].flatMap { Int($0) } ?? 0
        private static let firstSeed = 1_001

        @Test(
            "Verdicts are right as often as they say",
            .enabled(if: seedCount > 0, "set CULPRIT_CALIBRATE to the number of seeds"), .timeLimit(.minutes(60)))
        func calibration() async throws {
            var outcomes: [Calibration.Outcome] = []
            for seed in Self.firstSeed..<Self.firstSeed + Self.seedCount {
                for name in Samples.outages + [Samples.calm] {
                    outcomes.append(try await outcome(of: name, seed: seed))
                }
            }
            let calibration = Calibration(outcomes: outcomes)
            print(calibration.text)
            #expect(calibration.categoryShare >= 0.95)
            #expect(calibration.entityShare >= 0.90)
            #expect(calibration.calmShare >= 0.95)
            #expect(calibration.error <= 0.08)
        }

        private func outcome(of name: String, seed: Int) async throws -> Calibration.Outcome {
            let folder = try TemporaryFolder()
            let sample = folder.url.appending(path: "sample")
            let made = try await Program.simulate.run(
                [name, "--size", "3MB", "--seed", "\(seed)", "--output", sample.path])
            try #require(made.status == 0, "\(made.err)")
            let run = try await Program.culprit.run(["investigate", sample.path, "--format", "json", "--quiet"])
            try #require(run.status == 0, "\(run.err)")
            let (report, truth) = (try ReportDocument(run.out), try TruthDocument(folder: sample))
            let best = report.causes.first
            let isRight = report.verdict.category == truth.category
            if !isRight || best?.entity != truth.entity && name != Samples.calm {
                print("seed \(seed) of \(name): \(report.verdict), \(best?.entity ?? "none") first")
            }
            return Calibration.Outcome(
                scenario: name, isCalm: name == Samples.calm, isUndetermined: report.verdict.category == "undetermined",
                isCategoryRight: isRight && name != Samples.calm, isEntityFirst: best?.entity == truth.entity,
                confidence: best?.confidence ?? 0)
        }
    }
}
