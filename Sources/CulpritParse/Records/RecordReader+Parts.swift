internal import CulpritModel
internal import CulpritScan

/// Reading one text in parts at the same time: a reader that began some lines before a part may go on for the one that
/// read up to it, where both are in the same state between two lines.
extension RecordReader {
    /// What a reader has learned from the lines that it read.
    package struct Experience: Sendable {
        let matcher: FormatMatcher.Experience
    }

    package var experience: Experience { Experience(matcher: matcher.experience) }

    /// All that decides how a reader goes on behind a line, but for the formats that it knows.
    package struct Seam: Equatable {
        let reference: TimeReference
        let open: OpenRecords.Seam
        let isQuoteOpen: Bool
    }

    /// The state behind the last line; `nil` within a line or an object of several lines.
    package var seam: Seam? {
        guard pending.isEmpty, !isInLongLine, block == nil else { return nil }
        return Seam(reference: matcher.reference, open: open.seam, isQuoteOpen: isQuoteOpen)
    }

    /// How many lines ended so far.
    package var newlineCount: Int { isInLongLine ? lineCount - 1 : lineCount }

    /// How many bytes were read so far.
    package var byteCount: Int { nextByte + pending.count }

    /// Begins anew behind `lineCount` lines, which are `byteCount` bytes, with what another learned from them.
    package mutating func begin(behind lineCount: Int, byteCount: Int, with experience: Experience) {
        stop()
        (self.lineCount, lineByte, nextByte) = (lineCount, byteCount, byteCount)
        matcher.follow(experience.matcher)
    }

    /// Counts the records from here on.
    package mutating func beginPart() {
        (recordCount, timedRecordCount, formattedRecordCount) = (0, 0, 0)
        formatCounts = Array(repeating: 0, count: formatCounts.count)
    }

    /// Whether it would have read the lines that `part` read since it began as that did, had it been in the same state.
    package func agrees(with part: RecordReader) -> Bool { matcher.agrees(with: part.matcher) }

    /// Goes on where `part`, which agrees, has ended; that one has to begin anew.
    package mutating func goOn(behind part: inout RecordReader) {
        swap(&open, &part.open)
        open.forgetShapes()
        matcher.goOn(behind: part.matcher)
        takeState(of: part)
        recordCount += part.recordCount
        timedRecordCount += part.timedRecordCount
        formattedRecordCount += part.formattedRecordCount
        for index in formatCounts.indices { formatCounts[index] += part.formatCounts[index] }
    }
}
