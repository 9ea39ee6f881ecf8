import CulpritModel
import CulpritParse
import Testing

struct MetricsCSVTests {
    @Test("A plain series has the name of its column and the entity of its file")
    func plain() throws {
        let batch = MetricReaderTests.read(
            "timestamp,value\r\n2015-02-26 21:42:53,104\r\n2015-02-26 21:47:53,100\r\n", as: .csv,
            source: "d/queue_a.csv.zst")
        let series = try #require(batch.series.first)
        #expect((series.key.name, series.key.entity.name) == ("value", "queue_a"))
        #expect(series.samples.map(\.value) == [104, 100])
        #expect(series.samples.first?.time.description == "2015-02-26T21:42:53Z")
    }

    @Test("A column names the entity, and a second time is not a value")
    func wide() {
        let text = """
            Time,TimeStamp,PodName,CpuUsage(m),NodeCpu(%)
            2023-01-29 08:41:09.85 +0000 UTC m=+0.93,1674981669,pay-1,14.5,NaN
            2023-01-29 08:42:09.46 +0000 UTC m=+60.5,1674981729,pay-2,8,9.5
            """
        let series = MetricReaderTests.read(text, as: .csv).series
        #expect(series.map(\.key.name) == ["CpuUsage(m)", "CpuUsage(m)", "NodeCpu(%)"])
        #expect(series.map(\.key.entity) == [Entity("pay-1", .pod), Entity("pay-2", .pod), Entity("pay-2", .pod)])
        #expect(series.first?.samples.first?.time.seconds == 1_674_981_669)
    }

    @Test("Columns named after two services are calls")
    func calls() {
        let text = "time,timestamp,web_shop,shop_pay,web_cart\n2022-08-22 03:51:20,1661140280,0.1,0.2,0.3\n"
        let keys = MetricReaderTests.read(text, as: .csv, source: "source_50.csv").series.map(\.key)
        #expect(keys.map(\.name) == ["source", "source", "source"])
        #expect(keys.map { "\($0.entity.name)→\($0.peer ?? "")" } == ["shop→pay", "web→cart", "web→shop"])
    }

    @Test("Columns that share only prefixes are not calls")
    func notCalls() {
        let text = "time,cpu_idle,cpu_busy,mem_free,mem_used\n1661140280,1,2,3,4\n"
        #expect(MetricReaderTests.read(text, as: .csv).series.allSatisfy { $0.key.peer == nil })
    }

    static let writings: [(cell: String, text: String)] = [
        ("1661140280", "2022-08-22T03:51:20Z"), ("1661140280123", "2022-08-22T03:51:20.123Z"),
        ("2022-08-22T03:51:20Z", "2022-08-22T03:51:20Z"), ("2022-08-22T05:51:20+02:00", "2022-08-22T03:51:20Z"),
        ("2022-08-22 03:51:20.5 +0000 UTC m=+0.5", "2022-08-22T03:51:20.500Z"),
        ("2022-08-22 03:51", "2022-08-22T03:51:00Z"),
    ]

    @Test("Times are read in every usual writing", arguments: writings)
    func times(cell: String, text: String) {
        let batch = MetricReaderTests.read("time,value\n\(cell),1\n", as: .csv)
        #expect(batch.series.first?.samples.first?.time.description == text)
    }

    static let kinds: [(text: String, kind: MetricKind?)] = [
        ("# HELP a A.\n# TYPE a counter\na_total 1\n", .openMetrics),
        ("a{b=\"c\"} 1 2\na{b=\"d\"} 1 2\n", .openMetrics),
        ("timestamp,value\n2015-02-26 21:42:53,104\n2015-02-26 21:47:53,100\n", .csv),
        ("time;host;load\n1661140280;a;1\n1661140290;a;2\n", .csv),
        ("time,level,message\n2015-02-26 21:42:53,INFO,started\n", nil),
        ("time,pid,text\n2015-02-26 21:42:53,7,{\"a\": 1}\n", nil),
        ("2015-02-26 21:42:53 INFO started\n2015-02-26 21:42:54 WARN slow\n", nil),
        ("Jan  1 00:00:01 host kernel: a 1\n", nil), ("a,b\n1,2\n", nil), ("", nil), ("\n\n", nil),
        ("\u{0}\u{1}\u{2}", nil),
    ]

    @Test("The content tells metrics from logs", arguments: kinds)
    func kind(text: String, kind: MetricKind?) { #expect(MetricKind.detect(prefix: Array(text.utf8).span) == kind) }
}
