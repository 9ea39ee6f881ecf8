import Foundation
import Testing

/// The rows of the table in the design: what each target may import.
struct ArchitectureTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let target: String
        let modules: Set<String>

        init(_ target: String, _ modules: String) {
            (self.target, self.modules) = (target, Set(modules.split(separator: " ").map(String.init)))
        }

        var testDescription: String { target }
    }

    static let rows = [
        Row("CulpritModel", ""),
        Row(
            "CulpritScan",
            "CulpritModel CZstd CZlib CBzip2 CLZ4 CLZMA CPCRE2 CVectorscan CArchive CNettle GRDB GRDBSQLite"),
        Row("CulpritRules", "CulpritScan CulpritModel Yams"),
        Row("CulpritParse", "CulpritRules CulpritScan CulpritModel"),
        Row("CulpritAnalysis", "CulpritModel OrderedCollections"),
        Row("CulpritStore", "CulpritScan CulpritModel GRDB"),
        Row("CulpritReport", "CulpritModel"),
        Row(
            "CulpritPipeline",
            """
            CulpritReport CulpritStore CulpritAnalysis CulpritParse CulpritRules CulpritScan CulpritModel Logging
            """),
        Row("culprit", "CulpritPipeline CulpritReport CulpritModel ArgumentParser Logging"),
        // It writes compressed logs.
        Row("culprit-simulate", "CulpritScan CulpritModel ArgumentParser"),
        Row("EmbedRules", ""),
        Row("EmbedRulesPlugin", "PackagePlugin"),
    ]

    /// What comes with the toolchain is no question of architecture, but for Foundation in the model.
    static let toolchain: Set<String> = [
        "Foundation", "FoundationNetworking", "Synchronization", "Glibc", "Darwin", "Dispatch",
    ]

    static func imports(of text: String) -> [String] {
        // `import struct Module.Name` names the module before the point.
        let pattern =
            #/^(?:@\w+ |internal |package |public |private )*import (?:struct |class |enum |func |protocol )?(\w+)/#
        return text.split(separator: "\n").compactMap { line in line.firstMatch(of: pattern).map { String($0.1) } }
    }

    @Test("A target imports what its row of the design names, and nothing else", arguments: rows)
    func allowedImports(row: Row) throws {
        let files = Repository.files(in: "Sources/\(row.target)", suffix: ".swift")
        #expect(!files.isEmpty)
        for file in files {
            for module in Self.imports(of: try Repository.text("Sources/\(row.target)/\(file)")) {
                let isAllowed =
                    row.modules.contains(module) || (row.target != "CulpritModel" && Self.toolchain.contains(module))
                #expect(isAllowed, "Sources/\(row.target)/\(file) imports \(module).")
            }
        }
    }

    @Test("Every folder of sources has its row, or is a module map")
    func everyTarget() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Repository.url.appending(path: "Sources").path)
        let (rows, modules) = (Set(Self.rows.map(\.target)), Set(Self.rows.flatMap(\.modules)))
        for name in names where !rows.contains(name) {
            #expect(modules.contains(name), "Sources/\(name)")
            let map = Repository.url.appending(path: "Sources/\(name)/module.modulemap").path
            #expect(FileManager.default.fileExists(atPath: map), "Sources/\(name)")
        }
    }

    @Test("Only CulpritScan has unsafe code")
    func unsafeCode() throws {
        for file in Repository.files(in: "Sources", suffix: ".swift") where !file.hasPrefix("CulpritScan/") {
            for (number, line) in try Repository.text("Sources/\(file)").split(
                separator: "\n", omittingEmptySubsequences: false
            ).enumerated() {
                let code = line.prefix { $0 != "/" && $0 != "\"" }
                let words = code.split { !($0.isLetter || $0 == "_" || $0 == "@") }
                let isUnsafe = words.contains { ["unsafe", "@unsafe", "@safe"].contains($0) }
                #expect(!isUnsafe, "Sources/\(file):\(number + 1)")
            }
        }
    }

    @Test("The import of a target is read from every way to write it")
    func readingImports() {
        let text =
            "// import A\nimport B\ninternal import C\n@testable import D\npackage import struct E.F\nlet import1 = 1"
        #expect(Self.imports(of: text) == ["B", "C", "D", "E"])
    }
}
