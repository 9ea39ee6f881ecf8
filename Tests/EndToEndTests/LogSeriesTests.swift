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

        @Test("Bytes that were sent are counted, and calls by who made and who took them")
        func bytesAndCalls() async throws {
            let line = { (clock: String, server: String, bytes: Int) in
                "Mar  4 \(clock) edge-1 haproxy[7]: 10.0.0.9:4711 [04/Mar/2026:\(clock).123] fe be_shop/\(server) 0/0/1/2/3 200 "
                    + "\(bytes) - - ---- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\""
            }
            let found = try await windows(
                usual: { line($0, "shop-1", 900) + "\n" + line($0, "shop-2", 900) },
                also: { line($0, "shop-2", 90_000) }, name: "haproxy.log")
            #expect(found.contains { $0.series == "log_sent_bytes" && $0.entity == "edge-1" })
            let calls = found.filter { $0.series == "log_calls" }
            #expect(calls.map(\.peer) == ["shop-2"] && calls.map(\.entity) == ["edge-1"])
        }
    }
}
