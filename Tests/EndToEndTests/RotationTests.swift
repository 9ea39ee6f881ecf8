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

        /// Writes two parts of a log, the older compressed or not, and returns the folder that they are in.
        private static func write(
            _ parts: (older: String, newer: String), to files: [String], of folder: TemporaryFolder, isCompressed: Bool
        ) throws -> String {
            let older = Array(parts.older.utf8)
            _ =
                try isCompressed
                ? folder.write(ZstdCompressor.compress(older.span), to: "logs/\(files[0]).zst")
                : folder.write(older, to: "logs/\(files[0])")
            _ = try folder.write(Array(parts.newer.utf8), to: "logs/\(files[1])")
            return folder.url.appending(path: "logs").path
        }

        @Test("The first lines of a part go on the last record of the part before", arguments: [false, true])
        func seam(isCompressed: Bool) async throws {
            let folder = try TemporaryFolder()
            let logs = try Self.write(
                (Self.older, Self.newer), to: ["app.log.1", "app.log"], of: folder, isCompressed: isCompressed)
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

        private static func docker(_ second: Int, _ text: String, stream: String = "stdout") -> String {
            #"{"log":"\#(text)","stream":"\#(stream)","time":"2026-03-04T10:00:\#(10 + second).5Z"}"# + "\n"
        }

        private static func cri(_ second: Int, _ flag: String, _ text: String, stream: String = "stdout") -> String {
            "2026-03-04T10:00:\(10 + second).500000000Z \(stream) \(flag) \(text)\n"
        }

        /// What a runtime wrote before a rotation and behind it, and the lines and messages of the records.
        static let wrapped:
            [(name: String, files: [String], older: String, newer: String, lines: [Int], last: String)] = [
                (
                    "CRI parts", ["0.log.20260304-100012", "0.log"],
                    cri(1, "F", "first") + cri(2, "P", "one, "),
                    cri(2, "P", "two, ") + cri(2, "F", "three") + cri(3, "F", "next"),
                    [1, 3, 1], "one, two, three"
                ),
                (
                    "CRI trace", ["0.log.20260304-100012", "0.log"],
                    cri(1, "F", "first") + cri(2, "F", "java.io.IOException: gone") + cri(2, "F", "\tat a.b(C.java:1)"),
                    cri(2, "F", "\tat a.c(C.java:2)") + cri(2, "F", "Caused by: x.Y: z") + cri(3, "F", "next"),
                    [1, 4, 1], "java.io.IOException: gone\n\tat a.b(C.java:1)\n\tat a.c(C.java:2)\nCaused by: x.Y: z"
                ),
                (
                    "Docker parts", ["c-json.log.1", "c-json.log"],
                    docker(1, "first\\n") + docker(2, "one, "),
                    docker(2, "two, ") + docker(2, "three\\n") + docker(3, "next\\n"),
                    [1, 3, 1], "one, two, three"
                ),
                (
                    "Docker trace", ["c-json.log.1", "c-json.log"],
                    docker(1, "first\\n") + docker(2, "java.io.IOException: gone\\n"),
                    docker(2, "\\tat a.c(C.java:2)\\n") + docker(3, "next\\n"),
                    [1, 2, 1], "java.io.IOException: gone\n\tat a.c(C.java:2)"
                ),
                (
                    "whole lines", ["0.log.20260304-100012", "0.log"], cri(1, "F", "first") + cri(2, "F", "one"),
                    cri(2, "F", "next"), [1, 1, 1], "one"
                ),
                (
                    "another stream", ["0.log.20260304-100012", "0.log"], cri(1, "F", "first") + cri(2, "P", "one"),
                    cri(2, "F", "next", stream: "stderr"), [1, 1, 1], "one"
                ),
            ]

        @Test(
            "What a runtime wraps goes on over a rotation", arguments: wrapped.map(\.name), [false, true])
        func wrappedSeam(name: String, isCompressed: Bool) async throws {
            let wrapped = try #require(Self.wrapped.first { $0.name == name })
            let folder = try TemporaryFolder()
            let logs = try Self.write(
                (wrapped.older, wrapped.newer), to: wrapped.files, of: folder, isCompressed: isCompressed)
            let run = try await Program.culprit.run(["parse", logs, "--format", "ndjson", "--quiet"])
            let records = try RecordDocument.all(in: run.out)
            #expect(records.map(\.lines) == wrapped.lines)
            #expect(records.map(\.message) == ["first", wrapped.last, "next"])
            let report = try await Program.culprit.run(["investigate", logs, "--format", "json", "--quiet"])
            #expect(try Self.accounting(report.out) == [wrapped.lines.reduce(0, +), 3])
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
