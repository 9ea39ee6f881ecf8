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
    /// Those that no source needs help with this one.
    let cores: Cores
    /// Of the clocks of machines, where their times are to be corrected.
    let corrections: AlignedClocks.Corrections?
    /// How many of its first lines go on a record of the file before.
    let leadLineCount: Int
    /// With what the next file goes on its last record.
    let nextLead: [UInt8]
    let templates: RunTemplates

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
            if let failure = read.failure {
                if sourceCount == 0 {
                    outcomes.append(SourceOutcome(summary: SourceSummary(path: file.path, content: .binary)))
                }
                if let last = outcomes.indices.last {
                    let (recovered, known) = (outcomes[last].summary.byteCount, outcomes[last].summary.damage)
                    outcomes[last].summary.damage = failure.damage(recovered: recovered, beside: known)
                }
            }
            for index in outcomes.indices {
                outcomes[index].summary.sha256 = read.sha256
                outcomes[index].input = file.root
            }
            if !outcomes.isEmpty { outcomes[0].summary.storedByteCount = read.byteCount }
        } catch {
            var summary = SourceSummary(path: file.path, content: .empty)
            let reason = (error as? any DiagnosableError)?.diagnostic.reason ?? "\(error)"
            summary.damage = SourceSummary.Damage(reason: reason, recoveredByteCount: 0)
            var outcome = SourceOutcome(summary: summary)
            if let error = error as? any DiagnosableError { outcome.diagnostics.append(error.diagnostic) }
            outcomes.append(outcome)
        }
        cores.finishSource()
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
        let origin = MetricOrigin(
            source: source.path, modified: file.modifiedSeconds.map { Timestamp(seconds: $0) },
            zoneOffsetSeconds: reference.offsetSeconds)
        var reader = MetricReader(kind: kind, origin: origin)
        let readsAhead = cores.take()
        source.forEachChunk(telling: progress, ahead: readsAhead) { reader.read($0) }
        if readsAhead { cores.giveBack() }
        let batch = reader.finish()
        outcome.series = batch.series
        outcome.summary.formats = [kind.rawValue]
        outcome.summary.lineCount = batch.lineCount
        outcome.summary.sampleCount = batch.sampleCount
        let ends = batch.series.compactMap(\.ends)
        if let first = ends.map(\.first).min(), let last = ends.map(\.last).max() {
            outcome.summary.span = TimeSpan(from: first, to: Timestamp(nanoseconds: last.nanoseconds &+ 1))
        }
        if !batch.troubles.isEmpty {
            outcome.diagnostics.append(
                Diagnostic(
                    "Not all of the metrics in '\(source.path)' could be used.", at: Place(source.path),
                    because: batch.troubleText, try: batch.malformedLineCount > 0 ? "Check how it was exported." : nil))
        }
        return outcome
    }

    private func logs(_ source: OpenedSource, prefix: Span<UInt8>) -> SourceOutcome {
        var outcome = SourceOutcome(summary: SourceSummary(path: source.path, content: .logs))
        var reference = reference
        reference.isDayFirst = TimestampParser.isDayFirst(in: prefix, reference: reference)
        let isWhole = source.path == file.path
        let lead = max(leadLineCount, source.knownStates.compactMap { knownLeads[$0] }.max() ?? 0)
        outcome.summary.leadLineCount = isWhole ? lead : 0
        let (path, rules, corrections) = (source.path, self.rules, self.corrections)
        var log = LogReading.read(source, cores: cores, progress: progress) { [reference] in
            LogReader(
                RecordReader(rules, reference: reference, leadLineCount: isWhole ? lead : 0),
                RecordTaker(
                    analyzer: LogAnalyzer(path: path, rules: rules),
                    clocks: AlignedClocks(corrections, path: path, rules: rules)))
        }
        log.finish(lead: isWhole ? nextLead : [], into: &outcome)
        outcome.makeSeries()
        templates.settle(&outcome)
        let reader = log.reader
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
    /// The failure as a source's account tells it, with what is `known` to be wrong already.
    func damage(recovered byteCount: Int, beside known: SourceSummary.Damage? = nil) -> SourceSummary.Damage {
        SourceSummary.Damage(
            reason: (known.map { $0.reason + "; " } ?? "") + reason, recoveredByteCount: byteCount,
            unreadByteCount: unreadByteCount + (known?.unreadByteCount ?? 0), remedy: known?.remedy ?? remedy)
    }
}

extension OpenedSource {
    /// Calls `body` with each chunk of the text, and tells `progress` of it; with `ahead` the next ones are read meanwhile.
    func forEachChunk(telling progress: Progress, ahead: Bool = false, _ body: (Span<UInt8>) -> Void) {
        var stored = storedByteCount
        forEachChunk(ahead: ahead) { chunk, storedByteCount in
            body(chunk)
            progress.add(storedBytes: storedByteCount - stored, bytes: chunk.count)
            stored = storedByteCount
        }
    }
}
