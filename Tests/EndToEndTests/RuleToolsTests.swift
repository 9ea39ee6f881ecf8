import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What helps to write rules.
    struct RuleToolsTests {
        private static let line = "Mar  4 10:00:00 db-1 stored[812]: widget 7 fell off shelf oak at 10.0.0.9"

        @Test("A drafted rule matches its line, and is refused until everything is filled in")
        func draft() async throws {
            let folder = try TemporaryFolder()
            let draft = try await Program.culprit.run(["rules", "new", "--from", Self.line])
            #expect(draft.status == 0, "\(draft.err)")
            #expect(draft.out.contains(#"match: 'widget (?<widget>\d+) fell off shelf "#), "\(draft.out)")
            #expect(draft.out.contains("line: 'widget 7 fell off shelf oak at 10.0.0.9'"))
            _ = try folder.write(draft.out, to: "mine/bug/widgets.yaml")
            let rules = ["--rules", folder.url.appending(path: "mine").path]
            let lint = try await Program.culprit.run(["rules", "lint"] + rules)
            #expect(lint.status == 1)
            #expect(lint.out.contains("still says 'FILL IN'"))
            #expect(try await Program.culprit.run(["rules", "test"] + rules).status == 1)
            let filled = draft.out.replacing(
                "FILL IN: another line that it must match", with: "widget 8 fell off shelf oak at 10.0.0.7"
            )
            .replacing("FILL IN: ", with: "no ")
            _ = try folder.write(filled, to: "mine/bug/widgets.yaml")
            let (test, again) = (
                try await Program.culprit.run(["rules", "test"] + rules),
                try await Program.culprit.run(["rules", "lint"] + rules)
            )
            #expect(test.status == 0, "\(filled)\(test.err)")
            #expect(again.status == 0, "\(again.out)")
        }

        @Test("A line is explained: what it is taken for, what matches, and how far the others come")
        func explain() async throws {
            let line = "Mar  4 10:00:00 db-1 kernel: blk_update_request: I/O error, dev sda, sector 12 op 0x0:(READ)"
            let run = try await Program.culprit.run(["rules", "explain", line])
            #expect(run.status == 0, "\(run.err)")
            #expect(run.lines.contains { $0.hasPrefix("format ") && $0.contains("syslog") })
            #expect(run.lines.contains("host      db-1"))
            #expect(run.out.contains("kernel-block-io-error matches (hardware"))
            #expect(run.out.contains("  device = sda"))
            #expect(run.out.contains("ceph-storage-fault does not match"))
            #expect(run.out.contains("comes as far as 'I/O error,"))
            #expect(run.out.contains("As evidence counts the strongest: kernel-block-io-error."))
            #expect(run.out.contains("Its hits are looked at by: disk-fault-then-read-only."))
        }

        @Test("What no rule knows is listed by count")
        func coverage() async throws {
            let folder = try TemporaryFolder()
            let unknown = (0..<3).map { "2026-03-04T10:00:0\($0)Z ERROR the frobnicator is upside down\n" }
            let known = "2026-03-04T10:00:09Z ERROR connection refused\n"
            let path = try folder.write(unknown.joined() + known, to: "app.log")
            let run = try await Program.culprit.run(["rules", "coverage", path, "--quiet"])
            #expect(run.status == 0, "\(run.err)")
            #expect(run.out.contains("4 records, 4 of them warnings or worse; rules know 1 of those."))
            #expect(
                run.lines.contains {
                    $0.contains("3  error") && $0.contains("frobnicator") && $0.hasSuffix("app.log:1")
                })
            #expect(run.lines.contains { $0.hasSuffix("1  generic-connection-refused") })
        }

        @Test("The dearest rules are listed, on examples or on lines of a file")
        func bench() async throws {
            let folder = try TemporaryFolder()
            let path = try folder.write("connection refused by 10.0.0.1\n", to: "app.log")
            for inputs in [[], [path]] {
                let run = try await Program.culprit.run(["rules", "bench", "--limit", "5"] + inputs)
                #expect(run.status == 0, "\(run.err)")
                #expect(run.lines.first?.hasPrefix("rule") == true)
                #expect(run.lines.count >= 7)
            }
        }

        static let imports: [(text: String, has: [String], out: [String])] = [
            (
                "WORD \\w+\nDISK %{WORD:device} full at %{WORD:percent:int}\nBAD %{NOTHERE}\n",
                ["fragments:", "  DISK: '(?<device>{{WORD}}) full at (?<percent>{{WORD}})'"],
                ["DISK: the type 'int'", "BAD: it needs NOTHERE", "2 carried over, 2 left out"]
            ),
            (
                #"{"my_log": {"title": "Mine", "regex": {"std": {"pattern": "^(?<timestamp>\\d+) (?<body>.*)$"}}, "sample": [{"line": "1 a"}], "highlights": {}}}"#,
                ["formats:", "  - id: my-log", #"header: '^(?<time>\d+) (?<message>.*)$'"#, "- line: '1 a'"],
                ["my_log: 'highlights'", "1 carried over, 1 left out"]
            ),
            (
                """
                rules:
                  - cre: {id: CRE-1, title: Queue is full, severity: 1, mitigation: "- Drain it.", references: [https://a.example/]}
                    rule: {sequence: {window: 90s, order: [{value: queue is full}, {regex: 'drop\\w+'}], negate: [x]}}
                """,
                [
                    "id: cre-1-1", "match: 'queue is full'", #"match: 'drop\w+'"#, "- 'Drain it.'",
                    "sequence: {steps: [cre-1-1, cre-1-2], within: 90s, by: host}",
                ],
                ["CRE-1: 'negate'", "3 carried over, 1 left out"]
            ),
            (
                """
                <?xml version='1.0'?><patterndb version='4'><ruleset name='sshd' id='1'><rules>
                <rule id='ab12' class='violation'><patterns><pattern>Failed @ESTRING:usracct.method: @for @ANYSTRING:user@</pattern>
                <pattern>x @LLPARSER:a@</pattern></patterns><tags><tag>t</tag></tags>
                <examples><example><test_message program='sshd'>Failed password for &quot;bob&quot;</test_message></example></examples>
                </rule></rules></ruleset></patterndb>
                """,
                [
                    "id: sshd-ab12", "severity: critical", "match: '^Failed (?<usracct_method>.*?) for (?<user>.*)'",
                    #"- line: 'Failed password for "bob"'"#,
                ],
                ["sshd ab12: 'tags'", "sshd ab12: the parser in 'x @LLPARSER:a@'", "1 carried over, 2 left out"]
            ),
            (
                "title: Bad words\nlevel: high\ndetection:\n  keywords: ['rm -rf /', 'drop *table']\n  condition: keywords\ntags: [t]\n",
                ["id: bad-words", "severity: error", "match: '(?i)(?:rm -rf /|drop .*table)'", "- line: 'rm -rf /'"],
                ["Bad words: 'tags'", "1 carried over, 1 left out"]
            ),
        ]

        @Test("Rules of other programs are carried over, and what is not is told", arguments: imports)
        func imported(text: String, has: [String], out: [String]) async throws {
            let folder = try TemporaryFolder()
            let run = try await Program.culprit.run(["rules", "import", folder.write(text, to: "rules.txt")])
            #expect(run.status == 0, "\(run.err)")
            for part in has { #expect(run.out.contains(part), "\(part) in \(run.out)") }
            for part in out { #expect(run.err.contains(part), "\(part) in \(run.err)") }
        }

        static let broken = [
            "", "hello", "{", "[1]", "<a><b></a>", "title: x\ndetection:\n  a: {b: c}\n  condition: a\n",
            "rules:\n - cre: {",
        ]

        @Test("What is no rules is told, with 1", arguments: broken)
        func notRules(text: String) async throws {
            let folder = try TemporaryFolder()
            let run = try await Program.culprit.run(["rules", "import", folder.write(text, to: "rules.txt")])
            #expect(run.status == 1)
            #expect(!run.err.isEmpty)
        }

        @Test("A record on which a pattern reaches its limit is counted by rule")
        func givenUp() async throws {
            let folder = try TemporaryFolder()
            let rule = """
                rules:
                  - id: runs-away
                    title: Runs away
                    severity: error
                    weight: 1
                    match: 'pump (?:\\w+\\s?)*[!?]'
                    explain: A bad pattern.
                    remedies: [Bound it.]
                    references: []
                    examples: [{line: 'pump a!'}]
                    counterexamples: [pump]
                """
            _ = try folder.write(rule, to: "mine/bug/bad.yaml")
            let lines = (0..<200).map { "2026-03-04T10:00:00Z pump \(String(repeating: "a", count: 3_000)) \($0)\n" }
            let path = try folder.write(lines.joined(), to: "app.log")
            let rules = ["--rules", folder.url.appending(path: "mine").path]
            let lint = try await Program.culprit.run(["rules", "lint"] + rules)
            #expect(lint.out.contains("Rule 'runs-away' reaches the match limit."), "\(lint.out)")
            let file = folder.url.appending(path: "a.case").path
            for _ in 0..<2 {
                let run = try await Program.culprit.run(
                    ["investigate", path, "--format", "json", "--quiet", "--case", file] + rules)
                let report = try ReportDocument(run.out)
                #expect(report.accounting.recordsGivenUp == [.init(rule: "runs-away", records: 200)])
            }
            let text = try await Program.culprit.run(["investigate", path, "--quiet"] + rules)
            #expect(text.out.contains("given up: 200 records by rule runs-away"))
        }

        @Test("The table of rules that README shows is the current one")
        func readmeTable() async throws {
            let run = try await Program.culprit.run(["rules", "list", "--format", "markdown"])
            let table = run.out.prefix(upTo: try #require(run.out.range(of: "\n\n")).lowerBound)
            let file = Samples.package.appending(path: "README.md")
            var text = try String(contentsOf: file, encoding: .utf8)
            let start = try #require(text.range(of: "| category | rules | about |"))
            let end = try #require(text.range(of: "\n\n", range: start.lowerBound..<text.endIndex))
            if ProcessInfo.processInfo.environment["CULPRIT_RECORD_GOLDENS"] == "1" {
                text.replaceSubrange(start.lowerBound..<end.lowerBound, with: table)
                try Data(text.utf8).write(to: file)
            } else {
                #expect(
                    text[start.lowerBound..<end.lowerBound] == table,
                    "If this is meant, run again with CULPRIT_RECORD_GOLDENS=1 and look at the difference.")
            }
        }

        /// How often a rule may fire in a day of this fleet when all is well: what anybody on the Internet causes, and
        /// signs of life.
        static let calmRates = ["ssh-authentication": 20, "heartbeat-cron-hourly": 40]

        @Test("On a calm day no rule fires above its rate")
        func calmDay() async throws {
            let run = try await Program.culprit.run(
                ["rules", "coverage", "SampleLogs/calm-day", "--quiet", "--limit", "1000"], in: Samples.package)
            let fired = run.lines.compactMap { line in
                line.firstMatch(of: #/^ *(\d+)  ([a-z]+-[a-z-]+)$/#).map { (rule: String($0.2), count: Int($0.1) ?? 0) }
            }
            #expect(fired.count > 5)
            for (rule, count) in fired { #expect(count <= Self.calmRates[rule, default: 6], "\(rule)") }
        }

        @Test("What was read of rule files is kept, and is not used when it is damaged or they change")
        func cache() async throws {
            let folder = try TemporaryFolder()
            let environment = ["XDG_CACHE_HOME": folder.url.appending(path: "cache").path]
            let cache = folder.url.appending(path: "cache/culprit")
            func list(_ arguments: [String] = []) async throws -> String {
                let run = try await Program.culprit.run(["rules", "list"] + arguments, environment: environment)
                #expect(run.status == 0, "\(run.err)")
                return run.out
            }
            func kept() throws -> [URL] {
                try FileManager.default.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil).filter {
                    $0.pathExtension == "rules"
                }
            }
            let first = try await list()
            let file = try #require(try kept().first)
            let good = try Data(contentsOf: file)
            #expect(try await list() == first)
            #expect(try await Program.culprit.run(["rules", "test"], environment: environment).status == 0)
            for damage in [Data(), good.prefix(good.count / 2), Data("no cache".utf8), good.dropLast() + [0xFF]] {
                try damage.write(to: file)
                #expect(try await list() == first)
                #expect(try Data(contentsOf: file) == good, "It is made anew.")
            }
            _ = try folder.write("disable: [generic-slow]\n", to: "mine/settings.yaml")
            let fewer = try await list(["--rules", folder.url.appending(path: "mine").path])
            #expect(first.contains(" generic-slow ") && !fewer.contains(" generic-slow "))
            #expect(try kept().count == 2)
        }

        @Test("A thousand rules load faster from the cache", .enabled(if: LongTests.areAskedFor))
        func thousandRules() async throws {
            let folder = try TemporaryFolder()
            let rules = (0..<1_000).map { number in
                """
                  - id: generated-\(number)
                    title: Part \(number) failed
                    severity: error
                    weight: 1.5
                    match: '(?i)\\bpart\(number) (?<name>[\\w.-]+) (?:failed|broke|was lost)(?:: (?<reason>.{1,80}))?'
                    explain: The part failed.
                    remedies: ["Look at <name>.", "Replace it."]
                    references: ["https://example.com/"]
                    examples:
                      - line: 'part\(number) a1 failed: no reason'
                        captures: {name: a1}
                      - line: 'part\(number) b2 was lost'
                    counterexamples: [part\(number) works, nothing]

                """
            }
            _ = try folder.write("rules:\n" + rules.joined(), to: "mine/bug/many.yaml")
            let arguments = ["parse", "-", "--rules", folder.url.appending(path: "mine").path]
            let environment = ["XDG_CACHE_HOME": folder.url.appending(path: "cache").path]
            /// The best of several runs, since other work shares the machine.
            func shortest(_ arguments: [String], _ environment: (Int) -> [String: String]) async throws -> Double {
                var times: [Double] = []
                for round in 0..<5 {
                    let start = ContinuousClock.now
                    let run = try await Program.culprit.run(arguments, environment: environment(round))
                    #expect(run.status == 0, "\(run.err)")
                    times.append((ContinuousClock.now - start) / .seconds(1))
                }
                return times.min() ?? 0
            }
            let cold = try await shortest(arguments) {
                ["XDG_CACHE_HOME": folder.url.appending(path: "cold\($0)").path]
            }
            let warm = try await shortest(arguments) { _ in environment }
            #expect(warm < cold * 0.8, "\(warm) s of \(cold) s")
        }
    }
}
