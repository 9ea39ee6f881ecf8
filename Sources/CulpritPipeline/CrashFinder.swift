internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// Finds crash reports in the lines of one source's records.
struct CrashFinder {
    private let classifier: CrashClassifier
    private var assembler: CrashAssembler
    private var kept = KeptCrashes()

    init(_ rules: RuleSet) {
        classifier = CrashClassifier(rules)
        assembler = CrashAssembler(grammars: rules.crashes.map(\.grammar))
    }

    /// A crash report goes on.
    var isOpen: Bool { assembler.isOpen }

    /// Looks at the lines of a record in which a crash may go on, or begin where `mayBegin` says so; `candidates` are what
    /// may match in its message, `attributes` what the record says of itself.
    mutating func look(
        at record: RecordBuffer, mayBegin: Bool, among candidates: RuleMatcher.Candidates?, location: Location,
        entity: Entity, attributes: () -> [Record.Field]
    ) {
        // Its continuation is of the writer of its first line.
        let last = record.message.upperBound
        let firstEnd = min(record.bytes.span.firstIndex(of: 0x0A, from: record.message.lowerBound) ?? last, last)
        let context = classifier.context(of: record.bytes.span.extracting(0..<firstEnd))
        var (start, line) = (record.message.lowerBound, 0)
        while start <= last {
            let end = min(record.bytes.span.firstIndex(of: 0x0A, from: start) ?? last, last)
            let text = record.bytes.span.extracting(start..<end)
            let open = assembler.openCrash(in: context)
            // What may match in a part of the message is not known.
            let known = start == record.message.lowerBound && end == last ? candidates : nil
            var found = classifier.classify(text, open: open, mayBegin: mayBegin, among: known)
            if line == 0, start > 0, let first = found, first.role == .start {
                // Some headers name the file that the report is of.
                let whole = classifier.start(in: record.bytes.span.extracting(0..<end), like: first)
                if let whole, whole.captures.count > first.captures.count { found = whole }
            }
            let place = Location(
                source: location.source, line: location.line + min(line, location.lineCount - 1), byte: location.byte)
            for crash in assembler.feed(
                found, text: record.bytes.span.text(start..<end), context: context, location: place, time: record.time,
                entity: entity, attributes: attributes())
            { kept.add(crash) }
            (start, line) = (end + 1, line + 1)
        }
    }

    /// Forgets the crashes that ended: those of a part of the source begin.
    mutating func beginPart() { kept = KeptCrashes() }

    /// What decides how reports go on behind `line`.
    func seam(at line: Int) -> CrashAssembler.Seam { assembler.seam(at: line) }

    /// Goes on where `part`, which read what comes next, has ended.
    mutating func goOn(behind part: CrashFinder) {
        assembler = part.assembler
        kept.add(part.kept)
    }

    /// Ends the source and returns its crashes in the order in which they begin.
    mutating func finish() -> [Crash] {
        for crash in assembler.finish() { kept.add(crash) }
        return kept.inOrder
    }
}
