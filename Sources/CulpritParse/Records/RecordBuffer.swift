package import CulpritModel
internal import CulpritScan

/// One record being taken apart: its bytes, what was decoded from them, and where its parts are.
///
/// It is used again for the next one.
package struct RecordBuffer {
    /// The raw record, then whatever had to be decoded (unescaped JSON and CSV texts).
    package fileprivate(set) var bytes: [UInt8] = []
    /// The names and values that are no part.
    package fileprivate(set) var fields: [FieldRange] = []

    package struct FieldRange: Sendable {
        package let name: Range<Int>
        package let value: Range<Int>
    }

    /// The first line of the record in its source, from 1.
    package internal(set) var line = 0
    package internal(set) var lineCount = 0
    /// The first byte of the record in its source.
    package internal(set) var byte = 0
    /// The bytes of its lines in the source, their ends included.
    package internal(set) var byteCount = 0
    /// It begins with a header: a format or a time was found.
    var hasHeader = false
    /// Its first line begins with spaces.
    var isIndented = false
    /// It is a JSON object over several lines.
    var isBlock = false
    /// Nothing goes on it any more.
    var hasEnded = false
    /// A hash of who wrote it, where its format names writers whose lines may be interleaved.
    package internal(set) var writer: UInt64?
    /// Within the lines of its writer it begins with a header of its own.
    var holdsRecord: Bool {
        get { places.holdsRecord }
        set { places.holdsRecord = newValue }
    }
    /// When its last line was written, as the format that names the writer tells.
    var lastTime: Timestamp?
    /// How far its trace was read.
    var trail = TraceFollower.State()
    /// The object whose lines its writer's lines hold.
    var block: JSONBlock?
    package internal(set) var time: Timestamp?
    var places = RecordPlaces()
    /// What was read of it depends on the values of its digits, besides the values of its parts.
    var dependsOnDigits = false
    /// The same number for records whose lines differ in their digits alone, counted anew with each `shapeEpoch`; `nil`
    /// when that is not known.
    package internal(set) var shape: Int?
    package internal(set) var shapeEpoch = 0

    init() {}

    /// The bytes of a part as text.
    package func text(_ range: Range<Int>?) -> String? {
        guard let range else { return nil }
        return bytes.span.text(range)
    }

    /// The number of the format of what the program wrote, which may be within one of a shipper.
    package var innermostFormat: Int? { places.innermostFormat }

    /// The number of the format in the rule set; `nil` when only a time or nothing was recognised.
    package internal(set) var format: Int? {
        get { places.format }
        set { places.format = newValue }
    }

    package internal(set) var severity: Severity? {
        get { places.severity }
        set { places.severity = newValue }
    }

    package internal(set) var message: Range<Int> {
        get { places.message.range ?? 0..<0 }
        set { places.message = PartRange(newValue) }
    }

    package var rawTime: Range<Int>? { places.rawTime.range }
    package var host: Range<Int>? { places.host.range }
    package var service: Range<Int>? { places.service.range }
    package var pod: Range<Int>? { places.pod.range }
    package var peer: Range<Int>? { places.peer.range }
    package var trace: Range<Int>? { places.trace.range }
    package var client: Range<Int>? { places.client.range }

    /// It tells of a request: one that does not has no status, size, duration, client or peer.
    package var isOfRequest: Bool { places.isOfRequest }

    /// All records of its shape are of the same host, service and pod.
    package var hasFixedNames: Bool { places.hasFixedNames }

    /// The HTTP status, where the record has one.
    package var status: Int? { number(places.status) }

    /// How many bytes were sent, where the record tells it.
    package var sentBytes: Int64? { number(places.sent).map(Int64.init) }

    /// How many bytes were received, where the record tells it.
    package var receivedBytes: Int64? { number(places.received).map(Int64.init) }

    /// `nil` for what is no number of up to fifteen digits.
    private func number(_ part: PartRange) -> Int? {
        guard let range = part.range, range.count <= 15 else { return nil }
        var value = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// How long what it tells of took.
    package var durationSeconds: Double? {
        guard let range = places.duration.range, let value = MetricValue.number(bytes.span.extracting(range)),
            value >= 0, value.isFinite
        else { return nil }
        return value * places.durationScale
    }

    /// Whether its writer cut it, and goes on in the next record.
    var isPartial: Bool {
        get { places.isPartial }
        set { places.isPartial = newValue }
    }

    package mutating func moveTime(byNanoseconds offset: Int64) {
        time = time.map { Timestamp(nanoseconds: $0.nanoseconds &+ offset) }
    }

    /// Begins a new record with the bytes of its first line, all of which are its message.
    mutating func begin(_ text: Span<UInt8>) {
        beginLine(text)
        places = RecordPlaces()
        message = 0..<bytes.count
    }

    /// Begins a new record with the bytes of its first line; the caller says at which `places` its parts are.
    mutating func beginLine(_ text: Span<UInt8>) {
        bytes.become(copying: text)
        if !fields.isEmpty { fields.removeAll(keepingCapacity: true) }
        lineCount = 1
        (time, shape) = (nil, nil)
        (byteCount, hasHeader, isIndented, isBlock, dependsOnDigits) = (0, false, false, false, false)
        (hasEnded, writer, lastTime, block) = (false, nil, nil, nil)
        trail = TraceFollower.State()
    }

    /// Notes where its first line is in the source.
    mutating func place(line: Int, byte: Int, byteCount: Int) {
        (self.line, self.byte, self.byteCount) = (line, byte, byteCount)
    }

    /// Makes it a record that may go on.
    mutating func start(hasHeader: Bool, isIndented: Bool) {
        (self.hasHeader, self.isIndented) = (hasHeader, isIndented)
        if writer != nil, !isPartial { openBlock() }
    }

    /// Takes a part of the header that tells who wrote it.
    mutating func addWriter(_ part: Range<Int>) {
        if let free = places.writer.indices.first(where: { places.writer[$0].isMissing }) {
            places.writer[free] = PartRange(part)
        } else {
            dependsOnDigits = true
        }
        hashWriter(part)
    }

    /// Takes who wrote it from the parts of the header that tell it.
    mutating func recallWriter() {
        for index in places.writer.indices { if let part = places.writer[index].range { hashWriter(part) } }
    }

    private mutating func hashWriter(_ part: Range<Int>) {
        writer = bytes.span.extracting(part).hash(seed: writer ?? 0)
    }

    /// Notes whether an object begins in the message that its writer's next lines go on.
    mutating func openBlock() {
        var block = JSONBlock()
        let isOpen =
            JSONBlock.opens(in: bytes.span.extracting(message)) && block.take(bytes.span.extracting(message)) == .open
        if isOpen { self.block = block }
    }

    /// What its writer wrote so far tells that more may come: an object or a trace goes on, or a header began a record.
    var awaitsMore: Bool { holdsRecord || block != nil || trail.isOpen }

    /// Its message looks like one that goes on another: a line of a trace, or one that is indented or blank.
    var mayGoOn: Bool {
        guard let first = message.first else { return true }
        return places.mayBeFrame || bytes[first] == 0x20 || bytes[first] == 0x09
    }

    /// The message is one line, of which its writer may have made several.
    var isOneLine: Bool { bytes.span.extracting(message).firstIndex(of: 0x0A) == nil }

    /// Adds the lines of `other`, whose raw text are its first `rawCount` bytes.
    mutating func appendContinuation(_ other: RecordBuffer, rawCount: Int) {
        appendContinuation(other.bytes.span.extracting(0..<rawCount))
        lineCount += other.lineCount - 1
        byteCount += other.byteCount
    }

    /// Adds the message of `other`, with which a line goes on that its writer cut.
    mutating func appendPart(_ other: RecordBuffer) {
        shape = nil
        if message.upperBound != bytes.count { moveMessageToEnd() }
        bytes.append(copying: other.bytes.span.extracting(other.message))
        message = message.lowerBound..<bytes.count
        lineCount += other.lineCount
        byteCount += other.byteCount
        isPartial = other.isPartial
    }

    /// Adds a line to the record and its message.
    mutating func appendContinuation(_ text: Span<UInt8>) {
        lineCount += 1
        shape = nil
        if message.upperBound != bytes.count { moveMessageToEnd() }
        bytes.append(UInt8(ascii: "\n"))
        // The message of a record that has none in its header begins here.
        let start = message.isEmpty ? bytes.count : message.lowerBound
        append(text)
        message = start..<bytes.count
    }

    /// Takes the spaces at its beginning out of the message.
    mutating func skipIndentation() {
        while let first = message.first, bytes[first] == 0x20 || bytes[first] == 0x09 {
            message = first + 1..<message.upperBound
        }
    }

    /// Takes bytes for which `isUnwanted` holds off the end of the message.
    mutating func trimMessage(_ isUnwanted: (UInt8) -> Bool) {
        while let last = message.last, isUnwanted(bytes[last]) { message = message.lowerBound..<last }
    }

    /// Adds decoded bytes one at a time; the caller notes where they begin.
    @inline(__always) mutating func append(_ byte: UInt8) { bytes.append(byte) }

    /// Puts `RecordBuffer.redaction` in place of `parts` of the message.
    package mutating func redact(_ parts: [Range<Int>]) {
        let start = bytes.count
        var kept = message.lowerBound
        for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) where part.upperBound > kept {
            if part.lowerBound >= kept {
                appendCopy(of: kept..<part.lowerBound)
                bytes.append(contentsOf: Self.redaction.utf8)
            }
            kept = part.upperBound
        }
        appendCopy(of: kept..<message.upperBound)
        message = start..<bytes.count
    }

    /// What stands for a text that nobody may read.
    package static let redaction = "<redacted>"

    mutating func appendCopy(of range: Range<Int>) {
        for index in range { bytes.append(bytes[index]) }
    }

    mutating func addField(name: Range<Int>, value: Range<Int>) {
        if fields.count < Self.fieldLimit { fields.append(FieldRange(name: name, value: value)) }
    }

    mutating func removeFields(from index: Int) { fields.removeSubrange(index...) }

    /// Drops decoded bytes behind `count`, after a format that did not fit.
    mutating func truncate(to count: Int) { bytes.removeLast(bytes.count - count) }

    private mutating func moveMessageToEnd() {
        let start = bytes.count
        appendCopy(of: message)
        message = start..<bytes.count
    }

    private mutating func append(_ text: Span<UInt8>) { bytes.append(copying: text) }

    private static let fieldLimit = 256
}
