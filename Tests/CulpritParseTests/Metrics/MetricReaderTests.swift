import CulpritModel
import CulpritParse
import Testing

struct MetricReaderTests {
    /// Reads `text` in chunks of `chunkSize` bytes, so that lines are cut anywhere.
    static func read(
        _ text: String, as kind: MetricKind = .openMetrics, source: String = "metrics", modified: Timestamp? = nil,
        chunkSize: Int = 7
    ) -> MetricBatch {
        var reader = MetricReader(kind: kind, origin: MetricOrigin(source: source, modified: modified))
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunkSize) {
            reader.read(Array(bytes[start..<min(start + chunkSize, bytes.count)]).span)
        }
        return reader.finish()
    }

    static let specification: [(text: String, name: String, labels: String, entity: String, value: Double)] = [
        ("# TYPE a gauge\na 17 1520879607", "a", "", "metrics", 17),
        ("a{b=\"c\"} 1.5 1520879607.789", "a", "b=\"c\"", "metrics", 1.5),
        ("a{b=\"\\\\n\\\"q\\\"\\n\",host=\"h:9100\"} 1e3 1520879607", "a", "b=\"\\n\"q\"\n\"", "h", 1_000),
        ("http_last{code=\"200\",pod=\"p\",} -3 1395066363000", "http_last", "code=\"200\"", "p", -3),
        ("a { b = \"c\" , service = \"s\" }  4  1520879607", "a", "b=\"c\"", "s", 4),
        ("{\"my.metric\",job=\"j\"} 2 1520879607", "my.metric", "", "j", 2),
        ("a_total{x=\"}\"} 5 1 # {trace_id=\"t\"} 0.6\na_total{x=\"}\"} 7 3", "a_total", "x=\"}\"", "metrics", 1),
    ]

    @Test("Lines of the specification are read", arguments: specification)
    func openMetrics(text: String, name: String, labels: String, entity: String, value: Double) throws {
        let batch = Self.read(text)
        let series = try #require(batch.series.first)
        #expect(batch.malformedLineCount == 0)
        #expect((series.key.name, series.key.labels, series.key.entity.name) == (name, labels, entity))
        #expect(series.samples.map(\.value) == [value])
    }

    @Test("Seconds and milliseconds are told apart by their size")
    func units() {
        let batch = Self.read("a 1 1520879607\nb 1 1520879607000")
        #expect(Set(batch.series.flatMap { $0.samples.map(\.time.seconds) }) == [1_520_879_607])
    }

    @Test("A counter that begins again at zero does not give a negative rate")
    func counterReset() {
        let batch = Self.read(
            "# TYPE c counter\nc_total 10 100\nc_total 30 110\nc_total 5 120\nc_created 1 120\n# EOF\n")
        #expect(batch.series.map { $0.samples.map(\.value) } == [[2, 0.5]])
    }

    @Test("A declared gauge is no counter, whatever its name")
    func gaugeNamedSum() {
        #expect(Self.read("# TYPE r_sum gauge\nr_sum 10 100\nr_sum 3 110").series.first?.samples.count == 2)
    }

    @Test("An untyped series that counts up is a counter, one that does not is none")
    func untyped() {
        func read(_ value: (Int) -> Int) -> [Double] {
            let lines = (0..<20).map { "n \(value($0)) \($0 * 10)" }.joined(separator: "\n")
            return Self.read("# TYPE n untyped\n\(lines)\n").series.flatMap { $0.samples.map(\.value) }
        }
        #expect(read { $0 * 30 } == Array(repeating: 3, count: 19))
        #expect(read { $0 < 10 ? 1_000 + $0 * 30 : ($0 - 10) * 30 }.allSatisfy { $0 == 3 || $0 == 0 })
        #expect(read { $0 % 7 * 5 }.count == 20)
        #expect(read { _ in 4 }.count == 20)
    }

    @Test("Not a number is counted and left out; so is a value without a time")
    func leftOut() {
        let batch = Self.read("a NaN 1\na +Inf 2\na 3 3\nb 4\n")
        #expect((batch.sampleCount, batch.count(of: .untimed), batch.count(of: .notFinite)) == (4, 1, 2))
        #expect(batch.series.map(\.samples.count) == [1])
    }

    @Test("Both ends of a call are the entity and its peer")
    func peers() throws {
        let key = try #require(Self.read("rtt{source=\"a\",destination=\"b\"} 1 2").series.first?.key)
        #expect((key.entity.name, key.peer) == ("a", "b"))
    }

    @Test("The size of the chunks and the order of the lines do not matter")
    func order() {
        let lines = (0..<40).map { "m{host=\"h\($0 % 3)\"} \($0) \(1_000 + $0)" }
        let series = [(lines, 1), (lines.reversed(), 4_096)].map { lines, chunkSize in
            Self.read(lines.joined(separator: "\n"), chunkSize: chunkSize).series
        }
        #expect(series[0].map(\.key) == series[1].map(\.key))
        #expect(series[0].map(\.samples) == series[1].map(\.samples))
    }
}
