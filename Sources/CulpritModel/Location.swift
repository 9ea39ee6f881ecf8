/// The place of a record in the text of its source: decompressed, in UTF-8, without terminal codes and NUL bytes.
package struct Location: Sendable, Hashable, Comparable, Codable {
    package let source: String
    /// The first line, counted from 1.
    package let line: Int
    package let lineCount: Int
    /// The first byte, counted from 0.
    package let byte: Int

    package init(source: String, line: Int, lineCount: Int = 1, byte: Int) {
        (self.source, self.line, self.lineCount, self.byte) = (source, line, lineCount, byte)
    }

    package static func < (left: Location, right: Location) -> Bool {
        (left.source, left.line) < (right.source, right.line)
    }
}
