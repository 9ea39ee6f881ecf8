package import CulpritRules
package import CulpritScan

/// Cuts the decompressed bytes of one source into records and takes each apart.
///
/// A line that begins no record of its own goes on the one before. Every byte is in exactly one record, whatever the
/// sizes of the chunks.
package final class RecordReader {
    private let matcher: FormatMatcher
    private let rules: RuleSet
    private var pending: [UInt8] = []
    /// The record that may still go on.
    private var current = RecordBuffer()
    private var next = RecordBuffer()
    private var hasCurrent = false
    private var currentHasHeader = false
    private var currentByteCount = 0
    /// A CSV value is still in quotes.
    private var isQuoteOpen = false
    private var byte = 0

    package private(set) var lineCount = 0
    package private(set) var recordCount = 0
    package private(set) var timedRecordCount = 0
    package private(set) var formattedRecordCount = 0
    /// How many records there were of each format of the rule set.
    package private(set) var formatCounts: [Int]

    /// A record that goes on longer is cut; the rest begins a new one.
    private static let recordByteLimit = 256 << 10
    /// A line that is longer is cut into lines.
    private static let lineByteLimit = 4 << 20

    package init(_ rules: RuleSet, reference: TimeReference) {
        self.rules = rules
        matcher = FormatMatcher(rules, reference: reference)
        formatCounts = Array(repeating: 0, count: rules.formats.count)
    }

    /// Takes the next bytes and calls `body` with each record that they complete.
    package func read(_ chunk: Span<UInt8>, _ body: (RecordBuffer) -> Void) {
        var start = 0
        // Taken out while lines of it are read, so that the reader itself can change.
        var held: [UInt8] = []
        swap(&held, &pending)
        held.append(copying: chunk)
        let byteCount = held.count
        while start < byteCount {
            let newline = held.span.firstIndex(of: UInt8(ascii: "\n"), from: start)
            if (newline ?? byteCount) - start > Self.lineByteLimit {
                line(held.span.extracting(start..<start + Self.lineByteLimit), byteCount: Self.lineByteLimit, body)
                start += Self.lineByteLimit
            } else if let newline {
                line(held.span.extracting(start..<newline), byteCount: newline + 1 - start, body)
                start = newline + 1
            } else {
                break
            }
        }
        held.removeFirst(start)
        swap(&held, &pending)
    }

    /// Takes the last line, when it has no newline, and gives out the last record.
    package func finish(_ body: (RecordBuffer) -> Void) {
        let held = pending
        pending = []
        if !held.isEmpty { line(held.span, byteCount: held.count, body) }
        emit(body)
    }

    private func line(_ raw: Span<UInt8>, byteCount: Int, _ body: (RecordBuffer) -> Void) {
        lineCount += 1
        var count = raw.count
        if count > 0, raw[count - 1] == 0x0D { count -= 1 }
        let text = raw.extracting(0..<count)
        if lineCount == 1, matcher.learnColumns(text) {
            begin(text, hasHeader: false, byteCount: byteCount, body)
            emit(body)
            return
        }
        if matcher.isCSV {
            csvLine(text, byteCount: byteCount, body)
            return
        }
        if hasCurrent, continuesPlainly(text), currentByteCount < Self.recordByteLimit {
            proceed(text, byteCount: byteCount)
            return
        }
        next.begin(text)
        let hasHeader = !text.isEmpty && matcher.match(next)
        let goesOn =
            hasCurrent && !hasHeader && currentByteCount < Self.recordByteLimit
            && (currentHasHeader || continuesTrace(text))
        if goesOn {
            proceed(text, byteCount: byteCount)
        } else {
            emit(body)
            swap(&current, &next)
            start(hasHeader: hasHeader, byteCount: byteCount)
        }
    }

    /// A CSV record goes on while a quote is open.
    private func csvLine(_ text: Span<UInt8>, byteCount: Int, _ body: (RecordBuffer) -> Void) {
        let toggles = CSVScanner.leavesQuoteOpen(text)
        if hasCurrent, isQuoteOpen, currentByteCount < Self.recordByteLimit {
            proceed(text, byteCount: byteCount)
            isQuoteOpen = isQuoteOpen != toggles
        } else {
            emit(body)
            next.begin(text)
            swap(&current, &next)
            start(hasHeader: true, byteCount: byteCount)
            isQuoteOpen = toggles
        }
        if !isQuoteOpen, hasCurrent {
            current.message = 0..<current.bytes.count
            _ = matcher.match(current)
            emit(body)
        }
    }

    private func begin(_ text: Span<UInt8>, hasHeader: Bool, byteCount: Int, _ body: (RecordBuffer) -> Void) {
        emit(body)
        current.begin(text)
        start(hasHeader: hasHeader, byteCount: byteCount)
    }

    private func start(hasHeader: Bool, byteCount: Int) {
        current.line = lineCount
        current.byte = byte
        hasCurrent = true
        currentHasHeader = hasHeader
        currentByteCount = byteCount
        byte += byteCount
    }

    private func proceed(_ text: Span<UInt8>, byteCount: Int) {
        current.appendContinuation(text)
        currentByteCount += byteCount
        byte += byteCount
    }

    private func emit(_ body: (RecordBuffer) -> Void) {
        guard hasCurrent else { return }
        hasCurrent = false
        recordCount += 1
        if current.time != nil { timedRecordCount += 1 }
        if let format = current.format {
            formattedRecordCount += 1
            formatCounts[format] += 1
        } else if current.time != nil {
            formattedRecordCount += 1
        }
        body(current)
    }

    /// An indented line, or the end of a block, goes on whatever came before.
    private func continuesPlainly(_ text: Span<UInt8>) -> Bool {
        guard let first = text.isEmpty ? nil : text[0] else { return currentHasHeader }
        return first == UInt8(ascii: "\t") || (first == UInt8(ascii: " ") && text.count > 1 && !startsKernelLine(text))
    }

    private func startsKernelLine(_ text: Span<UInt8>) -> Bool { text[1] == UInt8(ascii: "[") }

    /// Without a header before it, a line goes on when stack traces are written so.
    private func continuesTrace(_ text: Span<UInt8>) -> Bool {
        Self.traceContinuations.contains { prefix in
            text.count >= prefix.count && prefix.indices.allSatisfy { text[$0] == prefix[$0] }
        }
    }

    private static let traceContinuations = ["Caused by: ", "... ", "}", "During handling of "].map { Array($0.utf8) }
}
