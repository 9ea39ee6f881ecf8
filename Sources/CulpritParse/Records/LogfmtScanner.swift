/// Reads `key=value key="quoted value"` pairs from a record's bytes into its fields.
struct LogfmtScanner {
    /// Adds the pairs of `range`; `false` when it does not consist of pairs from its beginning, at least three.
    static func scan(_ record: inout RecordBuffer, _ range: Range<Int>) -> Bool {
        let before = record.fields.count
        var index = range.lowerBound
        let end = range.upperBound
        func byte(_ record: RecordBuffer, _ index: Int) -> UInt8 { index < end ? record.bytes[index] : 0 }
        while index < range.upperBound {
            while byte(record, index) == UInt8(ascii: " ") { index += 1 }
            let nameStart = index
            while isName(byte(record, index)) { index += 1 }
            let name = nameStart..<index
            guard !name.isEmpty, byte(record, index) == UInt8(ascii: "=") else { break }
            index += 1
            if byte(record, index) == UInt8(ascii: "\"") {
                guard let value = quoted(&record, &index, range.upperBound) else { break }
                record.addField(name: name, value: value)
            } else {
                let start = index
                while index < range.upperBound, byte(record, index) != UInt8(ascii: " ") { index += 1 }
                record.addField(name: name, value: start..<index)
            }
        }
        // The pairs must reach the end; a sentence that happens to hold a pair is no logfmt.
        return index >= range.upperBound && record.fields.count - before >= 3
    }

    private static func quoted(_ record: inout RecordBuffer, _ index: inout Int, _ end: Int) -> Range<Int>? {
        index += 1
        let start = record.bytes.count
        while index < end {
            let byte = record.bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return start..<record.bytes.count }
            if byte == UInt8(ascii: "\\"), index < end {
                let escaped = record.bytes[index]
                index += 1
                record.append(escaped == UInt8(ascii: "n") ? 0x0A : escaped == UInt8(ascii: "t") ? 0x09 : escaped)
            } else {
                record.append(byte)
            }
        }
        return nil
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "@"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
