/// Masks the variable parts of messages, so that messages of one statement become equal; for one thread.
///
/// One pass over the first line, no state between messages: the template of a message never depends on others. Masked
/// are words with digits, hexadecimal words of eight characters and more, quoted texts, paths, and addresses.
package struct TemplateMasker {
    private var masked: [UInt8] = []
    private static let mask = Array("<*>".utf8)
    /// What is longer is cut; nobody writes longer statements by hand.
    private static let lengthLimit = 2_000

    package init() {}

    /// Returns the template's id for `message`; `text` has its text until the next call.
    package mutating func mask(_ message: Span<UInt8>) -> Int64 {
        masked.removeAll(keepingCapacity: true)
        var index = 0
        let end = lineEnd(message)
        while index < end {
            let byte = message[index]
            if Self.isWord[Int(byte)] {
                index = word(message, from: index, to: end)
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                index = quoted(message, from: index, to: end)
            } else if byte == UInt8(ascii: "<"), index + 2 < end, message[index + 1] == UInt8(ascii: "*") {
                masked.append(byte)
                index += 1
            } else {
                masked.append(byte == 0x09 ? 0x20 : byte)
                index += 1
            }
        }
        return Self.id(masked)
    }

    /// The template found last.
    package var text: String { String(decoding: masked, as: UTF8.self) }

    private func lineEnd(_ message: Span<UInt8>) -> Int {
        let limit = min(message.count, Self.lengthLimit)
        var end = 0
        while end < limit, message[end] != 0x0A { end += 1 }
        while end > 0, message[end - 1] == 0x20 || message[end - 1] == 0x0D { end -= 1 }
        return end
    }

    /// Copies or masks the word at `start` and returns where it ends.
    private mutating func word(_ message: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        var (digits, letters, hexadecimal, slashes) = (0, 0, 0, 0)
        while index < end, Self.isWord[Int(message[index])] {
            let byte = message[index]
            if byte &- 0x30 < 10 {
                digits += 1
                hexadecimal += 1
            } else if (byte | 0x20) &- 0x61 < 26 {
                letters += 1
                if (byte | 0x20) < UInt8(ascii: "g") { hexadecimal += 1 }
            } else if byte == UInt8(ascii: "/") {
                slashes += 1
            }
            index += 1
        }
        // A full stop or a colon at its end belongs to the sentence.
        while index > start + 1, Self.isTrailing(message[index - 1]) { index -= 1 }
        let length = index - start
        let isVariable =
            digits > 0 || (length >= 8 && hexadecimal == length)
            || (slashes >= 2 && message[start] == UInt8(ascii: "/"))
        if isVariable, letters + digits > 0 {
            appendMask()
        } else {
            for position in start..<index { masked.append(message[position]) }
        }
        return index
    }

    /// Masks a quoted text that ends on the same line; an apostrophe stays.
    private mutating func quoted(_ message: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let quote = message[start]
        var index = start + 1
        while index < end, message[index] != quote, index - start < 200 { index += 1 }
        guard index < end, message[index] == quote, index > start + 1,
            start == 0 || !Self.isWord[Int(message[start - 1])]
        else {
            masked.append(quote)
            return start + 1
        }
        masked.append(quote)
        appendMask()
        masked.append(quote)
        return index + 1
    }

    /// Two masks with only separators of one value between them are one.
    private mutating func appendMask() {
        let mask = Self.mask
        if masked.count > mask.count, let last = masked.last, last == UInt8(ascii: ",") || last == UInt8(ascii: ":"),
            masked.dropLast().suffix(mask.count).elementsEqual(mask)
        {
            masked.removeLast()
            return
        }
        if masked.count >= mask.count, masked.suffix(mask.count).elementsEqual(mask) { return }
        masked.append(contentsOf: mask)
    }

    private static func isTrailing(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
    }

    /// The bytes of words: letters, digits and what joins them inside one value.
    private static let isWord: [Bool] = (0..<256).map { value in
        let byte = UInt8(value)
        return byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
            || [
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"),
                UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "+"),
            ]
            .contains(byte)
    }

    /// FNV-1a (Fowler, Noll, Vo), folded to 53 bits.
    private static func id(_ bytes: [UInt8]) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int64((hash ^ (hash >> 53)) & 0x1F_FFFF_FFFF_FFFF)
    }
}
