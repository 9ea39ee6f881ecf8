import CulpritRules
import Foundation
import Testing

struct LayoutTests {
    @Test("Nothing else is visible at the top")
    func topLevel() throws {
        let allowed: Set = ["Package.swift", "Sources", "Tests", "Rules", "SampleLogs", "README.md"]
        // SwiftPM writes it; git does not keep it.
        let generated: Set = ["Package.resolved"]
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.url.path).filter {
            !$0.hasPrefix(".")
        }
        #expect(Set(names).subtracting(allowed).subtracting(generated) == [])
    }

    @Test("Every rule file is in the binary, as it is in the folder")
    func embeddedRules() throws {
        let names = Repository.files(in: "Rules", suffix: ".yaml")
        #expect(!names.isEmpty)
        #expect(RuleFile.builtIn.map(\.path).sorted() == names)
        for file in RuleFile.builtIn {
            let text = try Repository.text("Rules/\(file.path)")
            #expect(file.text == text, "Rules/\(file.path)")
        }
    }

    @Test("The parts that a format may name are those that its schema and its page tell")
    func formatParts() throws {
        let parts = FormatDefinition.Part.allCases.map(\.name)
        let schema = try JSONSerialization.jsonObject(with: Data(Repository.text("Rules/format.schema.json").utf8))
        let definitions = (schema as? [String: Any])?["$defs"] as? [String: [String: Any]]
        #expect(definitions?["part"]?["enum"] as? [String] == parts)
        #expect(try Repository.text("Rules/README.md").contains("`\(parts.joined(separator: " "))`"))
    }

    @Test("Every file of tests is in a target of the package")
    func testTargets() throws {
        let manifest = try Repository.text("Package.swift")
        let folders = Set(
            Repository.files(in: "Tests", suffix: ".swift").compactMap {
                $0.split(separator: "/").first.map(String.init)
            })
        for folder in folders where folder != "Benchmarks" {
            #expect(manifest.contains("\"\(folder)\""), "Tests/\(folder)")
        }
    }
}
