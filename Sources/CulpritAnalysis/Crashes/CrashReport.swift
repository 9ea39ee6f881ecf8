internal import CulpritModel

/// The parts of one crash report, as far as it was read.
struct CrashReport: Sendable {
    private static let mostFrames = 64
    private static let mostTermBytes = 1 << 16

    private static let mostWaymarks = 1_000
    private static let longestMessageCharacterCount = 160

    private let grammar: CrashGrammar
    private let start: CrashStart
    private(set) var location: Location
    private let time: Timestamp?
    private let entity: Entity?
    private let attributes: [Record.Field]
    private var captures: [String: String] = [:]
    /// What the last cause says; its stack is the one that decides.
    private var causeCaptures: [String: String] = [:]
    private var frames: [CrashFrame] = []
    private var outerFrames: [CrashFrame] = []
    private var topFrame: CrashFrame?
    /// The frames and marks, where a way through them leads to the guilty frame.
    private var waymarks: [CrashLine] = []
    private var takesAllProcessors = false
    private var foreignLineCount = 0
    /// The last line was read; only a chain of causes may go on behind it.
    private var hasEnded = false
    private var terms = ""
    private(set) var lineCount = 1

    init(
        grammar: CrashGrammar, line: CrashLine, location: Location, time: Timestamp?, entity: Entity?,
        attributes: [Record.Field]
    ) {
        (self.grammar, self.location, self.time, self.entity) = (grammar, location, time, entity)
        self.attributes = attributes
        start = line.start ?? CrashStart()
        merge(line)
        if !start.ways.isEmpty { waymarks = [line] }
        if line.captures["top"] != nil, let frame = line.frame, !frame.isNoise { topFrame = frame }
    }

    var language: String { grammar.id }
    var openCrash: OpenCrash { OpenCrash(language: grammar.id, start: start.number) }
    var isComplete: Bool { start.isSingle }
    var lastLine: Int { location.line + location.lineCount - 1 }
    private var takesTerms: Bool { grammar.stack == .erlang }
    private var hasFrames: Bool { !frames.isEmpty || !outerFrames.isEmpty }

    /// Says whether `next`, a first line too, only announces again what this report is about.
    ///
    /// One failure is often announced twice (`terminate called`, `Aborted`) before its stack comes; the first name is best.
    /// Where a writer's lines are known to be its own, nothing of another can have come between.
    func awaits(_ next: CrashLine, of context: String) -> Bool {
        guard next.start?.isSingle != true else { return false }
        if takesTerms { return ErlangTerms.frames(in: terms).isEmpty }
        if start.ways.isEmpty { return frames.isEmpty }
        return ["T", "C"].contains(context.first) && GuiltyFrame.find(in: waymarks, by: start) == nil
    }

    /// Says whether lines of another writer belong to it: each processor prints its own stack when all are asked to.
    func takesLines(of context: String) -> Bool { takesAllProcessors && context.hasPrefix("C") }

    /// Takes the next line, whatever it means; returns whether the report goes on behind it.
    mutating func take(_ line: CrashLine?, text: String, location: Location) -> Bool {
        if isComplete || lineCount >= CrashAssembler.longestReportLineCount { return false }
        if hasEnded {
            if text.allSatisfy(\.isWhitespace) { return true }
            guard line?.language == language, line?.role == .cause else { return false }
            hasEnded = false
        }
        guard let line, line.language == language else {
            if start.messageFollows, lineCount == 1, captures["exception"] == nil {
                captures["exception"] = String(text.prefix(Self.longestMessageCharacterCount))
                take(text: text, location: location)
                return true
            }
            if takesTerms, let first = text.utf8.first, " \t[{".utf8.contains(first) {
                take(text: text, location: location)
                foreignLineCount = 0
                return true
            }
            foreignLineCount += 1
            return foreignLineCount <= grammar.gap
        }
        foreignLineCount = 0
        take(line, text: text, location: location)
        // Some write the summary first and the stack behind it.
        guard line.role == .end, hasFrames || takesTerms || !start.ways.isEmpty else { return true }
        hasEnded = grammar.printsRootFirst
        return hasEnded
    }

    private mutating func take(_ line: CrashLine, text: String, location: Location) {
        take(text: text, location: location)
        if !start.ways.isEmpty, waymarks.count < Self.mostWaymarks, line.role == .frame || !line.marks.isEmpty {
            waymarks.append(line)
        }
        if line.marks.contains(where: { $0.name == "processors" }) { takesAllProcessors = true }
        switch line.role {
        case .frame: takeFrame(line)
        case .cause: takeCause(line)
        case .start, .detail, .end: merge(line)
        case .belongs: break
        }
    }

    /// Takes a second first line, whose title counts for nothing.
    mutating func takeAnnouncement(_ line: CrashLine, location: Location) {
        extend(to: location)
        merge(line)
        if !start.ways.isEmpty, waymarks.count < Self.mostWaymarks, !line.marks.isEmpty { waymarks.append(line) }
    }

    /// Takes the text of a line, where frames are not a matter of lines.
    mutating func take(text: String, location: Location) {
        extend(to: location)
        guard takesTerms, terms.utf8.count + text.utf8.count < Self.mostTermBytes else { return }
        terms += text + "\n"
    }

    private mutating func extend(to next: Location) {
        guard next.line > lastLine else { return }
        lineCount += 1
        let span = next.line + next.lineCount - location.line
        location = Location(source: location.source, line: location.line, lineCount: span, byte: location.byte)
    }

    private mutating func merge(_ line: CrashLine) {
        for (name, value) in line.captures where !value.isEmpty {
            if line.frame?.isNoise == true, name == "function" { continue }
            if captures[name] == nil { captures[name] = value }
        }
    }

    private mutating func takeFrame(_ line: CrashLine) {
        guard let frame = line.frame else {
            // The file and line of the frame above.
            guard let last = frames.popLast() else { return }
            frames.append(
                CrashFrame(
                    function: last.function, location: last.location ?? line.captures["file"],
                    line: last.line ?? line.captures["line"].flatMap { Int($0) }, isNoise: last.isNoise))
            return
        }
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
        let decisive = grammar.printsRootFirst && !outerFrames.isEmpty ? outerFrames : frames
        var names = meaningful(takesTerms ? ErlangTerms.frames(in: terms) : decisive)
        if grammar.needsFrames || start.needsFrames, !hasFrames { return nil }
        if names.isEmpty { names = meaningful(outerFrames) }
        if let top = topFrame.map({ FrameName.displayed($0.function) }), names.first != top {
            names.insert(top, at: 0)
        }
        let failure = (causeCaptures["exception"] ?? captures["exception"] ?? "").lowercased()
        if grammar.endless.contains(where: failure.contains) { names = FrameName.fromRecursion(names) }
        let fields = fields(guilty: start.ways.isEmpty ? names.first : GuiltyFrame.find(in: waymarks, by: start))
        let lead = start.leads.lazy.map { CrashTitle.fill($0, fields) }.first { $0.isWhole && !$0.text.isEmpty }
        if let lead { names.insert(lead.text, at: 0) }
        names = names.map { String($0.prefix(grammar.frameLength)) }
        let title = CrashTitle.filled(start.titles.isEmpty ? [grammar.title] : start.titles, with: fields)
        let kind = start.kind ?? grammar.kind
        let compared = decisiveNames(names)
        let cause = grammar.framesDecide ? [] : [kind, fields["root"] ?? ""]
        let signature =
            compared.isEmpty
            ? Signature.of([grammar.id, kind, FrameName.withoutNumbers(title)])
            : Signature.of([grammar.id] + cause + compared)
        var crash = Crash(
            location: location, time: time, entity: entity, kind: kind, language: grammar.id, title: title,
            signature: signature, frames: names)
        crash.attributes = attributes
        return crash
    }

    /// Returns what the title may be filled with.
    private func fields(guilty: String?) -> [String: String] {
        var fields = captures
        fields["frame"] = guilty
        fields["shortFrame"] = guilty.map(FrameName.short)
        fields["function"] = captures["function"].map(FrameName.displayed)
        fields["base"] = captures["file"].map(FrameName.fileName)
        fields["root"] = causeCaptures["exception"] ?? captures["exception"]
        for name in ["exception", "root"] where fields[name] != nil {
            fields[name == "root" ? "rootType" : "type"] = fields[name].map(FrameName.lastComponent)
        }
        return fields
    }

    /// Returns the functions that are no noise, the innermost first.
    private func meaningful(_ frames: [CrashFrame]) -> [String] {
        let ordered = grammar.innermost == .last ? frames.reversed() : frames
        let told = ordered.filter { !$0.isNoise }
        // Where only some of the code has names, the rest tells too little to compare.
        let named = told.contains { !$0.isImage } ? told.filter { !$0.isImage } : told
        return named.map { FrameName.displayed($0.function) }.filter { !$0.isEmpty }
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
