import CulpritModel
import CulpritParse
import CulpritRules
import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

@testable import CulpritPipeline

/// A log that is read in parts by several gives what one gives that reads it from its beginning to its end.
struct LogReadingTests {
    static let rules = Result { try RuleSet() }

    struct Reading {
        var outcome = ""
        var joinedPartCount = 0
    }

    /// Reads the first source in the file at `path`.
    private static func read(_ path: String, _ sizes: LogReading.Sizes, cores: Int) throws -> Reading {
        let rules = try rules.get()
        var reading = Reading()
        _ = try SourceOpener.open(path) { source in
            guard reading.outcome.isEmpty else { return }
            var reference = TimeReference(latest: Timestamp(seconds: 1_775_000_000))
            reference.isDayFirst = TimestampParser.isDayFirst(in: source.peek(1 << 16).span, reference: reference)
            let (path, cores) = (source.path, Cores(cores, sourceCount: 1))
            let progress = Progress(isQuiet: true, isTerminal: false)
            var log = LogReading.read(source, sizes: sizes, cores: cores, progress: progress) { [reference] in
                LogReader(
                    RecordReader(rules, reference: reference, leadLineCount: 1),
                    RecordTaker(
                        analyzer: LogAnalyzer(path: path, rules: rules),
                        clocks: AlignedClocks(nil, path: path, rules: rules)))
            }
            var outcome = SourceOutcome(summary: SourceSummary(path: path, content: .logs))
            log.finish(lead: Array("  and so on\n".utf8), into: &outcome)
            // Dictionaries have no order.
            outcome.makeSeries()
            let givenUp = outcome.summary.givenUp.sorted { $0.key < $1.key }
            outcome.summary.givenUp = [:]
            let reader = log.reader
            reading.outcome =
                "\(outcome) \(givenUp) \(reader.lineCount) \(reader.recordCount) \(reader.timedRecordCount) "
                + "\(reader.formattedRecordCount) \(reader.formatCounts)"
            reading.joinedPartCount = log.joinedPartCount
        }
        return reading
    }

    private static func firstDifference(_ left: String, _ right: String) -> String? {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard let place = zip(left, right).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
            return left.count == right.count ? nil : "one is longer"
        }
        let text = { (bytes: [UInt8]) in
            String(decoding: bytes[max(0, place - 200)..<min(bytes.count, place + 100)], as: UTF8.self)
        }
        return "\(text(left))\nbut\n\(text(right))"
    }

    private static func check(_ path: String, seed: UInt64, _ comment: String) throws -> Int {
        var random = SeededGenerator(seed: seed)
        let whole = try read(path, LogReading.Sizes(alone: .max), cores: 1)
        #expect(!whole.outcome.isEmpty && whole.joinedPartCount == 0)
        let sizes = LogReading.Sizes(
            alone: Bool.random(using: &random) ? 0 : 2_000, part: Int.random(in: 300..<20_000, using: &random),
            lead: Int.random(in: 200..<10_000, using: &random))
        let cores = Int.random(in: 2...4, using: &random)
        let parted = try read(path, sizes, cores: cores)
        let difference = firstDifference(whole.outcome, parted.outcome)
        #expect(difference == nil, "\(comment), \(sizes), \(cores) cores")
        return parted.joinedPartCount
    }

    @Test("Sample logs", arguments: try sampleLogs())
    func sample(path: String) throws {
        for seed in 0..<3 as Range<UInt64> { _ = try Self.check(path, seed: seed, path) }
    }

    /// Some of each kind; the others differ in little.
    private static func sampleLogs() throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "SampleLogs")
        let files = try #require(FileManager.default.enumerator(atPath: folder.path))
        let paths = files.compactMap { $0 as? String }.filter { $0.hasSuffix(".zst") && !$0.contains("metrics") }
        return paths.sorted().enumerated().filter { $0.offset % 7 == 0 }.map { folder.path + "/" + $0.element }
    }

    @Test("Written logs of many kinds", arguments: PartedLog.allCases)
    func written(kind: PartedLog) throws {
        let folder = try TemporaryFolder()
        var joined = 0
        for seed in 0..<12 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let path = try folder.write(kind.text(using: &random), to: "\(kind)-\(seed).log")
            joined += try Self.check(path, seed: seed, "\(kind), seed \(seed)")
        }
        #expect(joined > 0, "no part was read ahead")
    }
}
