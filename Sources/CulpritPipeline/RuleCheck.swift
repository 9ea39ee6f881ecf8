package import CulpritModel
internal import CulpritParse
internal import CulpritRules

/// The checks of a rule set, with the rules of further folders.
package struct RuleCheck: Sendable {
    private let folders: [String]

    package init(folders: [String]) { self.folders = folders }

    /// By category and id.
    package func rules() throws -> [Rule] {
        try RuleSet(folders: folders).rules.map(\.rule).sorted { ($0.category, $0.id) < ($1.category, $1.id) }
    }

    /// Runs the tests in the files; returns how many there were and those that failed.
    package func test() throws -> (testCount: Int, failures: [Diagnostic]) {
        let set = try RuleSet(folders: folders)
        let outcomes = [RuleTester(set).run(), FormatTester(set).run(), CrashTester(set).run()]
        return (outcomes.reduce(0) { $0 + $1.testCount }, outcomes.flatMap(\.failures))
    }

    /// Returns what the rules lack.
    package func lint() throws -> [Diagnostic] { RuleLinter(try RuleSet(folders: folders)).run() }
}
