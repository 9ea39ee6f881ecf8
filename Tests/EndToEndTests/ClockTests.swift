import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What is said of clocks that are wrong.
    struct ClockTests {
        /// `seconds` after ten o'clock.
        private static func clock(_ seconds: Int) -> String {
            let (hours, rest) = (10 + seconds / 3_600, seconds % 3_600)
            return "2026-03-04T\(hours):\(String(rest / 60 + 100).dropFirst()):\(String(rest % 60 + 100).dropFirst())Z"
        }

        private static func lines(_ seconds: [Int]) -> [UInt8] {
            Array(seconds.map { "\(clock($0)) INFO tick\n" }.joined().utf8)
        }

        /// The seconds of each record, and the jump that is found: how many, how far, at which line.
        static let steps: [(name: String, seconds: [Int], count: Int, largest: Double, line: Int)] = [
            ("none", Array(0..<40), 0, 0, 0),
            ("back by ten minutes", Array(600..<620) + Array(19..<40), 1, 600, 21),
            ("twice", Array(600..<620) + Array(300..<320) + Array(0..<20), 2, 319, 21),
            ("catches up", Array(600..<620) + Array(300..<700), 1, 319, 21),
            ("late records", Array(600..<620) + Array(300..<320) + Array(620..<640), 0, 0, 0),
            ("one late record", Array(600..<620) + [3] + Array(620..<640), 0, 0, 0),
            ("the newest first", Array((0..<600).reversed()), 0, 0, 0),
            ("a buffer's disorder", (0..<100).map { $0 % 2 == 0 ? $0 : $0 + 90 }, 0, 0, 0),
        ]

        @Test("A clock that jumps back is told, late records are not", arguments: steps.map(\.name))
        func jumps(name: String) async throws {
            let step = try #require(Self.steps.first { $0.name == name })
            let folder = try TemporaryFolder()
            let path = try folder.write(Self.lines(step.seconds), to: "app.log")
            let file = folder.url.appending(path: "a.case").path
            let run = try await Program.culprit.run(
                ["investigate", path, "--format", "json", "--quiet", "--case", file])
            let source = try #require(try ReportDocument(run.out).sources.first)
            let expected = ReportDocument.ClockSteps(count: step.count, largestS: step.largest, line: step.line)
            #expect(source.clockSteps == (step.count == 0 ? nil : expected))
            #expect(source.records == step.seconds.count && source.recordsUntimed == 0)
            #expect(source.formats.count == 1 && source.mainFormatRecords == source.records)
            let answer = try await Program.culprit.run(
                ["query", file, "SELECT clock_steps, main_format_records FROM sources", "--format", "csv"])
            #expect(answer.out.contains("\(step.count),\(step.seconds.count)"))
            let text = try await Program.culprit.run(["investigate", path, "--quiet"])
            #expect(text.out.contains("clock jumped back: ") == (step.count > 0))
            #expect(text.out.contains("format: \(source.formats[0]) in 1 source, 100% of their"))
        }

        @Test("Each source has the zone that its path's pattern names, the last that matches")
        func zones() async throws {
            let folder = try TemporaryFolder()
            for name in ["web-1/app.log", "web-2/app.log", "db/app.log"] {
                _ = try folder.write(Array("2026-03-04 10:00:00 INFO tick\n".utf8), to: "logs/\(name)")
            }
            let run = try await Program.culprit.run([
                "parse", folder.url.appending(path: "logs").path, "--format", "ndjson", "--quiet", "--timezone=-01:00",
                "--timezone", "web-*/*.log=+02:00", "--timezone", "web-2/*=+03:00",
            ])
            #expect(
                try RecordDocument.all(in: run.out).map(\.time)
                    == ["2026-03-04T11:00:00Z", "2026-03-04T08:00:00Z", "2026-03-04T07:00:00Z"])
            let bad = try await Program.culprit.run(["parse", "x", "--timezone", "web=nowhere"])
            #expect(bad.status == 64 && bad.err.contains("'web=nowhere'"))
        }

        @Test("An ambiguous date is read as the source's beginning tells")
        func dayOrder() async throws {
            let folder = try TemporaryFolder()
            let path = try folder.write(Array("04/03/2026 10:00:00 a\n25/03/2026 10:00:00 b\n".utf8), to: "app.log")
            let run = try await Program.culprit.run(["parse", path, "--format", "ndjson", "--quiet"])
            #expect(
                try RecordDocument.all(in: run.out).map(\.time) == ["2026-03-04T10:00:00Z", "2026-03-25T10:00:00Z"])
        }

        @Test("A host whose clock is off is told, and its times are corrected when asked for")
        func skew() async throws {
            let folder = try TemporaryFolder()
            func line(_ seconds: Int, _ request: Int, _ text: String) -> String {
                "{\"time\":\"\(Self.clock(seconds))\",\"level\":\"info\",\"trace_id\":\"request-\(request)00\",\"msg\":\"\(text)\"}\n"
            }
            var (web, cart) = ("", "")
            for request in 0..<40 {
                let start = 600 + request * 20
                web += line(start, request, "asked") + line(start + 3, request, "answered")
                cart += line(start + 1 - 500, request, "read") + line(start + 2 - 500, request, "found")
            }
            for (host, text) in [("web", web), ("cart", cart)] {
                _ = try folder.write(Array(text.utf8), to: "logs/\(host)/app.log")
            }
            let logs = folder.url.appending(path: "logs").path
            let file = folder.url.appending(path: "a.case").path
            let run = try await Program.culprit.run(["investigate", logs, "--format", "json", "--quiet"])
            let found = try ReportDocument(run.out).clockOffsets
            #expect(found.map(\.host) == ["web"] && found.map(\.reference) == ["cart"])
            #expect(found.allSatisfy { $0.offsetS == 500 && ($0.uncertaintyS ?? 9) <= 1 && !$0.aligned })
            let aligned = try await Program.culprit.run(
                ["investigate", logs, "--format", "json", "--quiet", "--align-clocks", "--case", file])
            #expect(try ReportDocument(aligned.out).clockOffsets.map(\.aligned) == [true])
            let spans = try await Program.culprit.run(
                ["query", file, "SELECT from_time, to_time FROM sources ORDER BY path", "--format", "csv"])
            #expect(
                spans.out.split(whereSeparator: \.isNewline).dropFirst()
                    == [
                        "2026-03-04T10:01:41Z,2026-03-04T10:14:42.000000001Z",
                        "2026-03-04T10:01:40Z,2026-03-04T10:14:43.000000001Z",
                    ],
                "\(spans.out)")
            let again = try await Program.culprit.run(
                ["investigate", logs, "--format", "json", "--quiet", "--case", file])
            #expect(try ReportDocument(again.out).clockOffsets.map(\.host) == ["web"])
        }

        @Test("Connections that both ends log tell how a clock drifts, and its times are corrected")
        func connections() async throws {
            let folder = try TemporaryFolder()
            var (client, server) = ("", "")
            func time(_ seconds: Double) -> String {
                let whole = Int(seconds)
                let part = Int(((seconds - Double(whole)) * 1_000).rounded(.down))
                return Self.clock(whole).replacing("Z", with: ".\(String(part + 1_000).dropFirst())Z")
            }
            for number in 0..<60 {
                let (start, port) = (Double(100 + number * 50), 40_000 + number)
                client += "\(time(start)) INFO connected to 10.0.0.5:5432 from 10.0.0.3:\(port)\n"
                server += "\(time(start + 30 + 0.002 * start)) LOG connection received: host=10.0.0.3 port=\(port)\n"
                client += "\(time(start + 9)) INFO connection to 10.0.0.5:5432 from 10.0.0.3:\(port) closed\n"
            }
            for (host, text) in [("app-1", client), ("db-1", server)] {
                _ = try folder.write(Array(text.utf8), to: "logs/\(host)/app.log")
            }
            let logs = folder.url.appending(path: "logs").path
            let file = folder.url.appending(path: "a.case").path
            let run = try await Program.culprit.run(
                ["investigate", logs, "--format", "json", "--quiet", "--align-clocks", "--case", file])
            let found = try #require(try ReportDocument(run.out).clockOffsets.first)
            #expect(Set([found.host, found.reference]) == ["app-1", "db-1"] && found.aligned)
            let drift = try #require(found.driftPpm)
            #expect(abs(abs(drift) - 2_000) < 60)
            let apart = try await Program.culprit.run([
                "query", file, "--format", "csv",
                "SELECT max(abs(unixepoch(a.from_time) - unixepoch(b.from_time))) < 2 FROM sources a, sources b",
            ])
            #expect(apart.out.contains("1"), "\(apart.out)")
            let text = try await Program.culprit.run(["report", file])
            #expect(text.out.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(" s an hour"))
            let again = try await Program.culprit.run(
                ["investigate", logs, "--format", "json", "--quiet", "--case", file])
            #expect(try ReportDocument(again.out).clockOffsets.first?.driftPpm == drift)
        }

        /// What tells that a machine booted at 08:00:00, by the file that it is in.
        static let bootSigns: [(name: String, text: String)] = [
            ("syslog", "Mar  4 09:00:00 web-1 kernel: [ 3600.000000] eth0: link is up\n"),
            ("messages", "Mar  4 08:59:00 web-1 app: x\n2026-03-04T09:00:00Z web-1 kernel: [ 3600.000000] eth0: up\n"),
            ("stat", "cpu  1 2 3 4\nbtime 1772611200\nprocesses 12\n"),
            ("last.txt", "reboot   system boot  6.1.0-18-amd64  Wed Mar  4 08:00:00 2026   still running\n"),
            ("who.txt", "         system boot  2026-03-04 08:00:00\n"),
            ("journal.txt", "Mar 04 08:00:00 web-1 kernel: Linux version 6.1.0-18-amd64 (debian-kernel)\n"),
            (
                "boot.log",
                "Mar 04 08:01:12 web-1 systemd[1]: Startup finished in 2.5s (kernel) + 1min 9.500s (userspace) = 1min 12s.\n"
            ),
        ]

        @Test(
            "The seconds since boot become times by what other files of the machine tell", arguments: bootSigns.indices)
        func boots(index: Int) async throws {
            let folder = try TemporaryFolder()
            let kernel = "[    0.000000] Linux version 6.1\n[ 7200.500000] EXT4-fs error (device sda1): bad block\n"
            let dmesg = try folder.write(Array(kernel.utf8), to: "logs/web-1/dmesg")
            let sign = try folder.write(
                Array(Self.bootSigns[index].text.utf8), to: "logs/web-1/var/log/\(Self.bootSigns[index].name)")
            // Another machine booted at another time.
            let other = "2026-03-04T09:00:00Z web-2 kernel: [ 60.000000] eth0: link is up\n"
            let others = try folder.write(Array(other.utf8), to: "logs/web-2/var/log/messages")
            for path in [dmesg, sign, others] {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 1_772_622_000)], ofItemAtPath: path)
            }
            let file = folder.url.appending(path: "a.case").path
            let run = try await Program.culprit.run(
                ["investigate", folder.url.appending(path: "logs").path, "--quiet", "--case", file])
            #expect(run.status == 0, "\(run.err)")
            let times = try await Program.culprit.run([
                "query", file, "--format", "csv", "SELECT from_time FROM sources WHERE path LIKE '%/dmesg'",
            ])
            #expect(times.out.contains("2026-03-04T08:00:00Z"), "\(times.out)")
            let parsed = try await Program.culprit.run(
                ["parse", folder.url.appending(path: "logs").path, "--format", "ndjson", "--quiet"])
            let record = try RecordDocument.all(in: parsed.out).first { $0.message.hasPrefix("EXT4") }
            #expect(record?.time == "2026-03-04T10:00:00.500Z")
        }

        @Test(
            "Where nothing near tells the boot, or two machines tell two, the kernel's seconds are no times",
            arguments: [["b/messages"], ["a/messages", "a/syslog"]])
        func noBoot(files: [String]) async throws {
            let folder = try TemporaryFolder()
            _ = try folder.write(Array("[ 7200.500000] EXT4-fs error (device sda1): bad\n".utf8), to: "logs/a/dmesg")
            for (index, file) in files.enumerated() {
                let line = "2026-03-04T09:00:0\(index)Z web-\(index) kernel: [ 60.000000] eth0: link is up\n"
                _ = try folder.write(Array(line.utf8), to: "logs/\(file)")
            }
            let run = try await Program.culprit.run(
                ["investigate", folder.url.appending(path: "logs").path, "--quiet", "--format", "json"])
            let sources = try ReportDocument(run.out).sources
            #expect(sources.map(\.recordsUntimed).reduce(0, +) == 1)
        }
    }
}
