package import CulpritModel
package import CulpritScan

/// How the crash reports of one language are recognised, line by line.
package struct CrashDefinition: Sendable {
    /// A pattern of a line that begins a report, with what it says of it.
    package struct Start: Sendable {
        package let pattern: CompiledPattern
        package let kind: String?
        package let title: String?
        /// The whole report is this one line.
        package let isSingle: Bool
    }

    package struct Example: Sendable, Hashable {
        package let text: String
        package let title: String
        package let frames: [String]
        package let place: Place
    }

    package let grammar: CrashGrammar
    package let order: Double
    package let starts: [Start]
    /// The patterns of the other roles.
    package let patterns: [CrashLine.Role: [CompiledPattern]]
    /// Functions that say nothing about a bug.
    package let noise: [CompiledPattern]
    package let examples: [Example]
    package let place: Place
}
