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

        @Test("A log whose beginning is damaged is read from the next frame on")
        func lostBeginning() async throws {
            let folder = try TemporaryFolder()
            var frames = try ["10:00", "11:00"].map { clock in
                let lines = (0..<40).map { "2026-03-04T\(clock):\(10 + $0)Z INFO tick \($0)\n" }
                return try ZstdCompressor.compress(Array(lines.joined().utf8).span)
            }
            for index in 12..<40 { frames[0][index] ^= 0xFF }
            let path = try folder.write(frames[0] + frames[1], to: "app.log.zst")
            let run = try await Program.culprit.run(["investigate", path, "--format", "json", "--quiet"])
            let report = try ReportDocument(run.out)
            #expect(report.sources.map(\.content) == ["logs"])
            #expect((40...41).contains(report.accounting.lines))
            #expect(report.accounting.incompleteSources.map(\.bytesUnread) == [frames[0].count])
        }

        @Test(
            "The sums agree behind damage too, and members that were not touched are whole",
            arguments: ["cat", "gzip", "bzip2", "xz", "lz4 -q -c", "zstd -q"])
        func sumsBehindDamage(program: String) async throws {
            let folder = try TemporaryFolder()
            for index in 0..<6 {
                let lines = (0..<400).map { "2026-03-04T10:00:0\(index)Z INFO tick \($0) \($0 &* 2_654_435_761)\n" }
                _ = try folder.write(lines.joined(), to: "logs/\(index).log")
            }
            let pack = """
                command -v \(program) > packer || exit 0
                tar --sort=name -cf all.tar logs; half=$(($(stat -c %s all.tar) / 2))
                head -c $half all.tar | \(program) > first; tail -c +$((half + 1)) all.tar | \(program) > second
                size=$(stat -c %s first)
                (head -c $((size / 2)) first; echo damage; tail -c +$((size / 2 + 40)) first; cat second) > packed
                """
            let run = try await Program.shell(pack, in: folder.url)
            try #require(run.status == 0, "\(run.err)")
            let path = folder.url.appending(path: "packed").path
            // The program may not be here.
            guard FileManager.default.fileExists(atPath: path) else { return }
            let out = try await Program.culprit.run(["investigate", path, "--format", "json", "--quiet"])
            #expect(out.status == 2)
            let report = try ReportDocument(out.out)
            #expect(report.sources.reduce(0) { $0 + $1.lines } == report.accounting.lines)
            #expect(report.sources.reduce(0) { $0 + $1.records } == report.accounting.records)
            #expect(report.sources.reduce(0) { $0 + $1.bytesRead } == report.accounting.bytesRead)
            #expect(
                report.accounting.incompleteSources.reduce(0) { $0 + $1.bytesUnread } == report.accounting.bytesUnread)
            #expect(report.accounting.incompleteSources.count >= 1)
            for member in ["5.log", "4.log"] {
                #expect(report.sources.contains { $0.source.hasSuffix(member) && $0.lines == 400 }, "\(member)")
            }
            let parse = try await Program.culprit.run(["parse", path, "--format", "ndjson", "--quiet"])
            let records = try RecordDocument.all(in: parse.out)
            #expect(records.count == report.accounting.records)
            #expect(records.reduce(0) { $0 + $1.lines } == report.accounting.lines)
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
