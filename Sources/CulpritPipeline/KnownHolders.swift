internal import CulpritModel
internal import CulpritScan
internal import CulpritStore
internal import Synchronization

/// Where earlier runs read the contents of a case, to tell a file that moved from one that only holds the same.
final class KnownHolders: Sendable {
    /// The sources that held one content.
    private struct Holders {
        /// The SHA-256 of the file of each as it was stored, by its path.
        var hashes: [String: String?] = [:]
        var names: Set<LogName> = []
        var (arePlain, arePacked, areCopies) = (false, false, false)
        /// The ends of their paths, of one to three parts.
        var endings: Set<[Substring]> = []
    }

    /// What of the holders of a content is still where it was.
    private struct Presence {
        var isOfAll = true
        /// What the files are known by under any path.
        var files: Set<String> = []
    }

    private let byContent: [ContentIdentity: Holders]
    private let presences = Mutex<[ContentIdentity: Presence]>([:])
    private static let longestEnding = 3

    init(_ sources: [KnownSource]) {
        var byContent: [ContentIdentity: Holders] = [:]
        for source in sources {
            let (name, isPacked) = (LogName(path: source.path), source.path.contains("!"))
            for state in source.states {
                var holders = byContent[state] ?? Holders()
                holders.hashes[source.path] = source.sha256
                holders.names.insert(name)
                holders.arePacked = holders.arePacked || isPacked
                holders.arePlain = holders.arePlain || !isPacked
                holders.areCopies = holders.areCopies || name.isCopy
                holders.endings.formUnion(Self.endings(of: source.path))
                byContent[state] = holders
            }
        }
        self.byContent = byContent
    }

    /// Whether all sources that held `content` are still where they were, and none of them is the log at `path` or a copy.
    func areOthers(of content: ContentIdentity, than path: String) -> Bool {
        guard path != "-", let holders = byContent[content] else { return false }
        let name = LogName(path: path)
        // What was in no archive may have been packed into one, or the other way round.
        let mayBePacked = path.contains("!") ? holders.arePlain : holders.arePacked
        guard holders.hashes[path] == nil, !mayBePacked, !holders.names.contains(name), !name.isCopy,
            !holders.areCopies
        else { return false }
        let presence = presence(of: content, holders)
        return presence.isOfAll && !(PathKind(path).fileIdentity.map(presence.files.contains) ?? false)
    }

    /// The files among `places` beyond as many logs as held `content`; those stay whose paths end most like one of theirs.
    func surplus(of content: ContentIdentity, at places: [(file: Int, path: String)]) -> [Int] {
        guard let holders = byContent[content] else { return [] }
        var logs: [LogName: (likeness: Int, path: String, files: [Int])] = [:]
        for (file, path) in places.sorted(by: { $0.path < $1.path }) where holders.hashes[path] == nil && path != "-" {
            let name = LogName(path: path)
            guard !name.isCopy else { continue }
            let likeness = Self.endings(of: path).filter(holders.endings.contains).map(\.count).max() ?? 0
            logs[name, default: (likeness, path, [])].files.append(file)
        }
        return logs.values.sorted { ($1.likeness, $0.path) < ($0.likeness, $1.path) }.dropFirst(holders.hashes.count)
            .flatMap(\.files)
    }

    private static func endings(of path: String) -> [[Substring]] {
        let parts = path.split(whereSeparator: { $0 == "/" || $0 == "!" })
        return (1...longestEnding).map { Array(parts.suffix($0)) }
    }

    private func presence(of content: ContentIdentity, _ holders: Holders) -> Presence {
        if let known = presences.withLock({ $0[content] }) { return known }
        var presence = Presence()
        for (path, hash) in holders.hashes {
            presence.isOfAll = presence.isOfAll && Self.isPresent(path, hash, content)
            if let file = PathKind(path).fileIdentity { presence.files.insert(file) }
        }
        return presences.withLock { presences in
            presences[content] = presence
            return presence
        }
    }

    private static func isPresent(_ path: String, _ hash: String?, _ content: ContentIdentity) -> Bool {
        guard PathKind(path).fileIdentity != nil else {
            // A member of an archive is there while that is what it was.
            let archive = path.prefix { $0 != "!" }
            return archive.count < path.count && (try? SourceOpener.sha256(of: String(archive))) == hash
        }
        let length = ContentIdentity.headLength(of: content.byteCount)
        var isSame = false
        try? SourceOpener.peek(path, byteCount: length) { isSame = ContentHash.of($0) == content.head }
        return isSame
    }
}
