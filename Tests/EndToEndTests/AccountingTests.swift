import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// Whatever is read, its lines and bytes are all in the account.
    struct AccountingTests {
        private static let pieces: [[UInt8]] = [
            "2026-03-04T10:00:00Z ERROR disk sda failed\n", "2026-03-04 10:00:01,5 INFO ok\r\n", "\n", "\r\n", "\0\0\0",
            "    at com.example.A.b(A.java:1)\n", "{\"time\":\"2026-03-04T10:00:02Z\",\"msg\":\"x\"}\n",
            "\u{1B}[31mred\u{1B}[0m\n",
            "Mar  4 10:00:03 db1 kernel: oops\n", "no time at all", "\u{1B}]0;open", "a,\"b\nc\",d\n", "é\u{FEFF}\n",
        ].map { Array($0.utf8) }

        private static func text(_ generator: inout SeededGenerator) -> [UInt8] {
            (0..<Int.random(in: 0...60, using: &generator)).flatMap { _ in
                Int.random(in: 0...4, using: &generator) > 0
                    ? pieces.randomElement(using: &generator) ?? []
                    : (0..<Int.random(in: 1...40, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    }
            }
        }

        @Test("The sums are those of the sources, which are those of the files", arguments: [1, 2, 3, 4] as [UInt64])
        func sums(seed: UInt64) async throws {
            var generator = SeededGenerator(seed: seed)
            let folder = try TemporaryFolder()
            for index in 0..<12 { _ = try folder.write(Self.text(&generator), to: "logs/\(index).log") }
            let logs = folder.url.appending(path: "logs").path
            let run = try await Program.culprit.run(["investigate", logs, "--format", "json", "--quiet"])
            let report = try ReportDocument(run.out)
            #expect(report.sources.count == 12, "seed \(seed)")
            #expect(report.accounting.sources == 12)
            #expect(report.sources.reduce(0) { $0 + $1.lines } == report.accounting.lines, "seed \(seed)")
            #expect(report.sources.reduce(0) { $0 + $1.records } == report.accounting.records, "seed \(seed)")
            #expect(report.sources.reduce(0) { $0 + $1.bytesRead } == report.accounting.bytesRead, "seed \(seed)")
            for source in report.sources {
                let bytes = Array(try Data(contentsOf: URL(filePath: source.source)))
                #expect(source.bytesRead == bytes.count)
                #expect(source.bytesDecompressed == bytes.count)
                guard source.content == "logs" else { continue }
                #expect(try source.lines == SourceText.of(source.source).lineCount, "seed \(seed), \(source.source)")
                let parse = try await Program.culprit.run(["parse", source.source, "--format", "ndjson", "--quiet"])
                let records = try RecordDocument.all(in: parse.out)
                #expect(records.count == source.records, "seed \(seed), \(source.source)")
                #expect(records.reduce(0) { $0 + $1.lines } == source.lines, "seed \(seed), \(source.source)")
                #expect(records.count { $0.time == nil } == source.recordsUntimed, "seed \(seed), \(source.source)")
            }
        }

        @Test("Bytes that were passed over are counted, and a silence is told, also in the case file")
        func unreadBytesAndGaps() async throws {
            let folder = try TemporaryFolder()
            let lines = (0..<60).map { "2026-03-04T1\($0 < 30 ? 0 : 2):00:\(10 + $0 % 30)Z INFO tick \($0)\n" }
            let (first, second) = (lines[..<30].joined(), lines[30...].joined())
            let frames = try [first, second].map { try ZstdCompressor.compress(Array($0.utf8).span) }
            let path = try folder.write(frames[0] + Array("garbage!".utf8) + frames[1], to: "app.log.zst")
            let file = folder.url.appending(path: "a.case").path
            let run = try await Program.culprit.run(
                ["investigate", path, "--format", "json", "--quiet", "--case", file])
            #expect(run.status == 2)
            let report = try ReportDocument(run.out)
            #expect(report.accounting.lines == 60)
            #expect(report.accounting.incompleteSources.map(\.bytesUnread) == [8])
            #expect(report.sources.map(\.gaps.count) == [1])
            let text = try await Program.culprit.run(["investigate", path, "--quiet"])
            let words = text.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("8 bytes not read"))
            #expect(words.contains("silent: \(path) from 10:00:39 for 2 h"))
            let answer = try await Program.culprit.run(
                ["query", file, "SELECT unread_bytes, gaps, untimed_records FROM sources", "--format", "csv"])
            #expect(
                answer.out.contains("8,2026-03-04T10:00:39Z/2026-03-04T12:00:10Z,0"), "\(answer.out)")
        }
    }
}
