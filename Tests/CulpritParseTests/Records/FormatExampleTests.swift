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

    @Test("A column may be any part, and the one whose name is preferred wins where it has a value")
    func columns() throws {
        let parts = FormatDefinition.Part.allCases.map(\.name).filter { !["time", "message", "service"].contains($0) }
        let keys = parts.map { "\($0): [\($0)]" }.joined(separator: ", ")
        let text = """
            formats:
              - id: x
                title: X
                kind: csv
                order: 1
                keys: {time: [time], message: [text], service: [first, second], \(keys)}
            """
        let weights = RuleFile.builtIn.filter { $0.path == "diagnosis.yaml" }
        let set = try RuleSet(files: weights + [RuleFile(path: "formats/x.yaml", text: text)])
        let header = (["time", "second", "text", "first"] + parts).joined(separator: ",")
        let values = parts.map { $0 == "client" ? "10.0.0.9" : "7" }.joined(separator: ",")
        var reader = RecordReader(set, reference: Reading.reference)
        var found: [(service: String?, client: String?)] = []
        for line in [header, "2026-03-03T14:00:01Z,b,hello,a,\(values)", "2026-03-03T14:00:02Z,b,hello,,\(values)"] {
            reader.read(Array("\(line)\n".utf8).span) { found.append(($0.text($0.service), $0.text($0.client))) }
        }
        reader.finish { found.append(($0.text($0.service), $0.text($0.client))) }
        #expect(found.dropFirst().map(\.service) == ["a", "b"])
        #expect(found.dropFirst().map(\.client) == ["10.0.0.9", "10.0.0.9"])
    }

    @Test("An escaped NUL is no text, as a NUL byte is none")
    func escapedNUL() throws {
        let line = #"{"time":"2026-03-03T14:00:01Z","host":"\u00000","msg":"a\u0000b"}"#
        let record = try #require(try Reading(line).records.first)
        #expect(record.host == "0" && record.message == "ab")
    }
}
