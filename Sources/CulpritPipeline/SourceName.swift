internal import CulpritScan

/// A source's path taken apart: its folders and, of the file's name, what may say which program wrote it.
struct SourceName: Sendable, Hashable {
    /// From the root of the path on; an archive is a folder of its members, without its endings.
    let folders: [String]
    /// The file's name without the endings of rotation, compression, logs, and what tells copies and parts apart.
    let stem: String

    init(path: String) {
        var folders: [String] = []
        let members = path.split(separator: "!")
        for (index, member) in members.enumerated() {
            let parts = member.split(separator: "/").map(String.init).filter { $0 != "." }
            folders += parts.dropLast()
            if index < members.count - 1, let archive = parts.last { folders.append(Self.stem(of: archive)) }
        }
        self.folders = folders
        let name = members.last?.split(separator: "/").last.map(String.init) ?? path
        stem = Self.stem(of: RotatedName(path: name).log)
    }

    private static let endings: Set<String> = [
        "zst", "gz", "xz", "bz2", "lz4", "zip", "tar", "tgz", "log", "txt", "json", "jsonl", "ndjson", "csv", "out",
        "err", "old",
    ]
    private static let marks: Set<String> = ["part", "copy", "split", "chunk", "bak", "orig", "backup"]

    private static func stem(of name: String) -> String {
        var name = name[...]
        while let separator = name.lastIndex(where: { ".-_ ".contains($0) }), separator > name.startIndex {
            let (rest, ending) = (name[..<separator], name[name.index(after: separator)...].lowercased())
            let isEnding =
                name[separator] == "."
                && (endings.contains(ending) || ending.allSatisfy(\.isNumber) || isSplit(ending, of: rest))
            guard isEnding || isMark(ending) else { break }
            name = rest
        }
        return String(name)
    }

    /// `part`, `part2`, `(1)`.
    private static func isMark(_ ending: String) -> Bool {
        let word = ending.prefix { !$0.isNumber }
        let isNumbered = ending.dropFirst(word.count).allSatisfy(\.isNumber)
        if isNumbered, marks.contains(String(word)) { return true }
        return ending.hasPrefix("(") && ending.hasSuffix(")") && ending.dropFirst().dropLast().allSatisfy(\.isNumber)
    }

    /// `app.log.aa`, as `split` names the parts of `app.log`.
    private static func isSplit(_ ending: String, of rest: Substring) -> Bool {
        guard 2...3 ~= ending.count, ending.allSatisfy({ "a"..."z" ~= $0 }) else { return false }
        return rest.lastIndex(of: ".").map { endings.contains(rest[rest.index(after: $0)...].lowercased()) } ?? false
    }
}
