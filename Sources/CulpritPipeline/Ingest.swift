internal import CulpritModel
internal import CulpritRules
internal import CulpritScan
internal import CulpritStore

/// Reads inputs on several cores and puts what they gave together, in the order of their paths and, of a log that was
/// rotated, of age.
struct Ingest {
    let inputs: [String]
    let rules: RuleSet
    let jobs: Int
    let progress: Progress
    let zones: SourceZones
    /// Who calls whom, as the user told.
    let dependencies: [Dependency]
    /// For files without a modification time.
    let now: Timestamp
    /// Of the clocks of machines, where their times are to be corrected.
    var corrections: AlignedClocks.Corrections?

    /// What was read, and what could not be.
    struct Result {
        var outcomes: [SourceOutcome] = []
        var diagnostics: [Diagnostic] = []
        /// Where contents that earlier runs read are now.
        var sightings: [Sighting] = []
        /// Who calls whom, also of files that earlier runs read: a case does not keep it.
        var dependencies: [Dependency] = []
        /// Whose the records are that do not tell it.
        var origins: OriginFinder?
    }

    private struct Job: Sendable {
        let file: InputFile
        let reference: TimeReference
        let leadLineCount: Int
        let nextLead: [UInt8]
    }

    /// Reads every file but those of which `earlier` runs read all.
    func run(after earlier: EarlierRuns = EarlierRuns()) async throws -> Result {
        var result = Result()
        // In the order that they were given in, the first of two that lead to one file would name its host.
        let walk = InputWalker.files(of: inputs.sorted())
        result.diagnostics += walk.problems.map(\.diagnostic)
        result.outcomes += walk.problems.map(Self.unread)
        if walk.files.isEmpty, walk.problems.isEmpty { throw RunError.nothingToRead(inputs) }
        let recognition = Recognition(earlier)
        var known = try await mapInOrder(walk.files, width: self.jobs) { Sightings(recognition.known(in: $0)) }
        let surplus = recognition.surplus(known.map(\.all))
        for index in surplus { known[index] = Sightings(nil) }
        let anew = Set(surplus.map { walk.files[$0].path })
        result.sightings = known.flatMap { $0.all ?? [] }
        for (file, known) in zip(walk.files, known) where known.all != nil && Topology.isTopology(at: file.path) {
            result.dependencies += (try? Topology.read(file.path)) ?? []
        }
        let files = zip(walk.files, known).filter { $0.1.all == nil }
            .map { (name: RotatedName(path: $0.0.path), file: $0.0) }.sorted { $0.name < $1.name }
        progress.begin(fileCount: files.count, storedBytes: files.reduce(0) { $0 + $1.file.byteCount })
        let years = YearReferences(zones: zones, now: now, jobs: self.jobs)
        let dated = try await years.references(of: files)
        let boots = BootTimes(rules: rules, jobs: self.jobs)
        let references = try await boots.known(dated, of: files.map(\.file))
        let (rules, progress, corrections) = (self.rules, self.progress, self.corrections)
        let leads = RotationSeams(rules: rules).leads(of: files)
        let jobs = files.indices.map { index in
            Job(
                file: files[index].file, reference: references[index], leadLineCount: leads[index].lineCount,
                nextLead: index + 1 < leads.count ? leads[index + 1].text : [])
        }
        let cores = Cores(self.jobs, sourceCount: jobs.count)
        let templates = RunTemplates()
        let outcomes = try await mapInOrder(jobs, width: self.jobs) { job in
            SourceReading(
                file: job.file, rules: rules, reference: job.reference,
                known: anew.contains(job.file.path) ? recognition.contents.none : recognition.contents,
                knownLeads: recognition.leads, progress: progress, cores: cores,
                corrections: corrections, leadLineCount: job.leadLineCount, nextLead: job.nextLead, templates: templates
            ).run()
        }
        progress.end()
        var read = outcomes.flatMap(\.self)
        let limit = read.map(\.templateLimit).min() ?? .max
        for index in read.indices { read[index].keepTemplates(below: limit) }
        for outcome in Self.withoutCopies(read, telling: &result.diagnostics) {
            result.diagnostics += outcome.diagnostics
            result.outcomes.append(outcome)
        }
        result.dependencies += result.outcomes.flatMap(\.dependencies)
        let origins =
            corrections?.origins
            ?? OriginFinder(
                result.outcomes, dependencies: dependencies + result.dependencies, rules: rules)
        origins.settle(&result.outcomes)
        result.origins = origins
        return result
    }

    /// So that the results of a map can be `nil`.
    private struct Sightings: Sendable {
        let all: [Sighting]?

        init(_ all: [Sighting]?) { self.all = all }
    }

    private static func unread(_ problem: SourceError) -> SourceOutcome {
        var summary = SourceSummary(path: problem.diagnostic.place?.path ?? "", content: .empty)
        summary.damage = SourceSummary.Damage(reason: problem.diagnostic.reason ?? "", recoveredByteCount: 0)
        return SourceOutcome(summary: summary)
    }

    /// Leaves out a part of a log whose content another part has too, or a copy beside it, as `gzip -k` leaves it.
    private static func withoutCopies(
        _ outcomes: [SourceOutcome], telling diagnostics: inout [Diagnostic]
    ) -> [SourceOutcome] {
        struct Part: Hashable {
            let name: LogName
            let identity: ContentIdentity
        }
        var seen: [Part: String] = [:]
        var (firsts, copies): ([ContentIdentity: String], [ContentIdentity: String]) = ([:], [:])
        return outcomes.filter { outcome in
            guard let identity = outcome.summary.identity else { return true }
            let path = outcome.summary.path
            let part = Part(name: LogName(path: path), identity: identity)
            guard let first = seen[part] ?? (part.name.isCopy ? firsts : copies)[identity] else {
                seen[part] = path
                firsts[identity] = firsts[identity] ?? path
                if part.name.isCopy { copies[identity] = path }
                return true
            }
            diagnostics.append(
                Diagnostic("'\(path)' holds the same as '\(first)'; it was counted once.", at: Place(path)))
            return false
        }
    }
}
