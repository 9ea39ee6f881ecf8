import CulpritReport
import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// The alerts that would have rung, and what Prometheus itself says of them.
    struct AlertTests {
        private struct Document: Decodable {
            struct Firing: Decodable {
                let from: String
            }

            struct Rule: Decodable {
                let alert: String
                let engine: String
                let expr: String
                let firings: [Firing]
                let falseAlarms: Int
                let secondsBeforeImpact: Int?
                let notEvaluated: String?
            }

            let rules: [Rule]
        }

        /// What `text` says, which is as its schema has it.
        private func document(_ text: String) throws -> Document {
            #expect(try #require(JSONSchemaCheck(schema: JSONSchema.alerts)).problems(in: text) == [])
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Document.self, from: Data(text.utf8))
        }

        private func makeCase(_ name: String, in folder: TemporaryFolder) async throws -> String {
            let file = folder.url.appending(path: "\(name).case").path
            let run = try await Program.culprit.run(
                ["investigate", Samples.folder(name).path, "--case", file, "--quiet", "--output", "/dev/null"])
            try #require(run.status == 0, "\(run.err)")
            return file
        }

        @Test(
            "An alert would have rung before users' trouble was measured, and none in normal time",
            arguments: Samples.outages)
        func outage(name: String) async throws {
            let folder = try TemporaryFolder()
            let file = try await makeCase(name, in: folder)
            let output = folder.url.appending(path: "alerts").path
            let run = try await Program.culprit.run(["alerts", file, "--output", output, "--format", "json"])
            #expect(run.status == 0, "\(run.err)")
            let rules = try document(run.out).rules
            #expect(rules.contains { $0.secondsBeforeImpact ?? -1 > 0 })
            #expect(rules.contains { $0.engine == "prometheus" } && rules.contains { $0.engine == "loki" })
            for rule in rules {
                #expect(rule.notEvaluated == nil && rule.falseAlarms == 0 && !rule.firings.isEmpty, "\(rule.alert)")
            }
            // On a calm day none of them rings.
            let calm = try await makeCase(Samples.calm, in: folder)
            let trial = try await Program.culprit.run(
                ["alerts", calm, "--rules-file", "\(output)/prometheus-rules.yml", "--format", "json"])
            let tried = try document(trial.out).rules
            #expect(tried.count == rules.count { $0.engine == "prometheus" })
            for rule in tried { #expect(rule.firings.isEmpty && rule.notEvaluated == nil, "\(rule.alert)") }
        }

        @Test("There is no alert to write for a calm day")
        func calm() async throws {
            let folder = try TemporaryFolder()
            let file = try await makeCase(Samples.calm, in: folder)
            let output = folder.url.appending(path: "alerts").path
            let run = try await Program.culprit.run(["alerts", file, "--output", output])
            #expect(run.status == 0)
            #expect(run.out.hasPrefix("There is no alert to write"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: output).isEmpty)
        }

        @Test(
            "Prometheus takes the rules, and they ring and are silent in it when they should",
            .enabled(if: Program.system("promtool") != nil, "promtool is not installed: apt-get install prometheus"),
            arguments: Samples.outages)
        func promtool(name: String) async throws {
            let promtool = try #require(Program.system("promtool"))
            let folder = try TemporaryFolder()
            let file = try await makeCase(name, in: folder)
            let output = folder.url.appending(path: "alerts")
            _ = try await Program.culprit.run(["alerts", file, "--output", output.path])
            let check = try await promtool.run(["check", "rules", "prometheus-rules.yml"], in: output)
            #expect(check.status == 0, "\(check.out)\(check.err)")
            let test = try await promtool.run(["test", "rules", "prometheus-tests.yml"], in: output)
            #expect(test.status == 0, "\(test.out)\(test.err)")
            // A test that cannot fail would show nothing.
            let tests = output.appending(path: "prometheus-tests.yml")
            let text = try String(contentsOf: tests, encoding: .utf8)
            let wrong = text.replacing("exp_alerts: []", with: "exp_alerts: [{exp_labels: {severity: none}}]")
            try #require(text != wrong)
            try Data(wrong.utf8).write(to: tests)
            #expect(try await promtool.run(["test", "rules", "prometheus-tests.yml"], in: output).status != 0)
        }

        @Test("A user's own rules are tried, and what cannot be tried is named")
        func ownRules() async throws {
            let folder = try TemporaryFolder()
            let file = try await makeCase("hardware-failing-disk", in: folder)
            let rules = """
                groups:
                  - name: mine
                    rules:
                      - {alert: DiskBusy, expr: 'rate(node_disk_io_time_seconds_total{device="sda"}[5m]) > 0.6', for: 2m}
                      - {alert: Always, expr: node_load1 >= 0}
                      - {alert: Never, expr: node_load1 > 1e6, for: 1m}
                      - {alert: Quantile, expr: 'histogram_quantile(0.9, x)'}
                      - {alert: Missing, expr: no_such_series > 1}
                      - {record: "a:b", expr: sum(node_load1)}
                """
            let path = try folder.write(rules, to: "mine.yml")
            let run = try await Program.culprit.run(["alerts", file, "--rules-file", path, "--format", "json"])
            #expect(run.status == 0, "\(run.err)")
            let found = try document(run.out).rules
            try #require(found.count == 6)
            #expect(found[0].firings.count == 1 && found[0].falseAlarms == 0)
            #expect(found[0].firings.first?.from.hasPrefix("2026-03-04T15:5") == true)
            #expect(found[1].falseAlarms == 1)
            #expect(found[2].firings.isEmpty && found[2].notEvaluated == nil)
            #expect(found[3].notEvaluated == "the function 'histogram_quantile' is not evaluated here")
            #expect(found[4].notEvaluated == "the case has no series 'no_such_series'")
            #expect(found[5].notEvaluated?.contains("recording rule") == true)
            let text = try await Program.culprit.run(["alerts", file, "--rules-file", path])
            #expect(text.out.contains("Would never have rung."))
        }

        @Test("A file that is no rule file ends the run", arguments: ["", "a: [", "groups: 1"])
        func noRules(text: String) async throws {
            let folder = try TemporaryFolder()
            let file = try await makeCase("hardware-failing-disk", in: folder)
            let path = try folder.write(text, to: "mine.yml")
            let run = try await Program.culprit.run(["alerts", file, "--rules-file", path])
            #expect(run.status == 1)
            #expect(run.err.contains("Cannot read the rule file"))
        }
    }
}
