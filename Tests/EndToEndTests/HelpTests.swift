import Foundation
import Testing

extension EndToEnd {
    /// What the program says of itself.
    struct HelpTests {
        static let commands = [
            "", "investigate", "parse", "crashes", "windows", "query", "digest", "rules", "rules list", "rules test",
            "rules lint", "rules new", "rules explain", "rules coverage", "rules bench", "rules import",
            "report", "explain", "alerts", "schedule", "export", "schema",
        ]
        private static let goldens = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")

        private static func golden(_ command: String) -> String {
            "help\(command.isEmpty ? "" : "-")\(command.replacing(" ", with: "-")).txt"
        }

        @Test("The help of each command is as it was when it was last looked at", arguments: commands)
        func help(command: String) async throws {
            let run = try await Program.culprit.run(command.split(separator: " ").map(String.init) + ["--help"])
            #expect(run.status == 0)
            #expect(run.err.isEmpty)
            let file = Self.goldens.appending(path: Self.golden(command))
            if ProcessInfo.processInfo.environment["CULPRIT_RECORD_GOLDENS"] == "1" {
                try Data(run.out.utf8).write(to: file)
            }
            let golden = try String(contentsOf: file, encoding: .utf8)
            #expect(
                run.out == golden,
                "If this is meant, run again with CULPRIT_RECORD_GOLDENS=1 and look at the difference.")
        }

        @Test("Each command has a golden, and no golden is an orphan")
        func everyCommand() async throws {
            let files = try FileManager.default.contentsOfDirectory(atPath: Self.goldens.path)
            #expect(Set(files) == Set(Self.commands.map(Self.golden)))
            let help = try await Program.culprit.run(["--help"]).out
            let listed = help.split(separator: "\n").drop { !$0.hasPrefix("SUBCOMMANDS:") }.dropFirst()
                .prefix { !$0.hasPrefix("  See ") }.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.compactMap {
                    $0.split(separator: " ").first
                }
            #expect(Set(listed.map(String.init)) == Set(Self.commands.filter { !$0.isEmpty && !$0.contains(" ") }))
        }

        @Test("Each shell gets its completion script", arguments: ["bash", "zsh", "fish"])
        func completion(shell: String) async throws {
            let run = try await Program.culprit.run(["--generate-completion-script", shell])
            #expect(run.status == 0)
            for command in ["investigate", "query", "digest"] { #expect(run.out.contains(command)) }
        }

        @Test("The version is a version")
        func version() async throws {
            let run = try await Program.culprit.run(["--version"])
            #expect(run.status == 0)
            #expect(run.out.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        }
    }
}
