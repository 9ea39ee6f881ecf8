internal import CulpritModel
internal import CulpritRules
internal import CulpritScan

/// Says whether a number in a place that no format names is a time: sizes, ids, limits and telephone numbers have as many
/// digits as seconds since 1970.
struct EpochJudge {
    private let timeWords: [[UInt8]]
    private let numberedThings: [[UInt8]]
    private let countedThings: [[UInt8]]

    /// A number with so many more zeros at its end than its unit explains is a round one; of true times one in a million is.
    private static let roundZeros = 6
    /// Clocks run ahead, and copies are older than what is appended to the original; but limits are far off.
    private static let latestDays = 366.0

    init(_ rules: RuleSet) {
        func words(_ name: String) -> [[UInt8]] { (rules.lists[name] ?? []).map { Array($0.utf8) } }
        (timeWords, numberedThings) = (words("time_words"), words("numbered_things"))
        countedThings = words("counted_things")
    }

    /// Whether `found`, a number of seconds or of their parts, is the time of the record that begins with `line`.
    func isTime(_ found: ParsedTime, in line: Span<UInt8>, _ reference: TimeReference) -> Bool {
        let range = found.range
        // What has a calendar's date in its digits is told by that.
        guard found.hasZone else { return true }
        let latest = max(reference.latest, reference.last ?? reference.latest)
        guard found.time <= latest.advanced(bySeconds: Self.latestDays * 86_400) else { return false }
        // A number and nothing else is a value.
        guard line.indices.contains(where: { !range.contains($0) && !Self.isSeparator(line[$0]) }) else { return false }
        return !isRound(line, range) && !isNamed(line, range.lowerBound) && !isCount(line, range.upperBound)
    }

    /// Whether a limit or an example is written so: many zeros, a power of two or one less, or digits in their order.
    private func isRound(_ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var (value, digits, zeros): (UInt64, Int, Int) = (0, 0, 0)
        var (isRepeated, isSequence) = (true, true)
        for index in range {
            guard line[index].isDigit else { break }
            if digits > 0 {
                isRepeated = isRepeated && line[index] == line[index - 1]
                isSequence = isSequence && line[index] == 0x30 + (line[index - 1] - 0x30 + 1) % 10
            }
            value = value &* 10 &+ UInt64(line[index] & 0x0F)
            digits += 1
            zeros = line[index] == 0x30 ? zeros + 1 : 0
        }
        let isPower = value & (value &- 1) == 0 || value & (value &+ 1) == 0
        return isRepeated || isSequence || isPower || zeros >= Self.roundZeros + digits - 10
    }

    /// Whether a word before the number says what it is, and that is no time.
    private func isNamed(_ line: Span<UInt8>, _ start: Int) -> Bool {
        var end = start
        while end > 0, Self.isSeparator(line[end - 1]) || Self.isAssignment(line[end - 1]) { end -= 1 }
        var begin = end
        while begin > 0, line[begin - 1].isLetter || line[begin - 1] == UInt8(ascii: "_") { begin -= 1 }
        if (end..<start).contains(where: { Self.isAssignment(line[$0]) }) {
            return !Self.contains(timeWords, line, begin..<end)
        }
        return (begin == 0 || Self.isSeparator(line[begin - 1])) && Self.contains(numberedThings, line, begin..<end)
    }

    private func isCount(_ line: Span<UInt8>, _ end: Int) -> Bool {
        var begin = end
        while begin < line.count, line[begin] == 0x20 { begin += 1 }
        var end = begin
        while end < line.count, line[end].isLetter { end += 1 }
        let isMark = begin < line.count && (line[begin] == UInt8(ascii: "%") || line[begin] == UInt8(ascii: "/"))
        return isMark || (begin < end && Self.contains(countedThings, line, begin..<end))
    }

    /// Whether one of `words` is in `range`, in letters of any case.
    private static func contains(_ words: [[UInt8]], _ line: Span<UInt8>, _ range: Range<Int>) -> Bool {
        words.contains { word in
            word.count == range.count && word.indices.allSatisfy { word[$0] == line[range.lowerBound + $0] | 0x20 }
        }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x20, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""),
            UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"):
            true
        default: false
        }
    }

    private static func isAssignment(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") }
}
