import CulpritModel
import CulpritParse
import CulpritTestSupport
import Testing

/// What the text of OpenMetrics 1.0 allows and forbids, and what scrapes get wrong.
struct ExpositionTests {
    static let valid: [(text: String, series: [String])] = [
        // A counter's total, its creation and an exemplar with a time.
        (
            "# TYPE jobs counter\n# HELP jobs Jobs that ended.\njobs_total{q=\"a\"} 4 10 # {trace_id=\"x y\"} 0.5 9.5\n"
                + "jobs_created{q=\"a\"} 1 10\njobs_total{q=\"a\"} 8 20\n# EOF\n",
            ["jobs_total{q=\"a\"} of m: 20=0.4"]
        ),
        ("# TYPE level gauge\n# UNIT level\nlevel{} -1.5e-3 10\n# EOF\n", ["level of m: 10=-0.0015"]),
        ("level +0.25 10.125\n", ["level of m: 10.125=0.25"]), ("level{} .5 10\n", ["level of m: 10=0.5"]),
        ("level 5. 10\n", ["level of m: 10=5.0"]), ("level 1E2 10\n", ["level of m: 10=100.0"]),
        // Labels: an escape each, an empty value, any UTF-8, a comma at the end.
        ("a{b=\"\\\\\\\"\\n\"} 1 1\n", ["a{b=\"\\\"\n\"} of m: 1=1.0"]),
        ("a{b=\"\",c=\"d\"} 1 1\n", ["a{c=\"d\"} of m: 1=1.0"]),
        ("a{b=\"ü→😀\",} 1 1\n", ["a{b=\"ü→😀\"} of m: 1=1.0"]),
        ("a:b_c{_x=\"}{#\"} 1 1\n", ["a:b_c{_x=\"}{#\"} of m: 1=1.0"]),
        // Names of any characters stand in quotes.
        ("{\"my metric\",b=\"c\"} 1 1\n", ["my metric{b=\"c\"} of m: 1=1.0"]),
        (
            "# TYPE t summary\nt{quantile=\"0.9\"} 3 1\nt_count 2 1\nt_sum 5 1\n# EOF\n",
            ["t{quantile=\"0.9\"} of m: 1=3.0"]
        ),
        (
            "# TYPE on stateset\non{on=\"up\"} 1 1\non{on=\"down\"} 0 1\n",
            ["on{on=\"down\"} of m: 1=0.0", "on{on=\"up\"} of m: 1=1.0"]
        ),
        ("# TYPE build info\nbuild_info{version=\"2\"} 1 1\n", ["build_info{version=\"2\"} of m: 1=1.0"]),
        ("# A remark of Prometheus' own format.\n\na 1 1000000000000\n", ["a of m: 1000000000=1.0"]),
        ("# TYPE h gaugehistogram\nh_bucket{le=\"+Inf\"} 3 1\n", []), ("# EOF\n", []), ("", []),
    ]

    @Test("What the specification allows is read", arguments: valid)
    func allowed(text: String, series: [String]) {
        let batch = MetricReaderTests.read(text, source: "m")
        #expect(batch.troubles.isEmpty, "\(batch.troubleText)")
        #expect(withoutEmpty(batch.series).map(MetricFormatTests.text) == series)
    }

    private func withoutEmpty(_ series: [Series]) -> [Series] {
        series.filter { !$0.samples.isEmpty && !$0.key.name.hasSuffix("_bucket") }
    }

    static let invalid: [(text: String, problem: MetricProblem)] = [
        ("a\n", .grammar), ("a{b=\"c\"}\n", .grammar), ("a{b=\"c} 1 1\n", .grammar), ("a{b=c} 1 1\n", .grammar),
        ("a{=\"c\"} 1 1\n", .grammar), ("a{b} 1 1\n", .grammar), ("a{b=\"c\" d=\"e\"} 1 1\n", .grammar),
        ("a{b=\"c\",,d=\"e\"} 1 1\n", .grammar), ("a{b=\"1\",b=\"2\"} 1 1\n", .grammar), ("{} 1 1\n", .grammar),
        ("0a 1 1\n", .grammar), ("a{0b=\"c\"} 1 1\n", .grammar), ("a-b 1 1\n", .grammar), ("{b=\"c\"} 1 1\n", .grammar),
        ("a 1 1 1\n", .grammar), ("a{b=\"\\\n", .grammar), ("a x 1\n", .number), ("a 0x1 1\n", .number),
        ("a 1_000 1\n", .number), ("a 1,5 1\n", .number), ("a -- 1\n", .number), ("a 1 now\n", .time),
        ("a 1 NaN\n", .time), ("a 1 1e300\n", .time), ("# TYPE a gauge\n# TYPE a counter\na 1 1\n", .metadata),
        ("a 1 1\n# TYPE a gauge\n", .metadata), ("# TYPE a sum\na 1 1\n", .metadata),
        ("# EOF\na 1 1\n", .trailing), ("a NaN 1\n", .notFinite), ("a +Inf 1\n", .notFinite),
        ("a -inf 1\n", .notFinite),
        ("a 1\n", .untimed), ("a 1 5\na 2 5\n", .duplicate), ("a 1 5\nb 1 5\na 1 5\n", .duplicate),
        ("a 1 5\na 2 4\n", .outOfOrder),
    ]

    @Test("What it forbids, and what is odd, is counted and does not stop the rest", arguments: invalid)
    func forbidden(text: String, problem: MetricProblem) {
        let batch = MetricReaderTests.read("\(text)z 1 1\nz 2 2\n", source: "m")
        #expect(batch.troubles.keys.sorted() == [problem], "\(batch.troubleText)")
        #expect(batch.count(of: problem) == 1)
        #expect(batch.series.last?.samples.map(\.value) == [1, 2])
        #expect(batch.troubleText.contains("in line"))
    }

    @Test("Of several values at one moment the largest is kept, whatever their order")
    func duplicates() {
        for values in [[1, 3, 2], [3, 2, 1], [2, 1, 3]] {
            let batch = MetricReaderTests.read(values.map { "a \($0) 5\n" }.joined())
            #expect(batch.series.map { $0.samples.map(\.value) } == [[3]])
            #expect(batch.count(of: .duplicate) == 2)
        }
    }

    @Test("A few samples from the future are left out; where most are, the file's time is wrong")
    func future() {
        let modified = Timestamp(seconds: 1_000_000)
        let few = MetricReaderTests.read("a 1 100\na 2 200\na 3 2000000\n", modified: modified)
        #expect(few.series.map { $0.samples.map(\.value) } == [[1, 2]])
        #expect(few.count(of: .future) == 1)
        let most = MetricReaderTests.read("a 1 100\na 2 2000000\na 3 2000060\n", modified: modified)
        #expect(most.series.map { $0.samples.map(\.value) } == [[1, 2, 3]])
    }

    @Test("A line without an end is not kept in memory")
    func longLine() {
        let batch = MetricReaderTests.read(
            String(repeating: "a", count: 3 << 20) + "\nb 1 2\n", source: "m", chunkSize: 1 << 16)
        #expect((batch.count(of: .tooLong), batch.series.count) == (1, 1))
    }

    @Test("Scrapes that follow each other in one file give one series")
    func concatenated() {
        let batch = MetricReaderTests.read(
            "# TYPE c counter\nc_total 1 10\n# EOF\n# TYPE c counter\nc_total 3 20\n# EOF\n")
        #expect(batch.series.map { $0.samples.map(\.value) } == [[0.2]])
        #expect(batch.count(of: .metadata) == 0)
    }

    @Test("Series in the same order each time are read as in any other")
    func predictedOrder() {
        let scrape = { (time: Int) in ["a", "b{x=\"1\"}", "b{x=\"2\"}", "a{y=\"1\"}"].map { "\($0) \(time) \(time)" } }
        let lines = (1...9).flatMap(scrape)
        let expected = MetricReaderTests.read(lines.joined(separator: "\n")).series
        #expect(expected.count == 4 && expected.allSatisfy { $0.samples.count == 9 })
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            let shuffled = lines.shuffled(using: &generator).joined(separator: "\n")
            let series = MetricReaderTests.read(shuffled).series
            #expect(series.map(\.key) == expected.map(\.key))
            #expect(series.map(\.samples) == expected.map(\.samples))
        }
    }
}
