internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan
internal import CulpritStore

/// Reads the texts of one file: told by their content, logs go to records and metrics to series.
struct SourceReading: Sendable {
    let file: InputFile
    let rules: RuleSet
    let reference: TimeReference
    /// What earlier runs read.
    let known: KnownContents
    /// How many first lines of known contents go on a record of another.
    let knownLeads: [ContentIdentity: Int]
    let progress: Progress
    /// How far the clocks of machines are ahead, in nanoseconds.
    let clockOffsets: [String: Int64]
    /// How many of its first lines go on a record of the file before.
    let leadLineCount: Int
    /// With what the next file goes on its last record.
    let nextLead: [UInt8]

    private static let peekSize = 64 << 10

    /// Reads everything in the file that no earlier run read; what could not be read is in the outcomes' summaries.
    func run() -> [SourceOutcome] {
        var outcomes: [SourceOutcome] = []
        do {
            var sourceCount = 0
            let read = try SourceOpener.open(file.path, known: known) { source in
                sourceCount += 1
                let outcome = self.read(source)
                if !source.isKnown { outcomes.append(outcome) }
            }
            if let failure = read.failure, !outcomes.contains(where: { $0.summary.damage != nil }) {
                if sourceCount == 0 {
                    outcomes.append(SourceOutcome(summary: SourceSummary(path: file.path, content: .binary)))
                }
                if let last = outcomes.indices.last {
                    let recovered = outcomes[last].summary.byteCount
                    outcomes[last].summary.damage = failure.damage(recovered: recovered)
                }
            }
            for index in outcomes.indices { outcomes[index].summary.sha256 = read.sha256 }
            if !outcomes.isEmpty { outcomes[0].summary.storedByteCount = read.byteCount }
        } catch {
            var summary = SourceSummary(path: file.path, content: .empty)
            let reason = (error as? any DiagnosableError)?.diagnostic.reason ?? "\(error)"
            summary.damage = SourceSummary.Damage(reason: reason, recoveredByteCount: 0)
            var outcome = SourceOutcome(summary: summary)
            if let error = error as? any DiagnosableError { outcome.diagnostics.append(error.diagnostic) }
            outcomes.append(outcome)
        }
        progress.finishedFile()
        return outcomes
    }

    private func read(_ source: OpenedSource) -> SourceOutcome {
        let prefix = source.peek(Self.peekSize)
        var outcome: SourceOutcome
        switch SourceContent(prefix.span) {
        case .empty: outcome = counted(source, as: .empty)
        case .binary: outcome = counted(source, as: .binary)
        case .topology: outcome = topology(source)
        case .metrics(let kind): outcome = metrics(source, kind)
        case .logs: outcome = logs(source, prefix: prefix.span)
        }
        outcome.summary.byteCount = source.byteCount
        outcome.summary.identity = source.identity
        outcome.summary.continued = source.matches
        outcome.summary.damage = source.failure?.damage(recovered: source.byteCount)
        return outcome
    }

    private func counted(_ source: OpenedSource, as content: SourceSummary.Content) -> SourceOutcome {
        var outcome = SourceOutcome(summary: SourceSummary(path: source.path, content: content))
        source.forEachChunk(telling: progress) { _ in }
        if content == .binary, source.failure == nil {
            outcome.diagnostics.append(
                Diagnostic(
                    "'\(source.path)' holds no text; it was counted and not searched.", at: Place(source.path),
                    try: "If it is a log, convert it to text first."))
        }
        return outcome
    }

    private func topology(_ source: OpenedSource) -> SourceOutcome {
        var outcome = SourceOutcome(summary: SourceSummary(path: source.path, content: .metrics))
        var text: [UInt8] = []
        source.forEachChunk(telling: progress) { text.append(copying: $0) }
        outcome.dependencies = Topology.dependencies(in: String(decoding: text, as: UTF8.self))
        outcome.summary.formats = ["topology"]
        let newlineCount = text.count { $0 == 0x0A }
        outcome.summary.lineCount = text.last == 0x0A ? newlineCount : newlineCount + 1
        return outcome
    }

    private func metrics(_ source: OpenedSource, _ kind: MetricKind) -> SourceOutcome {
        var outcome = SourceOutcome(summary: SourceSummary(path: source.path, content: .metrics))
        var reader = MetricReader(kind: kind, source: source.path)
        source.forEachChunk(telling: progress) { reader.read($0) }
        let batch = reader.finish()
        outcome.series = batch.series
        outcome.summary.formats = [kind.name]
        outcome.summary.lineCount = batch.lineCount
        outcome.summary.sampleCount = batch.sampleCount
        let times = batch.series.flatMap { series in
            [series.samples.first, series.samples.last].compactMap { $0?.time }
        }
        if let first = times.min(), let last = times.max() {
            outcome.summary.span = TimeSpan(from: first, to: Timestamp(nanoseconds: last.nanoseconds &+ 1))
        }
        if batch.malformedLineCount > 0 {
            outcome.diagnostics.append(
                Diagnostic(
                    "\(batch.malformedLineCount) lines of '\(source.path)' are no metrics; the others were used.",
                    at: Place(source.path), try: "Check how it was exported."))
        }
        return outcome
    }

    private func logs(_ source: OpenedSource, prefix: Span<UInt8>) -> SourceOutcome {
        var outcome = SourceOutcome(summary: SourceSummary(path: source.path, content: .logs))
        var reference = reference
        reference.isDayFirst = TimestampParser.isDayFirst(in: prefix, reference: reference)
        let isWhole = source.path == file.path
        let lead = max(leadLineCount, source.knownStates.compactMap { knownLeads[$0] }.max() ?? 0)
        var reader = RecordReader(rules, reference: reference, leadLineCount: isWhole ? lead : 0)
        outcome.summary.leadLineCount = isWhole ? lead : 0
        let origin = Origin(path: source.path, input: file.root)
        var analyzer = LogAnalyzer(path: source.path, origin: origin, rules: rules)
        var clocks = AlignedClocks(clockOffsets, origin: origin)
        var gaps = TimeGaps()
        var steps = ClockSteps()
        func take(_ record: RecordBuffer) {
            gaps.add(record.time)
            steps.add(record)
            analyzer.look(at: record)
        }
        func look(at record: RecordBuffer) {
            if clocks.areRight { take(record) } else { take(clocks.align(record)) }
        }
        source.forEachChunk(telling: progress) { reader.read($0, look) }
        reader.finish(lead: isWhole ? nextLead : [], look)
        analyzer.finish(into: &outcome)
        outcome.summary.gaps = gaps.spans
        outcome.summary.clockSteps = steps.finish()
        outcome.summary.lineCount = reader.lineCount
        outcome.summary.recordCount = reader.recordCount
        outcome.summary.timedRecordCount = reader.timedRecordCount
        outcome.summary.formattedRecordCount = reader.formattedRecordCount
        outcome.summary.formats = reader.formatCounts.enumerated().filter { $0.element > 0 }
            .sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.map { rules.formats[$0.offset].id }
        outcome.summary.mainFormatRecordCount = reader.formatCounts.max() ?? 0
        return outcome
    }
}

extension StreamFailure {
    /// The failure as a source's account tells it.
    func damage(recovered byteCount: Int) -> SourceSummary.Damage {
        SourceSummary.Damage(
            reason: reason, recoveredByteCount: byteCount, unreadByteCount: unreadByteCount, remedy: remedy)
    }
}

extension OpenedSource {
    /// Calls `body` with each chunk of the text, and tells `progress` of it.
    func forEachChunk(telling progress: Progress, _ body: (Span<UInt8>) -> Void) {
        var chunk: [UInt8] = []
        var stored = storedByteCount
        while read(into: &chunk) {
            body(chunk.span)
            progress.add(storedBytes: storedByteCount - stored, bytes: chunk.count)
            stored = storedByteCount
            chunk.removeAll(keepingCapacity: true)
        }
    }
}
