internal import CulpritAnalysis
package import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// A run that gives out every record, one after the other, in memory that does not grow.
package struct Parsing: Sendable {
    package var inputs: [String]
    package var rules = RuleChoice()
    package var zones = SourceZones()
    package var now: Timestamp
    package var isQuiet = false
    package var isTerminal = false

    package init(inputs: [String], now: Timestamp) { (self.inputs, self.now) = (inputs, now) }

    /// So much of a source's beginning tells the order of day and month.
    private static let peekSize = 64 << 10

    /// Calls `body` with each record of the inputs in their order; returns what could not be read.
    ///
    /// It calls `pause` when the next record may have to be waited for.
    package func run(_ body: (Record) -> Void, pause: () -> Void = {}) async throws -> [Diagnostic] {
        let rules = try rules.load()
        let walk = InputWalker.files(of: inputs)
        var problems = walk.problems.map(\.diagnostic)
        if walk.files.isEmpty, problems.isEmpty { throw RunError.nothingToRead(inputs) }
        let progress = Progress(isQuiet: isQuiet, isTerminal: isTerminal)
        progress.begin(fileCount: walk.files.count, storedBytes: walk.files.reduce(0) { $0 + $1.byteCount })
        let leads = RotationSeams(rules: rules).leads(of: walk.files.map { (RotatedName(path: $0.path), $0) })
        let references = try await BootTimes(rules: rules, jobs: 1).known(walk.files.map(reference), of: walk.files)
        for (index, file) in walk.files.enumerated() {
            let lead = (own: leads[index].lineCount, next: index + 1 < leads.count ? leads[index + 1].text : [])
            do {
                let read = try SourceOpener.open(file.path) { source in
                    parse(
                        source, rules: rules, reference: references[index], progress: progress,
                        lead: source.path == file.path ? lead : (0, []), body, pause)
                    if let failure = source.failure {
                        problems.append(incomplete(source.path, failure, recovered: source.byteCount))
                    }
                }
                if let failure = read.failure { problems.append(incomplete(file.path, failure, recovered: 0)) }
            } catch let error as any DiagnosableError {
                problems.append(error.diagnostic)
            }
            progress.finishedFile()
        }
        progress.end()
        return problems
    }

    private func reference(_ file: InputFile) -> TimeReference {
        let latest = file.modifiedSeconds.map { Timestamp(seconds: $0) } ?? now
        return TimeReference(latest: latest, offsetSeconds: zones.offsetSeconds(of: file.path))
    }

    private func incomplete(_ path: String, _ failure: StreamFailure, recovered byteCount: Int) -> Diagnostic {
        Accounting.Incomplete(source: path, damage: failure.damage(recovered: byteCount)).diagnostic
    }

    private func parse(
        _ source: OpenedSource, rules: RuleSet, reference: TimeReference, progress: Progress,
        lead: (own: Int, next: [UInt8]), _ body: (Record) -> Void, _ pause: () -> Void
    ) {
        var reference = reference
        // Standard input may be a log that somebody is still writing, which need not be waited for.
        if source.path != "-" {
            reference.isDayFirst = TimestampParser.isDayFirst(in: source.peek(Self.peekSize).span, reference: reference)
        }
        var reader = RecordReader(rules, reference: reference, keepsFields: true, leadLineCount: lead.own)
        let describer = RecordDescriber(path: source.path, rules: rules)
        source.forEachChunk(telling: progress) { chunk in
            reader.read(chunk) { body(describer.describe($0)) }
            pause()
        }
        reader.finish(lead: lead.next) { body(describer.describe($0)) }
    }
}

/// Copies records out of the reader, with their templates and rules.
final class RecordDescriber {
    private let path: String
    private let rules: RuleSet
    private let matcher: RuleMatcher
    private let redactor: Redactor?
    private var masker = TemplateMasker()

    init(path: String, rules: RuleSet) {
        (self.path, self.rules) = (path, rules)
        matcher = RuleMatcher(rules)
        redactor = Redactor(rules)
    }

    func describe(_ original: RecordBuffer) -> Record {
        let redacted = redactor?.redacted(original)
        let buffer = redacted?.record ?? original
        let template = masker.mask(buffer.bytes.span.extracting(buffer.message))
        let location = Location(source: path, line: buffer.line, lineCount: buffer.lineCount, byte: buffer.byte)
        var record = Record(
            location: location, message: buffer.text(buffer.message) ?? "",
            template: Template(id: template, text: masker.text))
        record.time = buffer.time
        record.rawTime = buffer.text(buffer.rawTime)
        record.host = buffer.text(buffer.host)
        record.service = buffer.text(buffer.service) ?? buffer.text(buffer.pod)
        record.severity = buffer.severity
        record.format = buffer.format.map { rules.formats[$0].id }
        record.fields = buffer.fields.map {
            let value = buffer.text($0.value) ?? ""
            return Record.Field(
                name: buffer.text($0.name) ?? "", value: Redactor.cleaned(value, of: redacted?.secrets ?? []))
        }
        var strongest = -1.0
        matcher.forEachMatch(in: original.bytes.span.extracting(original.message)) { number in
            let rule = rules.rules[number].rule
            record.rules.append(rule.id)
            if rule.weight > strongest, rule.change == nil {
                strongest = rule.weight
                record.category = rule.category
            }
        }
        return record
    }
}
