internal import Benchmark
internal import CulpritModel
internal import CulpritPipeline
internal import CulpritScan
internal import CulpritTestSupport
internal import Foundation

/// A sample outage of two hours in the files of sixteen hosts.
enum Outage {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../SampleLogs/hardware-failing-disk").standardized

    /// The whole job on the outage, with a new case file.
    static func registerInvestigation() {
        Benchmark("investigate-outage", configuration: Measurement.wholeConfiguration) { benchmark, frames in
            do {
                let cases = try TemporaryFolder()
                let plan = plan(casePath: cases.url.appending(path: "case").path)
                let places = AllocationPlaces.note()
                benchmark.startMeasurement()
                let used = try await Usage.of { _ = try await plan.run() }
                benchmark.stopMeasurement()
                places?.print()
                benchmark.measurement(Measurement.allocations, used.allocationCount)
                let zstd = await Measurement.zstdNanoseconds(frames)
                benchmark.measurement(Measurement.cpuToZstd, used.cpuNanoseconds * 100 / zstd)
            } catch {
                benchmark.error("\(error)")
            }
        } setup: {
            try Caches.fill()
            return InputWalker.files(of: [folder.path]).files.filter { $0.path.hasSuffix(".zst") }
                .flatMap { FileManager.default.contents(atPath: $0.path).map(Array.init) ?? [] }
        }
    }

    /// Concludes again from a case that has all of the outage: what a digest does when nothing is new.
    static func registerDiagnosis() {
        Benchmark("diagnosis", configuration: Measurement.wholeConfiguration) {
            (benchmark: Benchmark, cases: TemporaryFolder) in
            do {
                var plan = plan(casePath: cases.url.appending(path: "case").path)
                plan.recall = TimeSpan(from: .distantPast, to: LogClock.end.advanced(bySeconds: 86_400))
                let places = AllocationPlaces.note()
                benchmark.startMeasurement()
                let used = try await Usage.of { [plan] in _ = try await plan.run() }
                benchmark.stopMeasurement()
                places?.print()
                benchmark.measurement(Measurement.allocations, used.allocationCount)
            } catch {
                benchmark.error("\(error)")
            }
        } setup: {
            try Caches.fill()
            let cases = try TemporaryFolder()
            _ = try await plan(casePath: cases.url.appending(path: "case").path).run()
            return cases
        }
    }

    private static func plan(casePath: String) -> Investigation {
        var plan = Investigation(inputs: [folder.path], now: LogClock.end)
        plan.casePath = casePath
        plan.isQuiet = true
        return plan
    }
}
