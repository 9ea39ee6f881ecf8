/// Splits a line of a table into its cells.
enum CSVRow {
    /// Returns the separator that occurs most in a header; a comma where nothing else does.
    static func separator(of header: Span<UInt8>) -> UInt8 {
        var best = (byte: UInt8(ascii: ","), count: 0)
        for byte in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            var count = 0
            for index in header.indices where header[index] == byte { count += 1 }
            if count > best.count { best = (byte, count) }
        }
        return best.byte
    }

    /// Returns the cells without the spaces around them and without quotes (RFC 4180; a row is one line).
    static func cells(of line: Span<UInt8>, separator: UInt8) -> [String] {
        let quote = UInt8(ascii: "\"")
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        for index in line.indices {
            let byte = line[index]
            if byte == quote {
                // A doubled quote stands for one; it closes and opens again, so that only the second is kept.
                if !isQuoted, index > 0, line[index - 1] == quote, !cell.isEmpty { cell.append(quote) }
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                cells.append(trimmed(cell))
                cell.removeAll(keepingCapacity: true)
            } else {
                cell.append(byte)
            }
        }
        cells.append(trimmed(cell))
        return cells
    }

    static func cells(of line: String, separator: UInt8) -> [String] {
        let bytes = Array(line.utf8)
        return cells(of: bytes.span, separator: separator)
    }

    static func separator(of header: String) -> UInt8 {
        let bytes = Array(header.utf8)
        return separator(of: bytes.span)
    }

    private static func trimmed(_ bytes: [UInt8]) -> String {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r") }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
