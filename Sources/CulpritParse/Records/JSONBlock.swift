/// Follows a JSON object that is written over several lines until its last brace.
struct JSONBlock {
    enum State {
        case open
        case complete
        /// The line is none of a JSON text.
        case broken
    }

    private var depth = 0

    /// Says whether `line` may begin an object that goes on in the next line.
    static func opens(in line: Span<UInt8>) -> Bool {
        guard let first = firstByte(of: line), line[first] == UInt8(ascii: "{"), let last = lastByte(of: line) else {
            return false
        }
        switch line[last] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","): return true
        default: return false
        }
    }

    /// Takes the next line; behind the last brace only a comma may stand.
    mutating func take(_ line: Span<UInt8>) -> State {
        guard let first = Self.firstByte(of: line) else { return .open }
        guard Self.mayBegin(line[first]) else { return .broken }
        var (index, isInString) = (first, false)
        while index < line.count {
            let byte = line[index]
            index += 1
            if isInString {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isInString = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return Self.isOnlyComma(line.extracting(index...)) ? .complete : .broken }
            default: break
            }
        }
        // A string cannot hold a newline (RFC 8259 §7).
        return isInString ? .broken : .open
    }

    private static func mayBegin(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""),
            UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            true
        default: byte &- 0x30 < 10
        }
    }

    private static func isOnlyComma(_ rest: Span<UInt8>) -> Bool {
        rest.indices.allSatisfy { rest[$0] == UInt8(ascii: ",") || isSpace(rest[$0]) }
    }

    private static func firstByte(of line: Span<UInt8>) -> Int? { line.indices.first { !isSpace(line[$0]) } }

    private static func lastByte(of line: Span<UInt8>) -> Int? { line.indices.last { !isSpace(line[$0]) } }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
