internal import CulpritScan

/// Whose records a source holds, as far as its path tells: for records that do not say it themselves.
struct Origin: Sendable, Hashable {
    /// The folder right below the input that the user named; `nil` when the source lies in the input itself.
    let host: String?
    /// The file's name without the endings of rotation, compression and logs.
    let service: String

    init(path: String, input: String) {
        let root = input.hasSuffix("/") ? input : input + "/"
        let inside = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
        let parts = inside.split(whereSeparator: { $0 == "/" || $0 == "!" })
        host = path.hasPrefix(root) && parts.count > 1 ? String(parts[0]) : nil
        var name = RotatedName(path: parts.last.map(String.init) ?? path).log
        while let dot = name.lastIndex(of: "."), dot > name.startIndex {
            let ending = name[name.index(after: dot)...]
            guard Self.endings.contains(ending.lowercased()) || ending.allSatisfy(\.isNumber) else { break }
            name = String(name[..<dot])
        }
        service = name
    }

    private static let endings: Set<String> = [
        "zst", "gz", "xz", "bz2", "lz4", "zip", "tar", "tgz", "log", "txt", "json", "jsonl", "ndjson", "csv", "out",
        "err", "old",
    ]
}
