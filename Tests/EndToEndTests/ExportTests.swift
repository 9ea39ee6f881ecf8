import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What a case gives to other programs, checked by those programs where they are installed.
    struct ExportTests {
        private func makeCase(in folder: TemporaryFolder) async throws -> String {
            let file = folder.url.appending(path: "c.case").path
            let run = try await Program.culprit.run(
                [
                    "investigate", Samples.folder("network-congested-backbone").path, "--case", file, "--quiet",
                    "--output", "/dev/null",
                ])
            try #require(run.status == 0, "\(run.err)")
            return file
        }

        private func export(_ format: String, to name: String, in folder: TemporaryFolder) async throws -> String {
            let output = folder.url.appending(path: name).path
            let run = try await Program.culprit.run(
                ["export", makeCase(in: folder), "--format", format, "--output", output])
            try #require(run.status == 0, "\(run.err)")
            return output
        }

        @Test(
            "Prometheus makes blocks of the series",
            .enabled(if: Program.system("promtool") != nil, "promtool is not installed: apt-get install prometheus"))
        func openMetrics() async throws {
            let folder = try TemporaryFolder()
            let file = try await export("openmetrics", to: "series.om", in: folder)
            let promtool = try #require(Program.system("promtool"))
            let run = try await promtool.run(
                ["tsdb", "create-blocks-from", "openmetrics", file, folder.url.appending(path: "data").path])
            #expect(run.status == 0, "\(run.out)\(run.err)")
            #expect(run.out.contains("BLOCK ULID") || run.out.contains("NUM SAMPLES"))
        }

        @Test(
            "lnav reads the timeline, with its times and entities",
            .enabled(if: Program.system("lnav") != nil, "lnav is not installed: apt-get install lnav"))
        func lnav() async throws {
            let folder = try TemporaryFolder()
            let lines = try await export("jsonl", to: "timeline.jsonl", in: folder)
            let format = try await export("lnav-format", to: "culprit.json", in: folder)
            let question =
                ";SELECT count(*) AS n, min(log_time) AS t, sum(entity = 'rtr-2') > 0 AS e FROM culprit_timeline"
            let run = try await Program.shell(
                "export HOME='\(folder.url.path)'; lnav -i '\(format)' >&2 && lnav -n -c \"\(question)\" '\(lines)'",
                in: folder.url)
            let count = try String(contentsOfFile: lines, encoding: .utf8).split(separator: "\n").count
            #expect(count > 20)
            let row = run.out.split(separator: "\n").last?.split(separator: " ").map(String.init) ?? []
            #expect(row.first == "\(count)", "\(run.out)\(run.err)")
            #expect(row.contains("2026-03-04") && row.last == "1", "\(run.out)")
        }

        @Test("The timeline has the columns that Timesketch asks for, in order of time")
        func timesketch() async throws {
            let folder = try TemporaryFolder()
            let csv = try String(contentsOfFile: await export("csv", to: "timeline.csv", in: folder), encoding: .utf8)
            #expect(csv.hasPrefix("datetime,timestamp_desc,message,"))
            let lines = try String(
                contentsOfFile: await export("jsonl", to: "timeline.jsonl", in: folder), encoding: .utf8)
            let times = try lines.split(separator: "\n").map { line -> String in
                let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                #expect(object["message"] is String && object["timestamp_desc"] is String)
                return try #require(object["datetime"] as? String)
            }
            #expect(times == times.sorted())
        }

        @Test("Grafana and Alertmanager get what their interfaces ask for")
        func dashboards() async throws {
            let folder = try TemporaryFolder()
            let file = try await makeCase(in: folder)
            let grafana = try await Program.culprit.run(["export", file, "--format", "grafana"])
            let annotations = try #require(
                try JSONSerialization.jsonObject(with: Data(grafana.out.utf8)) as? [[String: Any]])
            #expect(annotations.count > 10)
            for annotation in annotations {
                #expect(annotation["time"] is Int && annotation["timeEnd"] is Int && annotation["text"] is String)
                #expect((annotation["tags"] as? [String])?.first == "culprit")
            }
            let manager = try await Program.culprit.run(["export", file, "--format", "alertmanager"])
            let alerts = try #require(
                try JSONSerialization.jsonObject(with: Data(manager.out.utf8)) as? [[String: Any]])
            let labels = try #require(alerts.first?["labels"] as? [String: String])
            #expect(labels["category"] == "network" && labels["entity"] == "rtr-2")
            #expect(alerts.allSatisfy { $0["startsAt"] is String && $0["endsAt"] is String })
        }
    }
}
