internal import CulpritScan

/// Reads the metrics of one source, chunk by chunk, in memory that grows with the samples and not with the text.
package struct MetricReader: Sendable {
    /// A longer line is counted as malformed; no exposition format writes one.
    static let longestLineByteCount = 1 << 20

    private var format: any MetricFormat
    private var builder: SeriesBuilder
    private var partialLine: [UInt8] = []
    private var skipsToNextLine = false
    private var byteCount = 0
    /// Where the line begins that is being read.
    private var lineStart = 0

    package init(kind: MetricKind, origin: MetricOrigin) {
        builder = SeriesBuilder(origin: origin)
        format = kind.format.init()
    }

    /// Reads the next decompressed bytes; lines may be cut anywhere.
    package mutating func read(_ chunk: Span<UInt8>) {
        let offset = byteCount
        byteCount += chunk.count
        var start = 0
        while let end = chunk.firstIndex(of: UInt8(ascii: "\n"), from: start) {
            builder.byte = lineStart
            if partialLine.isEmpty, !skipsToNextLine {
                endLine(chunk.extracting(start..<end))
            } else {
                keep(chunk.extracting(start..<end))
                endPartialLine()
            }
            start = end + 1
            lineStart = offset + start
        }
        builder.byte = lineStart
        keep(chunk.extracting(start..<chunk.count))
    }

    /// Ends the source and returns everything that was read.
    package mutating func finish() -> MetricBatch {
        if !partialLine.isEmpty { endPartialLine() }
        format.finish(into: &builder)
        let lineCount = builder.line
        var batch = builder.finish()
        (batch.lineCount, batch.byteCount) = (lineCount, byteCount)
        return batch
    }

    private mutating func keep(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty, !skipsToNextLine else { return }
        if partialLine.count + bytes.count > Self.longestLineByteCount {
            // A document of JSON may be one line: it is read as it comes.
            guard format.takesParts else {
                skipsToNextLine = true
                return
            }
            let part = partialLine
            partialLine.removeAll(keepingCapacity: true)
            format.read(part.span, into: &builder)
        }
        partialLine.append(copying: bytes)
    }

    private mutating func endPartialLine() {
        let line = partialLine
        partialLine.removeAll(keepingCapacity: true)
        endLine(line.span)
    }

    private mutating func endLine(_ line: Span<UInt8>) {
        builder.line += 1
        if skipsToNextLine {
            skipsToNextLine = false
            return builder.count(.tooLong)
        }
        let end = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
        format.read(line.extracting(0..<end), into: &builder)
    }
}
