import CulpritModel
import Testing

@testable import CulpritPipeline

struct SourceMeasuresTests {
    /// Requests of several servers and errors of a disk, some each seven seconds; they do not come in order of time.
    private static func lines(minutes: Int) -> [String] {
        stride(from: 0, to: minutes * 60, by: 7).flatMap { second -> [String] in
            func clock(_ second: Int) -> String { AnalyzedLog.clock(12 * 3_600 + second) }
            let late = clock(max(0, second - second % 5 * 4))
            let requests = (0..<second % 4 + 1).map { server in
                "Mar  4 \(late) edge-1 haproxy[7]: 10.0.0.9:4711 [04/Mar/2026:\(late).123] fe be_shop/shop-\(server) "
                    + "0/0/1/\(second % 90)/\(second % 90 + 1) \(second % 11 == 0 ? 503 : 200) 900 - - ---- "
                    + "1/1/1/1/0 0/0 \"GET / HTTP/1.1\""
            }
            let errors =
                second % 3 == 0
                ? [
                    "Mar  4 \(clock(second)) db-1 kernel: EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: bad"
                ]
                : []
            return requests + errors
        }
    }

    @Test(
        "What parts of a source count adds up to what the whole counts, also where only together they span much",
        arguments: [(20, [0.5]), (20, [0.1, 0.5, 0.9]), (115, [0.3]), (130, [0.5]), (200, [0.05]), (300, [0.4])])
    func merging(minutes: Int, shares: [Double]) throws {
        let lines = Self.lines(minutes: minutes)
        let one = try AnalyzedLog.outcome(lines)
        let whole = try #require(one.measures)
        #expect(whole.step == (minutes <= 120 ? .tenSeconds : .minute))
        let parted = try AnalyzedLog.outcome(lines, cuts: shares.map { Int($0 * Double(lines.count)) })
        let merged = try #require(parted.measures)
        #expect(merged.step == whole.step && parted.summary.span == one.summary.span)
        let series = whole.series(source: "a.log")
        #expect(Set(series.map(\.series.key.name)).count > 8)
        #expect(merged.series(source: "a.log") == series)
    }

    @Test("Minutes made of tens of seconds count all records, and counts are given a minute in both")
    func minutes() throws {
        var measures = try #require(try AnalyzedLog.outcome(Self.lines(minutes: 30)).measures)
        func sum(_ measure: LogMeasure) -> (values: Double, records: Double) {
            measures.series(source: "a.log").filter { $0.series.key.name == measure.rawValue }
                .reduce((0, 0)) { sum, one in
                    (
                        sum.0 + one.series.samples.reduce(0) { $0 + $1.value },
                        sum.1 + one.counts.samples.reduce(0) { $0 + $1.value }
                    )
                }
        }
        let counts: [LogMeasure] = [.records, .responses, .calls, .callErrors, .ruleHits]
        let fine = counts.map(sum)
        #expect(fine.allSatisfy { $0.records > 0 && $0.values == 6 * $0.records })
        measures.countByMinute()
        let byMinute = counts.map(sum)
        #expect(byMinute.map(\.records) == fine.map(\.records))
        #expect(byMinute.map(\.values) == fine.map(\.records))
    }

    @Test("A source that tells of many is counted by the minute, however little it spans")
    func manyWriters() throws {
        let lines = (0..<700).flatMap { step -> [String] in
            let (hour, minute, second) = (12 + step / 360, step / 6 % 60, step % 6)
            return (0..<100).map { host in
                "2026-03-04T\(hour):\(minute < 10 ? "0" : "")\(minute):\(second)0Z web-\(host) shop[7]: served"
            }
        }
        let measures = try #require(try AnalyzedLog.outcome(lines).measures)
        #expect(measures.step == .minute && measures.records.count == 100)
        let counts = measures.records.values.map { $0.values.reduce(0) { $0 + $1.count } }
        #expect(counts.allSatisfy { $0 == 700 })
    }
}
