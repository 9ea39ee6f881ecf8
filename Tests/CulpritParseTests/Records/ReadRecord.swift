import CulpritModel
import CulpritParse
import CulpritRules
import CulpritScan

/// What a test compares of a record, copied out of the reader's buffer.
struct ReadRecord: Equatable {
    let line: Int
    let lineCount: Int
    let byte: Int
    let format: String?
    let time: String?
    let host: String?
    let service: String?
    let severity: Severity?
    let message: String
    let fields: [String]

    init(_ record: RecordBuffer, _ rules: RuleSet) {
        (line, lineCount, byte) = (record.line, record.lineCount, record.byte)
        format = record.format.map { rules.formats[$0].id }
        (time, severity) = (record.time?.description, record.severity)
        (host, service) = (record.text(record.host), record.text(record.service))
        message = record.text(record.message) ?? ""
        fields = record.fields.map { "\(record.text($0.name) ?? "")=\(record.text($0.value) ?? "")" }
    }
}

/// A text read to its end.
struct Reading: Equatable {
    var records: [ReadRecord] = []
    var lineCount = 0
    var recordCount = 0

    static let rules = Result { try RuleSet() }
    /// The evening of 4 March 2026.
    static let reference = TimeReference(latest: Timestamp(seconds: 1_772_650_000))

    init(_ text: String) throws { try self.init([Array(text.utf8)]) }

    /// Reads the bytes of `chunks`, one chunk after the other.
    init(_ chunks: [[UInt8]]) throws {
        let rules = try Self.rules.get()
        var reader = RecordReader(rules, reference: Self.reference)
        for chunk in chunks { reader.read(chunk.span) { records.append(ReadRecord($0, rules)) } }
        reader.finish { records.append(ReadRecord($0, rules)) }
        (lineCount, recordCount) = (reader.lineCount, reader.recordCount)
    }
}
