import Foundation
import Testing

extension EndToEnd {
    /// README says what is so.
    struct ReadmeTests {
        private static let file = Samples.package.appending(path: "README.md")

        private func readme() throws -> String { try String(contentsOf: Self.file, encoding: .utf8) }

        @Test("The incident that README shows is what the program prints")
        func incident() async throws {
            let run = try await Program.culprit.run(
                ["investigate", "SampleLogs/hardware-failing-disk", "--quiet"], in: Samples.package)
            let printed = run.out.prefix(upTo: try #require(run.out.range(of: "\nOther causes")).lowerBound)
                .trimmingCharacters(in: .newlines)
            var text = try readme()
            let opening = try #require(text.range(of: "begins with\n\n```\n"))
            let closing = try #require(text.range(of: "\n```\n", range: opening.upperBound..<text.endIndex))
            if ProcessInfo.processInfo.environment["CULPRIT_RECORD_GOLDENS"] == "1" {
                text.replaceSubrange(opening.upperBound..<closing.lowerBound, with: printed)
                try Data(text.utf8).write(to: Self.file)
            } else {
                #expect(
                    text[opening.upperBound..<closing.lowerBound] == printed,
                    "If this is meant, run again with CULPRIT_RECORD_GOLDENS=1 and look at the difference.")
            }
        }

        @Test("Every command and every flag is in README")
        func commands() async throws {
            let text = try readme()
            for command in HelpTests.commands where !command.isEmpty {
                let name = command.split(separator: " ").last.map(String.init) ?? command
                #expect(text.contains("culprit \(command)") || text.contains("`\(name)`"), "\(command)")
                let help = try await Program.culprit.run(command.split(separator: " ").map(String.init) + ["--help"])
                    .out
                for flag in help.matches(of: /--[a-z-]+/).map({ String($0.0) }) {
                    let isCommon = ["--version", "--help"].contains(flag)
                    #expect(isCommon || text.contains(flag), "\(flag) of \(command)")
                }
            }
        }

        @Test("What is checked before a change lands are README's own two commands")
        func continuousIntegration() throws {
            let script = try String(contentsOf: Samples.package.appending(path: ".ci/run"), encoding: .utf8)
            let commands = try readme().split(separator: "\n").filter { $0.hasPrefix("apt-get ") }
            #expect(commands.count == 2)
            for command in commands { #expect(script.split(separator: "\n").contains(command), "\(command)") }
        }
    }
}
