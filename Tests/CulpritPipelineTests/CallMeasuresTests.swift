import CulpritModel
import CulpritParse
import CulpritRules
import CulpritScan
import Testing

@testable import CulpritPipeline

struct CallMeasuresTests {
    static let rules = Result { try RuleSet() }

    /// The series of a log whose writer, each minute, calls `shop-0` twice and each of `others` once.
    private static func series(minutes: Int, others: (Int) -> Range<Int>) throws -> [Series] {
        let set = try rules.get()
        var reader = RecordReader(set, reference: TimeReference(latest: Timestamp(seconds: 1_772_650_000)))
        var analyzer = LogAnalyzer(path: "haproxy.log", rules: set)
        for minute in 0..<minutes {
            for server in [0, 0] + others(minute) {
                let clock = "12:\(10 + minute):00"
                let line =
                    "Mar  4 \(clock) edge-1 haproxy[7]: 10.0.0.9:4711 [04/Mar/2026:\(clock).123] fe be_shop/shop-\(server) "
                    + "0/0/1/2/3 200 900 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"\n"
                reader.read(Array(line.utf8).span) { analyzer.look(at: $0) }
            }
        }
        reader.finish { analyzer.look(at: $0) }
        var outcome = SourceOutcome(summary: SourceSummary(path: "haproxy.log", content: .logs))
        analyzer.finish(into: &outcome)
        return outcome.series
    }

    @Test("Calls of those that are known go on being counted when there are too many others", arguments: [0, 100])
    func tooMany(newOnes: Int) throws {
        let series = try Self.series(minutes: 6) { $0 * newOnes + 1..<($0 + 1) * newOnes + 1 }
        let calls = try #require(
            series.first { $0.key.name == LogMeasure.calls.rawValue && $0.key.peer == "shop-0" })
        #expect(calls.samples.map(\.value) == [2, 2, 2, 2, 2, 2])
    }
}
