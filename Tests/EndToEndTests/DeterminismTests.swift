import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// The same inputs give the same report, and every line of them is counted.
    struct DeterminismTests {
        @Test("Any number of jobs gives the same report", arguments: ["2", "7"])
        func jobs(count: String) async throws {
            let arguments = [
                "investigate", Samples.folder("hardware-failing-disk").path, "--format", "json", "--quiet",
            ]
            let one = try await Program.culprit.run(arguments + ["--jobs", "1"])
            let many = try await Program.culprit.run(arguments + ["--jobs", count])
            #expect(one.status == 0)
            #expect(one.out == many.out)
        }

        @Test(
            "A log that is read alone gives the same report on any number of cores",
            arguments: [
                "bug-bad-release/chat-1/chat.log.zst", "bug-bad-release/edge-1/haproxy.log.zst",
                "hardware-failing-disk/db-1/postgresql.log.zst", "hardware-failing-disk/db-1/syslog.zst",
            ])
        func jobsOfOne(file: String) async throws {
            let arguments = ["investigate", Samples.file(file), "--format", "json", "--quiet", "--jobs"]
            let one = try await Program.culprit.run(arguments + ["1"])
            let many = try await Program.culprit.run(arguments + ["7"])
            #expect(one.status == 0)
            #expect(one.out == many.out)
        }

        @Test("Large records are the same on any number of cores")
        func largeRecords() async throws {
            let folder = try TemporaryFolder()
            var text = ""
            for number in 0..<3_000 {
                text += "2026-03-04T12:\(10 + number / 60 % 50):\(10 + number % 50)Z web-1 shop: failed: \(number)\n"
                if number % 100 == 7 {
                    text += String(repeating: "  " + String(repeating: "x", count: 1_000) + "\n", count: 400)
                }
            }
            let log = try folder.write(text, to: "shop.log")
            let arguments = ["investigate", log, "--format", "json", "--quiet", "--jobs"]
            let one = try await Program.culprit.run(arguments + ["1"])
            let many = try await Program.culprit.run(arguments + ["2"])
            #expect(try ReportDocument(one.out).accounting.lines == 3_000 + 30 * 400)
            #expect(one.out == many.out)
        }

        @Test("The order of the inputs does not matter")
        func inputOrder() async throws {
            let folder = Samples.folder("bug-bad-release").path
            let inputs = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { "\(folder)/\($0)" }
            let options = ["--format", "json", "--quiet"]
            let forwards = try await Program.culprit.run(["investigate"] + inputs + options)
            let backwards = try await Program.culprit.run(["investigate"] + inputs.reversed() + options)
            #expect(forwards.out == backwards.out)
        }

        @Test("The name of the folder does not matter", arguments: Samples.outages)
        func renamed(name: String) async throws {
            let folder = try TemporaryFolder()
            let copy = folder.url.appending(path: "chat-9 Ünïcode (1)")
            try FileManager.default.copyItem(at: Samples.folder(name), to: copy)
            let run = try await Program.culprit.run(["investigate", copy.path, "--format", "json", "--quiet"])
            let truth = try TruthDocument(folder: copy)
            let verdict = ReportDocument.Verdict(category: truth.category, entity: truth.entity)
            #expect(try ReportDocument(run.out).verdict == verdict)
        }

        @Test("The lines of the report are those of its sources")
        func lines() async throws {
            let sample = Samples.folder(Samples.calm)
            let run = try await Program.culprit.run(["investigate", sample.path, "--format", "json", "--quiet"])
            let accounting = try ReportDocument(run.out).accounting
            let paths = try FileManager.default.subpathsOfDirectory(atPath: sample.path)
                .map { sample.appending(path: $0) }.filter { !$0.isFolder }
            let texts = try paths.map { try SourceText.of($0.path) }
            let storedBytes = try paths.map { try Data(contentsOf: $0).count }
            #expect(accounting.sources == paths.count)
            #expect(accounting.lines == texts.reduce(0) { $0 + $1.lineCount })
            #expect(accounting.bytesRead == storedBytes.reduce(0, +))
            #expect(accounting.records == accounting.recordsParsed + accounting.recordsUnparsed)
            #expect(accounting.incompleteSources == [])
        }

        @Test(
            "The lines of all records are the lines of the text",
            arguments: [
                "chat-1/chat.log.zst", "db-1/postgresql.log.zst", "kafka-1/server.log.zst", "edge-1/syslog.zst",
            ])
        func recordLines(name: String) async throws {
            let path = Samples.file("bug-bad-release/\(name)")
            let run = try await Program.culprit.run(["parse", path, "--format", "ndjson", "--quiet"])
            #expect(run.status == 0, "\(run.err)")
            let text = try SourceText.of(path)
            var next = 1
            for record in try RecordDocument.all(in: run.out) {
                #expect(record.line == next)
                #expect(record.byte == text.byte(ofLine: record.line))
                next = record.line + record.lines
            }
            #expect(next == text.lineCount + 1)
        }

        @Test(
            "Awkward texts lose no line either",
            arguments: [
                "", "\n", "a", "a\n\n\nb\n", "a\r\nb\r\n", "\u{0}\u{0}\n2026-03-04T10:00:00Z x\n", "  at x\n  at y\n",
            ])
        func awkwardLines(text: String) async throws {
            let run = try await Program.culprit.run(
                ["parse", "-", "--format", "ndjson", "--quiet"], stdin: Array(text.utf8))
            let records = try RecordDocument.all(in: run.out)
            #expect(records.reduce(0) { $0 + $1.lines } == SourceText(Array(text.utf8)).lineCount, "\(records)")
        }
    }
}

extension URL {
    /// Whether there is a folder here.
    var isFolder: Bool { (try? resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false }
}
