package import CulpritModel

/// Puts the lines of one source together to crashes, in memory that is bounded whatever the lines are.
package struct CrashAssembler: Sendable {
    /// No report is read further; what comes after so many lines tells nothing new.
    static let longestReportLineCount = 400

    private let grammars: [String: CrashGrammar]
    private var report: CrashReport?
    private var foreignLineCount = 0

    package init(grammars: [CrashGrammar]) {
        self.grammars = Dictionary(grammars.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The language of the report that is being read, whose patterns are to be tried first on the next line.
    package var openLanguage: String? { report?.language }

    /// Takes the next line, with what it means if it means anything, and returns the crash that it ends, if any.
    ///
    /// `time` and `entity` are those of the line's record; those of the first line are the crash's.
    package mutating func feed(
        _ line: CrashLine?, text: String, location: Location, time: Timestamp?, entity: Entity?
    ) -> Crash? {
        if let line, line.role == .start, let grammar = grammars[line.language] {
            return begin(line, grammar, text, location, time, entity)
        }
        guard let open = report else { return nil }
        if open.isComplete || open.lineCount >= Self.longestReportLineCount { return finish() }
        guard let line, line.language == open.language else {
            if open.takesTerms, !text.isEmpty, text.utf8.first.map({ " \t[{".utf8.contains($0) }) ?? false {
                report?.take(text: text, location: location)
                foreignLineCount = 0
                return nil
            }
            foreignLineCount += 1
            return foreignLineCount > open.gap ? finish() : nil
        }
        foreignLineCount = 0
        report?.take(line, text: text, location: location)
        return line.role == .end ? finish() : nil
    }

    /// Ends the source and returns the crash that was being read.
    package mutating func finish() -> Crash? {
        defer { (report, foreignLineCount) = (nil, 0) }
        return report?.crash()
    }

    private mutating func begin(
        _ line: CrashLine, _ grammar: CrashGrammar, _ text: String, _ location: Location, _ time: Timestamp?,
        _ entity: Entity?
    ) -> Crash? {
        // One failure is often announced twice (`BUG: …`, `Oops: …`) before its stack comes; the first name is the best.
        if let open = report, open.language == line.language, !open.isComplete, !open.hasFrames, !line.isSingle {
            foreignLineCount = 0
            report?.takeAnnouncement(line, location: location)
            return nil
        }
        let finished = finish()
        var next = CrashReport(grammar: grammar, start: line, location: location, time: time, entity: entity)
        next.take(text: text, location: location)
        report = next
        return finished
    }
}
