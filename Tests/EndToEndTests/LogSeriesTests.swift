import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What is counted from logs a minute shows where it is not as usual.
    struct LogSeriesTests {
        private struct Document: Decodable {
            struct Window: Decodable {
                let series: String
                let entity: String
                let peer: String?
                let from: String
                let score: Double
            }

            let windows: [Window]
        }

        /// Two hours of `usual` each ten seconds, and of `also` each second from 13:30 to 13:40.
        private func windows(
            usual: (String) -> String, also: (String) -> String, name: String
        ) async throws -> [Document.Window] {
            let folder = try TemporaryFolder()
            var lines: [String] = []
            for second in 0..<7_200 {
                func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
                let clock = "\(12 + second / 3_600):\(padded(second / 60 % 60)):\(padded(second % 60))"
                if second % 10 == 0 { lines.append(usual(clock)) }
                if (5_400..<6_000).contains(second) { lines.append(also(clock)) }
            }
            _ = try folder.write(lines.joined(separator: "\n") + "\n", to: name)
            let run = try await Program.culprit.run(
                ["windows", folder.url.appending(path: name).path, "--format", "json", "--quiet"])
            #expect(run.status == 0, "\(run.err)")
            return try JSONDecoder().decode(Document.self, from: Data(run.out.utf8)).windows.filter { $0.score >= 0.5 }
        }

        @Test("A rule that hits much more often has a window")
        func rule() async throws {
            let found = try await windows(
                usual: { "Mar  4 \($0) db-1 cron[7]: job done" },
                also: { "Mar  4 \($0) db-1 kernel: EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: bad" },
                name: "syslog")
            let window = try #require(found.first { $0.series.hasPrefix("log_rule_hits{rule=") })
            #expect(window.entity == "db-1" && window.from.contains("T13:3"))
        }

        @Test("Answers are counted by class")
        func responses() async throws {
            let line = { (clock: String, status: Int) in
                "10.0.0.1 - - [04/Mar/2026:\(clock) +0000] \"GET / HTTP/1.1\" \(status) 12 \"-\" \"-\""
            }
            let found = try await windows(
                usual: { line($0, 200) }, also: { line($0, 503) }, name: "access.log")
            #expect(found.contains { $0.series == "log_http_responses{code=\"5xx\"}" })
            #expect(!found.contains { $0.series == "log_http_responses{code=\"2xx\"}" })
        }

        /// Of each series its samples as a query of the case tells them.
        private func samples(_ files: [String: String], where filter: String) async throws -> [[String]] {
            let folder = try TemporaryFolder()
            for (name, text) in files { _ = try folder.write(text, to: "in/\(name)") }
            let input = folder.url.appending(path: "in").path
            let caseFile = folder.url.appending(path: "a.case").path
            let run = try await Program.culprit.run(["investigate", input, "--case", caseFile, "--quiet"])
            #expect(run.status == 0, "\(run.err)")
            let query = try await Program.culprit.run([
                "query", caseFile,
                """
                SELECT s.name, n.name, s.peer, CAST(sum(m.sum) AS INTEGER) FROM sample_minute m
                JOIN series s ON s.id = m.series_id JOIN entity n ON n.id = s.entity_id WHERE \(filter)
                GROUP BY s.id ORDER BY s.name, n.name, s.peer
                """, "--format", "csv",
            ])
            #expect(query.status == 0, "\(query.err)")
            return query.out.split(whereSeparator: \.isNewline).dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
        }

        @Test("Bytes are counted, and calls of each pair of caller and callee")
        func bytesAndPairs() async throws {
            let lines = (0..<5).flatMap { minute in
                ["srv1", "srv1", "srv2"].map { server in
                    "Mar  4 12:0\(minute):01 edge-1 haproxy[7]: 10.0.0.1:5000 [04/Mar/2026:12:0\(minute):00.123] web "
                        + "api/\(server) 0/0/1/20/21 200 512 - - ---- 1/1/0/0/0 0/0 \"GET /cart HTTP/1.1\""
                }
            }
            let rows = try await samples(
                ["edge-1/haproxy.log": lines.joined(separator: "\n") + "\n"],
                where: "s.name IN ('log_calls', 'log_sent_bytes', 'log_call_sent_bytes')")
            #expect(
                rows == [
                    ["log_call_sent_bytes", "10.0.0.1", "edge-1", "7680"],
                    ["log_call_sent_bytes", "edge-1", "srv1", "5120"],
                    ["log_call_sent_bytes", "edge-1", "srv2", "2560"],
                    ["log_calls", "10.0.0.1", "edge-1", "15"], ["log_calls", "edge-1", "srv1", "10"],
                    ["log_calls", "edge-1", "srv2", "5"], ["log_sent_bytes", "edge-1", "", "7680"],
                ])
        }

        @Test("Many clients are users, of which none has a series")
        func users() async throws {
            let lines = (0..<200).map { client in
                "10.0.\(client).1 - - [04/Mar/2026:12:0\(client % 5):00 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"-\""
            }
            let rows = try await samples(
                ["web-1/access.log": lines.joined(separator: "\n") + "\n"], where: "s.name = 'log_calls'")
            #expect(rows.isEmpty)
        }

        @Test("What two logs of one machine count in a minute adds up")
        func twoLogs() async throws {
            let name = "log_records"
            let folder = try TemporaryFolder()
            var (one, two) = ("", "")
            for minute in 0..<30 {
                for second in 0..<20 {
                    let clock = "12:\(minute < 10 ? "0" : "")\(minute):\(second < 10 ? "0" : "")\(second)"
                    one += "Mar  4 \(clock) db-1 cron[7]: job is done\n"
                    if minute < 20 { two += "Mar  4 \(clock) db-1 backup[8]: part is copied\n" }
                }
            }
            _ = try folder.write(one, to: "in/db-1/cron.log")
            _ = try folder.write(two, to: "in/db-1/backup.log")
            let run = try await Program.culprit.run([
                "windows", folder.url.appending(path: "in").path, "--from", "2026-03-04 12:20", "--to",
                "2026-03-04 12:30", "--format", "json", "--quiet",
            ])
            #expect(run.status == 0, "\(run.err)")
            // 40 a minute while both are written, and 20 from then on.
            let windows = try JSONDecoder().decode(Document.self, from: Data(run.out.utf8)).windows
            #expect(windows.contains { $0.series == name && $0.from.contains("T12:20") && $0.score >= 0.3 })
        }
    }
}
