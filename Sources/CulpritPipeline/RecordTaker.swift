internal import CulpritModel
internal import CulpritParse

/// Everything that looks at the records of one log, one after the other.
struct RecordTaker {
    var analyzer: LogAnalyzer
    var clocks: AlignedClocks
    private var gaps = TimeGaps()
    private var steps = ClockSteps()

    init(analyzer: LogAnalyzer, clocks: AlignedClocks) { (self.analyzer, self.clocks) = (analyzer, clocks) }

    mutating func take(_ record: inout RecordBuffer) {
        if !clocks.areRight { clocks.align(&record) }
        gaps.add(record.time)
        steps.add(record)
        analyzer.look(at: record)
    }

    mutating func finish(into outcome: inout SourceOutcome) {
        analyzer.finish(into: &outcome)
        outcome.summary.gaps = gaps.spans
        outcome.summary.clockSteps = steps.finish()
    }
}
