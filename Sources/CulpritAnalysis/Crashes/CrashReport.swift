internal import CulpritModel

/// The parts of one crash report, as far as it was read.
struct CrashReport: Sendable {
    private static let mostFrames = 64
    private static let mostTermBytes = 1 << 16

    private let grammar: CrashGrammar
    private var location: Location
    private let time: Timestamp?
    private let entity: Entity?
    private let kind: String
    private var title: String?
    private var captures: [String: String] = [:]
    /// What the last cause says; its stack is the one that decides.
    private var causeCaptures: [String: String] = [:]
    private var frames: [CrashFrame] = []
    private var outerFrames: [CrashFrame] = []
    private var topFrame: CrashFrame?
    private var terms = ""
    let isComplete: Bool
    private(set) var lineCount = 1

    init(grammar: CrashGrammar, start: CrashLine, location: Location, time: Timestamp?, entity: Entity?) {
        (self.grammar, self.location, self.time, self.entity) = (grammar, location, time, entity)
        kind = start.kind ?? grammar.kind
        title = start.title
        isComplete = start.isSingle
        merge(start)
    }

    var language: String { grammar.id }
    var gap: Int { grammar.gap }
    var takesTerms: Bool { grammar.stack == .erlang }
    var hasFrames: Bool { !frames.isEmpty || !outerFrames.isEmpty }

    /// Takes a line of the report.
    mutating func take(_ line: CrashLine, text: String, location: Location) {
        take(text: text, location: location)
        switch line.role {
        case .frame: takeFrame(line)
        case .cause: takeCause(line)
        case .start, .detail, .end:
            merge(line)
            if let title = line.title, line.role == .detail { self.title = title }
        case .belongs: break
        }
    }

    /// Takes a second first line, whose title counts for nothing.
    mutating func takeAnnouncement(_ line: CrashLine, location: Location) {
        extend(to: location)
        merge(line)
    }

    /// Takes the text of a line, where frames are not a matter of lines.
    mutating func take(text: String, location: Location) {
        extend(to: location)
        guard takesTerms, terms.utf8.count + text.utf8.count < Self.mostTermBytes else { return }
        terms += text + "\n"
    }

    private mutating func extend(to next: Location) {
        guard next.line > location.line else { return }
        lineCount = next.line + next.lineCount - location.line
        location = Location(source: location.source, line: location.line, lineCount: lineCount, byte: location.byte)
    }

    private mutating func merge(_ line: CrashLine) {
        for (name, value) in line.captures where !value.isEmpty {
            if line.isNoise, name == "function" { continue }
            if captures[name] == nil { captures[name] = value }
        }
    }

    private mutating func takeFrame(_ line: CrashLine) {
        let (file, number) = (line.captures["file"], line.captures["line"].flatMap { Int($0) })
        guard let function = line.captures["function"], !function.isEmpty else {
            // The file and line of the frame above.
            guard let last = frames.popLast() else { return }
            frames.append(
                CrashFrame(
                    function: last.function, location: last.location ?? file, line: last.line ?? number,
                    isNoise: last.isNoise))
            return
        }
        // What a dispatcher called stands above it and says better than the innermost frame what was going on for so long.
        if line.captures["dispatcher"] != nil, captures["dispatched"] == nil, let last = frames.last,
            !last.isNoise
        {
            captures["dispatched"] = FrameName.displayed(last.function)
        }
        let frame = CrashFrame(
            function: function, location: file ?? line.captures["module"], line: number, isNoise: line.isNoise)
        if line.captures["top"] != nil {
            if topFrame == nil, !frame.isNoise { topFrame = frame }
        } else if frames.count < Self.mostFrames {
            frames.append(frame)
        } else if grammar.innermost == .last {
            frames.removeFirst()
            frames.append(frame)
        }
    }

    private mutating func takeCause(_ line: CrashLine) {
        if outerFrames.isEmpty { outerFrames = frames }
        frames = []
        // A stack without an exception only takes the place of the one before.
        if line.captures["exception"] != nil { causeCaptures = line.captures }
    }

    /// Returns what was read as a crash, or `nil` when it turned out to be only a message.
    func crash() -> Crash? {
        var names = meaningful(takesTerms ? ErlangTerms.frames(in: terms) : frames)
        if grammar.needsFrames, !hasFrames { return nil }
        if names.isEmpty { names = meaningful(outerFrames) }
        if let top = topFrame.map({ FrameName.displayed($0.function) }), names.first != top {
            names.insert(top, at: 0)
        }
        var fields = captures
        fields["frame"] = names.first
        fields["shortFrame"] = names.first.map(FrameName.short)
        fields["function"] = captures["function"].map(FrameName.displayed)
        fields["root"] = causeCaptures["exception"] ?? captures["exception"]
        for name in ["exception", "root"] where fields[name] != nil {
            fields[name == "root" ? "rootType" : "type"] = fields[name].map(FrameName.lastComponent)
        }
        let title = CrashTitle.filled(title ?? grammar.title, with: fields)
        let decisive = decisiveNames(names)
        let signature =
            decisive.isEmpty
            ? Signature.of([grammar.id, kind, FrameName.withoutNumbers(title)])
            : Signature.of([grammar.id, kind, fields["root"] ?? ""] + decisive)
        return Crash(
            location: location, time: time, entity: entity, kind: kind, language: grammar.id, title: title,
            signature: signature, frames: names)
    }

    /// Returns the functions that are no noise, the innermost first.
    private func meaningful(_ frames: [CrashFrame]) -> [String] {
        let ordered = grammar.innermost == .last ? frames.reversed() : frames
        return ordered.filter { !$0.isNoise }.map { FrameName.displayed($0.function) }.filter { !$0.isEmpty }
    }

    /// Returns what the signature takes of the stack.
    private func decisiveNames(_ names: [String]) -> [String] {
        var result: [String] = []
        for name in names where result.count < grammar.depth {
            var comparable = FrameName.comparable(name)
            if grammar.grouping == .type { comparable = FrameName.type(of: comparable) }
            if grammar.grouping == .function || result.last != comparable { result.append(comparable) }
        }
        return result
    }
}
