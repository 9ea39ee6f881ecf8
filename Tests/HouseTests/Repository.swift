import Foundation

/// The files of this package, found from where this one was compiled.
enum Repository {
    static let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The paths of the files below `folder`, relative to it, that end with `suffix`.
    static func files(in folder: String, suffix: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: url.appending(path: folder).path)?.compactMap {
            $0 as? String
        }
        return (names ?? []).filter { $0.hasSuffix(suffix) }.sorted()
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: url.appending(path: path), encoding: .utf8)
    }
}
