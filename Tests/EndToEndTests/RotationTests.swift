import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// A record that a rotation cut is one record.
    struct RotationTests {
        private static func header(_ second: Int, _ text: String) -> String {
            "2026-03-04 10:00:\(10 + second),123 ERROR [main] com.example.App: \(text)\n"
        }

        private static let older =
            header(1, "first") + header(2, "lost") + "java.io.IOException: gone\n\tat a.b(C.java:1)\n"
        private static let newer = "\tat a.c(C.java:2)\nCaused by: x.Y: z\n" + header(3, "next")

        private static func accounting(_ out: String) throws -> [Int] {
            let accounting = try ReportDocument(out).accounting
            return [accounting.lines, accounting.records]
        }

        @Test("The first lines of a part go on the last record of the part before", arguments: [false, true])
        func seam(isCompressed: Bool) async throws {
            let folder = try TemporaryFolder()
            let bytes = Array(Self.older.utf8)
            _ =
                try isCompressed
                ? folder.write(ZstdCompressor.compress(bytes.span), to: "logs/app.log.1.zst")
                : folder.write(bytes, to: "logs/app.log.1")
            _ = try folder.write(Array(Self.newer.utf8), to: "logs/app.log")
            let logs = folder.url.appending(path: "logs").path
            let run = try await Program.culprit.run(["parse", logs, "--format", "ndjson", "--quiet"])
            let records = try RecordDocument.all(in: run.out)
            #expect(records.map(\.line) == [1, 2, 3])
            #expect(records.map(\.lines) == [1, 5, 1])
            #expect(
                records.map(\.message) == [
                    "first",
                    "lost\njava.io.IOException: gone\n\tat a.b(C.java:1)\n\tat a.c(C.java:2)\nCaused by: x.Y: z",
                    "next",
                ])
            let report = try await Program.culprit.run(["investigate", logs, "--format", "json", "--quiet"])
            #expect(try Self.accounting(report.out) == [7, 3])
        }

        @Test("A part that grew after it was read is not counted twice")
        func grown() async throws {
            let folder = try TemporaryFolder()
            _ = try folder.write(Array(Self.older.utf8), to: "logs/app.log.1")
            _ = try folder.write(Array(Self.newer.utf8), to: "logs/app.log")
            let logs = folder.url.appending(path: "logs").path
            let options = ["--format", "json", "--quiet", "--case", folder.url.appending(path: "a.case").path]
            _ = try await Program.culprit.run(["investigate", logs] + options)
            _ = try folder.write(Array((Self.newer + Self.header(4, "last")).utf8), to: "logs/app.log")
            let run = try await Program.culprit.run(["investigate", logs] + options)
            #expect(try Self.accounting(run.out) == [8, 4])
        }

        /// Names and texts of two files, and how many records they have together.
        static let others: [(first: String, second: String, text: String)] = [
            ("web.1", "web.2", newer), ("a.log", "b.log", newer),
            ("app.log.1", "app.log", "no header\nat all\n" + header(3, "x")),
            ("app.log.1", "app.log", "\tat nothing with a header behind it\n"),
        ]

        @Test("What is no part of one log, or no continuation, stays apart", arguments: others.indices)
        func apart(index: Int) async throws {
            let other = Self.others[index]
            let folder = try TemporaryFolder()
            let paths = try [
                folder.write(Array(Self.older.utf8), to: other.first),
                folder.write(Array(other.text.utf8), to: other.second),
            ]
            let options = ["--format", "json", "--quiet"]
            let both = try await Self.accounting(Program.culprit.run(["investigate"] + paths + options).out)
            var sums = [0, 0]
            for path in paths {
                let alone = try await Self.accounting(Program.culprit.run(["investigate", path] + options).out)
                sums = zip(sums, alone).map { $0 + $1 }
            }
            #expect(both == sums)
        }

        @Test("A copy of a part keeps no line from being counted")
        func copies() async throws {
            let folder = try TemporaryFolder()
            let bytes = Array(Self.older.utf8)
            _ = try folder.write(bytes, to: "logs/app.log.1")
            _ = try folder.write(ZstdCompressor.compress(bytes.span), to: "logs/app.log.1.zst")
            _ = try folder.write(Array(Self.newer.utf8), to: "logs/app.log")
            let logs = folder.url.appending(path: "logs").path
            let run = try await Program.culprit.run(["investigate", logs, "--format", "json", "--quiet"])
            #expect(try Self.accounting(run.out)[0] == 7)
        }
    }
}
