package import CulpritModel
internal import CulpritScan

/// Says what lines mean to crash reports, for one thread.
package final class CrashClassifier {
    private let languages: [CrashDefinition]
    private let byID: [String: CrashDefinition]
    private let masks: [CrashDefinition.Renaming]
    private let scratch = MatchScratch()
    private let patterns: PatternSet
    private let found = PatternSetScratch()
    /// The number in `patterns` of the first beginning of a report; those of one language follow one another.
    private let firstStart: Int
    /// For each beginning of a report its language and its place among that one's.
    private let starts: [(language: Int, start: Int)]

    package init(_ set: RuleSet) {
        (languages, masks, patterns, firstStart) = (set.crashes, set.crashMasks, set.patterns, set.rules.count)
        starts = set.crashes.enumerated().flatMap { language, crash in crash.starts.indices.map { (language, $0) } }
        byID = Dictionary(set.crashes.map { ($0.grammar.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Who wrote `line`, as far as a language tells its writers apart.
    package func context(of line: Span<UInt8>) -> String {
        for case let pattern? in languages.lazy.map(\.context) where pattern.matches(line, scratch: scratch) {
            return captures(of: pattern, in: line)["context"] ?? "console"
        }
        return ""
    }

    /// What `line` means; the patterns of the language whose report is `open` go first.
    ///
    /// `mayBegin` is false where it is known that no report begins in the line; `candidates` are what may match in it, if
    /// that is known.
    package func classify(
        _ line: Span<UInt8>, open: OpenCrash?, mayBegin: Bool = true, among candidates: RuleMatcher.Candidates? = nil
    ) -> CrashLine? {
        let language = open.flatMap { byID[$0.language] }
        if let open, let language {
            let reader = Reader(classifier: self, language: language, start: language.starts[open.start])
            let marks = reader.marks(of: line)
            for role in [CrashLine.Role.cause, .frame, .detail] {
                if let found = reader.inside(role, line, marks) { return found }
            }
            if mayBegin, let found = start(in: line, marks, among: candidates, where: { $0 == language.grammar.id }) {
                return found
            }
            for role in [CrashLine.Role.end, .belongs] {
                if let found = reader.inside(role, line, marks) { return found }
            }
            if !marks.isEmpty { return CrashLine(language: language.grammar.id, role: .belongs, marks: marks) }
        }
        return mayBegin ? start(in: line, [], among: candidates, where: { $0 != open?.language }) : nil
    }

    /// The report of the language that `found` is of which `line` begins: with what stands before a message it may tell more.
    package func start(in line: Span<UInt8>, like found: CrashLine) -> CrashLine? {
        guard let language = byID[found.language],
            let start = language.starts.first(where: { $0.pattern.matches(line, scratch: scratch) })
        else { return nil }
        return crashLine(start, of: language, in: line, found.marks)
    }

    /// The first report that `line` begins of the languages that `isWanted` takes by their ids.
    private func start(
        in line: Span<UInt8>, _ marks: [CrashLine.Mark], among candidates: RuleMatcher.Candidates?,
        where isWanted: (String) -> Bool
    ) -> CrashLine? {
        if let candidates {
            for number in candidates.numbers(from: firstStart) {
                if let found = start(number, in: line, marks, where: isWanted) { return found }
            }
        } else {
            patterns.scan(line, scratch: found)
            for number in found.candidates where number >= firstStart {
                if let found = start(number, in: line, marks, where: isWanted) { return found }
            }
        }
        return nil
    }

    private func start(
        _ number: Int, in line: Span<UInt8>, _ marks: [CrashLine.Mark], where isWanted: (String) -> Bool
    ) -> CrashLine? {
        let place = starts[number - firstStart]
        let language = languages[place.language]
        guard isWanted(language.grammar.id), language.starts[place.start].pattern.matches(line, scratch: scratch) else {
            return nil
        }
        return crashLine(language.starts[place.start], of: language, in: line, marks)
    }

    /// What `start`, which was just found in `line`, tells.
    private func crashLine(
        _ start: CrashDefinition.Start, of language: CrashDefinition, in line: Span<UInt8>, _ marks: [CrashLine.Mark]
    ) -> CrashLine {
        let captures = captures(of: start.pattern, in: line)
        let reader = Reader(classifier: self, language: language, start: start)
        return CrashLine(
            language: language.grammar.id, role: .start, start: start.start, captures: captures,
            frame: reader.frame(captures), marks: marks)
    }

    fileprivate func matches(_ text: String, _ pattern: CompiledPattern) -> Bool {
        let bytes = Array(text.utf8)
        return pattern.matches(bytes.span, scratch: scratch)
    }

    fileprivate func matches(_ line: Span<UInt8>, _ pattern: CompiledPattern) -> Bool {
        pattern.matches(line, scratch: scratch)
    }

    /// The captures of the match found last; what a log wrote in words is masked, so that equal failures read equal.
    fileprivate func captures(of pattern: CompiledPattern, in line: Span<UInt8>) -> [String: String] {
        var captures: [String: String] = [:]
        for (group, name) in pattern.captureNames.enumerated() {
            guard let name, let range = scratch.range(of: group) else { continue }
            captures[name] = line.text(range)
        }
        if let message = captures["message"] { captures["message"] = masked(message) }
        return captures
    }

    private func masked(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for mask in masks {
            // What is put in never matches again; the limit is for masks that are wrong.
            for _ in 0..<Self.mostMasksOfOneKind {
                guard mask.pattern.matches(bytes.span, scratch: scratch), let range = scratch.range(of: 0),
                    !range.isEmpty
                else { break }
                bytes.replaceSubrange(range, with: Array((mask.name ?? "").utf8))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let mostMasksOfOneKind = 40

    /// The length of `pattern` at the beginning of `text`.
    fileprivate func prefix(_ pattern: CompiledPattern, of text: String) -> Int {
        let bytes = Array(text.utf8)
        guard pattern.matches(bytes.span, scratch: scratch), let range = scratch.range(of: 0), range.lowerBound == 0
        else { return 0 }
        return range.upperBound
    }
}

/// Reads the lines of a report that began with `start`.
private struct Reader {
    let classifier: CrashClassifier
    let language: CrashDefinition
    let start: CrashDefinition.Start

    func marks(of line: Span<UInt8>) -> [CrashLine.Mark] {
        var marks: [CrashLine.Mark] = []
        for mark in language.marks where classifier.matches(line, mark.pattern) {
            let captures = classifier.captures(of: mark.pattern, in: line)
            marks.append(CrashLine.Mark(name: mark.name, frame: frame(captures)))
        }
        return marks
    }

    func inside(_ role: CrashLine.Role, _ line: Span<UInt8>, _ marks: [CrashLine.Mark]) -> CrashLine? {
        for pattern in language.patterns[role] ?? [] where classifier.matches(line, pattern) {
            let captures = classifier.captures(of: pattern, in: line)
            return CrashLine(
                language: language.grammar.id, role: role, captures: captures, frame: frame(captures), marks: marks)
        }
        return nil
    }

    /// The frame that `captures` tell; some lines name a function and its caller, who counts when the first says nothing.
    func frame(_ captures: [String: String]) -> CrashFrame? {
        guard let function = captures["function"] ?? captures["image"], !function.isEmpty else { return nil }
        let frame = frame(named: function, captures)
        guard frame.isNoise, let caller = captures["caller"] else { return frame }
        return self.frame(named: caller, captures)
    }

    private func frame(named name: String, _ captures: [String: String]) -> CrashFrame {
        var function = name
        if let prefix = language.prefix {
            let length = classifier.prefix(prefix, of: function)
            if length < function.utf8.count {
                function = String(decoding: function.utf8.dropFirst(length), as: UTF8.self)
            }
        }
        let place = captures["file"] ?? captures["module"]
        if let file = captures["file"], language.namesakes.contains(where: { classifier.matches(function, $0) }) {
            function = file.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? function
        }
        let dispatcher = language.dispatchers.first { classifier.matches(function, $0.pattern) }
        let gathered = start.gathers.first { classifier.matches(function, $0.pattern) }
        return CrashFrame(
            function: function, location: place, line: captures["line"].flatMap { Int($0) },
            isNoise: isNoise(function, place), isDispatcher: dispatcher != nil,
            isImage: captures["function"] == nil, alias: gathered.map { $0.name ?? function } ?? dispatcher?.name)
    }

    /// Says whether a frame tells nothing about a bug.
    private func isNoise(_ function: String, _ place: String?) -> Bool {
        (language.noise + start.noise).contains { classifier.matches(function, $0) }
            || place.map { place in language.noisePlaces.contains { classifier.matches(place, $0) } } ?? false
    }
}
