internal import CulpritScan

/// A JSON text (RFC 8259) as a tree; depth is limited.
enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    static let depthLimit = 32

    /// Returns `nil` where `text` is not one value of JSON.
    init?(_ text: Span<UInt8>) {
        var index = 0
        guard let value = Self.value(text, &index, depth: 0) else { return nil }
        Self.skipSpaces(text, &index)
        guard index == text.count else { return nil }
        self = value
    }

    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    var array: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// A number, also one that is written as text, as 64-bit integers and NaN are.
    var number: Double? {
        switch self {
        case .number(let number): number
        case .string(let text): MetricValue.number(text)
        default: nil
        }
    }

    /// What stands as a label: text as it is, numbers and booleans as they are written.
    var label: String? {
        switch self {
        case .string(let text): text
        case .number(let number):
            number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
        case .bool(let bool): "\(bool)"
        default: nil
        }
    }

    // MARK: Reading

    private static func value(_ text: Span<UInt8>, _ index: inout Int, depth: Int) -> JSONValue? {
        skipSpaces(text, &index)
        guard depth < depthLimit, index < text.count else { return nil }
        switch text[index] {
        case UInt8(ascii: "{"): return object(text, &index, depth: depth)
        case UInt8(ascii: "["): return array(text, &index, depth: depth)
        case UInt8(ascii: "\""): return string(text, &index).map(JSONValue.string)
        default: return literal(text, &index)
        }
    }

    private static func object(_ text: Span<UInt8>, _ index: inout Int, depth: Int) -> JSONValue? {
        var members: [(key: String, value: JSONValue)] = []
        index += 1
        if take("}", text, &index) { return .object(members) }
        repeat {
            skipSpaces(text, &index)
            guard let key = string(text, &index), take(":", text, &index),
                let value = value(text, &index, depth: depth + 1)
            else { return nil }
            members.append((key, value))
        } while take(",", text, &index)
        return take("}", text, &index) ? .object(members) : nil
    }

    private static func array(_ text: Span<UInt8>, _ index: inout Int, depth: Int) -> JSONValue? {
        var elements: [JSONValue] = []
        index += 1
        if take("]", text, &index) { return .array(elements) }
        repeat {
            guard let value = value(text, &index, depth: depth + 1) else { return nil }
            elements.append(value)
        } while take(",", text, &index)
        return take("]", text, &index) ? .array(elements) : nil
    }

    private static func literal(_ text: Span<UInt8>, _ index: inout Int) -> JSONValue? {
        let start = index
        while index < text.count, !",]} \t\r\n".utf8.contains(text[index]) { index += 1 }
        let word = text.extracting(start..<index)
        switch word.text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default: return MetricValue.number(word).map(JSONValue.number)
        }
    }

    private static func string(_ text: Span<UInt8>, _ index: inout Int) -> String? {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { return nil }
        index += 1
        let start = index
        while index < text.count, text[index] != UInt8(ascii: "\""), text[index] != UInt8(ascii: "\\") { index += 1 }
        var units = Array(text.text(start..<index).utf16)
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: units, as: UTF16.self)
            case UInt8(ascii: "\\"):
                guard let unit = escape(text, &index) else { return nil }
                units.append(unit)
            default:
                let start = index
                while index < text.count, text[index] != UInt8(ascii: "\""), text[index] != UInt8(ascii: "\\") {
                    index += 1
                }
                units += text.text(start..<index).utf16
            }
        }
        return nil
    }

    private static func escape(_ text: Span<UInt8>, _ index: inout Int) -> UInt16? {
        guard index + 1 < text.count else { return nil }
        let byte = text[index + 1]
        index += 2
        switch byte {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "u"):
            guard index + 4 <= text.count else { return nil }
            index += 4
            return UInt16(text.text(index - 4..<index), radix: 16)
        default: return UInt16(byte)
        }
    }

    private static func take(_ character: Unicode.Scalar, _ text: Span<UInt8>, _ index: inout Int) -> Bool {
        skipSpaces(text, &index)
        guard index < text.count, text[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private static func skipSpaces(_ text: Span<UInt8>, _ index: inout Int) {
        while index < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
    }
}
