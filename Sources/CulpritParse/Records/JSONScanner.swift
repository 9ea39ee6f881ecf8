/// Reads one JSON object (RFC 8259) from a record's bytes into its fields; nested objects get names with dots.
///
/// Arrays and numbers keep their text, strings are unescaped; depth and the number of fields are limited.
struct JSONScanner {
    private let end: Int
    private var index: Int
    private static let depthLimit = 12

    /// Adds the fields of the object that is all of `range`; `false` when it is not one.
    static func scan(_ record: inout RecordBuffer, _ range: Range<Int>) -> Bool {
        var scanner = JSONScanner(end: range.upperBound, index: range.lowerBound)
        guard scanner.object(&record, prefix: nil, depth: 0) else { return false }
        scanner.spaces(record)
        return scanner.index == scanner.end
    }

    private init(end: Int, index: Int) { (self.end, self.index) = (end, index) }

    private mutating func object(_ record: inout RecordBuffer, prefix: Range<Int>?, depth: Int) -> Bool {
        guard depth < Self.depthLimit, take(record, "{") else { return false }
        spaces(record)
        if take(record, "}") { return true }
        while true {
            spaces(record)
            guard peek(record) == UInt8(ascii: "\""), let key = string(&record) else { return false }
            let name = prefix.map { qualified(&record, $0, key) } ?? key
            spaces(record)
            guard take(record, ":") else { return false }
            spaces(record)
            guard value(&record, name: name, depth: depth) else { return false }
            spaces(record)
            if take(record, "}") { return true }
            guard take(record, ",") else { return false }
        }
    }

    private mutating func value(_ record: inout RecordBuffer, name: Range<Int>, depth: Int) -> Bool {
        switch peek(record) {
        case UInt8(ascii: "{"): return object(&record, prefix: name, depth: depth + 1)
        case UInt8(ascii: "\""):
            guard let text = string(&record) else { return false }
            record.addField(name: name, value: text)
            return true
        default:
            let start = index
            guard peek(record) == UInt8(ascii: "[") ? skipArray(record) : skipLiteral(record) else { return false }
            if !isNull(record, start..<index) { record.addField(name: name, value: start..<index) }
            return true
        }
    }

    private func isNull(_ record: RecordBuffer, _ range: Range<Int>) -> Bool {
        range.count == 4 && record.bytes[range.lowerBound] == UInt8(ascii: "n")
    }

    private mutating func skipLiteral(_ record: RecordBuffer) -> Bool {
        let start = index
        while index < end {
            switch peek(record) {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: " "), UInt8(ascii: "\n"):
                return index > start
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
                index += 1
            default: return false
            }
        }
        return false
    }

    private mutating func skipArray(_ record: RecordBuffer) -> Bool {
        var depth = 0
        while index < end {
            switch peek(record) {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 {
                    index += 1
                    return true
                }
            case UInt8(ascii: "\""):
                index += 1
                while index < end, peek(record) != UInt8(ascii: "\"") {
                    index += peek(record) == UInt8(ascii: "\\") ? 2 : 1
                }
            default: break
            }
            index += 1
        }
        return false
    }

    /// Reads a string; without escapes it stays where it is, else it is decoded behind the record.
    private mutating func string(_ record: inout RecordBuffer) -> Range<Int>? {
        index += 1
        let start = index
        while index < end, peek(record) != UInt8(ascii: "\""), peek(record) != UInt8(ascii: "\\") { index += 1 }
        guard index < end else { return nil }
        if peek(record) == UInt8(ascii: "\"") {
            index += 1
            return start..<index - 1
        }
        let decoded = record.bytes.count
        record.appendCopy(of: start..<index)
        while index < end {
            let byte = peek(record)
            index += 1
            if byte == UInt8(ascii: "\"") { return decoded..<record.bytes.count }
            if byte != UInt8(ascii: "\\") {
                record.append(byte)
            } else if !escape(&record) {
                return nil
            }
        }
        return nil
    }

    private mutating func escape(_ record: inout RecordBuffer) -> Bool {
        guard index < end else { return false }
        let byte = peek(record)
        index += 1
        switch byte {
        case UInt8(ascii: "n"): record.append(0x0A)
        case UInt8(ascii: "t"): record.append(0x09)
        case UInt8(ascii: "r"): record.append(0x0D)
        case UInt8(ascii: "b"): record.append(0x08)
        case UInt8(ascii: "f"): record.append(0x0C)
        case UInt8(ascii: "u"):
            guard var scalar = hexadecimal(record) else { return false }
            if (0xD800..<0xDC00).contains(scalar), peek(record) == UInt8(ascii: "\\"), index + 1 < end,
                record.bytes[index + 1] == UInt8(ascii: "u")
            {
                index += 2
                guard let low = hexadecimal(record) else { return false }
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (low &- 0xDC00) & 0x3FF
            }
            // It is no text, as a NUL byte is none.
            if scalar == 0 { return true }
            for byte in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
                record.append(byte)
            }
        default: record.append(byte)
        }
        return true
    }

    private mutating func hexadecimal(_ record: RecordBuffer) -> UInt32? {
        guard index + 4 <= end else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = peek(record)
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    /// `prefix.key`, written behind the record.
    private func qualified(_ record: inout RecordBuffer, _ prefix: Range<Int>, _ key: Range<Int>) -> Range<Int> {
        let start = record.bytes.count
        record.appendCopy(of: prefix)
        record.append(UInt8(ascii: "."))
        record.appendCopy(of: key)
        return start..<record.bytes.count
    }

    private mutating func spaces(_ record: RecordBuffer) {
        while index < end, peek(record) == 0x20 || peek(record) == 0x09 || peek(record) == 0x0A || peek(record) == 0x0D
        { index += 1 }
    }

    private mutating func take(_ record: RecordBuffer, _ character: Unicode.Scalar) -> Bool {
        guard peek(record) == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private func peek(_ record: RecordBuffer) -> UInt8 { index < end ? record.bytes[index] : 0 }
}
