import CulpritModel
import CulpritRules
import CulpritScan
import Testing

struct BuiltInRulesTests {
    static let set = Result { try RuleSet() }

    @Test("The rules that the binary carries load, and cover what a report needs")
    func loading() throws {
        let set = try Self.set.get()
        #expect(Set(set.rules.map(\.rule.category)) == Set(Category.allCases.map(Optional.some) + [nil]))
        #expect(!set.formats.isEmpty)
        #expect(!set.signals.isEmpty)
        #expect(set.severityWords["fatal"] == .fatal)
        #expect(set.rules.map(\.rule.id) == set.rules.map(\.rule.id).sorted())
        #expect(set.formats.map(\.order) == set.formats.map(\.order).sorted())
    }

    @Test("Every test inside the rule files passes")
    func examples() throws {
        let outcome = RuleTester(try Self.set.get()).run()
        #expect(outcome.testCount > 100)
        for failure in outcome.failures { Issue.record("\(failure)") }
    }

    @Test("The linter finds nothing in them")
    func linting() throws {
        for finding in RuleLinter(try Self.set.get()).run() { Issue.record("\(finding)") }
    }

    @Test("A series that no signal knows is unknown")
    func unknownSeries() throws {
        #expect(try Self.set.get().signal(of: "zzz", scratch: MatchScratch()).id == Signal.unknown.id)
    }
}
