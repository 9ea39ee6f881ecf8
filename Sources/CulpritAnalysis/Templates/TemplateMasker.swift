internal import CulpritModel

/// Masks the variable parts of messages, so that messages of one statement become equal; for one thread.
///
/// One pass over the first line: the template of a message never depends on others, nor on their order. What is variable
/// is told by the class of a word: numbers, hexadecimal, identifiers with digits, paths, addresses, hosts, dates, quoted
/// texts, values behind `=`, names of users. Lists of values are one value.
///
/// Numbers are taken as one digit first, and what was found for such a text is remembered: nearly all records of a log
/// differ from one before in their numbers alone.
package struct TemplateMasker {
    private var masked: [UInt8] = []
    /// Where the word in front of the current one begins in `masked`; behind its end if that is not a word.
    private var previousWord = 0
    /// The message with each number as one digit.
    private var plain: [UInt8] = []
    private var shapes = NumberTable()
    /// Of templates, by the index of the shape.
    private var ids: [Int64] = []
    private var last = 0
    /// By id: many shapes have one template.
    private var texts: [Int64: String] = [:]
    /// Of `texts`.
    private var byteCount = 0

    private static let mask = Array("<*>".utf8)
    /// What is longer is cut; nobody writes longer statements by hand.
    private static let lengthLimit = 2_000
    private static let quotationLimit = 200
    /// So many shapes are remembered before it begins anew; names without digits make a shape each.
    private static let shapeLimit = 65_536
    private static let byteLimit = 2 << 20

    package init() {}

    /// Returns the template's id for `message`; `text` has its text until the next call.
    package mutating func mask(_ message: Span<UInt8>) -> Int64 {
        if ids.count >= Self.shapeLimit || byteCount >= Self.byteLimit {
            (shapes, ids, texts, byteCount) = (NumberTable(), [], [:], 0)
        }
        last = shapes.index(of: Self.shape(of: message))
        if last == ids.count {
            setPlain(message)
            let text = plain
            maskPlain(text.span)
            let id = Self.id(masked)
            ids.append(id)
            if texts[id] == nil {
                texts[id] = String(decoding: masked, as: UTF8.self)
                byteCount += masked.count
            }
        }
        return ids[last]
    }

    /// The template found last.
    package var text: String { texts[ids[last]] ?? "" }

    /// A hash of the first line without the values of its digits and the blanks at its end.
    private static func shape(of message: Span<UInt8>) -> UInt64 {
        let limit = min(message.count, lengthLimit)
        var (hash, word, symbols, index): (UInt64, UInt64, Int, Int) = (0xCBF2_9CE4_8422_2325, 0, 0, 0)
        // Blanks count only when something follows them.
        var end = limit
        while end > 0, isBlank(message[end - 1]) { end -= 1 }
        while index < end {
            var symbol = message[index]
            index += 1
            if symbol == 0x0A { break }
            if symbol &- 0x30 < 10 {
                symbol = 0x30
                while index < end, message[index] &- 0x30 < 10 { index += 1 }
            }
            word = word << 8 | UInt64(symbol)
            symbols += 1
            if symbols & 7 == 0 {
                hash = mixed(hash, word)
                word = 0
            }
        }
        return mixed(mixed(hash, word), UInt64(symbols))
    }

    /// The multiplier and the shift are those of MurmurHash64A (Austin Appleby).
    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0xC6A4_A793_5BD1_E995
        return product ^ (product >> 47)
    }

    /// Copies the first line with each number as one digit.
    private mutating func setPlain(_ message: Span<UInt8>) {
        plain.removeAll(keepingCapacity: true)
        let end = Self.lineEnd(message)
        var index = 0
        while index < end {
            var byte = message[index]
            index += 1
            if byte &- 0x30 < 10 {
                byte = 0x30
                while index < end, message[index] &- 0x30 < 10 { index += 1 }
            }
            plain.append(byte)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D }

    private static func lineEnd(_ message: Span<UInt8>) -> Int {
        let limit = min(message.count, lengthLimit)
        var end = 0
        while end < limit, message[end] != 0x0A { end += 1 }
        while end > 0, isBlank(message[end - 1]) { end -= 1 }
        return end
    }

    /// Puts the template of `message`, one line, into `masked`.
    private mutating func maskPlain(_ message: Span<UInt8>) {
        masked.removeAll(keepingCapacity: true)
        previousWord = 0
        var index = 0
        let end = message.count
        while index < end {
            let byte = message[index]
            if LexicalClass.isWord(byte) {
                index = word(message, from: index, to: end)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                index = quotation(message, from: index, to: end)
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                // How many blanks there are is a matter of columns.
                if masked.last != UInt8(ascii: " "), !masked.isEmpty { masked.append(UInt8(ascii: " ")) }
                index += 1
            case UInt8(ascii: "="):
                index = value(message, behind: index, to: end)
            case UInt8(ascii: "<") where index + 1 < end && message[index + 1] &- UInt8(ascii: "0") < 10:
                // Less than a number is a value too, a number in angle brackets is not.
                let number = LexicalClass(of: message, from: index + 1, to: end)
                if number.end < end, message[number.end] == UInt8(ascii: ">") { masked.append(byte) }
                index += 1
            case UInt8(ascii: "(") where index + 1 < end && message[index + 1] == UInt8(ascii: ")"):
                // The value in parentheses is missing here.
                masked.append(byte)
                appendMask()
                index += 1
            default:
                masked.append(byte)
                index += 1
            }
        }
    }

    /// Copies or masks the word at `start` and returns where it ends.
    private mutating func word(_ message: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let word = LexicalClass(of: message, from: start, to: end)
        let copied = masked.count
        if word.isVariable || isName(message, word, to: end) || isDate(message, word, to: end) {
            appendMask()
        } else {
            for position in start..<word.end { masked.append(message[position]) }
        }
        previousWord = copied
        return word.isNumber ? unitEnd(message, behind: word.end, to: end) : word.end
    }

    /// Where the unit behind a number ends: in another line the same value has another unit.
    private func unitEnd(_ message: Span<UInt8>, behind number: Int, to end: Int) -> Int {
        guard number + 1 < end, message[number] == UInt8(ascii: " ") else { return number }
        let unit = LexicalClass(of: message, from: number + 1, to: end)
        return LexicalClass.isUnit(message.extracting(unit.start..<unit.end)) ? unit.end : number
    }

    /// Copies `=` and masks what is behind it, even where there is nothing.
    private mutating func value(_ message: Span<UInt8>, behind equals: Int, to end: Int) -> Int {
        masked.append(message[equals])
        var index = equals + 1
        guard equals > 0 else { return index }
        if message[equals - 1] == UInt8(ascii: " "), index < end, message[index] == UInt8(ascii: " ") {
            while index < end, message[index] == UInt8(ascii: " ") { index += 1 }
            masked.append(UInt8(ascii: " "))
            if index < end, !LexicalClass.isWord(message[index]) { return index }
        } else if !LexicalClass.isWord(message[equals - 1]) {
            return index
        }
        if index < end, message[index] == UInt8(ascii: "\"") || message[index] == UInt8(ascii: "'") {
            return quotation(message, from: index, to: end)
        }
        if index < end, message[index] == UInt8(ascii: "=") || message[index] == UInt8(ascii: "[") { return index }
        while index < end, LexicalClass.isValue(message[index]) { index += 1 }
        appendMask()
        return index
    }

    /// Masks a quoted text that ends on the same line, but not the verb of a request; an apostrophe stays.
    private mutating func quotation(_ message: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let quote = message[start]
        var index = start + 1
        while index < end, message[index] != quote, index - start < Self.quotationLimit { index += 1 }
        guard index < end, message[index] == quote, index > start + 1,
            start == 0 || !LexicalClass.isWord(message[start - 1])
        else {
            masked.append(quote)
            return start + 1
        }
        masked.append(quote)
        var verb = start + 1
        while verb < index, message[verb] &- UInt8(ascii: "A") < 26 { verb += 1 }
        if verb - start > 3, verb - start < 9, verb + 1 < index, message[verb] == UInt8(ascii: " "),
            message[verb + 1] == UInt8(ascii: "/")
        {
            for position in start + 1...verb { masked.append(message[position]) }
        }
        appendMask()
        masked.append(quote)
        return index + 1
    }

    /// Says whether the word is what a program or person is called, by the words around it.
    private func isName(_ message: Span<UInt8>, _ word: LexicalClass, to end: Int) -> Bool {
        guard masked.last == UInt8(ascii: " "), previousWord < masked.count else { return false }
        let before = masked.span.extracting(previousWord..<masked.count - 1)
        return before.isText("user")
            || before.isText("for") && message.extracting(word.end..<end).begins(with: " from ")
    }

    /// Says whether the word is a day, a month or a zone in a written date.
    private func isDate(_ message: Span<UInt8>, _ word: LexicalClass, to end: Int) -> Bool {
        guard word.end - word.start == 3, LexicalClass.isDateWord(message.extracting(word.start..<word.end)) else {
            return false
        }
        var next = word.end
        while next < end, message[next] == UInt8(ascii: " ") || message[next] == UInt8(ascii: ",") { next += 1 }
        guard next < end else { return endsWithMask }
        return message[next] &- UInt8(ascii: "0") < 10 || endsWithMask
            || next + 3 <= end && LexicalClass.isDateWord(message.extracting(next..<next + 3))
    }

    private var endsWithMask: Bool {
        let end = masked.last == UInt8(ascii: " ") ? masked.count - 1 : masked.count
        let mask = Self.mask
        return end >= mask.count && masked[end - mask.count..<end].elementsEqual(mask)
    }

    /// Masks a value; values with only separators between them are one.
    private mutating func appendMask() {
        let mask = Self.mask
        var end = masked.count
        while end > 0, LexicalClass.isListSeparator(masked[end - 1]) { end -= 1 }
        if end >= mask.count, masked[end - mask.count..<end].elementsEqual(mask) {
            masked.removeSubrange(end...)
        } else {
            masked.append(contentsOf: mask)
        }
    }

    /// FNV-1a (Fowler, Noll, Vo), folded to 53 bits.
    private static func id(_ bytes: [UInt8]) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int64((hash ^ (hash >> 53)) & 0x1F_FFFF_FFFF_FFFF)
    }
}
