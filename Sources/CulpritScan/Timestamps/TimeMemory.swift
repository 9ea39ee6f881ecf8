package import CulpritModel

/// The last time that was read: one that differs only in its seconds and their fraction needs no parsing.
package struct TimeMemory {
    private var text = [UInt8](repeating: 0, count: 48)
    private var count = 0
    private var secondOffset = 0
    /// Where the digits of the seconds and their fraction end.
    private var tailOffset = 0
    private var minute: Timestamp?
    private var last: ParsedTime?

    package init() {}

    /// Remembers that `range` of `bytes` was read as `time`.
    package mutating func remember(_ bytes: Span<UInt8>, _ range: Range<Int>, as time: ParsedTime) {
        (last, minute) = (nil, nil)
        guard let secondStart = time.secondStart, time.hasDate, range.count <= text.count,
            time.range.lowerBound == range.lowerBound, time.range.upperBound <= range.upperBound
        else { return }
        for index in range { text[index - range.lowerBound] = bytes[index] }
        (count, secondOffset) = (range.count, secondStart - range.lowerBound)
        tailOffset = secondOffset + 2
        if tailOffset + 1 < count, Self.isPoint(text[tailOffset]), text[tailOffset + 1].isDigit {
            tailOffset += 1
            while tailOffset < count, text[tailOffset].isDigit { tailOffset += 1 }
        }
        guard let seconds = seconds(of: bytes, at: range.lowerBound) else { return }
        minute = Timestamp(nanoseconds: time.time.nanoseconds &- seconds)
        last = time
    }

    /// The time in `range` of `bytes`, if it is the one remembered but for seconds and fraction.
    package func recall(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ParsedTime? {
        guard let last, let time = recallTime(bytes, range) else { return nil }
        let shift = range.lowerBound - last.range.lowerBound
        return ParsedTime(
            time: time,
            range: last.range.lowerBound + shift..<last.range.upperBound + shift, hasZone: last.hasZone,
            hasYear: last.hasYear)
    }

    /// The same without where it is; it has a date.
    package func recallTime(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Timestamp? {
        guard let minute, range.count == count else { return nil }
        let start = range.lowerBound
        guard isRemembered(bytes, at: start, 0..<secondOffset),
            tailOffset >= count || isRemembered(bytes, at: start, tailOffset..<count),
            let seconds = seconds(of: bytes, at: start)
        else { return nil }
        return Timestamp(nanoseconds: minute.nanoseconds &+ seconds)
    }

    /// Says whether the bytes of the time at `start` are those remembered within `offsets`.
    private func isRemembered(_ bytes: Span<UInt8>, at start: Int, _ offsets: Range<Int>) -> Bool {
        let (text, bytes) = (text.span.extracting(offsets), bytes.extracting(start..<bytes.count).extracting(offsets))
        // Eight at a time, the last eight overlapping those before: so few bytes are sooner compared than a call is made.
        return unsafe text.withUnsafeBytes { text in
            unsafe bytes.withUnsafeBytes { bytes in
                @inline(__always) func differ(at offset: Int) -> Bool {
                    unsafe text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                        != bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                }
                var offset = 0
                while offset + 8 <= text.count {
                    if differ(at: offset) { return false }
                    offset += 8
                }
                if offset > 0 { return offset == text.count || !differ(at: text.count - 8) }
                while offset < text.count {
                    if unsafe text[offset] != bytes[offset] { return false }
                    offset += 1
                }
                return true
            }
        }
    }

    /// Nanoseconds of the seconds and their fraction; `nil` when there is anything else.
    private func seconds(of bytes: Span<UInt8>, at start: Int) -> Int64? {
        let (tens, ones) = (bytes[start + secondOffset], bytes[start + secondOffset + 1])
        guard tens.isDigit, ones.isDigit, tens < UInt8(ascii: "6") else { return nil }
        var value = (Int64(tens & 0x0F) * 10 + Int64(ones & 0x0F)) * Timestamp.nanosecondsPerSecond
        guard tailOffset > secondOffset + 2 else { return value }
        guard bytes[start + secondOffset + 2] == text[secondOffset + 2] else { return nil }
        var scale = Timestamp.nanosecondsPerSecond
        for offset in secondOffset + 3..<tailOffset {
            let digit = bytes[start + offset]
            guard digit.isDigit else { return nil }
            scale /= 10
            value += Int64(digit & 0x0F) * scale
        }
        return value
    }

    private static func isPoint(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
    }
}
