internal import Benchmark

/// One part of the program, measured on a text and on one of twice as many records of the same span of time.
///
/// What the longer text asks for more is what its records cost; everything else there is once for each run, minute,
/// writer or template.
struct Stage: Sendable {
    let name: String
    /// So many records, samples or rows are in the shorter text.
    var itemCount = 50_000
    let input: @Sendable (_ itemCount: Int) throws -> InputText
    /// Makes all that is not to be measured ready for a text, and returns what is.
    let ready: @Sendable (InputText) throws -> () async throws -> Void

    func register() {
        Benchmark(name) { benchmark, texts in
            do {
                let shorter = try await Usage.of(ready(texts.shorter))
                let work = try ready(texts.longer)
                let places = AllocationPlaces.note()
                benchmark.startMeasurement()
                let longer = try await Usage.of(work)
                benchmark.stopMeasurement()
                places?.print()
                await tell(benchmark, shorter, longer, texts)
            } catch {
                benchmark.error("\(error)")
            }
        } setup: {
            (shorter: try input(itemCount), longer: try input(2 * itemCount))
        }
    }

    private func tell(
        _ benchmark: Benchmark, _ shorter: Usage, _ longer: Usage, _ texts: (shorter: InputText, longer: InputText)
    ) async {
        let moreItems = texts.longer.itemCount - texts.shorter.itemCount
        let moreAllocations = max(0, longer.allocationCount - shorter.allocationCount)
        benchmark.measurement(Measurement.allocations, longer.allocationCount)
        benchmark.measurement(Measurement.furtherAllocations, moreAllocations * 1_000_000 / moreItems)
        let nanoseconds = max(1, longer.cpuNanoseconds - shorter.cpuNanoseconds)
        benchmark.measurement(Measurement.items, moreItems * 1_000_000 / nanoseconds)
        let moreBytes = texts.longer.bytes.count - texts.shorter.bytes.count
        guard moreBytes > 0 else { return }
        let zstd = await Measurement.zstdNanoseconds(texts.longer.frame) * moreBytes / texts.longer.bytes.count
        benchmark.measurement(Measurement.cpuToZstd, nanoseconds * 100 / zstd)
        benchmark.measurement(Measurement.megabytes, moreBytes * 1_000 / nanoseconds)
    }
}
