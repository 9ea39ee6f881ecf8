package import CulpritModel

/// All that is wrong with a rule set, told at once and before any input is read.
package struct RuleSetError: Error, CustomStringConvertible, Equatable {
    package let diagnostics: [Diagnostic]

    package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
