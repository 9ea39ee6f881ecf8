import CulpritModel
import CulpritParse
import CulpritRules
import CulpritScan
import Testing

@testable import CulpritPipeline

struct CallMeasuresTests {
    static let rules = Result { try RuleSet() }

    /// What a log gives whose writer, each minute, calls `shop-0` twice and each of `others` once.
    private static func outcome(minutes: Int, others: (Int) -> Range<Int>) throws -> SourceOutcome {
        let set = try rules.get()
        var reader = RecordReader(set, reference: TimeReference(latest: Timestamp(seconds: 1_772_650_000)))
        var analyzer = LogAnalyzer(path: "haproxy.log", rules: set)
        for minute in 0..<minutes {
            let (day, hour) = (minute / 1_440, minute / 60 % 24)
            let month = day < 15 ? "Nov" : day < 45 ? "Dec" : day < 76 ? "Jan" : "Feb"
            let date = day < 15 ? day + 16 : day < 45 ? day - 14 : day < 76 ? day - 44 : day - 75
            let clock = "\(hour < 10 ? "0" : "")\(hour):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00"
            for server in [0, 0] + others(minute) {
                let line =
                    "\(month) \(date < 10 ? " " : "")\(date) \(clock) edge-1 haproxy[7]: 10.0.0.9:4711 "
                    + "[\(date < 10 ? "0" : "")\(date)/\(month)/\(day < 45 ? 2025 : 2026):\(clock).123] fe be_shop/shop-\(server) "
                    + "0/0/1/2/3 200 900 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"\n"
                reader.read(Array(line.utf8).span) { analyzer.look(at: &$0) }
            }
        }
        reader.finish { analyzer.look(at: &$0) }
        var outcome = SourceOutcome(summary: SourceSummary(path: "haproxy.log", content: .logs))
        analyzer.finish(into: &outcome)
        outcome.makeSeries()
        return outcome
    }

    private static func calls(_ outcome: SourceOutcome) -> [String: [Double]] {
        let calls = outcome.series.filter {
            $0.key.name == LogMeasure.calls.rawValue && $0.key.peer?.hasPrefix("shop") == true
        }
        return Dictionary(calls.map { ($0.key.peer ?? "", $0.samples.map(\.value)) }, uniquingKeysWith: +)
    }

    @Test("Calls of those that are known go on being counted when there are too many others", arguments: [0, 100])
    func tooMany(newOnes: Int) throws {
        let outcome = try Self.outcome(minutes: 6) { $0 * newOnes + 1..<($0 + 1) * newOnes + 1 }
        #expect(Self.calls(outcome)["shop-0"] == [2, 2, 2, 2, 2, 2])
    }

    @Test("When there are too many minutes the half with the fewest calls goes, and the calls of both are told")
    func halved() throws {
        // 256 servers and the client that all calls come from; the last hundred servers have one call in two minutes.
        let minutes = 640
        let outcome = try Self.outcome(minutes: minutes) { minute in 1..<(minute.isMultiple(of: 2) ? 256 : 156) }
        let calls = Self.calls(outcome)
        #expect(calls["shop-0"] == Array(repeating: 2, count: minutes))
        // Whatever has a series has all of its calls in it.
        #expect(calls.count > 90 && calls.count <= 100)
        #expect(calls.filter { $0.key != "shop-0" }.allSatisfy { $0.value == Array(repeating: 1, count: minutes) })
        let told = try #require(outcome.diagnostics.first { $0.what.contains("are in no series of their caller") })
        let whole = minutes / 2 * (257 + 157)
        let counted = Int(calls.values.reduce(0) { $0 + $1.reduce(0, +) })
        #expect(told.what.hasPrefix("\(whole - counted) calls"))
    }

    @Test("The last one that is left keeps its calls, however long it goes on")
    func last() throws {
        // One server and one client, for three months.
        let minutes = 131_200
        let outcome = try Self.outcome(minutes: minutes) { _ in 0..<0 }
        let calls = outcome.series.filter { $0.key.name == LogMeasure.calls.rawValue }
        #expect(calls.map(\.count) == [minutes])
        #expect(outcome.diagnostics.count { $0.what.hasPrefix("\(2 * minutes) calls") } == 1)
    }
}
