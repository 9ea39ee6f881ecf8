package import CulpritRules
package import CulpritScan

/// Cuts the decompressed bytes of one source into records and takes each apart.
///
/// A line that begins no record of its own goes on the one before; where the lines of several writers are interleaved,
/// on that of its writer. Every byte is in exactly one record, whatever the sizes of the chunks.
package struct RecordReader {
    var matcher: FormatMatcher
    private let rules: RuleSet
    private(set) var pending: [UInt8] = []
    /// The records that may still go on.
    var open = OpenRecords()
    /// The object whose lines `next` collects.
    private(set) var block: JSONBlock?
    private let traces: TraceFollower
    /// The rest of a line that is too long is passed over.
    private(set) var isInLongLine = false
    /// So many first lines belong to the source before this one.
    private let leadLineCount: Int
    /// A CSV value is still in quotes.
    var isQuoteOpen = false
    /// Where the line begins that is being read, and the next one.
    var (lineByte, nextByte) = (0, 0)

    package internal(set) var lineCount = 0
    package internal(set) var recordCount = 0
    package internal(set) var timedRecordCount = 0
    package internal(set) var formattedRecordCount = 0
    /// How many records there were of each format of the rule set.
    package internal(set) var formatCounts: [Int]

    /// A record that goes on longer is cut; the rest begins a new one.
    private static let recordByteLimit = 256 << 10
    /// Of a line that is longer the rest is counted and not kept.
    private static let lineByteLimit = 4 << 20

    /// Reads with the formats of `rules`; `keepsFields` asks for the captures that have no meaning of their own too.
    ///
    /// The first `leadLineCount` lines are counted, but are part of no record: they go on one of the source before.
    package init(_ rules: RuleSet, reference: TimeReference, keepsFields: Bool = false, leadLineCount: Int = 0) {
        self.leadLineCount = leadLineCount
        self.rules = rules
        matcher = FormatMatcher(rules, reference: reference, keepsFields: keepsFields)
        traces = TraceFollower(rules)
        formatCounts = Array(repeating: 0, count: rules.formats.count)
    }

    /// Takes the next bytes and calls `body` with each record that they complete.
    package mutating func read(_ chunk: Span<UInt8>, _ body: (inout RecordBuffer) -> Void) {
        var start = 0
        while start < chunk.count {
            let newline = chunk.firstIndex(of: UInt8(ascii: "\n"), from: start)
            let end = newline ?? chunk.count
            if isInLongLine {
                passOver(end - start + (newline == nil ? 0 : 1))
                isInLongLine = newline == nil
                start = end + 1
                continue
            }
            isInLongLine = end - start > Self.lineByteLimit - pending.count
            let part = chunk.extracting(start..<(isInLongLine ? start + Self.lineByteLimit - pending.count : end))
            let endCount = isInLongLine ? 0 : 1
            start += part.count + endCount
            if newline == nil, !isInLongLine {
                pending.append(copying: part)
            } else if pending.isEmpty {
                line(part, byteCount: part.count + endCount, body)
            } else {
                // Taken out while it is read, so that the reader itself can change.
                var held: [UInt8] = []
                swap(&held, &pending)
                held.append(copying: part)
                line(held.span, byteCount: held.count + endCount, body)
            }
        }
    }

    /// Forgets what it is in the middle of.
    mutating func stop() {
        (pending, block, isInLongLine, isQuoteOpen) = ([], nil, false, false)
        open.removeAll()
    }

    /// Is at the place of `other`, in the middle of the same.
    mutating func takeState(of other: RecordReader) {
        (pending, block, isInLongLine) = (other.pending, other.block, other.isInLongLine)
        (isQuoteOpen, lineCount) = (other.isQuoteOpen, other.lineCount)
        (lineByte, nextByte) = (other.lineByte, other.nextByte)
    }

    /// Counts bytes of a line that are not kept.
    private mutating func passOver(_ count: Int) {
        nextByte += count
        if block != nil {
            open.next.byteCount += count
        } else if let last = open.last {
            open.records[last].byteCount += count
        }
    }

    /// Takes the last line, when it has no newline, and gives out the last records.
    ///
    /// The lines of `lead`, with which the next source begins, go on the last record, or on that of their writer; they are
    /// not counted here.
    package mutating func finish(lead: [UInt8] = [], _ body: (inout RecordBuffer) -> Void) {
        let held = pending
        pending = []
        if !held.isEmpty { line(held.span, byteCount: held.count, body) }
        if block != nil { closeBlock(isComplete: false, body) }
        var start = 0
        while start < lead.count {
            let end = lead.span.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? lead.count
            let line = lead.span.extracting(start..<end)
            let text = line.extracting(0..<Self.endWithoutReturn(line))
            if !joinsWriter(text, byteCount: end + 1 - start) { goOn(with: text, byteCount: end + 1 - start, body) }
            start = end + 1
        }
        emitAll(body)
    }

    /// Adds a line with a header to the record of its writer, and says whether it goes on with that.
    private mutating func joinsWriter(_ text: Span<UInt8>, byteCount: Int) -> Bool {
        guard !text.isEmpty, !isIndented(text), matcher.match(text, begin: &open.next) else { return false }
        open.next.place(line: lineCount, byte: lineByte, byteCount: byteCount)
        guard let index = open.index(of: open.next.writer), mayJoin(index) else { return false }
        return joins(index)
    }

    private mutating func goOn(with text: Span<UInt8>, byteCount: Int, _ body: (inout RecordBuffer) -> Void) {
        if let last = open.last {
            proceed(last, with: text, byteCount: byteCount)
        } else {
            begin(text, byteCount: byteCount)
            startNext(hasHeader: false, body)
        }
    }

    private mutating func line(_ raw: Span<UInt8>, byteCount: Int, _ body: (inout RecordBuffer) -> Void) {
        lineCount += 1
        lineByte = nextByte
        nextByte += byteCount
        guard lineCount > leadLineCount else { return }
        let end = Self.endWithoutReturn(raw)
        let text = raw.extracting(0..<end)
        if lineCount == 1, matcher.learnColumns(text) {
            begin(text, byteCount: byteCount)
            startNext(hasHeader: false, body)
            emitAll(body)
        } else if matcher.isCSV {
            csvLine(text, byteCount: byteCount, body)
        } else if block != nil {
            blockLine(text, byteCount: byteCount, body)
        } else if JSONBlock.opens(in: text), !(isIndented(text) && lastHasHeader) {
            openBlock(with: text, byteCount: byteCount)
        } else {
            plainLine(text, byteCount: byteCount, body)
        }
    }

    /// The end of a line without a carriage return behind it.
    private static func endWithoutReturn(_ line: Span<UInt8>) -> Int {
        line.count > 0 && line[line.count - 1] == 0x0D ? line.count - 1 : line.count
    }

    private var lastHasHeader: Bool { open.last.map { open.records[$0].hasHeader } ?? false }

    /// Makes a line of the source the first one of `next`.
    private mutating func begin(_ text: Span<UInt8>, byteCount: Int) {
        open.next.begin(text)
        open.next.place(line: lineCount, byte: lineByte, byteCount: byteCount)
    }

    private mutating func plainLine(_ text: Span<UInt8>, byteCount: Int, _ body: (inout RecordBuffer) -> Void) {
        let isIndented = self.isIndented(text)
        var last = open.last
        if let index = last, open.records[index].byteCount >= Self.recordByteLimit { last = nil }
        // What is indented goes on whatever came before, unless that had no header or was indented itself.
        if let last, isIndented || text.isEmpty, open.records[last].hasHeader, !open.records[last].isIndented {
            proceed(last, with: text, byteCount: byteCount)
            return
        }
        let hasHeader: Bool
        if isIndented || text.isEmpty {
            open.next.begin(text)
            open.next.skipIndentation()
            hasHeader = !open.next.message.isEmpty && matcher.match(&open.next)
        } else {
            hasHeader = matcher.match(text, begin: &open.next)
        }
        open.next.place(line: lineCount, byte: lineByte, byteCount: byteCount)
        if hasHeader {
            let index = open.index(of: open.next.writer)
            if let index, mayJoin(index), joins(index) {
                open.touch(index)
            } else {
                startNext(hasHeader: true, isIndented: isIndented, after: index, body)
            }
        } else if let last, isIndented || open.records[last].hasHeader || continuesTrace(last, text) {
            if !open.records[last].hasHeader { traces.adopt(text, &open.records[last].trail) }
            proceed(last, with: text, byteCount: byteCount)
        } else {
            traces.begin(with: text, &open.next.trail)
            startNext(hasHeader: false, isIndented: isIndented, body)
        }
    }

    private func isIndented(_ text: Span<UInt8>) -> Bool {
        !text.isEmpty && (text[0] == 0x20 || text[0] == 0x09)
    }

    private func mayGoOn(_ index: Int) -> Bool { open.records[index].byteCount < Self.recordByteLimit }

    private mutating func continuesTrace(_ index: Int, _ text: Span<UInt8>) -> Bool {
        traces.continues(with: text, &open.records[index].trail)
    }

    // MARK: Lines of writers

    /// Whether `next` is worth a closer look beside the record of its writer.
    ///
    /// In line: a call would copy the reader, for each line.
    @inline(__always) private func mayJoin(_ index: Int) -> Bool {
        guard mayGoOn(index), open.records[index].format == open.next.format else { return false }
        if open.records[index].isPartial { return true }
        guard open.next.writer != nil, !open.next.holdsRecord,
            OpenRecords.isNear(open.records[index].lastTime, open.next.lastTime)
        else { return false }
        return open.records[index].awaitsMore || open.next.mayGoOn
    }

    /// Adds `next` to the record of its writer, and says whether it goes on with that.
    private mutating func joins(_ index: Int) -> Bool {
        // Taken out, so that the reader can look at both.
        var record = RecordBuffer()
        swap(&record, &open.records[index])
        defer { swap(&record, &open.records[index]) }
        if record.isPartial {
            record.appendPart(open.next)
            if !record.isPartial, record.isOneLine {
                matcher.matchMessage(&record)
                if !record.holdsRecord { record.openBlock() }
            }
        } else if goesOn(&record) {
            record.appendContinuation(open.next.bytes.span.extracting(open.next.message))
            record.byteCount += open.next.byteCount
            record.isPartial = open.next.isPartial
            if record.hasEnded { matcher.matchMessage(&record) }
        } else {
            return false
        }
        record.lastTime = open.next.lastTime
        return true
    }

    /// Whether the message of `next`, which holds no record of its own, goes on that of its writer's record.
    private func goesOn(_ record: inout RecordBuffer) -> Bool {
        let text = open.next.bytes.span.extracting(open.next.message)
        switch record.block?.take(text) {
        case .open: return true
        case .complete:
            record.hasEnded = true
            return true
        case .broken, nil: record.block = nil
        }
        var trail = record.trail
        let goesOn = traces.goesOn(
            record.bytes.span.extracting(record.message), hasHeader: record.holdsRecord,
            takesIndented: record.format.map { rules.formats[$0].continuesIndented } ?? false,
            with: text, mayBeFrame: open.next.places.mayBeFrame, &trail)
        record.trail = trail
        return goesOn
    }

    // MARK: JSON over several lines

    private mutating func openBlock(with text: Span<UInt8>, byteCount: Int) {
        var block = JSONBlock()
        _ = block.take(text)
        begin(text, byteCount: byteCount)
        self.block = block
    }

    private mutating func blockLine(_ text: Span<UInt8>, byteCount: Int, _ body: (inout RecordBuffer) -> Void) {
        switch open.next.byteCount < Self.recordByteLimit ? block?.take(text) : .broken {
        case .open:
            open.next.appendContinuation(text)
            open.next.byteCount += byteCount
        case .complete:
            open.next.appendContinuation(text)
            open.next.byteCount += byteCount
            closeBlock(isComplete: true, body)
        case .broken, nil:
            closeBlock(isComplete: false, body)
            plainLine(text, byteCount: byteCount, body)
        }
    }

    /// A whole object with a time of its own, or behind another object, is a record; anything else goes on the record
    /// before, where there is one.
    private mutating func closeBlock(isComplete: Bool, _ body: (inout RecordBuffer) -> Void) {
        block = nil
        let rawCount = open.next.bytes.count
        open.next.message = 0..<rawCount
        // Objects in an array have a comma behind them.
        if isComplete { open.next.trimMessage { $0 == UInt8(ascii: ",") || $0 == 0x20 || $0 == 0x09 } }
        let hasHeader = isComplete && matcher.match(&open.next)
        open.next.isBlock = hasHeader
        if let last = open.last, mayGoOn(last), open.records[last].hasHeader || open.records[last].isIndented,
            !(hasHeader && (open.next.time != nil || open.records[last].isBlock))
        {
            // Taken out, so that the other can be changed.
            var part = RecordBuffer()
            swap(&part, &open.next)
            open.records[last].appendContinuation(part, rawCount: rawCount)
            swap(&part, &open.next)
        } else {
            startNext(hasHeader: hasHeader, body)
        }
    }

    // MARK: CSV

    /// A CSV record goes on while a quote is open.
    private mutating func csvLine(_ text: Span<UInt8>, byteCount: Int, _ body: (inout RecordBuffer) -> Void) {
        let toggles = CSVScanner.leavesQuoteOpen(text)
        if let last = open.last, isQuoteOpen, mayGoOn(last) {
            proceed(last, with: text, byteCount: byteCount)
            isQuoteOpen = isQuoteOpen != toggles
        } else {
            begin(text, byteCount: byteCount)
            startNext(hasHeader: true, body)
            isQuoteOpen = toggles
        }
        if !isQuoteOpen, let last = open.last {
            open.records[last].message = 0..<open.records[last].bytes.count
            _ = matcher.match(&open.records[last])
            emitAll(body)
        }
    }

    // MARK: Records

    /// Makes `next` a record that may go on, and gives out those that it ends.
    private mutating func startNext(
        hasHeader: Bool, isIndented: Bool = false, _ body: (inout RecordBuffer) -> Void
    ) {
        startNext(hasHeader: hasHeader, isIndented: isIndented, after: open.index(of: open.next.writer), body)
    }

    /// Makes `open.next` a record that may go on, the one at `ended` being that of its writer before.
    private mutating func startNext(
        hasHeader: Bool, isIndented: Bool, after ended: Int?, _ body: (inout RecordBuffer) -> Void
    ) {
        open.next.start(hasHeader: hasHeader, isIndented: isIndented)
        if let ended { open.records[ended].hasEnded = true }
        // What is large is not held back.
        let isLarge = open.last.map { !mayGoOn($0) } ?? false
        while open.hasOldestEnded(at: open.next.lastTime) || open.isFull || isLarge, let oldest = open.oldest {
            emit(oldest, body)
        }
        open.append()
    }

    private mutating func proceed(_ index: Int, with text: Span<UInt8>, byteCount: Int) {
        open.records[index].appendContinuation(text)
        open.records[index].byteCount += byteCount
    }

    private mutating func emitAll(_ body: (inout RecordBuffer) -> Void) {
        while let oldest = open.oldest { emit(oldest, body) }
    }

    private mutating func emit(_ index: Int, _ body: (inout RecordBuffer) -> Void) {
        if open.records[index].time == nil { matcher.complete(&open.records[index]) }
        recordCount += 1
        let (format, isTimed) = (open.records[index].format, open.records[index].time != nil)
        if isTimed { timedRecordCount += 1 }
        if format != nil || isTimed { formattedRecordCount += 1 }
        if let format { formatCounts[format] += 1 }
        // In place: a copy would be made of an element that is only read.
        body(&open.records[index])
        open.removeFirst()
    }
}
