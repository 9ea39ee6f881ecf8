internal import Benchmark
internal import CulpritModel
internal import CulpritScan
internal import CulpritTestSupport

extension Stage {
    /// Reads, hashes and decompresses a file, and looks whether its text is UTF-8.
    static let decompression = Stage(name: "decompression", input: { try InputText(.java, recordCount: $0) }) { text in
        let folder = try TemporaryFolder()
        let path = try folder.write(text.frame, to: "app.log.zst")
        return {
            var byteCount = 0
            _ = try SourceOpener.open(path) { source in
                source.forEachChunk(ahead: false) { chunk, _ in byteCount += chunk.count }
            }
            precondition(byteCount == text.bytes.count, "Of \(text.bytes.count) bytes \(byteCount) were read.")
            withExtendedLifetime(folder) {}
        }
    }

    /// Finds the ends of lines.
    static let lines = Stage(name: "lines", input: { try InputText(.java, recordCount: $0) }) { text in
        {
            var (start, count) = (0, 0)
            let bytes = text.bytes.span
            while let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start) {
                (start, count) = (end + 1, count + 1)
            }
            precondition(count == text.lineStarts.count, "Of \(text.lineStarts.count) lines \(count) were found.")
        }
    }

    /// Reads each time as if it were the first one.
    static let parsedTimes = Stage(name: "times-parsed", input: { try InputText(.java, recordCount: $0) }) { text in
        {
            let bytes = text.bytes.span
            let reference = TimeReference(latest: LogClock.end)
            var count = 0
            for start in text.lineStarts.span.indices {
                let found = TimestampParser.parse(bytes, at: text.lineStarts[start], reference: reference)
                count += found == nil ? 0 : 1
            }
            blackHole(count)
        }
    }

    /// Reads each time as one that differs from the last one in its seconds, and parses it once a minute.
    static let recalledTimes = Stage(name: "times-recalled", input: { try InputText(.java, recordCount: $0) }) { text in
        {
            let bytes = text.bytes.span
            let reference = TimeReference(latest: LogClock.end)
            var (memory, count) = (TimeMemory(), 0)
            for index in text.lineStarts.span.indices {
                let range = text.lineStarts[index]..<text.lineStarts[index] + LogClock.javaLength
                if memory.recall(bytes, range) != nil {
                    count += 1
                } else if let found = TimestampParser.parse(bytes, at: range.lowerBound, reference: reference) {
                    memory.remember(bytes, range, as: found)
                }
            }
            blackHole(count)
        }
    }
}
