import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What the crashes of one bug together tell, from the logs to every way to print it.
    struct CrashGroupTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private func path(_ name: String) -> String { folder.url.appending(path: name).path }

        private static func time(_ minute: Int) -> String {
            let (hours, minutes) = (String(100 + minute / 60).dropFirst(), String(100 + minute % 60).dropFirst())
            return "2026-03-04T\(hours):\(minutes):00Z"
        }

        private static func line(_ minute: Int, _ host: Int, _ version: String, _ message: String, level: String)
            -> String
        {
            #"{"time":"\#(time(minute))","level":"\#(level)","host":"web-\#(host)","service":"shop","#
                + #""version":"\#(version)","endpoint":"/cart/\#(minute)/items","message":"\#(message)"}"#
        }

        /// Two hosts; one gets a new version after four hours, which then crashes once a minute.
        private var log: String {
            let trace =
                #"java.lang.IllegalStateException: no cart\n\tat com.shop.Cart.load(Cart.java:7)"#
                + #"\n\tat com.shop.Web.get(Web.java:9)"#
            var lines: [String] = []
            for minute in 0..<270 {
                for host in 1...2 {
                    let version = host == 1 && minute >= 240 ? "2.0" : "1.9"
                    for _ in 0..<5 { lines.append(Self.line(minute, host, version, "served a request", level: "info")) }
                    if host == 1, minute == 240 {
                        lines.append(Self.line(minute, host, version, "deployed release 2.0", level: "info"))
                    }
                    if host == 1, minute > 242 { lines.append(Self.line(minute, host, version, trace, level: "error")) }
                }
            }
            return lines.joined(separator: "\n") + "\n"
        }

        private struct Group: Decodable {
            struct Correlation: Decodable {
                let attribute: String
                let value: String
                let share: Double
            }

            struct Change: Decodable { let time: String }

            let state: String
            let count: Int
            let versions: [String]
            let correlations: [Correlation]
            let changeBefore: Change?
        }

        private static func groups(_ ndjson: String) throws -> [Group] {
            try ndjson.split(separator: "\n").map { try decoded(String($0)) }
        }

        @Test("A group says its versions, what it has more than all records, and the change before it")
        func group() async throws {
            _ = try folder.write(log, to: "shop.json")
            let file = path("a.case")
            let run = try await Program.culprit.run([
                "investigate", path("shop.json"), "--case", file, "--quiet", "--from", "2026-03-04 04:00", "--to",
                "2026-03-04 04:30",
            ])
            #expect(run.status == 0, "\(run.err)")
            #expect(run.out.contains("have version 2.0"))
            let crashes = try await Program.culprit.run(["crashes", file, "--format", "ndjson"])
            let group = try #require(try Self.groups(crashes.out).first)
            #expect(group.state == "new" && group.count == 27 && group.versions == ["2.0"])
            #expect(group.correlations.map(\.attribute) == ["version", "host"])
            #expect(group.correlations.map(\.value) == ["2.0", "web-1"])
            #expect(group.changeBefore?.time == "2026-03-04T04:00:00Z")
            let text = try await Program.culprit.run(["crashes", file])
            #expect(text.lines.first?.contains("IllegalStateException in Cart.load") == true)
            let views = try await Program.culprit.run([
                "query", file,
                """
                SELECT g.state, g.versions, g.change_time, f.frame, f.share, c.value FROM crash_groups g
                JOIN crash_frames f USING (signature) JOIN crash_correlations c USING (signature)
                ORDER BY c.value, f.frame LIMIT 1
                """, "--format", "csv",
            ])
            #expect(
                views.out.split(whereSeparator: \.isNewline).last
                    == "new,2.0,2026-03-04T04:00:00Z,com.shop.Cart.load,1,2.0")
        }

        @Test("A bug that an earlier case had has come back")
        func earlierCase() async throws {
            _ = try folder.write(log, to: "shop.json")
            let period = ["--from", "2026-03-04 04:00", "--to", "2026-03-04 04:30", "--quiet"]
            for name in ["old.case", "new.case"] {
                _ = try await Program.culprit.run(
                    ["investigate", path("shop.json"), "--case", path(name)] + period)
            }
            let report = try await Program.culprit.run(["report", path("new.case"), "--compare", path("old.case")])
            #expect(report.out.contains("came back"))
            let run = try await Program.culprit.run(
                ["investigate", path("shop.json"), "--compare", path("old.case")] + period)
            #expect(run.out.contains("came back") && run.out.contains("Compared with earlier cases"))
            let missing = try await Program.culprit.run(
                ["investigate", path("shop.json"), "--compare", path("none.case")] + period)
            #expect(missing.status == 1 && missing.out.isEmpty && missing.err.contains("There is no case file"))
        }
    }
}
