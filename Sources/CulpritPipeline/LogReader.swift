internal import CulpritAnalysis
internal import CulpritParse
internal import CulpritScan

/// Reads the text of one log into records and looks at each.
struct LogReader {
    private(set) var reader: RecordReader
    private var taker: RecordTaker
    /// How many parts were added that others had read.
    private(set) var joinedPartCount = 0

    init(_ reader: RecordReader, _ taker: RecordTaker) { (self.reader, self.taker) = (reader, taker) }

    mutating func read(_ text: Span<UInt8>) { reader.read(text) { taker.take(&$0) } }

    /// Ends the log, whose last record goes on with the lines of `lead`, and puts all that was found into `outcome`.
    mutating func finish(lead: [UInt8], into outcome: inout SourceOutcome) {
        reader.finish(lead: lead) { taker.take(&$0) }
        taker.finish(into: &outcome)
    }

    // MARK: Parts

    /// All that decides how reading goes on behind a line, but for what was learned of the log's formats.
    struct Seam: Equatable {
        let records: RecordReader.Seam
        let crashes: CrashAssembler.Seam
    }

    /// The state behind the last line; `nil` where that does not end a line.
    var seam: Seam? {
        reader.seam.map { Seam(records: $0, crashes: taker.analyzer.crashes.seam(at: reader.lineCount + 1)) }
    }

    /// Reads a part by itself, from some lines before it on, and returns the state in which it came to its beginning.
    mutating func read(_ part: TextPart, with experience: RecordReader.Experience) -> Seam? {
        reader.begin(
            behind: part.lineCount - part.leadLineCount, byteCount: part.byteCount - part.leadByteCount,
            with: experience)
        read(part.bytes.span.extracting(part.lead))
        reader.beginPart()
        taker.beginPart()
        let seam = seam
        read(part.bytes.span.extracting(part.text))
        return seam
    }

    /// Adds what `part` gave, which came in the state `seam` to where this one is, and says whether that is what reading
    /// its text would have given.
    mutating func goOn(behind part: inout LogReader, from seam: Seam) -> Bool {
        guard seam == self.seam, reader.agrees(with: part.reader), taker.goOn(behind: &part.taker) else {
            return false
        }
        reader.goOn(behind: &part.reader)
        joinedPartCount += 1
        return true
    }
}
