/// What a line means to a crash report: the pattern of a language that it matched.
package struct CrashLine: Sendable, Hashable {
    package enum Role: String, Sendable, Hashable, CaseIterable {
        /// Begins a report.
        case start
        /// A frame of the stack, or the file and line of the frame before.
        case frame
        /// Begins the stack of what caused the error above it.
        case cause
        /// Tells something that the title needs.
        case detail
        /// Is part of the report and tells nothing.
        case belongs
        /// Is the last line of a report, or the first behind the part that matters.
        case end
    }

    package let language: String
    package let role: Role
    /// The index of the pattern among those of its role.
    package let pattern: Int
    /// What the pattern calls the crash, in place of what its language does.
    package let kind: String?
    /// The title that the pattern gives, in place of that of its language.
    package let title: String?
    /// The whole report is this one line.
    package let isSingle: Bool
    package let captures: [String: String]
    /// The captured function says nothing about the bug.
    package let isNoise: Bool

    package init(
        language: String, role: Role, pattern: Int = 0, kind: String? = nil, title: String? = nil,
        isSingle: Bool = false,
        captures: [String: String] = [:], isNoise: Bool = false
    ) {
        (self.language, self.role, self.pattern, self.kind) = (language, role, pattern, kind)
        (self.title, self.isSingle, self.captures, self.isNoise) = (title, isSingle, captures, isNoise)
    }
}

/// What all crash reports of one language have in common, without its patterns.
package struct CrashGrammar: Sendable, Hashable {
    package enum Innermost: String, Sendable, Hashable {
        case first
        case last
    }

    /// How frames are written.
    package enum StackSyntax: String, Sendable, Hashable {
        /// One or two lines a frame, which patterns match.
        case lines
        /// Erlang terms `{module,function,arity,[{file,"f"},{line,1}]}` in any layout.
        case erlang
    }

    /// The name in `Rules/crashes`: `java`, `linux-kernel`.
    package let id: String
    package let kind: String
    /// `{name}` is a capture, `{a|b|=text}` the first that there is, `[ in {frame}]` is left out when nothing fills it.
    package let title: String
    /// What the frames of a signature are told by.
    package enum Grouping: String, Sendable, Hashable {
        case function
        /// The class that a method is of: robust against the many ways into one faulty class.
        case type
    }

    /// Where the frame that failed is in a printed stack.
    package let innermost: Innermost
    package let stack: StackSyntax
    /// Foreign lines in a row that do not end a report.
    package let gap: Int
    /// How many meaningful frames the signature has; with 0 the title alone decides.
    package let depth: Int
    package let grouping: Grouping
    /// A first line without any frame behind it is only a message.
    package let needsFrames: Bool

    package init(
        id: String, kind: String, title: String, innermost: Innermost = .first, stack: StackSyntax = .lines,
        gap: Int = 3,
        depth: Int = 4, grouping: Grouping = .function, needsFrames: Bool = false
    ) {
        (self.id, self.kind, self.title, self.innermost) = (id, kind, title, innermost)
        (self.stack, self.gap, self.depth) = (stack, gap, depth)
        (self.grouping, self.needsFrames) = (grouping, needsFrames)
    }
}
