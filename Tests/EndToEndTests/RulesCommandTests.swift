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
    }
}
