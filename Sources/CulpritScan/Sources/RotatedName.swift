internal import CulpritModel

/// A path taken apart by what rotation and compression add to it: which log a file is of, and how old that part is.
package struct RotatedName: Sendable, Hashable, Comparable {
    /// Equal for all parts of one log: the path of the part that is still written to.
    package let log: String
    private let age: Age
    package let path: String

    /// The parts in the order in which they were written.
    private enum Age: Sendable, Hashable, Comparable {
        /// `app.log-20260304`, `app-2026-03-04.1.log`: the date, then what tells the parts of a day.
        case dated(String)
        /// `app.log.2` is older than `app.log.1`.
        case numbered(newness: Int)
        case current
    }

    package init(path: String) {
        var name = Substring(path)
        while let dot = name.lastIndex(of: "."),
            Self.compressions.contains(name[name.index(after: dot)...].lowercased())
        {
            name = name[..<dot]
        }
        self.path = path
        if name.hasSuffix(".old") {
            (log, age) = (String(name.dropLast(4)), .numbered(newness: -1))
        } else if let dated = Self.datedParts(of: name) {
            (log, age) = (dated.log, .dated(dated.date))
        } else if let dot = name.lastIndex(of: "."), let number = Int(name[name.index(after: dot)...]),
            0...9_999 ~= number,
            Self.isName(name[..<dot])
        {
            (log, age) = (String(name[..<dot]), .numbered(newness: -number))
        } else {
            (log, age) = (String(name), .current)
        }
    }

    private static let dated = try? CompiledPattern(
        "\\A(.+?)[-._](\\d{8,14}|\\d{4}-\\d\\d(?:-\\d\\d)?(?:[-_T]\\d\\d)?)((?:[-._]\\d{1,14})*)(\\.[A-Za-z]+)?\\z",
        at: Place("the names of rotated logs"))

    /// The log and the date that a name tells, and behind the date what tells the parts of a day.
    private static func datedParts(of name: Substring) -> (log: String, date: String)? {
        // Few names have a year in them, and those of ten thousand files are looked at.
        var digitCount = 0
        let hasYear = name.utf8.contains { byte in
            digitCount = byte &- 0x30 < 10 ? digitCount + 1 : 0
            return digitCount == 4
        }
        guard hasYear, let dated else { return nil }
        let (bytes, scratch) = (Array(name.utf8), MatchScratch())
        guard dated.matches(bytes.span, scratch: scratch) else { return nil }
        let parts = (1...4).map { group in scratch.range(of: group).map { bytes.span.text($0) } ?? "" }
        guard isName(parts[0][...]) else { return nil }
        // Numbers of one length sort as text; no day has so many parts that theirs do not.
        return (parts[0] + parts[3], parts[1] + parts[2])
    }

    /// Whether this part is the one that is still written to.
    package var isCurrent: Bool { age == .current }

    /// Whether this part of a log was written before `other`, of the same log.
    package func isBefore(_ other: RotatedName) -> Bool { log == other.log && age < other.age }

    package static func < (left: RotatedName, right: RotatedName) -> Bool {
        (left.log, left.age, left.path) < (right.log, right.age, right.path)
    }

    /// An address is no name, and its last number no age.
    private static func isName(_ path: Substring) -> Bool {
        path.split(whereSeparator: { $0 == "/" || $0 == "!" }).last?.contains(where: \.isLetter) ?? false
    }

    private static let compressions: Set<String> = ["gz", "zst", "xz", "bz2", "lz4", "z"]
}
