import CulpritModel
import CulpritRules
import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

/// Rules over the hits of others, shared parts of patterns, and what is switched off.
struct RuleLanguageTests {
    private static func correlation(_ kind: String, _ id: String = "many-disks") -> String {
        """
          - id: \(id)
            title: Disks fail together
            severity: error
            weight: 2
            \(kind)
            explain: Several disks are full.
            remedies: [Look at them.]
            references: ["https://example.com/"]
            examples:
              - lines: |
                  0s db-1 no space left on sda
                  90s db-1 no space left on sdb
              - lines: "0s db-1 no space left on sda\\n1m db-1 no space left on sdb"
            counterexamples:
              - lines: 0s db-1 no space left on sda
              - lines: 1h db-1 nothing

        """
    }

    private static func load(_ texts: [String: String], disabled: [String] = []) throws(RuleSetError) -> RuleSet {
        try RuleSet(
            files: RuleSetTests.weights
                + texts.sorted { $0.key < $1.key }.map { RuleFile(path: $0.key, text: $0.value) },
            disabled: disabled)
    }

    private static func diagnostics(_ texts: [String: String], disabled: [String] = []) -> [Diagnostic] {
        do throws(RuleSetError) {
            _ = try load(texts, disabled: disabled)
            return []
        } catch {
            return error.diagnostics
        }
    }

    static let kinds: [(text: String, kind: Correlation.Kind, seconds: Double)] = [
        (
            "sequence: {steps: [disk-full, [disk-full, other]], within: 5m}",
            .sequence([["disk-full"], ["disk-full", "other"]]), 300
        ),
        ("absence: {of: disk-full, within: 26h, by: host}", .absence(of: ["disk-full"], after: []), 93_600),
        (
            "absence: {of: [other], after: [disk-full], within: 2d}", .absence(of: ["other"], after: ["disk-full"]),
            172_800
        ),
        ("rate: {of: [disk-full], more_than: 19, within: 30s}", .rate(of: ["disk-full"], moreThan: 19, times: nil), 30),
        (
            "rate: {of: [disk-full], more_than: 90, times: 2.5, within: 5m}",
            .rate(of: ["disk-full"], moreThan: 90, times: 2.5), 300
        ),
    ]

    @Test("Each kind is read as it is written", arguments: kinds)
    func kind(text: String, kind: Correlation.Kind, seconds: Double) throws {
        let set = try Self.load([
            "hardware/a.yaml": "rules:\n" + RuleSetTests.rule() + RuleSetTests.rule("other") + Self.correlation(text)
        ])
        let rule = try #require(set.correlations.first)
        #expect(rule.rule.correlation == Correlation(kind: kind, withinSeconds: seconds, by: .host))
        #expect(rule.rule.category == .hardware)
        #expect(rule.examples.first?.lines.map(\.seconds) == [0, 90])
        #expect(set.parts.contains("disk-full"))
        #expect(set.all.map(\.id) == ["disk-full", "many-disks", "other"])
    }

    static let mistakes: [(text: String, line: Int, what: String)] = [
        ("sequence: {steps: [disk-full], within: 5m}", 17, "'steps' is not a list of 2 to 8 steps."),
        ("sequence: {steps: [disk-full, []], within: 5m}", 17, "'steps' is not a list of 2 to 8 steps."),
        ("sequence: {steps: [disk-full, disk-full]}", 17, "'sequence' has no 'within'."),
        ("sequence: {steps: [disk-full, disk-fool], within: 5m}", 13, "There is no rule 'disk-fool'."),
        ("sequence: {step: [a, b], within: 5m}", 17, "'sequence' has the unknown key 'step'."),
        ("absence: {of: [], within: 5m}", 17, "There is no 'of'."),
        ("absence: {of: [disk-full], within: never}", 17, "'within' is 'never'."),
        ("rate: {of: [disk-full], within: 1m}", 17, "'rate' has no 'more_than'."),
        (
            "rate: {of: [many-disks], more_than: 2, within: 1m}", 13,
            "Rule 'many-disks' looks at hits of 'many-disks', which itself looks at hits of others."
        ),
        (
            "rate: {of: [disk-full], more_than: 2, within: 1m}\n    match: x", 18,
            "A rule over the hits of other rules has no 'match'."
        ),
    ]

    @Test("A mistake in them is told with its line", arguments: mistakes)
    func mistake(text: String, line: Int, what: String) throws {
        let found = Self.diagnostics([
            "hardware/a.yaml": "rules:\n" + RuleSetTests.rule() + Self.correlation(text)
        ])
        let first = try #require(found.first { $0.what == what }, "\(found)")
        #expect(first.place == Place("Rules/hardware/a.yaml", line: line))
        #expect(first.remedy?.isEmpty == false)
    }

    @Test("An example over time is lines of a time, a host and a message")
    func badExample() {
        let text = Self.correlation("rate: {of: [disk-full], more_than: 2, within: 1m}")
            .replacing("0s db-1 no space left on sda\n", with: "soon db-1 no space\n", maxReplacements: 1)
        let found = Self.diagnostics(["hardware/a.yaml": "rules:\n" + RuleSetTests.rule() + text])
        #expect(found.map(\.what) == ["An example over time has a line that is not 'OFFSET HOST MESSAGE'."])
    }

    @Test("Rules must not silence each other in a circle")
    func circle() {
        func rule(_ id: String, _ other: String) -> String {
            RuleSetTests.rule(id, ["culprit": "culprit: host\n    suppress: {rules: [\(other)], within: 1m}"])
        }
        let found = Self.diagnostics(["hardware/a.yaml": "rules:\n" + rule("a", "b") + rule("b", "a")])
        #expect(found.map(\.what) == ["Rule 'a' silences itself.", "Rule 'b' silences itself."])
    }

    // MARK: Changes

    @Test("A change is of no category, and says what kind it is")
    func changes() throws {
        let text = RuleSetTests.rule("deployed", ["weight": "weight: 0.2\n    change: deploy"])
        let set = try Self.load(["changes/a.yaml": "rules:\n" + text])
        #expect(set.rules.first?.rule.category == nil)
        #expect(set.rules.first?.rule.change == "deploy")
        #expect(
            Self.diagnostics(["hardware/a.yaml": "rules:\n" + text]).map(\.what)
                == ["rule 'deployed' has the unknown key 'change'."])
        #expect(
            Self.diagnostics(["changes/a.yaml": "rules:\n" + RuleSetTests.rule("deployed")]).map(\.what)
                == ["rule 'deployed' has no 'change'."])
    }

    // MARK: Fragments

    @Test("Fragments and lists stand for what they are, also in each other")
    func fragments() throws {
        let shared = "fragments: {disk: 'sd[ab]|{{odd}}'}\nlists: {odd: [c+, 'c'], more: [x]}\n"
        let set = try Self.load([
            "shared.yaml": shared,
            "hardware/a.yaml": "rules:\n"
                + RuleSetTests.rule("disk-full", ["match": "match: 'no space left on (?<device>{{disk}})'"]),
        ])
        #expect(set.rules.first?.pattern.source == #"no space left on (?<device>(?:sd[ab]|(?:c\+|c)))"#)
        #expect(RuleTester(set).run().failures == [])
    }

    static let badFragments: [(shared: String, what: String)] = [
        ("fragments: {disk: x}", "There is no fragment or list 'disks'."),
        ("fragments: {disks: 'x{{disks}}'}", "The fragments of this pattern lead to themselves or are too long."),
        ("fragments: {disks: '('}", "Cannot compile the pattern '(?:()'."),
    ]

    @Test("A fragment that is not there, or leads to itself, is told of where it is used", arguments: badFragments)
    func badFragment(shared: String, what: String) {
        let found = Self.diagnostics([
            "shared.yaml": shared,
            "hardware/a.yaml": "rules:\n"
                + RuleSetTests.rule("disk-full", ["match": "match: '{{disks}}'", "culprit": "culprit: host"]),
        ])
        #expect(found.map(\.what) == [what])
        #expect(found.first?.place == Place("Rules/hardware/a.yaml", line: 6))
    }

    // MARK: Overrides

    @Test("A rule that replaces another says so, and one that is switched off is gone with what needs it")
    func overrides() throws {
        let rate = Self.correlation("rate: {of: [disk-full], more_than: 2, within: 1m}")
        let texts = [
            "hardware/a.yaml": "rules:\n" + RuleSetTests.rule() + RuleSetTests.rule("other") + rate,
            "hardware/b.yaml": "rules:\n" + RuleSetTests.rule("other", ["title": "title: Mine"]),
        ]
        let set = try Self.load(texts)
        #expect(set.replaced == ["other": Place("Rules/hardware/a.yaml", line: 13)])
        #expect(set.place(of: "other") == Place("Rules/hardware/b.yaml", line: 2))
        let less = try Self.load(
            texts.merging(["settings.yaml": "disable: [disk-full]"], uniquingKeysWith: { $1 }))
        #expect(less.all.map(\.id) == ["other"])
        #expect(less.disabled == ["disk-full"])
        #expect(try Self.load(texts, disabled: ["other"]).all.map(\.id) == ["disk-full", "many-disks"])
    }

    @Test("What is to be switched off must be there")
    func disableUnknown() {
        let texts = ["hardware/a.yaml": "rules:\n" + RuleSetTests.rule(), "settings.yaml": "disable:\n  - disk-ful\n"]
        let found = Self.diagnostics(texts, disabled: ["nothing-like-it"])
        #expect(found.map(\.what) == ["There is no rule 'disk-ful'.", "There is no rule 'nothing-like-it'."])
        #expect(found.map(\.place) == [Place("Rules/settings.yaml", line: 2), Place("--disable-rule")])
        #expect(found.first?.remedy == "Did you mean 'disk-full'?")
    }

    @Test("A capture that is redacted must be one")
    func redactUnknown() throws {
        let set = try Self.load([
            "hardware/a.yaml": "rules:\n" + RuleSetTests.rule("a", ["culprit": "redact: [device]"])
        ])
        #expect(set.rules.first?.rule.redacted == ["device"])
        let found = Self.diagnostics([
            "hardware/a.yaml": "rules:\n" + RuleSetTests.rule("a", ["culprit": "redact: [devise]"])
        ])
        #expect(found.map(\.what) == ["'redact' is 'devise', which 'match' does not capture."])
    }

    @Test("The user's folder is where the environment says, if it is there")
    func userFolder() throws {
        let home = try TemporaryFolder()
        let path = home.url.path
        #expect(RuleFile.userFolder(["HOME": path]) == nil)
        _ = try home.write("", to: ".config/culprit/rules/bug/a.yaml")
        #expect(RuleFile.userFolder(["HOME": path]) == "\(path)/.config/culprit/rules")
        #expect(RuleFile.userFolder(["HOME": path, "XDG_CONFIG_HOME": "\(path)/nothing"]) == nil)
        #expect(RuleFile.userFolder(["XDG_CONFIG_HOME": "\(path)/.config"]) == "\(path)/.config/culprit/rules")
        #expect(RuleFile.userFolder(["HOME": "relative"]) == nil)
    }
}
