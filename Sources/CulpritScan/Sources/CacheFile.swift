internal import Foundation

/// A file in the user's cache folder, named after what it was made from (XDG Base Directory Specification).
///
/// It ends with a tag of what stands before, so that one that is damaged or of another program is not used. Where there
/// is no folder to write to, nothing is kept.
package struct CacheFile {
    private let file: URL

    /// Of one kind so many files are kept: what they are made from changes, and leaves files that nobody asks for.
    private static let fileLimit = 8
    /// Under which what is kept has its tag: it guards against damage, not against the user whose folder it is.
    private static let key = ContentKey([])

    /// `nil` where the user has no cache folder; `kind` is the file's ending.
    package init?(of identity: [String], kind: String) {
        let environment = ProcessInfo.processInfo.environment
        let folder: URL
        if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") {
            folder = URL(filePath: path)
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            folder = URL(filePath: home).appending(path: ".cache")
        } else {
            return nil
        }
        var hash = ContentHash()
        for part in identity {
            hash.update(Array(part.utf8).span)
            hash.update([0].span)
        }
        file = folder.appending(path: "culprit/\(hash.hexadecimal.prefix(32)).\(kind)")
    }

    /// What was kept, if it is whole.
    package func read() -> [UInt8]? {
        guard case .file(let byteCount, _, _) = PathKind(file.path), let file = try? SystemFile(path: file.path) else {
            return nil
        }
        var bytes: [UInt8] = []
        // One more, so that the file ends within the first step.
        bytes.reserveCapacity(byteCount + 1)
        while bytes.count <= byteCount {
            guard let count = try? file.read(into: &bytes, limit: byteCount + 1 - bytes.count) else { return nil }
            if count == 0 { break }
        }
        guard bytes.count == byteCount, byteCount > ContentTag.byteCount else { return nil }
        let tag = Array(bytes.suffix(ContentTag.byteCount))
        bytes.removeLast(ContentTag.byteCount)
        return Self.tag(of: bytes) == tag ? bytes : nil
    }

    /// Keeps `bytes`; that this fails is no loss but of time.
    package func write(_ bytes: [UInt8]) {
        let folder = file.deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? Data(bytes + Self.tag(of: bytes)).write(to: file, options: .atomic)
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
        let dated = (files ?? []).filter { $0.pathExtension == file.pathExtension }.compactMap { file in
            (try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate).map {
                ($0, file)
            }
        }
        for (_, old) in dated.sorted(by: { $0.0 > $1.0 }).dropFirst(Self.fileLimit) {
            try? FileManager.default.removeItem(at: old)
        }
    }

    private static func tag(of bytes: [UInt8]) -> [UInt8] {
        var tag = ContentTag(key: key)
        tag.update(bytes.span)
        return tag.digest
    }
}
