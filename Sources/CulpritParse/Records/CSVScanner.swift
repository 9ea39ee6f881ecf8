/// Splits a record's bytes at commas, as RFC 4180 writes them; quoted values may hold commas, quotes and newlines.
struct CSVScanner {
    /// Returns the values of `range`; `nil` when a quote is still open at its end.
    ///
    /// When `isStrict`, only a comma may follow a quoted value: the parts of a JSON object would pass for values too.
    static func scan(_ record: inout RecordBuffer, _ range: Range<Int>, isStrict: Bool = false) -> [Range<Int>]? {
        var values: [Range<Int>] = []
        var index = range.lowerBound
        while true {
            if index < range.upperBound, record.bytes[index] == UInt8(ascii: "\"") {
                guard let value = quoted(&record, &index, range.upperBound) else { return nil }
                values.append(value)
                if isStrict, index < range.upperBound, record.bytes[index] != UInt8(ascii: ",") { return nil }
                while index < range.upperBound, record.bytes[index] != UInt8(ascii: ",") { index += 1 }
            } else {
                let start = index
                while index < range.upperBound, record.bytes[index] != UInt8(ascii: ",") { index += 1 }
                values.append(start..<index)
            }
            guard index < range.upperBound else { return values }
            index += 1
        }
    }

    private static func quoted(_ record: inout RecordBuffer, _ index: inout Int, _ end: Int) -> Range<Int>? {
        index += 1
        let start = index
        while index < end, record.bytes[index] != UInt8(ascii: "\"") { index += 1 }
        guard index < end else { return nil }
        if index + 1 == end || record.bytes[index + 1] != UInt8(ascii: "\"") {
            index += 1
            return start..<index - 1
        }
        let decoded = record.bytes.count
        record.appendCopy(of: start..<index)
        while index < end {
            if record.bytes[index] != UInt8(ascii: "\"") {
                record.append(record.bytes[index])
                index += 1
            } else if index + 1 < end, record.bytes[index + 1] == UInt8(ascii: "\"") {
                record.append(UInt8(ascii: "\""))
                index += 2
            } else {
                index += 1
                return decoded..<record.bytes.count
            }
        }
        return nil
    }

    /// Says whether `text` has an odd number of quotes, so that a quoted value goes on in the next line.
    static func leavesQuoteOpen(_ text: Span<UInt8>) -> Bool {
        var isOpen = false
        for index in text.indices where text[index] == UInt8(ascii: "\"") { isOpen.toggle() }
        return isOpen
    }
}
