import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// Logs that span little are counted by tens of seconds.
    struct FineSeriesTests {
        private struct Document: Decodable {
            struct Window: Decodable {
                let series: String
                let entity: String
                let from: String
                let to: String
                let score: Double
            }

            let windows: [Window]
        }

        /// A moment of the day of all logs here.
        private static func clock(_ second: Int) -> String {
            func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
            return "\(two(10 + second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
        }

        /// Three requests a second of a load balancer, and in `burst` five more that fail.
        private static func requests(_ seconds: Range<Int>, burst: Range<Int> = 0..<0, of host: String = "edge-1")
            -> String
        {
            seconds.map { second in
                let statuses = [200, 200, 200] + (burst.contains(second) ? Array(repeating: 503, count: 5) : [])
                return statuses.map { status in
                    "Mar  4 \(clock(second)) \(host) haproxy[7]: 10.0.0.1:5000 [04/Mar/2026:\(clock(second)).123] web "
                        + "api/srv1 0/0/1/20/21 \(status) 512 - - ---- 1/1/0/0/0 0/0 \"GET /cart HTTP/1.1\"\n"
                }.joined()
            }.joined()
        }

        /// Jobs that run each half minute, and in `burst` errors of a disk.
        private static func syslog(_ seconds: Range<Int>, burst: Range<Int>) -> String {
            seconds.map { second in
                let job = second % 30 == 0 ? "Mar  4 \(clock(second)) db-1 cron[7]: job is done\n" : ""
                let error =
                    "Mar  4 \(clock(second)) db-1 kernel: EXT4-fs error (device sda1): ext4_find_entry:1455: bad\n"
                return job + (burst.contains(second) ? error + error : "")
            }.joined()
        }

        private func windows(_ inputs: [String], _ options: String...) async throws -> (text: String, [Document.Window])
        {
            let run = try await Program.culprit.run(["windows"] + inputs + options + ["--format", "json", "--quiet"])
            #expect(run.status == 0, "\(run.err)")
            let document = try JSONDecoder().decode(Document.self, from: Data(run.out.utf8))
            return (run.out, document.windows.filter { $0.score >= 0.5 })
        }

        @Test(
            "A burst of 40 seconds begins within ten seconds in half an hour, and in the minute in three hours",
            arguments: [754, 1_003, 1_320])
        func onset(start: Int) async throws {
            let folder = try TemporaryFolder()
            for (hours, step) in [(0.5, 10), (3, 60)] {
                let seconds = 0..<Int(hours * 3_600)
                let burst = start..<start + 40
                let inputs = [
                    try folder.write(Self.requests(seconds, burst: burst), to: "\(step)/edge.log"),
                    try folder.write(Self.syslog(seconds, burst: burst), to: "\(step)/db.log"),
                ]
                let found = try await windows(inputs).1
                let (first, last) = (start / step * step, (start + 39) / step * step + step)
                for series in ["log_http_responses{code=\"5xx\"}", "log_http_5xx_errors_ratio", "log_rule_hits{rule="] {
                    let window = try #require(found.first { $0.series.hasPrefix(series) }, "\(series) by \(step) s")
                    #expect(window.from == "2026-03-04T\(Self.clock(first))Z", "\(series) by \(step) s")
                    #expect(window.to == "2026-03-04T\(Self.clock(last))Z", "\(series) by \(step) s")
                }
            }
        }

        @Test("The report says to ten seconds when it was seen first")
        func report() async throws {
            let folder = try TemporaryFolder()
            let log = try folder.write(Self.requests(0..<2_400, burst: 1_003..<1_100), to: "edge.log")
            let run = try await Program.culprit.run(["investigate", log, "--quiet"])
            #expect(run.out.contains("10:16:40  edge-1: log_http_5xx_errors_ratio is unusual"), "\(run.out)")
        }

        @Test("The number of jobs and the order of files do not matter")
        func order() async throws {
            let folder = try TemporaryFolder()
            let inputs = try (0..<5).map { number in
                try folder.write(
                    Self.requests(
                        number * 400..<(number + 2) * 400, burst: 1_003..<1_043, of: "edge-\(number % 2)"),
                    to: "\(number).log")
            }
            let expected = try await windows(inputs, "--jobs", "1")
            #expect(expected.1.contains { $0.from == "2026-03-04T10:16:40Z" })
            for (order, jobs) in [(inputs, "2"), (inputs, "7"), (inputs.reversed(), "1"), (inputs.reversed(), "7")] {
                let found = try await windows(order, "--jobs", jobs)
                #expect(found.text == expected.text)
            }
        }

        /// What a case has of series and windows, as text, with how many samples by tens of seconds there are.
        private func contents(of file: String) async throws -> (text: String, fineCount: Int) {
            let names = "JOIN series s ON s.id = m.series_id JOIN entity n ON n.id = s.entity_id"
            var texts: [String] = []
            for sql in [
                "SELECT count(*) FROM fine_sample",
                """
                SELECT s.name, n.name, s.peer, s.labels, f.path, m.time_s, m.steps, m.value, m.record_count, m.line, m.byte
                FROM fine_sample m \(names) JOIN source f ON f.id = m.source_id ORDER BY 1, 2, 3, 4, 5, 6
                """,
                """
                SELECT s.name, n.name, s.peer, s.labels, f.path, m.minute_ns, m.minutes, m.sum, m.count, m.line, m.byte
                FROM sample_minute m \(names) JOIN source f ON f.id = m.source_id ORDER BY 1, 2, 3, 4, 5, 6
                """,
                """
                SELECT from_time, to_time, entity, peer, series, labels, score, direction, expected, peak FROM windows
                ORDER BY 1, 2, 3, 4, 5, 6
                """,
            ] {
                let run = try await Program.culprit.run(["query", file, sql, "--format", "csv", "--limit", "1000000"])
                #expect(run.status == 0, "\(run.err)")
                texts.append(run.out)
            }
            let count = try #require(texts[0].split(whereSeparator: \.isNewline).last.flatMap { Int($0) })
            return (texts.joined(), count)
        }

        @Test(
            "A case that was read in several runs is as one that was read at once, by tens of seconds until its logs span more than two hours",
            arguments: [[0, 1], [1, 0], [0, 2], [2, 0], [0, 1, 2]])
        func inRuns(order: [Int]) async throws {
            let folder = try TemporaryFolder()
            let inputs = [
                try folder.write(Self.requests(0..<1_500, burst: 1_203..<1_243), to: "edge.log"),
                try folder.write(Self.syslog(900..<2_700, burst: 1_203..<1_243), to: "db.log"),
                try folder.write(Self.requests(9_000..<10_800), to: "later.log"),
            ]
            let (file, whole) = (folder.url.appending(path: "a").path, folder.url.appending(path: "b").path)
            for (file, runs) in [(file, order.map { [inputs[$0]] }), (whole, [order.map { inputs[$0] }])] {
                for run in runs {
                    let run = try await Program.culprit.run(["investigate"] + run + ["--case", file, "--quiet"])
                    #expect(run.status == 0, "\(run.err)")
                }
            }
            let found = try await contents(of: file)
            let expected = try await contents(of: whole)
            #expect(found.text == expected.text)
            #expect((found.fineCount > 100) == !order.contains(2))
        }
    }
}
