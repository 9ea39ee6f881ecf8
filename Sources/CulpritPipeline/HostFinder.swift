internal import CulpritModel

/// Says on which host a source was written, by what its neighbours tell and by its folders.
struct HostFinder {
    private var folders: [[String]: Folder] = [:]
    /// Names of hosts that records and metrics tell.
    private var known: Set<String> = []
    private let inputs: Set<String>
    /// What the inputs that are files themselves have in common.
    private let commonFolders: [String]

    /// What is in a folder, and in those within.
    private struct Folder {
        /// The hosts that records tell, of files in the folder itself and of all.
        var own: Set<String> = []
        var all: Set<String> = []
        var children: Set<String> = []
        var hasFiles = false
    }

    init(_ outcomes: [SourceOutcome]) {
        let logs = outcomes.filter { $0.summary.content == .logs }
        inputs = Set(logs.map(\.input))
        let files = inputs.intersection(logs.map(\.summary.path))
        commonFolders = Self.common(files.map { SourceName(path: $0).folders })
        for outcome in outcomes {
            for series in outcome.series where series.key.entity.kind == .host { known.insert(series.key.entity.name) }
        }
        for outcome in logs {
            let hosts = Self.hosts(in: outcome)
            known.formUnion(hosts)
            let path = SourceName(path: outcome.summary.path).folders
            for depth in 0...path.count {
                var folder = folders[Array(path[..<depth])] ?? Folder()
                folder.all.formUnion(hosts)
                if depth == path.count {
                    folder.own.formUnion(hosts)
                    folder.hasFiles = true
                } else {
                    folder.children.insert(path[depth])
                }
                folders[Array(path[..<depth])] = folder
            }
        }
    }

    /// The hosts that the records of a source tell.
    private static func hosts(in outcome: SourceOutcome) -> Set<String> {
        Set(outcome.writers.compactMap(\.names.told.host).filter { $0.kind == .host }.map(\.name))
    }

    private static func common(_ paths: [[String]]) -> [String] {
        guard let first = paths.first else { return [] }
        let count = first.indices.first { index in paths.contains { index >= $0.count || $0[index] != first[index] } }
        return Array(first[..<(count ?? first.count)])
    }

    /// The one host that the source's records tell, or those of its folder; else the name of a folder.
    func host(of outcome: SourceOutcome, _ name: SourceName) -> String? {
        let hosts = Self.hosts(in: outcome)
        if hosts.count == 1 { return hosts.first }
        let own = hostFolder(of: outcome, name.folders)
        for depth in (0...name.folders.count).reversed() {
            guard let folder = folders[Array(name.folders[..<depth])], folder.all.count <= 1 else { break }
            // In a folder of machines, one that tells its name says nothing of the others.
            guard let host = folder.all.first, depth > own ?? 0 || folder.own == folder.all else { continue }
            return host
        }
        return name.folders.last(where: known.contains) ?? own.map { name.folders[$0] }
    }

    /// Which of the folders of a source is named after its host, if folders are: the one right below the input.
    private func hostFolder(of outcome: SourceOutcome, _ path: [String]) -> Int? {
        let (source, input) = (outcome.summary.path, outcome.input)
        if source == input { return inputs.count > 1 && path.count > commonFolders.count ? commonFolders.count : nil }
        let isArchive = source.hasPrefix(input + "!")
        let base = SourceName(path: input + (isArchive ? "!-" : "/-")).folders.count
        guard base <= path.count else { return nil }
        var depth = base
        // What is packed has its way from the root of the machine, or its folder's name, before it.
        while isArchive, let folder = folders[Array(path[..<depth])], folder.children.count == 1, !folder.hasFiles {
            depth += 1
        }
        if depth < path.count { return depth }
        return inputs.count > 1 && base > 0 ? base - 1 : nil
    }
}
