internal import Benchmark
internal import CMeasure

/// What some work used.
struct Usage {
    let allocationCount: Int
    let cpuNanoseconds: Int

    /// Does `work` and returns what all threads used meanwhile.
    static func of(_ work: () async throws -> Void) async rethrows -> Usage {
        let (allocations, time) = (measure_allocation_count(), measure_cpu_nanoseconds())
        try await work()
        return Usage(
            allocationCount: Int(measure_allocation_count() - allocations),
            cpuNanoseconds: max(1, Int(measure_cpu_nanoseconds() - time)))
    }
}

/// What is told of each benchmark beside what the library measures itself.
enum Measurement {
    /// How many blocks of memory a run asks for.
    static let allocations = BenchmarkMetric.custom("allocations", useScalingFactor: false)
    /// How many more blocks of memory a million more records ask for.
    static let furtherAllocations = BenchmarkMetric.custom("allocationsPerMillionMore", useScalingFactor: false)
    /// The processor time in percent of what libzstd takes to decompress the same text.
    static let cpuToZstd = BenchmarkMetric.custom("cpuPercentOfZstd", useScalingFactor: false)
    /// Megabytes of text a second of processor time.
    static let megabytes = BenchmarkMetric.custom(
        "megabytesPerSecond", polarity: .prefersLarger, useScalingFactor: false)
    /// Thousands of records, samples or rows a second of processor time.
    static let items = BenchmarkMetric.custom("thousandsPerSecond", polarity: .prefersLarger, useScalingFactor: false)

    /// How far a run may be from its threshold: what does not repeat is the order of hash tables and threads.
    static var tolerances: [BenchmarkMetric: BenchmarkThresholds] {
        [
            allocations: BenchmarkThresholds(relative: [.p90: 5]),
            furtherAllocations: BenchmarkThresholds(absolute: [.p90: 3_000]),
            .instructions: BenchmarkThresholds(relative: [.p90: 5]),
        ]
    }

    static var configuration: Benchmark.Configuration {
        Benchmark.Configuration(
            metrics: [allocations, furtherAllocations, cpuToZstd, megabytes, items, .instructions],
            warmupIterations: 1, maxDuration: .seconds(5), maxIterations: 10, thresholds: tolerances)
    }

    /// For what is not one text, of which there could be more.
    static var wholeConfiguration: Benchmark.Configuration {
        Benchmark.Configuration(
            metrics: [allocations, cpuToZstd, .cpuTotal, .instructions],
            thresholds: tolerances.filter { $0.key != furtherAllocations })
    }

    /// The nanoseconds of processor time that libzstd takes for `frames`: the least of three, since nothing else can be
    /// meant by the limit.
    static func zstdNanoseconds(_ frames: [UInt8]) async -> Int {
        var least = Int.max
        for _ in 0..<3 {
            let used = await Usage.of { blackHole(unsafe measure_decompress(frames, frames.count)) }
            least = min(least, used.cpuNanoseconds)
        }
        return least
    }
}
