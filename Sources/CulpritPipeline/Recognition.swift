internal import CulpritModel
internal import CulpritScan
internal import CulpritStore

/// Tells which files of a run hold nothing but what earlier runs have put into the case.
struct Recognition: Sendable {
    /// What the case knows, to be found again under any name and in any compression.
    let contents: KnownContents
    /// How many first lines of the contents go on a record of the source before.
    let leads: [ContentIdentity: Int]
    private let holders: KnownHolders
    /// The SHA-256 of each file in the case, as it was stored, by its path.
    private let storedHashes: [String: Set<String>]

    init(_ earlier: EarlierRuns) {
        let holders = KnownHolders(earlier.sources)
        contents = KnownContents(earlier.sources.flatMap(\.states), key: earlier.key) { content, path in
            holders.areOthers(of: content, than: path)
        }
        self.holders = holders
        leads = Dictionary(
            earlier.sources.filter { $0.leadLineCount > 0 }
                .flatMap { source in source.states.map { ($0, source.leadLineCount) } }, uniquingKeysWith: max)
        var hashes: [String: Set<String>] = [:]
        for source in earlier.sources {
            guard let hash = source.sha256 else { continue }
            hashes[source.path, default: []].insert(hash)
            // A file's name may have the mark of archive members in it, so each is tried.
            for index in source.path.indices where source.path[index] == "!" {
                hashes[String(source.path[..<index]), default: []].insert(hash)
            }
        }
        storedHashes = hashes
    }

    /// Returns the sources of a file that the case has all of, by where they are now; `nil` when there is more in it.
    func known(in file: InputFile) -> [Sighting]? {
        // Standard input can be read only once.
        guard !storedHashes.isEmpty, file.path != "-" else { return nil }
        if let hashes = storedHashes[file.path], let hash = try? SourceOpener.sha256(of: file.path),
            hashes.contains(hash)
        {
            return []
        }
        var found: [(path: String, content: ContentIdentity)] = []
        do {
            try SourceOpener.walk(file.path, known: contents) { source in
                guard let content = source.knownContent() else { throw NewContent() }
                found.append((source.path, content))
            }
            guard !found.isEmpty else { return nil }
            let hash = try SourceOpener.sha256(of: file.path)
            return found.map { Sighting(content: $0.content, path: $0.path, sha256: hash) }
        } catch {
            return nil
        }
    }

    /// Which of the files whose contents are all `known` are more than the case has of the same content: two hosts' files
    /// may be equal, and one that the case has can have moved to one place only.
    func surplus(_ known: [[Sighting]?]) -> Set<Int> {
        var places: [ContentIdentity: [(file: Int, path: String)]] = [:]
        for (file, sightings) in known.enumerated() {
            for sighting in sightings ?? [] { places[sighting.content, default: []].append((file, sighting.path)) }
        }
        return places.reduce(into: []) { surplus, places in
            surplus.formUnion(holders.surplus(of: places.key, at: places.value))
        }
    }

    /// One source that the case does not have is enough to read the file.
    private struct NewContent: Error {}
}

extension OpenedSource {
    /// Reads the source through, and says what it holds when the case has all of it.
    fileprivate func knownContent() -> ContentIdentity? {
        guard mayBeKnown else { return nil }
        var chunk: [UInt8] = []
        while read(into: &chunk) { chunk.removeAll(keepingCapacity: true) }
        return isKnown ? identity : nil
    }
}

/// What a case knows of the sources that earlier runs read.
struct EarlierRuns: Sendable {
    var sources: [KnownSource] = []
    /// The key of the tags of their contents.
    var key = ContentKey.random()

    init() {}

    init(of caseFile: CaseFile) throws(CaseFileError) {
        sources = try caseFile.knownSources()
        key = ContentKey(try caseFile.contentKey())
    }
}
