internal import CulpritScan

/// The path of a log without what rotation, compression and copying add to it: equal for files that may be the same log.
struct LogName: Sendable, Hashable {
    private let path: String
    /// It is called a copy, and does not say of what.
    let isCopy: Bool

    private static let marks: Set<String> = ["copy", "bak", "backup", "orig", "original"]

    init(path: String) {
        let log = RotatedName(path: path).log
        let nameStart = log.lastIndex { $0 == "/" || $0 == "!" }.map(log.index(after:)) ?? log.startIndex
        var (name, ending) = (log[nameStart...], log[log.endIndex...])
        while name.hasSuffix("~") { name.removeLast() }
        if let dot = name.lastIndex(of: "."), dot > name.startIndex, !Self.isMark(name[name.index(after: dot)...]) {
            (name, ending) = (name[..<dot], name[dot...])
        }
        while let separator = name.lastIndex(where: { ".-_ ".contains($0) }), separator > name.startIndex,
            Self.isMark(name[name.index(after: separator)...])
        {
            name = name[..<separator]
        }
        self.path = String(log[..<nameStart]) + name + ending
        isCopy = Self.isMark(name)
    }

    /// `copy`, `bak`, `(1)`.
    private static func isMark(_ word: Substring) -> Bool {
        if marks.contains(word.lowercased()) { return true }
        return word.count > 2 && word.first == "(" && word.last == ")"
            && word.dropFirst().dropLast().allSatisfy(\.isNumber)
    }
}
