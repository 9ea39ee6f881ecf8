import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// The rules that the program carries, and those of others.
    struct RulesCommandTests {
        @Test("The rules are listed, one a line")
        func list() async throws {
            let run = try await Program.culprit.run(["rules", "list"])
            #expect(run.status == 0)
            #expect(run.lines.count > 100)
            for category in ["bug", "hardware", "network", "delay"] {
                #expect(run.lines.contains { $0.hasPrefix("\(category) ") })
            }
        }

        @Test("Every example in the rule files holds")
        func test() async throws {
            let run = try await Program.culprit.run(["rules", "test"])
            #expect(run.status == 0, "\(run.err)")
            #expect(run.out.hasSuffix(" passed, 0 failed\n"))
        }

        @Test("The rules lack nothing")
        func lint() async throws {
            let run = try await Program.culprit.run(["rules", "lint"])
            #expect(run.status == 0, "\(run.out)")
        }

        static let example = """
            rules:
              - id: my-rule
                title: A title
                severity: error
                weight: 2
                match: 'widget \\d+ fell off'
                culprit: service
                explain: A widget fell off.
                remedies: ["Put it on again."]
                references: []
                examples:
                  - line: 'LINE'
                    captures: {}
                counterexamples: ['widget is on']
            """

        @Test("A rule of one's own is used, and its failing example is told with 1", arguments: [true, false])
        func ownRule(holds: Bool) async throws {
            let folder = try TemporaryFolder()
            let line = holds ? "widget 7 fell off" : "widget seven fell off"
            _ = try folder.write(Self.example.replacing("LINE", with: line), to: "mine/bug/widgets.yaml")
            let rules = ["--rules", folder.url.appending(path: "mine").path]
            let test = try await Program.culprit.run(["rules", "test"] + rules)
            #expect(test.status == (holds ? 0 : 1))
            #expect(test.err.contains("widgets.yaml:") != holds)
            let parse = try await Program.culprit.run(
                ["parse", "-", "--format", "ndjson"] + rules, stdin: Array("widget 8 fell off\n".utf8))
            #expect(parse.out.contains("\"my-rule\""))
        }

        private func runs(_ arguments: [String], in home: TemporaryFolder) async throws -> Program.Result {
            try await Program.culprit.run(arguments, environment: ["XDG_CONFIG_HOME": home.url.path])
        }

        @Test("The user's own rules are used, replace others, and switch them off")
        func userFolder() async throws {
            let home = try TemporaryFolder()
            let mine = Self.example.replacing("LINE", with: "widget 7 fell off")
            _ = try home.write(mine, to: "culprit/rules/bug/widgets.yaml")
            _ = try home.write(mine.replacing("my-rule", with: "disk-full"), to: "culprit/rules/bug/more.yaml")
            _ = try home.write("disable: [generic-slow]\n", to: "culprit/rules/settings.yaml")
            let list = try await runs(["rules", "list"], in: home)
            let path = home.url.appending(path: "culprit/rules/bug").path
            func row(_ id: String) -> Substring? { list.lines.first { $0.contains(" \(id) ") } }
            #expect(row("my-rule")?.hasSuffix("\(path)/widgets.yaml:2") == true, "\(list.err)")
            #expect(row("disk-full")?.hasSuffix("\(path)/more.yaml:2, replaces built in") == true)
            #expect(row("generic-slow") == nil)
            #expect(row("generic-lag")?.hasSuffix("built in") == true)
            let less = try await runs(["rules", "list", "--disable-rule", "my-rule"], in: home)
            #expect(!less.out.contains("my-rule"))
            let parse = try await Program.culprit.run(
                ["parse", "-", "--format", "ndjson"], stdin: Array("widget 8 fell off\n".utf8),
                environment: ["XDG_CONFIG_HOME": home.url.path])
            #expect(parse.out.contains("\"my-rule\""))
        }

        @Test("A mistake in the user's folder is told with its line before anything is read")
        func userMistake() async throws {
            let home = try TemporaryFolder()
            _ = try home.write("disable:\n  - generic-slo\n", to: "culprit/rules/settings.yaml")
            let run = try await runs(["parse", "-"], in: home)
            #expect(run.status == 1)
            #expect(run.out.isEmpty)
            #expect(run.err.contains("culprit/rules/settings.yaml:2"))
            #expect(run.err.contains("Did you mean 'generic-slow'?"))
            let flag = try await Program.culprit.run(["rules", "list", "--disable-rule", "generic-slo"])
            #expect(flag.status == 1)
            #expect(flag.err.contains("--disable-rule"))
        }

        @Test("What a rule redacts is in no output and not in the case file")
        func redaction() async throws {
            let folder = try TemporaryFolder()
            let rule = """
                rules:
                  - id: token-logged
                    title: A token was logged
                    severity: warning
                    weight: 1
                    match: 'token (?<token>\\w+) refused for (?<who>\\w+)'
                    redact: [token]
                    explain: A secret stands in a log.
                    remedies: ["Replace the token."]
                    references: []
                    examples: [{line: token abc refused for bob, captures: {who: bob}}]
                    counterexamples: [no token]
                """
            _ = try folder.write(rule, to: "mine/bug/tokens.yaml")
            let lines = (0..<40).map { index in
                "2026-03-04T10:\(10 + index):00Z db-1 app: ERROR connection refused: token s3cr3tword refused for bob"
            }
            _ = try folder.write(lines.joined(separator: "\n") + "\n", to: "logs/db-1/app.log")
            let (logs, file) = (folder.url.appending(path: "logs").path, folder.url.appending(path: "a.case").path)
            let rules = ["--rules", folder.url.appending(path: "mine").path, "--quiet"]
            for arguments in [
                ["parse", logs, "--format", "ndjson"], ["investigate", logs, "--format", "json", "--case", file],
                ["investigate", logs], ["crashes", logs],
            ] {
                let run = try await Program.culprit.run(arguments + rules)
                #expect(run.status == 0, "\(run.err)")
                #expect(!run.out.contains("s3cr3tword"), "\(arguments)")
                #expect(arguments[0] == "crashes" || run.out.contains("<redacted>"), "\(arguments)")
            }
            let bytes = try Data(contentsOf: URL(filePath: file))
            #expect(bytes.range(of: Data("<redacted> refused for bob".utf8)) != nil)
            #expect(bytes.range(of: Data("s3cr3tword".utf8)) == nil)
        }

        @Test("A sequence of records is evidence with the place of the last of them, on any number of cores")
        func sequence() async throws {
            let folder = try TemporaryFolder()
            let kill = "kernel: Out of memory: Killed process 812 (java) total-vm:8123456kB, anon-rss:7911234kB"
            for host in ["db-1", "db-2"] {
                let lines = [
                    "2026-03-04T10:00:00Z \(host) \(kill)", "2026-03-04T10:00:20Z \(host) app: all is well",
                    "2026-03-04T10:01:00Z \(host) systemd[1]: Started checkout.service.",
                ]
                _ = try folder.write(
                    (host == "db-1" ? lines : lines.reversed()).joined(separator: "\n") + "\n",
                    to: "logs/\(host)/syslog")
            }
            let logs = folder.url.appending(path: "logs").path
            let runs = try await [1, 4].asyncMap { jobs in
                try await Program.culprit.run(
                    ["investigate", logs, "--format", "json", "--quiet", "--jobs", "\(jobs)"])
            }
            #expect(runs[0].out == runs[1].out)
            let report = try ReportDocument(runs[0].out)
            let found = report.causes.flatMap(\.evidence).filter { $0.rule == "memory-kill-then-restart" }
            #expect(found.map(\.line).sorted() == [1, 3])
            #expect(found.allSatisfy { $0.text.contains("60 s before") })
        }
    }
}

extension Array where Element: Sendable {
    fileprivate func asyncMap<Output>(_ transform: (Element) async throws -> Output) async rethrows -> [Output] {
        var results: [Output] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
