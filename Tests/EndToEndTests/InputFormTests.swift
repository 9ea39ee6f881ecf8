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
    }
}
