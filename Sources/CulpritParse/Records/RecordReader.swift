package import CulpritRules
package import CulpritScan

/// Cuts the decompressed bytes of one source into records and takes each apart.
///
/// A line that begins no record of its own goes on the one before. Every byte is in exactly one record, whatever the
/// sizes of the chunks.
package struct RecordReader {
    private var matcher: FormatMatcher
    private let rules: RuleSet
    private var pending: [UInt8] = []
    /// The record that may still go on.
    private var current = RecordBuffer()
    private var next = RecordBuffer()
    private var hasCurrent = false
    /// The object whose lines `next` collects.
    private var block: JSONBlock?
    private var traces: TraceFollower
    /// The rest of a line that is too long is passed over.
    private var isInLongLine = false
    /// A CSV value is still in quotes.
    private var isQuoteOpen = false
    /// Where the record begins that comes after those given out.
    private var (nextLine, nextByte) = (1, 0)

    package private(set) var lineCount = 0
    package private(set) var recordCount = 0
    package private(set) var timedRecordCount = 0
    package private(set) var formattedRecordCount = 0
    /// How many records there were of each format of the rule set.
    package private(set) var formatCounts: [Int]

    /// A record that goes on longer is cut; the rest begins a new one.
    private static let recordByteLimit = 256 << 10
    /// Of a line that is longer the rest is counted and not kept.
    private static let lineByteLimit = 4 << 20

    /// Reads with the formats of `rules`; `keepsFields` asks for the captures that have no meaning of their own too.
    package init(_ rules: RuleSet, reference: TimeReference, keepsFields: Bool = false) {
        self.rules = rules
        matcher = FormatMatcher(rules, reference: reference, keepsFields: keepsFields)
        traces = TraceFollower(rules.traces)
        formatCounts = Array(repeating: 0, count: rules.formats.count)
    }

    /// Takes the next bytes and calls `body` with each record that they complete.
    package mutating func read(_ chunk: Span<UInt8>, _ body: (RecordBuffer) -> Void) {
        var start = 0
        // Taken out while lines of it are read, so that the reader itself can change.
        var held: [UInt8] = []
        swap(&held, &pending)
        held.append(copying: chunk)
        let byteCount = held.count
        while start < byteCount {
            let newline = held.span.firstIndex(of: UInt8(ascii: "\n"), from: start)
            if isInLongLine {
                let end = newline.map { $0 + 1 } ?? byteCount
                passOver(end - start)
                isInLongLine = newline == nil
                start = end
            } else if (newline ?? byteCount) - start > Self.lineByteLimit {
                line(held.span.extracting(start..<start + Self.lineByteLimit), byteCount: Self.lineByteLimit, body)
                isInLongLine = true
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

    /// Counts bytes of a line that are not kept.
    private mutating func passOver(_ count: Int) {
        if block != nil {
            next.byteCount += count
        } else if hasCurrent {
            current.byteCount += count
        } else {
            nextByte += count
        }
    }

    /// Takes the last line, when it has no newline, and gives out the last record.
    package mutating func finish(_ body: (RecordBuffer) -> Void) {
        let held = pending
        pending = []
        if !held.isEmpty { line(held.span, byteCount: held.count, body) }
        if block != nil { closeBlock(isComplete: false, body) }
        emit(body)
    }

    private mutating func line(_ raw: Span<UInt8>, byteCount: Int, _ body: (RecordBuffer) -> Void) {
        lineCount += 1
        var count = raw.count
        if count > 0, raw[count - 1] == 0x0D { count -= 1 }
        let text = raw.extracting(0..<count)
        if lineCount == 1, matcher.learnColumns(text) {
            next.begin(text)
            startNext(byteCount: byteCount, hasHeader: false, body)
            emit(body)
        } else if matcher.isCSV {
            csvLine(text, byteCount: byteCount, body)
        } else if block != nil {
            blockLine(text, byteCount: byteCount, body)
        } else if JSONBlock.opens(in: text), !(hasCurrent && current.hasHeader && isIndented(text)) {
            openBlock(with: text, byteCount: byteCount)
        } else {
            plainLine(text, byteCount: byteCount, body)
        }
    }

    private mutating func plainLine(_ text: Span<UInt8>, byteCount: Int, _ body: (RecordBuffer) -> Void) {
        let isIndented = self.isIndented(text)
        let mayGoOn = hasCurrent && current.byteCount < Self.recordByteLimit
        // What is indented goes on whatever came before, unless that had no header or was indented itself.
        if mayGoOn, isIndented || text.isEmpty, current.hasHeader, !current.isIndented {
            proceed(text, byteCount: byteCount)
            return
        }
        next.begin(text)
        if isIndented { next.skipIndentation() }
        let hasHeader = !next.message.isEmpty && matcher.match(&next)
        if mayGoOn, hasHeader, current.isPartial, next.format == current.format {
            next.byteCount = byteCount
            current.appendPart(next)
            if !current.isPartial { matcher.matchMessage(&current) }
            return
        }
        if mayGoOn, !hasHeader, isIndented || current.hasHeader || traces.continues(with: text) {
            if !current.hasHeader { traces.adopt(text) }
            proceed(text, byteCount: byteCount)
        } else {
            if hasHeader { traces.close() } else { traces.begin(with: text) }
            next.isIndented = isIndented
            startNext(byteCount: byteCount, hasHeader: hasHeader, body)
        }
    }

    private func isIndented(_ text: Span<UInt8>) -> Bool {
        !text.isEmpty && (text[0] == 0x20 || text[0] == 0x09)
    }

    // MARK: JSON over several lines

    private mutating func openBlock(with text: Span<UInt8>, byteCount: Int) {
        var block = JSONBlock()
        _ = block.take(text)
        next.begin(text)
        next.byteCount = byteCount
        self.block = block
    }

    private mutating func blockLine(_ text: Span<UInt8>, byteCount: Int, _ body: (RecordBuffer) -> Void) {
        switch next.byteCount < Self.recordByteLimit ? block?.take(text) : .broken {
        case .open:
            next.appendContinuation(text)
            next.byteCount += byteCount
        case .complete:
            next.appendContinuation(text)
            next.byteCount += byteCount
            closeBlock(isComplete: true, body)
        case .broken, nil:
            closeBlock(isComplete: false, body)
            plainLine(text, byteCount: byteCount, body)
        }
    }

    /// A whole object with a time of its own, or behind another object, is a record; anything else goes on the record
    /// before, where there is one.
    private mutating func closeBlock(isComplete: Bool, _ body: (RecordBuffer) -> Void) {
        block = nil
        let rawCount = next.bytes.count
        next.message = 0..<rawCount
        // Objects in an array have a comma behind them.
        if isComplete { next.trimMessage { $0 == UInt8(ascii: ",") || $0 == 0x20 || $0 == 0x09 } }
        let hasHeader = isComplete && matcher.match(&next)
        let isRecord = hasHeader && (next.time != nil || current.isBlock)
        next.isBlock = hasHeader
        if hasCurrent, !isRecord, current.hasHeader || current.isIndented,
            current.byteCount < Self.recordByteLimit
        {
            current.appendContinuation(next, rawCount: rawCount)
        } else {
            traces.close()
            startNext(byteCount: next.byteCount, hasHeader: hasHeader, body)
        }
    }

    // MARK: CSV

    /// A CSV record goes on while a quote is open.
    private mutating func csvLine(_ text: Span<UInt8>, byteCount: Int, _ body: (RecordBuffer) -> Void) {
        let toggles = CSVScanner.leavesQuoteOpen(text)
        if hasCurrent, isQuoteOpen, current.byteCount < Self.recordByteLimit {
            proceed(text, byteCount: byteCount)
            isQuoteOpen = isQuoteOpen != toggles
        } else {
            next.begin(text)
            startNext(byteCount: byteCount, hasHeader: true, body)
            isQuoteOpen = toggles
        }
        if !isQuoteOpen, hasCurrent {
            current.message = 0..<current.bytes.count
            _ = matcher.match(&current)
            emit(body)
        }
    }

    // MARK: Records

    /// Gives out the current record and makes `next` the current one.
    private mutating func startNext(byteCount: Int, hasHeader: Bool, _ body: (RecordBuffer) -> Void) {
        emit(body)
        swap(&current, &next)
        current.line = nextLine
        current.byte = nextByte
        current.byteCount = byteCount
        current.hasHeader = hasHeader
        hasCurrent = true
    }

    private mutating func proceed(_ text: Span<UInt8>, byteCount: Int) {
        current.appendContinuation(text)
        current.byteCount += byteCount
    }

    private mutating func emit(_ body: (RecordBuffer) -> Void) {
        guard hasCurrent else { return }
        hasCurrent = false
        nextLine += current.lineCount
        nextByte += current.byteCount
        matcher.complete(&current)
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
}
