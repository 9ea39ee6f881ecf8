package import CulpritModel
package import CulpritScan

/// How the crash reports of one language are recognised, line by line.
package struct CrashDefinition: Sendable {
    /// A pattern of a line that begins a report, with what it says of it.
    package struct Start: Sendable {
        package let pattern: CompiledPattern
        package let start: CrashStart
        /// Functions that say nothing in this kind of report, beside those of the language.
        package let noise: [CompiledPattern]
        /// Functions in which many bugs of this kind meet.
        package let gathers: [Renaming]
    }

    /// Functions that go by one name.
    package struct Renaming: Sendable {
        package let pattern: CompiledPattern
        package let name: String?
    }

    package struct Mark: Sendable {
        package let name: String
        package let pattern: CompiledPattern
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
    package let marks: [Mark]
    /// Finds in a line's header who wrote it, where reports of many are interleaved.
    package let context: CompiledPattern?
    /// What is cut off in front of functions.
    package let prefix: CompiledPattern?
    /// Functions that say nothing about a bug.
    package let noise: [CompiledPattern]
    /// Files and modules whose functions say nothing about a bug.
    package let noisePlaces: [CompiledPattern]
    /// Functions of which every program has one; their file tells which.
    package let namesakes: [CompiledPattern]
    package let dispatchers: [Renaming]
    package let examples: [Example]
    package let place: Place
}
