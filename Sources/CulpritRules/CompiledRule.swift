package import CulpritModel
package import CulpritScan

/// A rule with its pattern and its tests.
package struct CompiledRule: Sendable {
    package struct Example: Sendable, Hashable {
        package let line: String
        package let captures: [String: String]
        package let place: Place
    }

    package let rule: Rule
    package let pattern: CompiledPattern
    /// Text that every match contains, where the rule names one.
    package let literal: String?
    /// What is blamed.
    package let culprit: Culprit
    package let examples: [Example]
    package let counterexamples: [Example]
    package let place: Place

    package enum Culprit: Sendable, Hashable {
        case host
        case service
        /// The number of the capture group.
        case capture(Int)
    }
}
