import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// A log gives the same records however it is wrapped.
    struct InputFormTests {
        /// How the system's programs wrap `app.log` into the file, and which program that takes.
        static let wrappings: [(file: String, program: String, line: String)] = [
            ("app.log.zst", "zstd", "zstd -q -k app.log"),
            (
                "frames.zst", "zstd",
                "head -n 700 app.log | zstd -q > frames.zst; tail -n +701 app.log | zstd -q >> frames.zst"
            ),
            ("app.log.gz", "gzip", "gzip -k app.log"),
            (
                "members.gz", "gzip",
                "head -n 700 app.log | gzip > members.gz; tail -n +701 app.log | gzip >> members.gz"
            ),
            ("app.log.xz", "xz", "xz -k app.log"),
            ("app.log.bz2", "bzip2", "bzip2 -k app.log"),
            ("app.log.lz4", "lz4", "lz4 -q -k app.log app.log.lz4"),
            ("app.tar", "tar", "tar -cf app.tar app.log"),
            ("app.tar.gz", "tar", "tar -czf app.tar.gz app.log"),
            ("app.tar.zst", "zstd", "tar -cf - app.log | zstd -q > app.tar.zst"),
            ("inner.tar", "zstd", "zstd -q -k app.log && tar -cf inner.tar app.log.zst"),
            ("app.zip", "zip", "zip -q app.zip app.log"),
            ("wrongly-named.log", "gzip", "gzip -c app.log > wrongly-named.log"),
        ].filter { Program.system($0.program) != nil }

        /// A log without years would be dated by the file.
        private static func text() throws -> [UInt8] {
            try SourceText.of(Samples.file("bug-bad-release/chat-1/chat.log.zst")).bytes
        }

        @Test("A wrapped log gives the records of the plain one", arguments: wrappings.map(\.file))
        func wrapped(file: String) async throws {
            let wrapping = try #require(Self.wrappings.first { $0.file == file })
            let folder = try TemporaryFolder()
            let plain = try folder.write(Self.text(), to: "app.log")
            let made = try await Program.shell("cd '\(folder.url.path)' && \(wrapping.line)", in: folder.url)
            try #require(made.status == 0, "\(made.err)")
            let options = ["--format", "ndjson", "--quiet"]
            let expected = try await Program.culprit.run(["parse", plain] + options)
            let path = folder.url.appending(path: file).path
            let found = try await Program.culprit.run(["parse", path] + options)
            #expect(found.status == 0, "\(found.err)")
            let records = try RecordDocument.all(in: expected.out)
            #expect(records.count > 1_000)
            #expect(try RecordDocument.all(in: found.out) == records)
            // The same bytes on standard input are told by their content alone.
            let piped = try await Program.culprit.run(
                ["parse", "-"] + options, stdin: Array(Data(contentsOf: URL(filePath: path))))
            #expect(try RecordDocument.all(in: piped.out) == records)
        }

        @Test("A plain log on standard input gives the same records, and the source is named '-'")
        func standardInput() async throws {
            let folder = try TemporaryFolder()
            let text = try Self.text()
            let options = ["--format", "ndjson", "--quiet"]
            let expected = try await Program.culprit.run(["parse", folder.write(text, to: "app.log")] + options)
            let found = try await Program.culprit.run(["parse", "-"] + options, stdin: text)
            #expect(try RecordDocument.all(in: found.out) == RecordDocument.all(in: expected.out))
            #expect(found.lines.allSatisfy { $0.contains("\"source\":\"-\"") })
        }

        @Test("A sample as one archive gives the verdict of the folder")
        func archivedSample() async throws {
            let folder = try TemporaryFolder()
            let archive = folder.url.appending(path: "outage.tar").path
            let tar = try await Program.shell(
                "tar -cf '\(archive)' -C '\(Samples.package.path)/SampleLogs' hardware-failing-disk", in: folder.url)
            try #require(tar.status == 0)
            let run = try await Program.culprit.run(["investigate", archive, "--format", "json", "--quiet"])
            let truth = try TruthDocument(folder: Samples.folder("hardware-failing-disk"))
            let report = try ReportDocument(run.out)
            #expect(report.verdict == ReportDocument.Verdict(category: truth.category, entity: truth.entity))
        }

        @Test("Records of a log that is still being written come out at once")
        func liveInput() async throws {
            let folder = try TemporaryFolder()
            let script = """
                mkfifo pipe; "$CULPRIT" parse - --format ndjson < pipe > out & exec 3> pipe
                printf '2026-03-04T10:00:0%dZ INFO x\\n' 1 2 >&3
                tries=0; while [ ! -s out ] && [ $tries -lt 200 ]; do sleep 0.05; tries=$((tries + 1)); done
                wc -l < out; printf '2026-03-04T10:00:03Z INFO y\\n' >&3; exec 3>&-; wait; wc -l < out
                """
            let run = try await Program.shell("cd '\(folder.url.path)' && \(script)", in: folder.url)
            #expect(run.lines.map { $0.trimmingPrefix(while: \.isWhitespace) } == ["1", "3"], "\(run.err)")
        }

        @Test("Of a rotated log without years each part is dated before the next one")
        func rotatedYears() async throws {
            let folder = try TemporaryFolder()
            let parts = [("app.log.2", "Nov 20"), ("app.log.1", "Mar 20"), ("app.log", "Feb 7")]
            for (name, day) in parts {
                _ = try folder.write(Array("\(day) 10:00:00 db1 kernel: I/O error, dev sda, sector 1\n".utf8), to: name)
            }
            // As after a copy, all are of the same time, which is that of the newest.
            let touch = try await Program.shell("touch -d 2026-02-08T00:00:00Z '\(folder.url.path)'/*", in: folder.url)
            try #require(touch.status == 0)
            let file = folder.url.appending(path: "a.case").path
            let logs = parts.map { "\(folder.url.path)/\($0.0)" }
            _ = try await Program.culprit.run(["investigate", "--case", file, "--quiet"] + logs)
            let answer = try await Program.culprit.run(
                ["query", file, "SELECT from_time FROM sources ORDER BY from_time", "--format", "csv"])
            #expect(
                answer.out.split(whereSeparator: \.isNewline).dropFirst()
                    == ["2024-11-20T10:00:00Z", "2025-03-20T10:00:00Z", "2026-02-07T10:00:00Z"])
        }
    }
}
