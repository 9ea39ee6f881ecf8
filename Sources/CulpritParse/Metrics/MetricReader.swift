/// Reads the metrics of one source, chunk by chunk, in memory that grows with the samples and not with the text.
package struct MetricReader: Sendable {
    /// A longer line is counted as malformed; no exposition format writes one.
    static let longestLineByteCount = 1 << 20

    private var parser: Parser
    private var builder: SeriesBuilder
    private var partialLine: [UInt8] = []
    private var skipsToNextLine = false
    private var lineCount = 0
    private var byteCount = 0

    private enum Parser: Sendable {
        case openMetrics(OpenMetricsParser)
        case csv(WideCSVParser)
    }

    /// Starts on a source whose path is `source`, with `!member` for a part of an archive.
    package init(kind: MetricKind, source: String) {
        builder = SeriesBuilder(source: source)
        switch kind {
        case .openMetrics: parser = .openMetrics(OpenMetricsParser(source: source))
        case .csv: parser = .csv(WideCSVParser(source: source))
        }
    }

    /// Reads the next decompressed bytes; lines may be cut anywhere.
    package mutating func read(_ chunk: Span<UInt8>) {
        byteCount += chunk.count
        var lineStart = 0
        for index in chunk.indices where chunk[index] == UInt8(ascii: "\n") {
            if partialLine.isEmpty {
                endLine(chunk.extracting(lineStart..<index))
            } else {
                keep(chunk.extracting(lineStart..<index))
                endPartialLine()
            }
            lineStart = index + 1
        }
        keep(chunk.extracting(lineStart..<chunk.count))
    }

    /// Ends the source and returns everything that was read.
    package mutating func finish() -> MetricBatch {
        if !partialLine.isEmpty { endPartialLine() }
        if case .csv(var csv) = parser {
            csv.finish(into: &builder)
            parser = .csv(csv)
        }
        var batch = builder.finish()
        (batch.lineCount, batch.byteCount) = (lineCount, byteCount)
        return batch
    }

    private mutating func keep(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty, !skipsToNextLine else { return }
        guard partialLine.count + bytes.count <= Self.longestLineByteCount else {
            skipsToNextLine = true
            return
        }
        for index in bytes.indices { partialLine.append(bytes[index]) }
    }

    private mutating func endPartialLine() {
        let line = partialLine
        partialLine.removeAll(keepingCapacity: true)
        endLine(line.span)
    }

    private mutating func endLine(_ line: Span<UInt8>) {
        lineCount += 1
        if skipsToNextLine {
            skipsToNextLine = false
            builder.countMalformedLine()
            return
        }
        let end = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
        let text = line.extracting(0..<end)
        switch parser {
        case .openMetrics(var openMetrics):
            // The value is moved out and back, so that its storage stays uniquely referenced.
            parser = .openMetrics(.empty)
            openMetrics.read(text, into: &builder)
            parser = .openMetrics(openMetrics)
        case .csv(var csv):
            parser = .csv(.empty)
            csv.read(text, into: &builder)
            parser = .csv(csv)
        }
    }
}
