package import CulpritModel
internal import CulpritParse
internal import CulpritRules

/// The checks of a rule set.
package struct RuleCheck: Sendable {
    private let choice: RuleChoice

    package init(_ choice: RuleChoice) { self.choice = choice }

    /// A rule and where it comes from.
    package struct Listing: Sendable {
        package let rule: Rule
        package let place: Place
        /// Where the rule was that it replaces.
        package let replaced: Place?

        /// `built in`, or the place; and what it replaces.
        package var origin: String {
            func name(_ place: Place) -> String { place.path.hasPrefix("Rules/") ? "built in" : place.description }
            return name(place) + (replaced.map { ", replaces \(name($0))" } ?? "")
        }
    }

    /// The rules by category and id, changes last.
    package func rules() throws -> [Listing] {
        let set = try choice.load()
        let placed = set.rules.map { ($0.rule, $0.place) } + set.correlations.map { ($0.rule, $0.place) }
        return placed.map { Listing(rule: $0, place: $1, replaced: set.replaced[$0.id]) }.sorted {
            let folders = ($0.rule.category.map { [$0] } ?? [], $1.rule.category.map { [$0] } ?? [])
            if folders.0 != folders.1 {
                return folders.1.isEmpty || (!folders.0.isEmpty && folders.0[0] < folders.1[0])
            }
            return $0.rule.id < $1.rule.id
        }
    }

    /// Runs the tests in the files; returns how many there were and those that failed.
    package func test() throws -> (testCount: Int, failures: [Diagnostic]) {
        let set = try choice.load()
        var outcomes = [RuleTester(set).run(), FormatTester(set).run(), CrashTester(set).run()]
        outcomes.append(CorrelationTester(set).run())
        return (outcomes.reduce(0) { $0 + $1.testCount }, outcomes.flatMap(\.failures))
    }

    /// Returns what the rules lack.
    package func lint() throws -> [Diagnostic] { RuleLinter(try choice.load()).run() }
}
