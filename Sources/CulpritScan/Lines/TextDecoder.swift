/// Makes UTF-8 without terminal codes of the bytes of a source, whatever the sizes of its chunks.
///
/// UTF-16 is told by its byte order mark (RFC 2781 §3.2), or by the zero bytes of its ASCII. Escape sequences are those of
/// ECMA-48 §5; like NUL bytes, which a crash leaves in a file, they are no text. No newline is ever taken out.
package struct TextDecoder: Sendable {
    private var encoding: Encoding
    /// What is left of the byte order mark of UTF-8.
    private var markByteCount: Int
    private var escape = Escape.none
    /// The first byte of a UTF-16 unit whose second is in the next chunk.
    private var halfUnit: UInt8?
    private var highSurrogate: UInt32?

    private enum Encoding: Sendable {
        case utf8
        case utf16(isBigEndian: Bool)
    }

    /// Where in an escape sequence the text is.
    private enum Escape: Sendable {
        case none
        case begun
        case intermediate
        /// A control sequence: `ESC [`, parameters, a final byte.
        case control
        /// A control string: `ESC ]` and others, up to `BEL` or `ESC \`.
        case string
    }

    /// Begins a source of which `prefix` are the first bytes.
    package init(prefix: [UInt8]) {
        encoding = Self.encoding(of: prefix.span)
        markByteCount = prefix.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Replaces what is in `buffer` behind `start`, the next bytes of the source, with their text.
    package mutating func decode(_ buffer: inout [UInt8], from start: Int) {
        if case .utf16(let isBigEndian) = encoding {
            let units = Array(buffer[start...])
            buffer.removeLast(units.count)
            for byte in units { add(byte, isBigEndian: isBigEndian, to: &buffer) }
        } else if markByteCount > 0 {
            let count = min(markByteCount, buffer.count - start)
            buffer.removeSubrange(start..<start + count)
            markByteCount -= count
        }
        removeCodes(from: &buffer, start)
    }

    /// Ends the source, or the part of it before a gap.
    package mutating func endPart(of buffer: inout [UInt8]) {
        if halfUnit != nil || highSurrogate != nil { append(0xFFFD, to: &buffer) }
        (halfUnit, highSurrogate, escape) = (nil, nil, .none)
    }

    /// The text at the beginning of a source, with terminal codes and NUL bytes as they are.
    static func transcode(_ prefix: [UInt8]) -> [UInt8] {
        var decoder = TextDecoder(prefix: prefix)
        guard case .utf16(let isBigEndian) = decoder.encoding else {
            return Array(prefix.dropFirst(decoder.markByteCount))
        }
        var text: [UInt8] = []
        for byte in prefix { decoder.add(byte, isBigEndian: isBigEndian, to: &text) }
        return text
    }

    // MARK: UTF-16

    private static func encoding(of prefix: Span<UInt8>) -> Encoding {
        guard prefix.count >= 2 else { return .utf8 }
        if prefix[0] == 0xFF, prefix[1] == 0xFE { return .utf16(isBigEndian: false) }
        if prefix[0] == 0xFE, prefix[1] == 0xFF { return .utf16(isBigEndian: true) }
        var (even, odd) = (0, 0)
        let unitCount = min(prefix.count, Wrapping.prefixSize) / 2
        for index in 0..<unitCount {
            if prefix[2 * index] == 0 { even += 1 }
            if prefix[2 * index + 1] == 0 { odd += 1 }
        }
        // Logs are mostly ASCII, of which every other byte is zero then, and no whole unit is.
        guard unitCount >= 8, min(even, odd) == 0, max(even, odd) * 10 > unitCount * 7 else { return .utf8 }
        return .utf16(isBigEndian: even > odd)
    }

    private mutating func add(_ byte: UInt8, isBigEndian: Bool, to buffer: inout [UInt8]) {
        guard let first = halfUnit else {
            halfUnit = byte
            return
        }
        halfUnit = nil
        let unit = isBigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first)
        if let high = highSurrogate {
            highSurrogate = nil
            if 0xDC00...0xDFFF ~= unit {
                append(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), to: &buffer)
                return
            }
            append(0xFFFD, to: &buffer)
        }
        switch unit {
        case 0xD800...0xDBFF: highSurrogate = unit
        case 0xDC00...0xDFFF: append(0xFFFD, to: &buffer)
        // The byte order mark.
        case 0xFEFF: break
        default: append(unit, to: &buffer)
        }
    }

    private func append(_ scalar: UInt32, to buffer: inout [UInt8]) {
        switch scalar {
        case ..<0x80: buffer.append(UInt8(scalar))
        case ..<0x800: buffer += [UInt8(0xC0 | scalar >> 6), UInt8(0x80 | scalar & 0x3F)]
        case ..<0x10000:
            buffer += [UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 0x3F), UInt8(0x80 | scalar & 0x3F)]
        default:
            buffer += [
                UInt8(0xF0 | scalar >> 18), UInt8(0x80 | scalar >> 12 & 0x3F), UInt8(0x80 | scalar >> 6 & 0x3F),
                UInt8(0x80 | scalar & 0x3F),
            ]
        }
    }

    // MARK: Terminal codes

    private mutating func removeCodes(from buffer: inout [UInt8], _ start: Int) {
        if case .none = escape {
            // Nearly always: two searches a chunk are all that this costs.
            let text = buffer.span
            if text.firstIndex(of: 0x1B, from: start) == nil, text.firstIndex(of: 0, from: start) == nil { return }
        }
        var end = start
        for index in start..<buffer.count {
            let byte = buffer[index]
            if isText(byte) {
                buffer[end] = byte
                end += 1
            }
        }
        buffer.removeLast(buffer.count - end)
    }

    private mutating func isText(_ byte: UInt8) -> Bool {
        if byte == 0x1B {
            escape = .begun
            return false
        }
        switch (escape, byte) {
        case (.none, _): return byte != 0
        case (.begun, UInt8(ascii: "[")): escape = .control
        case (.begun, UInt8(ascii: "]")), (.begun, UInt8(ascii: "P")), (.begun, UInt8(ascii: "_")),
            (.begun, UInt8(ascii: "^")):
            escape = .string
        case (.begun, 0x20...0x2F), (.intermediate, 0x20...0x2F): escape = .intermediate
        case (.control, 0x20...0x3F): break
        case (.begun, 0x30...0x7E), (.intermediate, 0x30...0x7E), (.control, 0x40...0x7E), (.string, 0x07):
            escape = .none
        case (.string, 0x20...0xFF): break
        default:
            // No sequence goes on so, least of all over the end of a line.
            escape = .none
            return byte != 0
        }
        return false
    }
}
