import CulpritModel
import CulpritParse
import CulpritTestSupport
import Testing

struct SampleStoreTests {
    static let values: [[Double]] = [
        [], [0], [1, 1, 1], [1.5, 2.25, -3.125], [0.1, 0.2, 0.3, 1e-7, 5], [1e300, -1e-300, .greatestFiniteMagnitude],
        [9_007_199_254_740_992, 1, 0.000_001], [1.0 / 3, 2.0 / 3, 0.5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 0.125],
        [-0.5, 0, 1e15, 1e16, 123_456.789], [.leastNonzeroMagnitude, 0, -0.125],
    ]

    @Test("Samples come back as they were put in", arguments: values)
    func roundTrip(values: [Double]) {
        let times: [Int64] = [0, 15_000_000_000, 30_000_000_001, 29_000_000_000, .max, .min, -5, -5, 7]
        let samples = zip(times, values).map { Sample(time: Timestamp(nanoseconds: $0), value: $1) }
        let store = SampleStore(samples)
        #expect(store.samples == samples)
        #expect((store.firstTime, store.lastTime) == (samples.first?.time, samples.last?.time))
    }

    @Test("Any samples come back as they were put in", arguments: Array(0..<50))
    func anySamples(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var time = Int64.random(in: -1_000_000_000_000...1_800_000_000_000_000_000, using: &generator)
        let samples = (0..<200).map { _ in
            time &+=
                Bool.random(using: &generator)
                ? 60_000_000_000 : Int64.random(in: -9...9_000_000_000, using: &generator)
            let value: Double
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: value = Double(Int.random(in: -1_000...1_000, using: &generator))
            case 1: value = Double(Int.random(in: -100_000...100_000, using: &generator)) / 100
            case 2: value = Double.random(in: -1e6...1e6, using: &generator)
            default: value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator))
            }
            return Sample(time: Timestamp(nanoseconds: time), value: value.isFinite ? value : 0)
        }
        #expect(SampleStore(samples).samples == samples)
    }

    @Test("A series of two decimals at an even pace takes about two bytes a sample")
    func size() {
        let samples = (0..<1_440).map { minute in
            Sample(time: Timestamp(seconds: Int64(minute) * 60), value: Double(200 + minute * 7 % 31) / 100)
        }
        #expect(SampleStore(samples).byteCount < 3_100)
    }

    @Test("Counts of one series from two sources are one count")
    func merging() {
        func counter(_ values: [(Int64, Double)]) -> Series {
            Series(
                key: SeriesKey(name: "c", entity: Entity("e", .host)),
                store: SampleStore(values.map { Sample(time: Timestamp(seconds: $0.0), value: $0.1) }), isCounter: true,
                source: "s")
        }
        var series = counter([(0, 10), (20, 30)])
        series.merge(counter([(10, 15), (20, 40), (30, 5)]))
        #expect(series.samples.map(\.value) == [0.5, 2.5, 0.5])
    }

    @Test("Buckets of a histogram become quantiles of what was observed in between")
    func quantiles() {
        let text = """
            # TYPE t histogram
            t_bucket{le="1",host="h"} 0 0
            t_bucket{le="2",host="h"} 0 0
            t_bucket{le="+Inf",host="h"} 0 0
            t_bucket{le="1",host="h"} 50 10
            t_bucket{le="2",host="h"} 90 10
            t_bucket{le="+Inf",host="h"} 100 10
            t_bucket{le="1",host="h"} 50 20
            t_bucket{le="2",host="h"} 90 20
            t_bucket{le="+Inf",host="h"} 100 20
            t_bucket{le="1",host="h"} 0 30
            t_bucket{le="2",host="h"} 4 30
            t_bucket{le="+Inf",host="h"} 4 30
            """
        let series = withQuantiles(MetricReaderTests.read(text).series)
        // Nothing was observed from 10 to 20; at 30 the counts had begun again.
        #expect(
            series.map(MetricFormatTests.text) == [
                "t_p50 of h: 10=1.0 30=1.5", "t_p90 of h: 10=2.0 30=1.9", "t_p99 of h: 10=2.0 30=1.99",
            ])
    }

    static let otherSeries = ["a_bucket{host=\"h\"} 1 1", "a_bucket{le=\"x\",host=\"h\"} 1 1", "bucket{le=\"1\"} 1 1"]

    @Test("What only looks like a bucket stays", arguments: otherSeries)
    func noBucket(line: String) {
        let series = MetricReaderTests.read(line).series
        #expect(withQuantiles(series) == series)
    }
}
