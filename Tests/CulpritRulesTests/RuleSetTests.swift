import CulpritModel
import CulpritRules
import CulpritTestSupport
import Foundation
import Testing

struct RuleSetTests {
    static let weights = RuleFile.builtIn.filter { $0.path == "diagnosis.yaml" }

    /// A rule that has all it needs; `changes` replaces lines by their first word, with nothing for an empty text.
    static func rule(_ id: String = "disk-full", _ changes: [String: String] = [:]) -> String {
        let lines = [
            ("id", "id: \(id)"), ("title", "title: A disk is full"), ("severity", "severity: error"),
            ("weight", "weight: 2"), ("match", #"match: 'no space left on (?<device>\w+)'"#),
            ("culprit", "culprit: host"),
            ("explain", "explain: Nothing can be written."), ("remedies", "remedies: [Delete something.]"),
            ("references", "references: [\"https://example.com/\"]"),
            (
                "examples",
                "examples: [{line: no space left on sda}, {line: no space left on sdb, captures: {device: sdb}}]"
            ),
            ("counterexamples", "counterexamples: [space is left on sda, no space on sda]"),
        ]
        let changed = lines.map { changes[$0.0] ?? $0.1 }.filter { !$0.isEmpty }
        return "  - " + changed.joined(separator: "\n    ") + "\n"
    }

    static func diagnostics(_ text: String, path: String = "hardware/test.yaml") -> [Diagnostic] {
        do throws(RuleSetError) {
            _ = try RuleSet(files: weights + [RuleFile(path: path, text: text)])
            return []
        } catch {
            return error.diagnostics
        }
    }

    static func set(_ texts: String...) throws -> RuleSet {
        try RuleSet(
            files: weights + texts.enumerated().map { RuleFile(path: "hardware/\($0).yaml", text: "rules:\n" + $1) })
    }

    @Test("A good file is taken, and its tests pass")
    func goodFile() throws {
        let set = try Self.set(Self.rule())
        let rule = try #require(set.rules.first)
        #expect(rule.rule.category == .hardware)
        #expect(rule.culprit == .host)
        #expect(rule.place == Place("Rules/hardware/0.yaml", line: 2))
        #expect(rule.examples.map(\.captures) == [[:], ["device": "sdb"]])
        let outcome = RuleTester(set).run()
        #expect(outcome.testCount == 4)
        #expect(outcome.failures == [])
        #expect(RuleLinter(set).run() == [])
    }

    @Test("Lists that rules share are there as written; a later file's takes the place of an earlier one's")
    func lists() throws {
        let files = ["versions: [build, version]", "versions: [release]\n  hosts: [a]"].map {
            RuleFile(path: "shared.yaml", text: "lists:\n  \($0)\n")
        }
        #expect(try RuleSet(files: Self.weights + files).lists == ["versions": ["release"], "hosts": ["a"]])
        let builtIn = try RuleSet().lists
        #expect(builtIn["versions"]?.isEmpty == false && builtIn["attributes"]?.isEmpty == false)
    }

    @Test("Three mistakes are told at once, each with its line and what to do")
    func threeMistakes() {
        let text = """
            rules:
              - id: disk-full
                title: A disk is full
                severty: error
                severity: bad
                weight: 12
                match: no space
                explain: Nothing can be written.
            """
        let found = Self.diagnostics(text)
        #expect(found.map(\.place) == [4, 5, 6].map { Place("Rules/hardware/test.yaml", line: $0) })
        #expect(
            found.map(\.what) == [
                "rule 'disk-full' has the unknown key 'severty'.", "'severity' of rule 'disk-full' is 'bad'.",
                "'weight' of rule 'disk-full' is '12'.",
            ])
        #expect(
            found.map(\.remedy) == [
                "Did you mean 'severity'?", "It is one of trace, debug, info, notice, warning, error, critical, fatal.",
                "Write a number from 0.0 to 6.0.",
            ])
    }

    static let mistakes: [(changes: [String: String], line: Int, what: String)] = [
        (["match": "match: 'no space left on (sda'"], 6, "Cannot compile the pattern 'no space left on (sda'."),
        (["match": ""], 2, "rule 'disk-full' has no 'match'."),
        (["title": ""], 2, "rule 'disk-full' has no 'title'."),
        (["title": "title: []"], 3, "'title' of rule 'disk-full' is not text."),
        (["culprit": "culprit: devise"], 7, "'culprit' is 'devise', which 'match' does not capture."),
        (["culprit": "at_least: 3\n    within: soon"], 8, "'within' is 'soon'."),
        (["culprit": "at_least: 0\n    within: 10m"], 7, "'at_least' of rule 'disk-full' is '0'."),
        (["culprit": "redact: [devise]"], 7, "'redact' is 'devise', which 'match' does not capture."),
        (
            ["examples": "examples: [{lines: no space left on sda}]"], 11,
            "an example of rule 'disk-full' has the unknown key 'lines'."
        ),
        (["remedies": "remedies: [{a: b}]"], 9, "'remedies' of rule 'disk-full' has an item that is not text."),
    ]

    @Test("A mistake is told with its line", arguments: mistakes)
    func mistake(changes: [String: String], line: Int, what: String) throws {
        let found = Self.diagnostics("rules:\n" + Self.rule("disk-full", changes))
        let first = try #require(found.first)
        #expect(first.what == what)
        #expect(first.place == Place("Rules/hardware/test.yaml", line: line))
        #expect(first.remedy?.isEmpty == false)
    }

    static let broken: [(text: String, path: String, what: String)] = [
        ("rules: [", "hardware/test.yaml", "The rule file is not YAML."),
        ("rules:\n  - id: 'a\n", "hardware/test.yaml", "The rule file is not YAML."),
        ("a: b\n\tc: d\n", "hardware/test.yaml", "The rule file is not YAML."),
        ("- a\n", "hardware/test.yaml", "the file is not a mapping."),
        ("just text", "hardware/test.yaml", "the file is not a mapping."),
        ("ruels: []", "hardware/test.yaml", "the file has the unknown key 'ruels'."),
        ("rules: [text]", "hardware/test.yaml", "a rule is not a mapping."),
        ("rules: []", "hardwear/test.yaml", "The rule file is in no folder that says what it holds."),
        ("rules: []", "test.yaml", "The rule file is in no folder that says what it holds."),
        (
            "formats:\n  - id: a\n    title: A\n    kind: line\n    order: 1\n    header: 'a'\n", "formats/test.yaml",
            "A 'header' does not begin with '^'."
        ),
        (
            "formats:\n  - id: a\n    title: A\n    kind: lines\n    order: 1\n", "formats/test.yaml",
            "'kind' of format 'a' is 'lines'."
        ),
        (
            "formats:\n  - id: a\n    title: A\n    kind: json\n    order: 1\n    keys: {tiem: [t]}\n",
            "formats/test.yaml",
            "'keys' has the unknown part 'tiem'."
        ),
        (
            "signals:\n  - id: a\n    match: '('\n    bad: up\n    weight: 1\n    order: 1\n", "signals/test.yaml",
            "Cannot compile the pattern '('."
        ),
        ("weights:\n  - name: x\n    value: much\n", "diagnosis.yaml", "'value' of a weight is 'much'."),
    ]

    @Test("A file that holds something else is told of, with its path", arguments: broken)
    func brokenFile(text: String, path: String, what: String) throws {
        let first = try #require(Self.diagnostics(text, path: path).first)
        #expect(first.what == what)
        #expect(first.place?.path == "Rules/\(path)")
        #expect(first.remedy?.isEmpty == false)
    }

    @Test("A later file replaces a rule by its id")
    func override() throws {
        let set = try Self.set(Self.rule(), Self.rule("disk-full", ["weight": "weight: 0.5"]), Self.rule("other"))
        #expect(set.rules.map(\.rule.id) == ["disk-full", "other"])
        #expect(set.rules.map(\.rule.weight) == [0.5, 2])
        #expect(set.rules.first?.place.path == "Rules/hardware/1.yaml")
    }

    @Test("An id that is in one file twice is told of with both places")
    func duplicate() {
        let found = Self.diagnostics("rules:\n" + Self.rule() + Self.rule())
        #expect(found.map(\.what) == ["The rule id 'disk-full' is there twice."])
        #expect(found.map(\.place) == [Place("Rules/hardware/test.yaml", line: 13)])
        #expect(found.map(\.reason) == ["It is also at Rules/hardware/test.yaml:2."])
    }

    @Test("A folder of rules adds to those in the binary and replaces some of them")
    func ruleFolder() throws {
        let folder = try TemporaryFolder()
        let builtIn = try RuleSet()
        let replaced = try #require(builtIn.rules.first { $0.rule.category == .hardware }?.rule.id)
        _ = try folder.write("rules:\n" + Self.rule("my-own-rule"), to: "hardware/mine.yaml")
        _ = try folder.write("rules:\n" + Self.rule(replaced), to: "hardware/changed.yml")
        _ = try folder.write("not yaml: [", to: "hardware/notes.txt")
        let set = try RuleSet(folders: [folder.url.path])
        #expect(set.rules.count == builtIn.rules.count + 1)
        #expect(set.rules.first { $0.rule.id == replaced }?.rule.title == "A disk is full")
    }

    @Test("A folder that is not there is told of")
    func missingFolder() {
        do throws(RuleSetError) {
            _ = try RuleSet(folders: ["/nonexistent/rules"])
            Issue.record("It loaded.")
        } catch {
            #expect(error.diagnostics.map(\.what) == ["Cannot read the rules folder '/nonexistent/rules'."])
        }
    }

    static let failing: [(changes: [String: String], what: String)] = [
        (["match": "match: something else"], "Rule 'disk-full' does not match its example."),
        (
            ["counterexamples": "counterexamples: [no space left on sda]"],
            "Rule 'disk-full' matches its counterexample."
        ),
        (
            ["examples": "examples: [{line: no space left on sda, captures: {device: sdb}}]"],
            "Rule 'disk-full' captures 'sda' as 'device', not 'sdb'."
        ),
        (
            ["examples": "examples: [{line: no space left on sda, captures: {disk: sda}}]"],
            "Rule 'disk-full' captures nothing as 'disk', not 'sda'."
        ),
        (["references": "literal: left at"], "The literal 'left at' of rule 'disk-full' is not in its example."),
    ]

    @Test("A test inside a rule file that fails says which", arguments: failing)
    func failingExample(changes: [String: String], what: String) throws {
        let outcome = RuleTester(try Self.set(Self.rule("disk-full", changes))).run()
        let first = try #require(outcome.failures.first)
        #expect(first.what == what)
        #expect(first.place?.line != nil)
        #expect(first.remedy?.isEmpty == false)
    }

    static let findings: [(id: String, changes: [String: String], what: String)] = [
        ("a", ["examples": "examples: [{line: no space left on sda}]"], "Rule 'a' has fewer than two examples."),
        ("a", ["counterexamples": ""], "Rule 'a' has fewer than two counterexamples."),
        ("a", ["remedies": ""], "Rule 'a' has no remedies."),
        ("a", ["references": ""], "Rule 'a' has no references."),
        ("a", ["match": "match: '(?:no space left)?'"], "Rule 'a' matches the empty text."),
        ("a", ["match": #"match: '\w+ [a-z]+ .*on'"#], "Rule 'a' has no literal text of three characters."),
        ("Disk_Full", [:], "Rule 'Disk_Full' has an id that is not in kebab-case."),
    ]

    @Test("The linter finds what a rule lacks", arguments: findings)
    func lintFinding(id: String, changes: [String: String], what: String) throws {
        let found = RuleLinter(try Self.set(Self.rule(id, changes))).run()
        #expect(found.map(\.what) == [what])
        #expect(found.allSatisfy { $0.remedy?.isEmpty == false && $0.place?.line == 2 })
    }

    static let overlaps: [(also: String, other: String, what: [String])] = [
        ("", "", ["An example of rule 'disk-full' is matched by 'no-space' of another category."]),
        ("also: [no-space]", "", []),
        (
            "also: [no-space, disk-fool]", "",
            ["Rule 'disk-full' lists 'disk-fool' under 'also', which matches none of its examples."]
        ),
        ("", "fallback: true\n    weight: 1.9", []),
        (
            "", "fallback: true\n    weight: 2",
            ["An example of rule 'disk-full' is matched by 'no-space' of another category."]
        ),
    ]

    @Test("The linter finds an example that a rule of another category matches", arguments: overlaps)
    func overlap(also: String, other: String, what: [String]) throws {
        let matching = [
            "weight": other.isEmpty ? "weight: 2" : other, "match": "match: 'left on sd(?<device>b)'",
            "examples": "examples: [{line: left on sdb}, {line: not left on sdb}]",
        ]
        let files = [
            ("hardware/a.yaml", Self.rule("disk-full", ["title": "title: A disk is full\n    \(also)"])),
            ("bug/b.yaml", Self.rule("no-space", matching)),
            ("hardware/c.yaml", Self.rule("same-category", matching)),
        ]
        let set = try RuleSet(files: Self.weights + files.map { RuleFile(path: $0.0, text: "rules:\n" + $0.1) })
        let found = RuleLinter(set).run().filter { $0.what.contains("ule 'disk-full'") }
        #expect(found.map(\.what) == what)
        #expect(found.allSatisfy { $0.remedy?.isEmpty == false && $0.place != nil })
    }

    static let names: [(name: String, found: String?)] = [
        ("severty", "severity"), ("wieght", "weight"), ("weight", "weight"), ("x", nil), ("", nil), ("titel", "title"),
    ]

    @Test("The nearest name is at most two edits away", arguments: names)
    func nearest(name: String, found: String?) {
        #expect(nearestName(to: name, in: ["severity", "weight", "title"]) == found)
    }
}
