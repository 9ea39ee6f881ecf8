import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// One bad input never ends a run: it is named, what was saved of it is used, and the exit code tells.
    struct BadInputTests {
        private static let log = "2026-03-04T10:00:00Z ERROR one\n2026-03-04T10:00:01Z ERROR two\n"
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private func path(_ name: String) -> String { folder.url.appending(path: name).path }

        private func investigate(_ arguments: String...) async throws -> (run: Program.Result, report: ReportDocument) {
            let run = try await Program.culprit.run(["investigate", "--format", "json", "--quiet"] + arguments)
            return (run, try ReportDocument(run.out))
        }

        @Test("A missing file is named with what to do, and the others are read")
        func missing() async throws {
            let good = try folder.write(Self.log, to: "good.log")
            let (run, report) = try await investigate(path("nowhere.log"), good)
            #expect(run.status == 2)
            #expect(run.err.contains("'\(path("nowhere.log"))'"))
            #expect(run.err.contains("try: "))
            #expect(run.err.components(separatedBy: "warning: ").count == 2, "told more than once: \(run.err)")
            #expect(report.accounting.lines == 2)
            #expect(report.accounting.incompleteSources.map(\.source) == [path("nowhere.log")])
            let parse = try await Program.culprit.run(["parse", path("nowhere.log"), good])
            #expect(parse.status == 2)
            #expect(parse.lines.count == 2)
        }

        @Test("A file that may not be read is named", .enabled(if: getuid() != 0, "root reads everything"))
        func unreadable() async throws {
            let file = try folder.write(Self.log, to: "secret.log")
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
            let (run, report) = try await investigate(file)
            #expect(run.status == 2)
            #expect(run.err.contains("'\(file)'"))
            #expect(report.accounting.incompleteSources.map(\.source) == [file])
        }

        @Test("An empty file is a source without lines")
        func empty() async throws {
            let (run, report) = try await investigate(try folder.write("", to: "empty.log"))
            #expect(run.status == 0)
            #expect((report.accounting.sources, report.accounting.lines) == (1, 0))
            #expect(report.verdict.category == "undetermined")
        }

        @Test("What came before the damage of a compressed file is used")
        func truncated() async throws {
            let whole = Array(try Data(contentsOf: URL(filePath: Samples.file("calm-day/edge-1/haproxy.log.zst"))))
            let cut = whole.count / 2
            let file = try folder.write(Array(whole[..<cut]), to: "cut.log.zst")
            let (run, report) = try await investigate(file)
            #expect(run.status == 2)
            let incomplete = try #require(report.accounting.incompleteSources.first)
            #expect(incomplete.source == file)
            #expect(incomplete.reason.contains("at byte \(cut)"))
            #expect(incomplete.bytesRecovered > 100_000)
            #expect(report.accounting.records > 100)
            #expect(run.err.contains("'\(file)'") && run.err.contains("try: "))
            let parse = try await Program.culprit.run(["parse", file, "--format", "ndjson"])
            #expect(parse.status == 2)
            #expect(try RecordDocument.all(in: parse.out).reduce(0) { $0 + $1.lines } == report.accounting.lines)
        }

        @Test("A flipped byte in a compressed file is found")
        func flipped() async throws {
            var bytes = Array(try Data(contentsOf: URL(filePath: Samples.file("calm-day/edge-1/haproxy.log.zst"))))
            for offset in 0..<64 { bytes[bytes.count / 2 + offset] ^= 0xFF }
            let (run, report) = try await investigate(try folder.write(bytes, to: "flipped.zst"))
            #expect(run.status == 2)
            #expect(report.accounting.incompleteSources.count == 1)
        }

        @Test("A program is counted and not searched")
        func binary() async throws {
            let bytes = Array(try Data(contentsOf: URL(filePath: "/bin/sh")).prefix(50_000))
            let (run, report) = try await investigate(try folder.write(bytes, to: "program"))
            #expect(run.status == 0)
            #expect(run.err.contains("program' holds no text"))
            #expect(report.accounting.records == 0)
        }

        @Test("A folder without files is nothing to read")
        func emptyFolder() async throws {
            let empty = path("empty")
            try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
            for command in ["investigate", "parse"] {
                let run = try await Program.culprit.run([command, empty])
                #expect(run.status == 1)
                #expect(run.err.contains("nothing to read in '\(empty)'") && run.err.contains("try: "))
                #expect(run.out.isEmpty)
            }
        }

        @Test("All mistakes of a rule file are told before anything is read")
        func rules() async throws {
            let rules = """
                rules:
                  - id: bad
                    title: A title
                    severity: terrible
                    weight: heavy
                    match: '(open'
                    culprit: service
                    explain: It is bad.
                    remedies: ["Make it good."]
                    references: []
                    examples: [{line: 'open', captures: {}}]
                    counterexamples: []
                """
            let file = try folder.write(rules, to: "rules/bug/bad.yaml")
            let run = try await Program.culprit.run(["investigate", path("nowhere.log"), "--rules", path("rules")])
            #expect(run.status == 1)
            #expect(run.out.isEmpty)
            for line in [4, 5, 6] { #expect(run.err.contains("at: \(file):\(line)"), "line \(line): \(run.err)") }
            #expect(run.err.components(separatedBy: "try: ").count >= 4)
            #expect(!run.err.contains("nowhere.log"))
        }

        @Test("A rule folder that is not there ends the run")
        func missingRules() async throws {
            let run = try await Program.culprit.run(
                ["parse", "-", "--rules", path("nowhere")], stdin: Array(Self.log.utf8))
            #expect(run.status == 1)
            #expect(run.err.contains(path("nowhere")))
            #expect(run.out.isEmpty)
        }

        @Test("The file of another program is refused and left as it is", arguments: ["text", "database"])
        func otherCase(kind: String) async throws {
            let other = path("other.db")
            if kind == "text" {
                _ = try folder.write("These are notes.\n", to: "other.db")
            } else {
                guard let sqlite = Program.system("sqlite3") else { return }
                let made = try await sqlite.run([other, "CREATE TABLE t(a); INSERT INTO t VALUES (1)"])
                try #require(made.status == 0)
            }
            let before = try Data(contentsOf: URL(filePath: other))
            let log = try folder.write(Self.log, to: "a.log")
            for arguments in [
                ["investigate", log, "--case", other], ["query", other, "SELECT 1"], ["digest", "--case", other],
            ] {
                let run = try await Program.culprit.run(arguments)
                #expect(run.status == 1, "\(arguments[0])")
                #expect(run.err.contains("'\(other)' is not a case file."), "\(run.err)")
            }
            #expect(try Data(contentsOf: URL(filePath: other)) == before)
        }

        @Test("A case file that is not there is a failure of what only reads it")
        func missingCase() async throws {
            for arguments in [["query", path("no.case"), "SELECT 1"], ["digest", "--case", path("no.case")]] {
                let run = try await Program.culprit.run(arguments)
                #expect(run.status == 1, "\(arguments[0])")
                #expect(run.err.contains("'\(path("no.case"))'"))
                #expect(!FileManager.default.fileExists(atPath: path("no.case")))
            }
        }

        @Test("A full disk is told", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
        func fullDisk() async throws {
            let log = try folder.write(Self.log, to: "a.log")
            for line in [
                "\"$CULPRIT\" investigate \(log) --output /dev/full", "\"$CULPRIT\" investigate \(log) > /dev/full",
                "\"$CULPRIT\" parse \(log) > /dev/full", "\"$CULPRIT\" rules list > /dev/full",
            ] {
                let run = try await Program.shell(line, in: folder.url)
                #expect(run.status == 1, "\(line)")
                #expect(run.err.contains("No space left on device"), "\(line): \(run.err)")
                #expect(
                    try FileManager.default.attributesOfItem(atPath: "/dev/full")[.type] as? FileAttributeType
                        == .typeCharacterSpecial)
            }
        }

        @Test("A case on a full disk is told, and the next run can use the file")
        func fullCase() async throws {
            let mount = path("small")
            try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
            let mounted = try await Program.shell("mount -t tmpfs -o size=256k none '\(mount)'", in: folder.url)
            // Only root can mount, and not in every container.
            guard mounted.status == 0 else { return }
            let sample = Samples.folder("hardware-failing-disk").path
            let run = try await Program.culprit.run(["investigate", sample, "--case", "\(mount)/a.case", "--quiet"])
            let check = try await Program.culprit.run(["query", "\(mount)/a.case", "SELECT count(*) FROM sources"])
            _ = try await Program.shell("umount '\(mount)'", in: folder.url)
            #expect(run.status == 1)
            #expect(run.err.contains("no space left for the case file") && run.err.contains("try: "))
            #expect(check.status == 0 || check.status == 1)
        }

        @Test("The report can go to a file, a link to one, and a device")
        func output() async throws {
            let log = try folder.write(Self.log, to: "a.log")
            let target = try folder.write("old", to: "target.txt")
            try FileManager.default.createSymbolicLink(atPath: path("link.txt"), withDestinationPath: target)
            for name in ["new.txt", "link.txt"] {
                let run = try await Program.culprit.run(["investigate", log, "--output", path(name)])
                #expect(run.status == 0)
                #expect(run.out.isEmpty)
                #expect(try String(contentsOfFile: path(name), encoding: .utf8).contains("What was read"))
            }
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link.txt")) == target)
            let piped = try await Program.shell(
                "\"$CULPRIT\" investigate \(log) --output /dev/stdout | cat", in: folder.url)
            #expect(piped.out.contains("What was read"))
            let nowhere = try await Program.culprit.run(["investigate", log, "--output", path("no/folder/report.txt")])
            #expect(nowhere.status == 1)
            #expect(nowhere.err.contains("no/folder/report.txt") && nowhere.err.contains("try: "))
        }

        @Test(
            "A reader that has enough ends the program quietly",
            arguments: ["parse LOG", "parse LOG --format ndjson", "rules list", "rules test", "investigate LOG"])
        func closedPipe(command: String) async throws {
            let arguments = command.replacing("LOG", with: Samples.folder(Samples.calm).path)
            let run = try await Program.shell(
                "{ \"$CULPRIT\" \(arguments); echo $? > status; } | head -n 1; cat status", in: folder.url)
            #expect(run.err.isEmpty)
            #expect(run.out.hasSuffix("\n0\n"), "\(run.out)")
        }

        @Test(
            "A wrong command line is told with 64",
            arguments: [
                ["investigate"], ["parse"], ["windows"], ["crashes"], ["nonsense"], ["investigate", "x", "--nope"],
                ["investigate", "x", "--from", "teatime"], ["investigate", "x", "--to", "2026-13-40"],
                ["investigate", "x", "--from", "2026-03-04 10:00", "--to", "2026-03-04 09:00"],
                ["investigate", "x", "--baseline-from", "2026-03-04"], ["investigate", "x", "--jobs", "0"],
                ["investigate", "x", "--format", "pdf"], ["parse", "x", "--jobs", "2"],
                ["investigate", "x", "--timezone", "Mars"],
                ["query", "a.case"],
                ["query", "a.case", "SELECT 1", "--limit", "0"], ["digest"],
                ["digest", "--case", "a", "--day", "2026-03-04", "--since", "2026-03-04"],
            ])
        func usage(arguments: [String]) async throws {
            let run = try await Program.culprit.run(arguments)
            #expect(run.status == 64)
            #expect(run.out.isEmpty)
            #expect(run.err.hasPrefix("Error: "))
        }
    }
}
