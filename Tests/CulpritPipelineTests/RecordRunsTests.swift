import CulpritModel
import CulpritTestSupport
import Testing

@testable import CulpritParse
@testable import CulpritPipeline

struct RecordRunsTests {
    /// Lines of some programs, nearly in the order of time: most of few shapes, some that rules match, some only by their
    /// digits, some with a trace or of a request.
    private static func lines(seed: UInt64, minutes: Int, count: Int) -> [String] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).flatMap { index -> [String] in
            let late = Int.random(in: 0..<20, using: &random) == 0 ? Int.random(in: 0..<150, using: &random) : 0
            let second = max(0, index * minutes * 60 / count - late)
            let clock = AnalyzedLog.clock(10 * 3_600 + second)
            let head = "Mar  4 \(clock) node-a"
            let number = Int.random(in: 1..<99_999, using: &random)
            let port = Bool.random(using: &random) ? 22 : 443
            switch Int.random(in: 0..<14, using: &random) {
            case 0: return ["\(head) kernel: EXT4-fs error (device sda1): ext4_find_entry:\(number): inode #2: bad"]
            case 1:
                return [
                    "\(head) sshd[\(number)]: Failed password for root from 10.0.0.\(number % 250) port \(port) ssh2"
                ]
            case 2: return ["\(head) app[77]: answered with status=\(port == 22 ? 200 : 503) in \(number) ms"]
            case 3: return ["\(head) app[77]: ERROR cannot keep order \(number)"]
            case 4:
                return [
                    "\(head) app[77]: java.lang.IllegalStateException: \(number)",
                    "\tat org.shop.Cart.add(Cart.java:7)",
                ]
            case 5:
                return [
                    "\(head) haproxy[7]: 10.0.0.9:4711 [04/Mar/2026:\(clock).123] fe be/shop-1 0/0/1/4/5 "
                        + "\(port == 22 ? 200 : 503) 900 - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\""
                ]
            case 6: return ["\(head) app[77]: WARN connection to db-\(number % 3) refused, password=\(number)"]
            default: return ["\(head) app[77]: kept order \(number) of customer \(number % 100)"]
            }
        }
    }

    @Test(
        "Records that are counted together give what each by itself gives",
        arguments: [(1, 3, 4_000), (2, 50, 6_000), (3, 119, 3_000), (4, 124, 3_000), (5, 600, 6_000)])
    func together(seed: UInt64, minutes: Int, count: Int) throws {
        let lines = Self.lines(seed: seed, minutes: minutes, count: count)
        // Without a shape in common each record is looked at by itself.
        let alone = try AnalyzedLog.outcome(lines) { $0.shape = nil }
        for cuts in [[], [lines.count / 3, lines.count / 2]] {
            let together = try AnalyzedLog.outcome(lines, cuts: cuts)
            #expect(together.minuteCounts.united(source: "a.log") == alone.minuteCounts.united(source: "a.log"))
            #expect(together.templates == alone.templates)
            #expect(together.events == alone.events)
            #expect(together.summary == alone.summary)
            #expect(together.attributes == alone.attributes)
            #expect(together.requestMinutes == alone.requestMinutes)
            let measures = try #require(together.measures)
            #expect(measures.step == alone.measures?.step)
            #expect(measures.series(source: "a.log") == alone.measures?.series(source: "a.log"))
            #expect(measures.series(source: "a.log").count > 5)
        }
        #expect(alone.events.contains { $0.count > 1 } && alone.events.count > 100)
    }

    @Test("Nearly all records of a step are counted together")
    func share() throws {
        var (reader, analyzer) = (try AnalyzedLog.reader(), try AnalyzedLog.analyzer())
        for number in 1...1_000 {
            let text = number % 3 == 0 ? "EXT4-fs error (device sda1): inode #\(number): bad" : "order \(number) kept"
            reader.read(Array("Mar  4 10:00:03 node-a kernel: \(text)\n".utf8).span) { analyzer.look(at: &$0) }
        }
        reader.finish { analyzer.look(at: &$0) }
        #expect(analyzer.runs.takeAll().reduce(0) { $0 + $1.count } > 800)
    }
}
