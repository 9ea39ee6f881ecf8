internal import CulpritModel
internal import CulpritScan
internal import CulpritTestSupport

/// A text in memory, as it is and as a zstd frame.
struct InputText: Sendable {
    let bytes: [UInt8]
    let frame: [UInt8]
    /// How many records or samples it has, or what else is counted.
    let itemCount: Int
    /// Where lines begin.
    let lineStarts: [Int]

    /// As much as the program reads at once.
    private static let chunkSize = 256 << 10

    func forEachChunk(_ body: (Span<UInt8>) -> Void) {
        for start in stride(from: 0, to: bytes.count, by: Self.chunkSize) {
            body(bytes.span.extracting(start..<min(bytes.count, start + Self.chunkSize)))
        }
    }
}

extension InputText {
    private init(_ text: String, itemCount: Int) throws {
        let bytes = Array(text.utf8)
        var (starts, next) = ([Int](), 0)
        while next < bytes.count {
            starts.append(next)
            next = (bytes.span.firstIndex(of: UInt8(ascii: "\n"), from: next) ?? bytes.count) + 1
        }
        self.init(
            bytes: bytes, frame: try ZstdCompressor.compress(bytes.span), itemCount: itemCount, lineStarts: starts)
    }

    /// A log of `recordCount` records in ten minutes, evenly spread; every ten seconds one of them is a trouble that a
    /// rule knows.
    init(_ kind: LogKind, recordCount: Int) throws {
        var generator = SeededGenerator(seed: 7)
        var text = ""
        let troubleEvery = recordCount / LogClock.troubleCount
        for record in 0..<recordCount {
            let time = LogClock.time(record, of: recordCount)
            text += record % troubleEvery == 0 ? kind.trouble(at: time) : kind.line(at: time, &generator)
            text += "\n"
        }
        try self.init(text, itemCount: recordCount)
    }

    /// OpenMetrics text with `sampleCount` samples of forty series.
    init(metricsWithSampleCount sampleCount: Int) throws {
        var generator = SeededGenerator(seed: 7)
        var text = ""
        let (families, hostCount) = (["node_load1", "node_memory_free_bytes", "queue_depth", "disk_busy_ratio"], 10)
        for family in families {
            text += "# TYPE \(family) gauge\n"
            for host in 1...hostCount {
                for sample in 0..<sampleCount / families.count / hostCount {
                    let value = Double(Int.random(in: 0...9_999, using: &generator)) / 100
                    let second = LogClock.start.seconds + Int64(sample) * 15
                    text += "\(family){instance=\"web-\(host)\",job=\"node\"} \(value) \(second)\n"
                }
            }
        }
        try self.init(text + "# EOF\n", itemCount: sampleCount)
    }
}
