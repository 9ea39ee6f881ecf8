package import CulpritModel

/// Puts the lines of one source together to crashes, in memory that is bounded whatever the lines are.
///
/// Lines of several writers may be interleaved; each writer, a `context`, has its own report.
package struct CrashAssembler: Sendable {
    /// No report is read further; what comes after so many lines tells nothing new.
    static let longestReportLineCount = 1_000
    /// A writer that was silent for so many lines of the source has ended its report.
    private static let longestSilence = 500
    private static let mostOpenReports = 8
    /// What repeats a report comes within so many lines of its end.
    private static let echoDistance = 100
    /// What repeats a report of more lines than this adds nothing to it.
    private static let echoedLineCount = 22

    private let grammars: [String: CrashGrammar]
    private var reports: [(context: String, report: CrashReport)] = []
    private var endOfLast: [String: Int] = [:]

    package init(grammars: [CrashGrammar]) {
        self.grammars = Dictionary(grammars.map { ($0.id, $0) }) { first, _ in first }
    }

    package var isOpen: Bool { !reports.isEmpty }

    /// The report that a line of `context` may belong to, whose patterns are to be tried first on it.
    package func openCrash(in context: String) -> OpenCrash? {
        index(of: context).map { reports[$0].report.openCrash }
    }

    /// Takes the next line, with what it means if it means anything, and returns the crashes that it ends.
    ///
    /// `time`, `entity` and `attributes` are those of the line's record; those of the first line are the crash's.
    package mutating func feed(
        _ line: CrashLine?, text: String, context: String = "", location: Location, time: Timestamp?, entity: Entity?,
        attributes: @autoclosure () -> [Record.Field] = []
    ) -> [Crash] {
        var finished: [Crash] = []
        while let silent = reports.firstIndex(where: { location.line - $0.report.lastLine > Self.longestSilence }) {
            finished += close(silent)
        }
        let open = index(of: context)
        if let line, line.role == .start, let start = line.start, let grammar = grammars[line.language] {
            if let open, reports[open].report.language == line.language, !reports[open].report.isComplete {
                if start.isEcho {
                    // The failure is told twice, the second time by what it led to.
                    reports[open].report.takeAnnouncement(line, location: location)
                    return finished + (reports[open].report.lineCount > Self.echoedLineCount ? close(open) : [])
                }
                if reports[open].report.awaits(line, of: context) {
                    reports[open].report.takeAnnouncement(line, location: location)
                    return finished
                }
            }
            if let open { finished += close(open) }
            if start.isEcho, let end = endOfLast[line.language], location.line - end < Self.echoDistance {
                endOfLast[line.language] = location.line
                return finished
            }
            if reports.count >= Self.mostOpenReports { finished += close(0) }
            var report = CrashReport(
                grammar: grammar, line: line, location: location, time: time, entity: entity, attributes: attributes())
            report.take(text: text, location: location)
            reports.append((context, report))
        } else if let open, !reports[open].report.take(line, text: text, location: location) {
            finished += close(open)
        }
        return finished
    }

    /// What decides how reports go on: two that have read the same lines of all that are open read on alike.
    package struct Seam: Equatable {
        fileprivate struct Open: Equatable {
            let context: String
            let language: String
            let location: Location
            let lineCount: Int
        }

        fileprivate let open: [Open]
        /// The last lines of reports whose echoes may still come.
        fileprivate let ends: [String: Int]
    }

    /// The seam behind the line before `line`.
    package func seam(at line: Int) -> Seam {
        Seam(
            open: reports.map { context, report in
                Seam.Open(
                    context: context, language: report.language, location: report.location, lineCount: report.lineCount)
            }, ends: endOfLast.filter { line - $0.value < Self.echoDistance })
    }

    /// Ends the source and returns the crashes that were being read.
    package mutating func finish() -> [Crash] {
        var finished: [Crash] = []
        while isOpen { finished += close(0) }
        endOfLast = [:]
        return finished
    }

    private func index(of context: String) -> Int? {
        reports.firstIndex { $0.context == context } ?? reports.firstIndex { $0.report.takesLines(of: context) }
    }

    private mutating func close(_ index: Int) -> [Crash] {
        let report = reports.remove(at: index).report
        guard let crash = report.crash() else { return [] }
        endOfLast[report.language] = report.lastLine
        return [crash]
    }
}
