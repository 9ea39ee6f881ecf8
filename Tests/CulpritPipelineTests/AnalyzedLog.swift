import CulpritModel
import CulpritParse
import CulpritRules
import CulpritScan
import Testing

@testable import CulpritPipeline

/// A log that analyzers look at, as their tests do.
enum AnalyzedLog {
    static let rules = Result { try RuleSet() }

    /// Reads the lines of a log of the spring of 2026.
    static func reader() throws -> RecordReader {
        RecordReader(try rules.get(), reference: TimeReference(latest: Timestamp(seconds: 1_772_750_000)))
    }

    static func analyzer() throws -> LogAnalyzer { LogAnalyzer(path: "a.log", rules: try rules.get()) }

    /// What is found in the lines, with each record as `change` makes it; the parts that begin at the lines of `cuts` are
    /// looked at by themselves and added.
    static func outcome(
        _ lines: [String], cuts: [Int] = [], change: (inout RecordBuffer) -> Void = { _ in }
    ) throws -> SourceOutcome {
        var reader = try reader()
        var analyzers = try (0...cuts.count).map { _ in try analyzer() }
        for index in analyzers.indices.dropFirst() { analyzers[index].beginPart() }
        func take(_ record: inout RecordBuffer) {
            change(&record)
            let part = cuts.count { record.line > $0 }
            analyzers[part].look(at: &record)
        }
        for line in lines { reader.read(Array("\(line)\n".utf8).span, take) }
        reader.finish(take)
        var whole = analyzers.removeFirst()
        for index in analyzers.indices {
            let takes = whole.takes(&analyzers[index])
            try #require(takes)
            whole.goOn(behind: &analyzers[index])
        }
        var outcome = SourceOutcome(summary: SourceSummary(path: "a.log", content: .logs))
        whole.finish(into: &outcome)
        return outcome
    }

    /// The time of day, in hours, minutes and seconds, of a second of a day.
    static func clock(_ second: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }
}
