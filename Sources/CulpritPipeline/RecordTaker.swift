internal import CulpritModel
internal import CulpritParse

/// Everything that looks at the records of one log, one after the other.
struct RecordTaker {
    var analyzer: LogAnalyzer
    var clocks: AlignedClocks
    private var gaps = TimeGaps()
    private var steps = ClockSteps()

    init(analyzer: LogAnalyzer, clocks: AlignedClocks) { (self.analyzer, self.clocks) = (analyzer, clocks) }

    /// Takes the next record, whose time it puts right.
    mutating func take(_ record: inout RecordBuffer) {
        clocks.align(&record)
        if let time = record.time {
            gaps.add(time)
            steps.add(time, line: record.line, byte: record.byte)
        }
        analyzer.look(at: &record)
    }

    /// Forgets what was counted: that of a part of the source begins, of which only open crash reports are known.
    mutating func beginPart() {
        gaps.beginPart()
        steps = ClockSteps()
        analyzer.beginPart()
    }

    /// Adds what was counted of the part of the source that comes next; says whether that is what its records would have
    /// given here.
    mutating func goOn(behind part: inout RecordTaker) -> Bool {
        guard gaps.takes(part.gaps), steps.takes(part.steps), analyzer.takes(&part.analyzer) else { return false }
        gaps.add(part.gaps)
        steps.add(part.steps)
        analyzer.goOn(behind: &part.analyzer)
        return true
    }

    mutating func finish(into outcome: inout SourceOutcome) {
        analyzer.finish(into: &outcome)
        outcome.summary.gaps = gaps.spans
        outcome.summary.clockSteps = steps.finish()
    }
}
