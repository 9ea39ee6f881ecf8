import CulpritModel
import CulpritParse
import CulpritRules
import Testing

struct FormatExampleTests {
    @Test("Every example of every format is read as it says")
    func examples() throws {
        let outcome = FormatTester(try Reading.rules.get()).run()
        #expect(outcome.testCount > 50)
        for failure in outcome.failures { Issue.record("\(failure)") }
    }

    static let failing: [(example: String, what: String)] = [
        ("line: 'X 12 a'\n        message: b", "An example of format 'x' has the message 'a', not 'b'."),
        ("line: 'X 12 a'\n        message: a\n        host: h", "An example of format 'x' has the host none, not 'h'."),
        ("line: 'Y'\n        message: Y", "An example of format 'x' is taken for no format."),
        ("line: \"X 12 a\\nX 13 b\"\n        message: a", "An example of format 'x' gives 2 records."),
    ]

    @Test("An example that fails says which and why", arguments: failing)
    func failingExample(example: String, what: String) throws {
        let text = """
            formats:
              - id: x
                title: X
                kind: line
                order: 1
                header: '^X \\d+ (?<message>.*)'
                examples:
                  - \(example)
            """
        let weights = RuleFile.builtIn.filter { $0.path == "diagnosis.yaml" }
        let set = try RuleSet(files: weights + [RuleFile(path: "formats/x.yaml", text: text)])
        let failure = try #require(FormatTester(set).run().failures.first)
        #expect(failure.what == what)
        #expect(failure.place?.line == 8)
    }
}
