internal import CulpritScan

/// The name and labels of a sample, taken apart; the name may be the label `__name__`, as `promtool tsdb dump` writes it.
struct OpenMetricsIdentity {
    var name: String
    var labels: [(name: String, value: String)] = []

    /// Returns `nil` where the text breaks the grammar; a name may stand in quotes inside the braces (Prometheus 3).
    init?(_ text: Span<UInt8>) {
        var index = 0
        while index < text.count, Self.isNameByte(text[index], isFirst: index == 0) { index += 1 }
        name = text.text(0..<index)
        Self.skipSpaces(text, &index)
        guard index < text.count else {
            if name.isEmpty { return nil }
            return
        }
        guard text[index] == UInt8(ascii: "{"), text.last == UInt8(ascii: "}") else { return nil }
        index += 1
        guard readLabels(text.extracting(index..<text.count - 1)), !name.isEmpty else { return nil }
    }

    private mutating func readLabels(_ text: Span<UInt8>) -> Bool {
        var index = 0
        while true {
            Self.skipSpaces(text, &index)
            guard index < text.count else { return true }
            guard let label = Self.labelName(text, &index) else { return false }
            Self.skipSpaces(text, &index)
            if index < text.count, text[index] == UInt8(ascii: "=") {
                index += 1
                Self.skipSpaces(text, &index)
                guard let value = Self.quoted(text, &index) else { return false }
                if label == "__name__", name.isEmpty {
                    name = value
                } else {
                    guard !labels.contains(where: { $0.name == label }) else { return false }
                    labels.append((label, value))
                }
            } else {
                guard name.isEmpty else { return false }
                name = label
            }
            Self.skipSpaces(text, &index)
            guard index < text.count else { return true }
            guard text[index] == UInt8(ascii: ",") else { return false }
            index += 1
        }
    }

    private static func labelName(_ text: Span<UInt8>, _ index: inout Int) -> String? {
        if text[index] == UInt8(ascii: "\"") { return quoted(text, &index) }
        let start = index
        while index < text.count, isNameByte(text[index], isFirst: index == start) { index += 1 }
        return index > start ? text.text(start..<index) : nil
    }

    /// Reads a quoted string with the escapes `\\`, `\"` and `\n`.
    private static func quoted(_ text: Span<UInt8>, _ index: inout Int) -> String? {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { return nil }
        index += 1
        var bytes: [UInt8] = []
        while index < text.count {
            let byte = text[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard index < text.count else { return nil }
                bytes.append(text[index] == UInt8(ascii: "n") ? UInt8(ascii: "\n") : text[index])
                index += 1
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private static func skipSpaces(_ text: Span<UInt8>, _ index: inout Int) {
        while index < text.count, text[index] == UInt8(ascii: " ") || text[index] == UInt8(ascii: "\t") { index += 1 }
    }

    private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): !isFirst
        default: false
        }
    }
}
