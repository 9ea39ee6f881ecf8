/// One frame of a stack, as far as the report tells it.
package struct CrashFrame: Sendable, Hashable {
    /// The function, qualified as its language does, without arguments and addresses.
    package let function: String
    /// The file, class or module that it is in.
    package let location: String?
    package let line: Int?
    /// Says nothing about the bug: an allocator, a runtime, a reporter, a test harness.
    package let isNoise: Bool
    /// Hands out work: what it called says what was going on.
    package let isDispatcher: Bool
    /// Only the program or library is known whose code it is.
    package let isImage: Bool
    /// The name under which all frames of its kind go, whatever else is in the stack.
    package let alias: String?

    package init(
        function: String, location: String? = nil, line: Int? = nil, isNoise: Bool = false, isDispatcher: Bool = false,
        isImage: Bool = false, alias: String? = nil
    ) {
        (self.function, self.location, self.line, self.isNoise) = (function, location, line, isNoise)
        (self.isDispatcher, self.isImage, self.alias) = (isDispatcher, isImage, alias)
    }
}

/// A stack trace, panic or report.
package struct Crash: Sendable, Hashable {
    package var location: Location
    package var time: Timestamp?
    package var entity: Entity?
    /// What it is, as its grammar names it: `exception`, `panic`, `kasan`, `segfault`.
    package var kind: String
    package var language: String
    /// The one-line name that an engineer would give the bug.
    package var title: String
    /// Equal for two crashes exactly when they are held to be the same bug.
    package var signature: String
    /// The functions of the frames that mean something, the innermost first.
    package var frames: [String]
    /// What the record that it begins in says of itself: `host`, `service`, `version` and others, by name.
    package var attributes: [Record.Field] = []
    /// How many crashes of its minute it stands for: of a bug that crashes again and again not all are kept.
    package var count = 1

    package init(
        location: Location, time: Timestamp? = nil, entity: Entity? = nil, kind: String, language: String,
        title: String,
        signature: String, frames: [String]
    ) {
        (self.location, self.time, self.entity, self.kind) = (location, time, entity, kind)
        (self.language, self.title, self.signature, self.frames) = (language, title, signature, frames)
    }
}

/// All crashes of one signature.
package struct CrashGroup: Sendable, Hashable {
    package let signature: String
    package let title: String
    package let kind: String
    package let language: String
    package var count: Int
    package var firstSeen: Timestamp?
    package var lastSeen: Timestamp?
    /// Sorted, without repetition.
    package var entities: [Entity]
    package let frames: [String]
    package var state: State
    /// The first crash of the group.
    package let sample: Location
    package var details = Details()

    package init(
        signature: String, title: String, kind: String, language: String, count: Int, firstSeen: Timestamp?,
        lastSeen: Timestamp?, entities: [Entity], frames: [String], state: State, sample: Location
    ) {
        (self.signature, self.title, self.kind, self.language) = (signature, title, kind, language)
        (self.count, self.firstSeen, self.lastSeen) = (count, firstSeen, lastSeen)
        (self.entities, self.frames, self.state, self.sample) = (entities, frames, state, sample)
    }
}
