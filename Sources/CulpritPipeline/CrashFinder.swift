internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// Finds crash reports in the lines of one source's records.
struct CrashFinder {
    private let classifier: CrashClassifier
    private var assembler: CrashAssembler
    /// A crash report goes on.
    private(set) var isOpen = false
    private(set) var crashes: [Crash] = []

    init(_ rules: RuleSet) {
        classifier = CrashClassifier(rules)
        assembler = CrashAssembler(grammars: rules.crashes.map(\.grammar))
    }

    /// Looks at the lines of a record in which a crash may begin or go on.
    mutating func look(at record: RecordBuffer, location: Location, entity: Entity) {
        var (start, line) = (record.message.lowerBound, 0)
        while start <= record.message.upperBound {
            let newline = record.bytes.span.firstIndex(of: 0x0A, from: start) ?? record.message.upperBound
            let end = min(newline, record.message.upperBound)
            let text = record.bytes.span.extracting(start..<end)
            let found = classifier.classify(text, openLanguage: assembler.openLanguage)
            let place = Location(
                source: location.source, line: location.line + min(line, location.lineCount - 1), byte: location.byte)
            let finished = assembler.feed(
                found, text: record.bytes.span.text(start..<end), location: place, time: record.time, entity: entity)
            if let finished { crashes.append(finished) }
            (start, line) = (end + 1, line + 1)
        }
        isOpen = assembler.openLanguage != nil
    }

    /// Ends the source and returns all crashes in its order.
    mutating func finish() -> [Crash] {
        if let last = assembler.finish() { crashes.append(last) }
        return crashes
    }
}
