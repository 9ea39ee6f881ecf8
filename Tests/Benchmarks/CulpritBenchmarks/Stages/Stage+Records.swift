internal import Benchmark
internal import CulpritAnalysis
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

extension Stage {
    /// Cuts a text into records, finds the format of each, its time and its other parts.
    static func records(_ kind: LogKind) -> Stage {
        Stage(name: "records-\(kind)", input: { try InputText(kind, recordCount: $0) }) { text in
            var reader = RecordReader(try Caches.rules(), reference: TimeReference(latest: LogClock.end))
            return {
                var count = 0
                text.forEachChunk { reader.read($0) { _ in count += 1 } }
                reader.finish { _ in count += 1 }
                precondition(count == text.itemCount, "Of \(text.itemCount) records \(count) were found.")
            }
        }
    }

    /// Finds the rules that match each message, as if there had been none like it before.
    static let rules = Stage(name: "rules", input: { try InputText(.java, recordCount: $0) }) { text in
        let (rules, messages) = (try Caches.rules(), try Messages(of: text))
        let matcher = RuleMatcher(rules)
        return {
            var count = 0
            messages.forEach { message in
                matcher.forEachMatch(in: message, among: matcher.candidates(in: message)) { _ in count += 1 }
            }
            blackHole(count)
        }
    }

    /// Finds the template of each message, as if there had been none like it before.
    static let templates = Stage(name: "templates", input: { try InputText(.java, recordCount: $0) }) { text in
        let messages = try Messages(of: text)
        return {
            var (masker, sum) = (TemplateMasker(), Int64(0))
            messages.forEach { sum &+= masker.mask($0) }
            blackHole(sum)
        }
    }

    /// Reads samples of metrics.
    static let metrics = Stage(
        name: "metrics", itemCount: 100_000, input: { try InputText(metricsWithSampleCount: $0) }
    ) { text in
        var reader = MetricReader(kind: .openMetrics, origin: MetricOrigin(source: "node.om"))
        return {
            text.forEachChunk { reader.read($0) }
            let batch = reader.finish()
            let count = batch.sampleCount
            precondition(count == text.itemCount, "Of \(text.itemCount) samples \(count) were read.")
        }
    }
}

/// The messages of a log without what is before them.
private struct Messages {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(of text: InputText) throws {
        var reader = RecordReader(try Caches.rules(), reference: TimeReference(latest: LogClock.end))
        func add(_ record: inout RecordBuffer) {
            bytes.append(copying: record.bytes.span.extracting(record.message))
            ends.append(bytes.count)
        }
        reader.read(text.bytes.span, add)
        reader.finish(add)
    }

    func forEach(_ body: (Span<UInt8>) -> Void) {
        var start = 0
        for index in ends.span.indices {
            body(bytes.span.extracting(start..<ends[index]))
            start = ends[index]
        }
    }
}
