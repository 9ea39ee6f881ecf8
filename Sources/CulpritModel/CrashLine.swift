/// What a line means to a crash report: the pattern of a language that it matched.
package struct CrashLine: Sendable, Hashable {
    package enum Role: Sendable, Hashable, CaseIterable {
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

    /// A waymark of a language: a line that says where in a report its guilty frame is to be looked for.
    package struct Mark: Sendable, Hashable {
        package let name: String
        package let frame: CrashFrame?

        package init(name: String, frame: CrashFrame? = nil) { (self.name, self.frame) = (name, frame) }
    }

    package let language: String
    package let role: Role
    /// What the line says of the report that it begins.
    package let start: CrashStart?
    package let captures: [String: String]
    package let frame: CrashFrame?
    package let marks: [Mark]

    package init(
        language: String, role: Role, start: CrashStart? = nil, captures: [String: String] = [:],
        frame: CrashFrame? = nil, marks: [Mark] = []
    ) {
        (self.language, self.role, self.start) = (language, role, start)
        (self.captures, self.frame, self.marks) = (captures, frame, marks)
    }
}

/// How a report begins, and what its beginning says of the rest.
package struct CrashStart: Sendable, Hashable {
    /// The index among the beginnings of its language.
    package let number: Int
    /// What it calls the crash, in place of what its language does.
    package let kind: String?
    /// Titles in place of that of its language; the first that the report can fill is taken.
    package let titles: [String]
    /// The whole report is this one line.
    package let isSingle: Bool
    /// Repeats what the report before it has told, where there is one.
    package let isEcho: Bool
    /// Without any frame behind it, it is only a message.
    package let needsFrames: Bool
    /// The line behind it says what failed, in words that no pattern knows.
    package let messageFollows: Bool
    /// Waymarks to the guilty frame; where the first way leads to none, the next is tried.
    package let ways: [[String]]
    /// Guilty is what the first dispatcher called, not the innermost frame: where a loop was met says nothing.
    package let picksDispatched: Bool
    /// Goes before the frames: the condition that did not hold tells a bug better than where it was checked.
    package let leads: [String]

    package init(
        number: Int = 0, kind: String? = nil, titles: [String] = [], isSingle: Bool = false, isEcho: Bool = false,
        needsFrames: Bool = false, messageFollows: Bool = false, ways: [[String]] = [], picksDispatched: Bool = false,
        leads: [String] = []
    ) {
        (self.number, self.kind, self.titles, self.isSingle) = (number, kind, titles, isSingle)
        (self.isEcho, self.needsFrames, self.messageFollows, self.ways) = (isEcho, needsFrames, messageFollows, ways)
        (self.picksDispatched, self.leads) = (picksDispatched, leads)
    }
}

/// The report that is being read when a line comes, by its language and beginning.
package struct OpenCrash: Sendable, Hashable {
    package let language: String
    package let start: Int

    package init(language: String, start: Int) { (self.language, self.start) = (language, start) }
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
    /// Of a chain of causes the first that is printed decides, not the last.
    package let printsRootFirst: Bool
    /// The frames alone decide: one bug shows as another failure when it is built or run otherwise.
    package let framesDecide: Bool
    /// What is longer in a frame is cut: arguments of templates go on for ever.
    package let frameLength: Int
    /// Names of failures, in lower case, that come of a recursion without end: only the frames that repeat count.
    package let endless: [String]

    package init(
        id: String, kind: String, title: String, innermost: Innermost = .first, stack: StackSyntax = .lines,
        gap: Int = 3,
        depth: Int = 4, grouping: Grouping = .function, needsFrames: Bool = false, printsRootFirst: Bool = false,
        framesDecide: Bool = false, frameLength: Int = 400, endless: [String] = []
    ) {
        (self.id, self.kind, self.title, self.innermost) = (id, kind, title, innermost)
        (self.stack, self.gap, self.depth) = (stack, gap, depth)
        (self.grouping, self.needsFrames, self.printsRootFirst) = (grouping, needsFrames, printsRootFirst)
        (self.framesDecide, self.frameLength, self.endless) = (framesDecide, frameLength, endless)
    }
}
