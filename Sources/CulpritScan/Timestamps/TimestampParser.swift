/// Reads the usual ways to write a time, without being told which one it is.
///
/// RFC 3339 and its relatives with other separators, compact dates, CLF, asctime, RFC 3164, glog, day-month-year with
/// names, month/day/year, epoch seconds to nanoseconds, and a time of day alone.
package enum TimestampParser {
    /// Reads the time that begins at `start`.
    package static func parse(_ bytes: Span<UInt8>, at start: Int, reference: TimeReference) -> ParsedTime? {
        guard start < bytes.count else { return nil }
        var cursor = TimeCursor(bytes, at: start)
        let first = bytes[start]
        if first.isLetter {
            return cursor.monthFirst(reference)
        }
        guard first.isDigit else { return nil }
        return cursor.digitsFirst(reference)
    }

    /// Finds the first time that begins within `limit` bytes of `start`, at a boundary of words.
    package static func search(
        _ bytes: Span<UInt8>, from start: Int = 0, limit: Int = 160, reference: TimeReference
    ) -> ParsedTime? {
        var index = start
        let end = min(bytes.count, start + limit)
        var previous = UInt8(ascii: " ")
        while index < end {
            let byte = bytes[index]
            if (byte.isDigit && !previous.isDigit && previous != UInt8(ascii: ".") && !previous.isLetter)
                || (byte.isLetter && !previous.isLetter && !previous.isDigit)
            {
                if let found = parse(bytes, at: index, reference: reference), found.hasDate,
                    !isJoiner(previous) || !isOneNumber(bytes, found.range)
                {
                    return found
                }
            }
            previous = byte
            index += 1
        }
        return nil
    }

    /// Whether dates of numbers have the day before the month, as the first date in the lines of `text` tells that can be
    /// read in one way only; `nil` when none does.
    package static func isDayFirst(in text: Span<UInt8>, reference: TimeReference) -> Bool? {
        var start = 0
        while start < text.count {
            let end = text.firstIndex(of: 0x0A, from: start) ?? text.count
            let found = search(text.extracting(start..<end), limit: 80, reference: reference)
            if let isDayFirst = found?.isDayFirst { return isDayFirst }
            start = end + 1
        }
        return nil
    }

    /// A number behind one of these is a part of an id: `blk_1608999687`, `-1608999687919862906`, `/1772546401`.
    private static func isJoiner(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/")
    }

    private static func isOneNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.allSatisfy { bytes[$0].isDigit || bytes[$0] == UInt8(ascii: ".") }
    }
}

extension UInt8 {
    @inline(__always) package var isDigit: Bool { self &- 0x30 < 10 }
    @inline(__always) package var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
}
