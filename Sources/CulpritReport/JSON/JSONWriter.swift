package import CulpritModel

/// Writes JSON byte by byte, in the order in which it is told.
package struct JSONWriter {
    private var bytes: [UInt8] = []
    private let isIndented: Bool
    private var depth = 0
    private var isFirst = true
    private var isAfterKey = false

    /// Writes on one line, or with two spaces a level and a newline at the end.
    package init(indented: Bool) { isIndented = indented }

    /// The text so far; an indented document ends with a newline.
    package var text: String { String(decoding: bytes, as: UTF8.self) + (isIndented ? "\n" : "") }

    /// Writes `{…}` around the members that `body` writes.
    package mutating func object(_ body: (inout JSONWriter) -> Void) { nest("{", "}", body) }

    /// Writes `[…]` around one value for each of `elements`.
    package mutating func array<Element>(_ elements: [Element], _ body: (inout JSONWriter, Element) -> Void) {
        nest("[", "]") { writer in for element in elements { body(&writer, element) } }
    }

    /// Writes a member's name; its value must be written next.
    package mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        if isIndented { bytes.append(UInt8(ascii: " ")) }
        isAfterKey = true
    }

    package mutating func value(_ text: String?) {
        guard let text else { return raw("null") }
        separate()
        quote(text)
    }

    package mutating func value(_ time: Timestamp?) { value(time?.description) }
    package mutating func value(_ number: Int) { raw(String(number)) }
    package mutating func value(_ number: Int64) { raw(String(number)) }
    package mutating func value(_ truth: Bool) { raw(truth ? "true" : "false") }
    package mutating func null() { raw("null") }

    /// Writes the shortest text that reads back as the same number; JSON has no infinity, so that becomes `null`.
    package mutating func value(_ number: Double) {
        guard number.isFinite else { return raw("null") }
        let text = number.description
        raw(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    package mutating func value(_ texts: [String]) { array(texts) { $0.value($1) } }

    private mutating func nest(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(contentsOf: open.utf8)
        depth += 1
        isFirst = true
        body(&self)
        depth -= 1
        if !isFirst { breakLine() }
        bytes.append(contentsOf: close.utf8)
        isFirst = false
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        defer { (isFirst, isAfterKey) = (false, false) }
        if isAfterKey { return }
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        if depth > 0 { breakLine() }
    }

    private mutating func breakLine() {
        guard isIndented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly all text needs no escape, and is then one copy. 0xC2 and 0xE2 begin the C1 controls and U+2028.
        let mayNeedEscape = text.utf8.contains { byte in
            byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xC2 || byte == 0xE2
        }
        if mayNeedEscape {
            for scalar in text.unicodeScalars { escape(scalar) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": bytes.append(contentsOf: #"\""#.utf8)
        case "\\": bytes.append(contentsOf: #"\\"#.utf8)
        case "\n": bytes.append(contentsOf: #"\n"#.utf8)
        case "\r": bytes.append(contentsOf: #"\r"#.utf8)
        case "\t": bytes.append(contentsOf: #"\t"#.utf8)
        // U+2028 and U+2029 end a line in JavaScript; C1 controls and direction overrides change what a terminal shows.
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            let digits = String(scalar.value, radix: 16)
            bytes.append(contentsOf: #"\u"#.utf8)
            bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
            bytes.append(contentsOf: digits.utf8)
        default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}

extension JSONWriter {
    package mutating func member(_ name: String, _ text: String?) {
        key(name)
        value(text)
    }

    package mutating func member(_ name: String, _ time: Timestamp?) {
        key(name)
        value(time)
    }

    package mutating func member(_ name: String, _ number: Int) {
        key(name)
        value(number)
    }

    package mutating func member(_ name: String, _ number: Double?) {
        key(name)
        guard let number else { return null() }
        value(number)
    }

    package mutating func member(_ name: String, _ truth: Bool) {
        key(name)
        value(truth)
    }

    package mutating func member(_ name: String, _ texts: [String]) {
        key(name)
        value(texts)
    }

    package mutating func member<Element>(
        _ name: String, each elements: [Element], _ body: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        array(elements, body)
    }

    package mutating func member(_ name: String, _ body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }

    /// Writes an object of what there is, or `null`.
    package mutating func member<Value>(_ name: String, of value: Value?, _ body: (inout JSONWriter, Value) -> Void) {
        key(name)
        guard let value else { return null() }
        object { body(&$0, value) }
    }

    /// Writes `{"from": T, "to": T}`, or `null`.
    package mutating func member(_ name: String, _ span: TimeSpan?) {
        key(name)
        guard let span else { return null() }
        object {
            $0.member("from", span.from)
            $0.member("to", span.to)
        }
    }
}
