import CulpritModel
import CulpritParse
import Testing

/// Every way to write metrics down: it is told by its content, and gives the series that it should.
struct MetricFormatTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let kind: MetricKind
        let text: String
        var source = "m"
        /// `name{labels} of entity[→peer]: time=value …`, in the order of the series.
        let series: [String]

        var testDescription: String { "\(kind.rawValue): \(series.first ?? "")" }
    }

    static let cases: [Case] = [
        Case(
            kind: .influx,
            text: #"""
                cpu,host=db-1,cpu=cpu0 usage_steal=1.5,usage_user=12i 1772635501000000000
                my\ disk,host=db-1,path=/var\ log used=7i,label="a \"b, c",full=true 1772635501000000000
                # a comment
                net,host=db-1 bytes_recv=1000i 1772635500000000000
                net,host=db-1 bytes_recv=3000i 1772635510000000000
                """#,
            series: [
                #"cpu_usage_steal{cpu="cpu0"} of db-1: 1772635501=1.5"#,
                #"cpu_usage_user{cpu="cpu0"} of db-1: 1772635501=12.0"#,
                #"my disk_full{path="/var log"} of db-1: 1772635501=1.0"#,
                #"my disk_used{path="/var log"} of db-1: 1772635501=7.0"#, "net_bytes_recv of db-1: 1772635510=200.0",
            ]),
        Case(
            kind: .sysstat,
            text: """
                Linux 6.1.0-13-amd64 (db-1) \t03/04/2026 \t_x86_64_\t(4 CPU)

                11:50:01 PM     CPU     %user   %steal
                11:55:01 PM     all     1,50     0.10
                12:00:01 AM     all      2.5     0.20

                11:50:01 PM     IFACE   rxpck/s
                11:55:01 PM      eth0      9.00
                12:05:11 AM  LINUX RESTART (4 CPU)
                Average:          all     2.00     0.15
                """,
            series: [
                #"sar.cpu.steal_percent{cpu="all"} of db-1: 1772668501=0.1 1772668801=0.2"#,
                #"sar.cpu.user_percent{cpu="all"} of db-1: 1772668501=1.5 1772668801=2.5"#,
                #"sar.iface.rxpck_per_s{iface="eth0"} of db-1: 1772668501=9.0"#,
            ]),
        Case(
            kind: .sysstat,
            text: """
                # hostname;interval;timestamp;CPU;%user;%steal
                db-1;600;2026-03-04 12:10:01 UTC;-1;1.5;0.1
                db-1;-1;2026-03-04 12:11:00 UTC;LINUX-RESTART\t(4 CPU)
                # hostname;interval;timestamp;DEV;await
                db-1;600;2026-03-04 12:20:01 UTC;sda;4
                """,
            series: [
                #"sar.cpu.steal_percent{cpu="all"} of db-1: 1772626201=0.1"#,
                #"sar.cpu.user_percent{cpu="all"} of db-1: 1772626201=1.5"#,
                #"sar.dev.await{disk="sda"} of db-1: 1772626801=4.0"#,
            ]),
        Case(
            kind: .sadfJSON,
            text: #"""
                {"sysstat": {"hosts": [{"nodename": "db-1", "sysname": "Linux", "number-of-cpus": 2,
                  "statistics": [
                    {"timestamp": {"date": "2026-03-04", "time": "12:10:01", "utc": 1, "interval": 600},
                     "cpu-load": [{"cpu": "all", "steal": 0.25}], "queue": {"runq-sz": 3},
                     "network": {"net-dev": [{"iface": "eth0", "rxerr": 1.5}]}},
                    {"timestamp": {"date": "2026-03-04", "time": "12:20:01", "utc": 1, "interval": 600},
                     "cpu-load": [{"cpu": "all", "steal": 0.5}]}
                  ], "restarts": [{"boot": {"date": "2026-03-04", "time": "01:00:00"}}]}]}}
                """#,
            series: [
                #"sar.cpu-load.steal{cpu="all"} of db-1: 1772626201=0.25 1772626801=0.5"#,
                #"sar.network.net-dev.rxerr{iface="eth0"} of db-1: 1772626201=1.5"#,
                "sar.queue.runq-sz of db-1: 1772626201=3.0",
            ]),
        Case(
            kind: .otlp,
            text: #"""
                {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"pay"}},{"key":"process.pid","value":{"intValue":"7"}}]},"scopeMetrics":[{"scope":{},"metrics":[{"name":"queue.size","gauge":{"dataPoints":[{"attributes":[{"key":"q","value":{"stringValue":"in"}}],"timeUnixNano":"1772635501000000000","asInt":"12"}]}},{"name":"requests","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{"timeUnixNano":"1772635500000000000","asDouble":10},{"timeUnixNano":"1772635510000000000","asDouble":30}]}}]}]}]}
                {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"pay"}}]},"scopeMetrics":[{"metrics":[{"name":"duration","histogram":{"aggregationTemporality":1,"dataPoints":[{"timeUnixNano":"1772635500000000000","count":"3","sum":1.5,"bucketCounts":["1","2","0"],"explicitBounds":[0.5,1]}]}}]}]}]}
                """#,
            series: [
                #"duration_bucket{le="+Inf"} of pay: 1772635500=3.0"#,
                #"duration_bucket{le="0.5"} of pay: 1772635500=1.0"#,
                #"duration_bucket{le="1.0"} of pay: 1772635500=3.0"#, "duration_count of pay: 1772635500=3.0",
                "duration_sum of pay: 1772635500=1.5", #"queue.size{q="in"} of pay: 1772635501=12.0"#,
                "requests of pay: 1772635510=2.0",
            ]),
        Case(
            kind: .queryRange,
            text: #"""
                {"status":"success","data":{"resultType":"matrix","result":[
                {"metric":{"__name__":"up","instance":"a:9100","job":"n"},"values":[[1772635501.5,"1"],[1772635561.5,"0"]]},
                {"metric":{},"values":[[1772635501,"NaN"],[1772635502,"4"]]}]}}
                """#,
            series: [
                #"up{job="n"} of a: 1772635501.5=1.0 1772635561.5=0.0"#, "value of m: 1772635502=4.0",
            ]),
        Case(
            kind: .cloudWatch,
            text: #"""
                {"MetricDataResults": [
                  {"Id": "m1", "Label": "pay CPUUtilization", "StatusCode": "Complete",
                   "Timestamps": ["2026-03-04T12:05:00+00:00", "2026-03-04T12:00:00+00:00"], "Values": [2.5, 1.5]}],
                 "Messages": []}
                """#,
            series: ["CPUUtilization of pay: 1772625600=1.5 1772625900=2.5"]),
        Case(
            kind: .cloudWatch,
            text: #"""
                {"Datapoints": [{"Timestamp": "2026-03-04T12:00:00Z", "Average": 1.5, "Unit": "Percent"}],
                 "Label": "CPUUtilization"}
                """#, source: "x/db-7.json.gz", series: ["CPUUtilization of db-7: 1772625600=1.5"]),
        Case(
            kind: .grafana,
            text: #"""
                {"results":{"A":{"frames":[{"schema":{"name":"load","fields":[{"name":"Time","type":"time"},
                {"name":"Value","type":"number","labels":{"instance":"a:9100"}}]},
                "data":{"values":[[1772635501000,1772635561000],[1.5,null]]}}]}}}
                """#,
            series: ["load of a: 1772635501=1.5"]),
        Case(
            kind: .grafana,
            text: #"[{"target":"up{instance=\"a\"}","datapoints":[[1,1772635501000],[null,1772635561000]]}]"#,
            series: ["up of a: 1772635501=1.0"]),
        Case(
            kind: .vmstat,
            text: """
                procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----
                 r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC
                 9  9      0   9999      9      9    9    9     9     9    9    9  9  9  9  9  9 2026-03-04 12:00:00
                 1  2      0    500      6      7    8    9    10    11   12   13 14 15 16 17 18 2026-03-04 12:00:01
                """,
            series: [
                "vmstat.cpu.id of m: 1772625601=16.0", "vmstat.cpu.st of m: 1772625601=18.0",
                "vmstat.cpu.sy of m: 1772625601=15.0", "vmstat.cpu.us of m: 1772625601=14.0",
                "vmstat.cpu.wa of m: 1772625601=17.0", "vmstat.io.bi of m: 1772625601=10.0",
                "vmstat.io.bo of m: 1772625601=11.0", "vmstat.memory.buff of m: 1772625601=6.0",
                "vmstat.memory.cache of m: 1772625601=7.0", "vmstat.memory.free of m: 1772625601=500.0",
                "vmstat.memory.swpd of m: 1772625601=0.0", "vmstat.procs.b of m: 1772625601=2.0",
                "vmstat.procs.r of m: 1772625601=1.0", "vmstat.swap.si of m: 1772625601=8.0",
                "vmstat.swap.so of m: 1772625601=9.0", "vmstat.system.cs of m: 1772625601=13.0",
                "vmstat.system.in of m: 1772625601=12.0",
            ]),
        Case(
            kind: .iostat,
            text: """
                Linux 6.1.0 (db-1) \t2026-03-04 \t_x86_64_\t(2 CPU)

                03/04/2026 11:59:59 AM
                avg-cpu:  %user  %iowait
                           9.00     9.00

                Device            r/s   await  %util
                sda              9.00    9.00   9.00

                03/04/2026 12:00:01 PM
                avg-cpu:  %user  %iowait
                           1.50     2.50

                Device            r/s   await  %util
                sda              3.00    4.00  55.00
                """,
            series: [
                "iostat.cpu.iowait_percent of db-1: 1772625601=2.5", "iostat.cpu.user_percent of db-1: 1772625601=1.5",
                #"iostat.disk.await{disk="sda"} of db-1: 1772625601=4.0"#,
                #"iostat.disk.r_per_s{disk="sda"} of db-1: 1772625601=3.0"#,
                #"iostat.disk.util_percent{disk="sda"} of db-1: 1772625601=55.0"#,
            ]),
        Case(
            kind: .csv, text: "epoch,rx,tx\n1772635501.500,1,2\n1772635511.500,nan,4\n",
            source: "/var/lib/collectd/web-1/interface-eth0/if_octets-2026-03-04",
            series: [
                "interface-eth0.if_octets.rx of web-1: 1772635501.5=1.0",
                "interface-eth0.if_octets.tx of web-1: 1772635501.5=2.0 1772635511.5=4.0",
            ]),
        Case(
            kind: .csv,
            text:
                "time,host,metric_id,value\n1772635501,a,cpu.user,1\n1772635501,a,cpu.steal,2\n1772635501,b,cpu.user,3\n",
            series: [
                "cpu.steal of a: 1772635501=2.0", "cpu.user of a: 1772635501=1.0", "cpu.user of b: 1772635501=3.0",
            ]),
        Case(
            kind: .csv, text: "when;server;name;value\n2026-03-04 12:00:00;a;load;1\n2026-03-04 12:00:00;a;queue;2\n",
            series: ["load of a: 1772625600=1.0", "queue of a: 1772625600=2.0"]),
        Case(
            kind: .csv,
            text:
                "sep=,\n\"Time\",\"up{instance=\"\"a:9100\"\"}\",\"{job=\"\"x\"\"}\",cpu\n2026-03-04 12:00:00,1,2,3.5%\n",
            series: ["cpu of m: 1772625600=3.5", "up of a: 1772625600=1.0", "value of x: 1772625600=2.0"]),
        Case(
            kind: .openMetrics,
            text: #"{__name__="up", instance="a:9100"} 1 1772635501000"# + "\n"
                + #"{__name__="up", instance="a:9100"} 0 1772635561000"# + "\n",
            series: ["up of a: 1772635501=1.0 1772635561=0.0"]),
        Case(
            kind: .openMetrics, text: "# TYPE load gauge\nload 1.5\n", source: "d/web-1_20260304-120000.prom.gz",
            series: ["load of web-1: 1772625600=1.5"]),
    ]

    static func text(of series: Series) -> String {
        let peer = series.key.peer.map { "→\($0)" } ?? ""
        let samples = series.samples.map { sample in
            let seconds = Double(sample.time.nanoseconds) / 1e9
            return "\(seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)")=\(sample.value)"
        }
        return "\(series.key.text) of \(series.key.entity.name)\(peer): \(samples.joined(separator: " "))"
    }

    @Test("A format is told by its content", arguments: cases)
    func detection(one: Case) {
        let bytes = Array(one.text.utf8)
        #expect(MetricKind.detect(prefix: bytes.span) == one.kind)
    }

    @Test("A format gives its series, however its text is cut", arguments: cases)
    func reading(one: Case) {
        for chunkSize in [1, 7, 1 << 16] {
            let batch = MetricReaderTests.read(one.text, as: one.kind, source: one.source, chunkSize: chunkSize)
            #expect(batch.series.filter { !$0.samples.isEmpty }.map(Self.text) == one.series)
            #expect(batch.malformedLineCount == 0, "\(batch.troubleText)")
        }
    }

    @Test("What is cut off or damaged does not stop the rest, and is counted", arguments: cases)
    func damage(one: Case) {
        for cut in stride(from: 1, to: one.text.utf8.count, by: 5) {
            let bytes = Array(one.text.utf8)
            _ = MetricReaderTests.read(String(decoding: bytes[..<cut], as: UTF8.self), as: one.kind, source: one.source)
            let holed = bytes[..<cut] + bytes[min(bytes.count, cut + 9)...]
            _ = MetricReaderTests.read(String(decoding: holed, as: UTF8.self), as: one.kind, source: one.source)
        }
        let garbage = MetricReaderTests.read("\u{1}{]}[\"\n;;;\n= ==\n", as: one.kind)
        #expect(garbage.series.isEmpty)
    }

    static let noMetrics = [
        "level=info msg=started size=5\nlevel=warn msg=slow size=7\n",
        "{\"level\":\"info\",\"values\":[1,2],\"time\":\"2026-03-04T12:00:00Z\"}\n",
        "Linux version 6.1.0 (gcc) 03/04/2026\nbooting\n", "procs: 7 running\nr b\n",
        "job started size=5 1772635501\njob ended\n",
    ]

    @Test("Logs that look alike are no metrics", arguments: noMetrics)
    func logs(text: String) {
        let bytes = Array(text.utf8)
        #expect(MetricKind.detect(prefix: bytes.span) == nil)
    }
}
