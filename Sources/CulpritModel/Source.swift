/// What was read of one file, archive member or stream, and what could not be.
package struct SourceSummary: Sendable, Hashable {
    package enum Content: String, Sendable, Hashable {
        case logs
        case metrics
        case binary
        case empty
    }

    /// A part of a source that could not be read.
    package struct Damage: Sendable, Hashable {
        /// What was wrong and at which byte of the stored (compressed) source, in one sentence.
        package let reason: String
        /// The decompressed bytes that were used all the same.
        package let recoveredByteCount: Int
        /// The stored bytes that were passed over.
        package let unreadByteCount: Int
        /// What helps; `nil` where it is to copy the source again.
        package let remedy: String?

        package init(reason: String, recoveredByteCount: Int, unreadByteCount: Int = 0, remedy: String? = nil) {
            (self.reason, self.remedy) = (reason, remedy)
            (self.recoveredByteCount, self.unreadByteCount) = (recoveredByteCount, unreadByteCount)
        }
    }

    /// Where the clock of a source jumped back and went on from there.
    package struct ClockSteps: Sendable, Hashable {
        package var count: Int
        /// The farthest jump: from its end back to its beginning.
        package let largest: TimeSpan
        /// Its first record.
        package let line: Int
        package let byte: Int

        package init(count: Int, largest: TimeSpan, line: Int, byte: Int) {
            (self.count, self.largest, self.line, self.byte) = (count, largest, line, byte)
        }
    }

    /// The path as given, with `!member` for a part of an archive and `-` for standard input.
    package var path: String
    package var content: Content
    /// The formats of its records, the most frequent first; for metrics the exposition format.
    package var formats: [String] = []
    /// How many records are in the first of `formats`.
    package var mainFormatRecordCount = 0
    package var storedByteCount = 0
    package var byteCount = 0
    package var lineCount = 0
    /// Its first lines that go on the last record of the part before, of a log that was rotated.
    package var leadLineCount = 0
    package var recordCount = 0
    package var timedRecordCount = 0
    package var formattedRecordCount = 0
    package var eventCount = 0
    package var sampleCount = 0
    package var span: TimeSpan?
    /// The least step in which series count its records.
    package var step = LogStep.minute
    /// The spans in which nothing was written although the source else writes often.
    package var gaps: [TimeSpan] = []
    /// `nil` when its clock never jumped back.
    package var clockSteps: ClockSteps?
    /// Of the file that holds it, as it is stored.
    package var sha256: String?
    /// What its content is known by again.
    package var identity: ContentIdentity?
    /// The contents that earlier runs read and that this one goes on from, the shortest first.
    package var continued: [ContentIdentity] = []
    package var damage: Damage?
    /// On how many records each rule reached the match limit, so that it is not known whether it matches.
    package var givenUp: [String: Int] = [:]
    /// Its records of templates that are not told apart, because there are too many.
    package var otherTemplateRecordCount = 0

    package init(path: String, content: Content) { (self.path, self.content) = (path, content) }
}

/// The sums over all sources of a run.
package struct Accounting: Sendable, Hashable {
    package var sourceCount = 0
    package var storedByteCount = 0
    package var byteCount = 0
    package var lineCount = 0
    package var recordCount = 0
    package var timedRecordCount = 0
    package var parsedRecordCount = 0
    package var eventCount = 0
    package var sampleCount = 0
    /// Those of the records whose templates are not told apart.
    package var otherTemplateRecordCount = 0
    /// The stored bytes that were passed over.
    package var unreadByteCount = 0
    package var incomplete: [Incomplete] = []
    /// By rule.
    package var givenUp: [GivenUp] = []

    /// So many records on which a rule reached the match limit.
    package struct GivenUp: Sendable, Hashable {
        package let rule: String
        package let recordCount: Int

        package init(rule: String, recordCount: Int) { (self.rule, self.recordCount) = (rule, recordCount) }
    }

    package struct Incomplete: Sendable, Hashable {
        package let source: String
        package let damage: SourceSummary.Damage

        package init(source: String, damage: SourceSummary.Damage) { (self.source, self.damage) = (source, damage) }

        /// What is to be told of it.
        package var diagnostic: Diagnostic {
            Diagnostic(
                "'\(source)' could not be read whole; \(damage.recoveredByteCount) bytes of it were used.",
                at: Place(source), because: damage.reason,
                try: damage.remedy ?? "Copy it again from where it came; it may be cut short.")
        }
    }

    package init() {}

    package init(_ sources: [SourceSummary]) {
        givenUp = sources.reduce(into: [String: Int]()) { $0.merge($1.givenUp, uniquingKeysWith: +) }
            .sorted { $0.key < $1.key }.map { GivenUp(rule: $0.key, recordCount: $0.value) }
        for source in sources {
            sourceCount += 1
            storedByteCount += source.storedByteCount
            byteCount += source.byteCount
            lineCount += source.lineCount
            recordCount += source.recordCount
            timedRecordCount += source.timedRecordCount
            parsedRecordCount += source.formattedRecordCount
            eventCount += source.eventCount
            sampleCount += source.sampleCount
            otherTemplateRecordCount += source.otherTemplateRecordCount
            guard let damage = source.damage else { continue }
            unreadByteCount += damage.unreadByteCount
            incomplete.append(Incomplete(source: source.path, damage: damage))
        }
    }
}
