internal import CulpritModel
internal import CulpritRules
internal import CulpritScan
internal import CulpritStore

/// Reads inputs on several cores and puts what they gave together, in the order of their paths.
struct Ingest {
    let inputs: [String]
    let rules: RuleSet
    let jobs: Int
    let progress: Progress
    /// Seconds east of UTC of times that name no zone.
    let zoneOffsetSeconds: Int
    /// For files without a modification time.
    let now: Timestamp

    /// What was read, and what could not be.
    struct Result {
        var outcomes: [SourceOutcome] = []
        var diagnostics: [Diagnostic] = []
    }

    private struct Job: Sendable {
        let file: InputFile
        let input: String
        let reference: TimeReference
    }

    /// Reads every file whose SHA-256 is not in `known`.
    func run(leavingOut known: Set<String> = []) async throws -> Result {
        var result = Result()
        var jobs: [(file: InputFile, input: String)] = []
        var seen: Set<String> = []
        for input in inputs {
            let walk = InputWalker.files(of: [input])
            result.diagnostics += walk.problems.map(\.diagnostic)
            for problem in walk.problems { result.outcomes.append(Self.unread(problem)) }
            for file in walk.files where seen.insert(file.path).inserted { jobs.append((file, input)) }
        }
        if jobs.isEmpty, result.outcomes.isEmpty { throw RunError.nothingToRead(inputs) }
        jobs.sort { $0.file.path < $1.file.path }
        if !known.isEmpty {
            jobs = jobs.filter { job in
                guard job.file.path != "-", let hash = try? SourceOpener.sha256(of: job.file.path) else { return true }
                return !known.contains(hash)
            }
        }
        progress.begin(fileCount: jobs.count, storedBytes: jobs.reduce(0) { $0 + $1.file.byteCount })
        let anchor = try await self.anchor(jobs.map(\.file))
        let (rules, progress, offset, now) = (self.rules, self.progress, zoneOffsetSeconds, self.now)
        let outcomes = try await mapInOrder(
            jobs.map {
                Job(
                    file: $0.file, input: $0.input,
                    reference: Self.reference($0.file, anchor: anchor, offset: offset, now: now))
            }, width: self.jobs
        ) { job in
            SourceReading(file: job.file, input: job.input, rules: rules, reference: job.reference, progress: progress)
                .run()
        }
        progress.end()
        for outcome in outcomes.flatMap(\.self) {
            result.diagnostics += outcome.diagnostics
            result.outcomes.append(outcome)
        }
        return result
    }

    private static func unread(_ problem: SourceError) -> SourceOutcome {
        var summary = SourceSummary(path: problem.diagnostic.place?.path ?? "", content: .empty)
        summary.damage = SourceSummary.Damage(reason: problem.diagnostic.reason ?? "", recoveredByteCount: 0)
        return SourceOutcome(summary: summary)
    }

    // MARK: Years

    /// The latest time with a year near the beginnings of the files; the year of times without one is told by it.
    ///
    /// A copied file's modification time is that of the copy, often years after its records.
    private func anchor(_ files: [InputFile]) async throws -> Timestamp? {
        let latest = now.advanced(bySeconds: 86_400)
        let times = try await mapInOrder(files.filter { $0.path != "-" }, width: jobs) { file in
            Self.firstDatedTime(in: file, latest: latest)
        }
        return times.compactMap(\.self).max()
    }

    private static func firstDatedTime(in file: InputFile, latest: Timestamp) -> Timestamp? {
        var found: Timestamp?
        _ = try? SourceOpener.peek(file.path, byteCount: 4_096) { bytes in
            var start = 0
            for _ in 0..<5 where start < bytes.count {
                let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.count
                let line = bytes.extracting(start..<end)
                start = end + 1
                guard let time = TimestampParser.search(line, limit: 80, reference: TimeReference(latest: latest)),
                    time.hasYear, time.range.count >= 19, time.time <= latest
                else { continue }
                found = max(found ?? time.time, time.time)
            }
        }
        return found
    }

    private static func reference(_ file: InputFile, anchor: Timestamp?, offset: Int, now: Timestamp) -> TimeReference {
        let modified = file.modifiedSeconds.map { Timestamp(seconds: $0) } ?? now
        // Files of one outage begin within a month of each other.
        let latest = anchor.map { min(modified, $0.advanced(bySeconds: 31 * 86_400)) } ?? modified
        return TimeReference(latest: latest, offsetSeconds: offset)
    }
}
