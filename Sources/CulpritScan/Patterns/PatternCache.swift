internal import CVectorscan
internal import Foundation

/// Keeps compiled patterns in the user's cache folder, since compiling hundreds of them takes most of a second.
///
/// A file is named after the patterns and the library's version, and begins with the hash of what follows, so that one
/// that is damaged or of another program is not used. Where there is no folder to write to, nothing is kept.
struct PatternCache {
    private let file: URL

    /// `nil` where the user has no cache folder (XDG Base Directory Specification).
    init?(patterns: [String]) {
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
        let version = unsafe String(cString: hs_version())
        hash.update(Array("\(version)\0\(hs_valid_platform())\0".utf8).span)
        for pattern in patterns { hash.update(Array("\(pattern)\0".utf8).span) }
        file = folder.appending(path: "culprit/patterns-\(hash.hexadecimal.prefix(32)).hsdb")
    }

    /// The database that was kept, if it is whole, and the numbers of the patterns that it could not take.
    func read() -> (database: OpaquePointer, leftOut: [Int])? {
        guard let data = try? Data(contentsOf: file), data.count > Self.hashLength else { return nil }
        let bytes = Array(data.dropFirst(Self.hashLength))
        guard Array(data.prefix(Self.hashLength)) == Self.hash(of: bytes),
            let headerEnd = bytes.firstIndex(of: 0x0A)
        else { return nil }
        let leftOut = String(decoding: bytes[..<headerEnd], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        var database: OpaquePointer?
        let status = unsafe bytes.withUnsafeBytes { bytes in
            let serialized = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let serialized = unsafe serialized else { return HS_INVALID }
            let start = headerEnd + 1
            return unsafe hs_deserialize_database(serialized + start, bytes.count - start, &database)
        }
        guard status == HS_SUCCESS, let database = unsafe database else { return nil }
        return unsafe (database, leftOut)
    }

    /// Keeps `database`; that this fails is no loss but of time.
    func write(_ database: OpaquePointer, leftOut: [Int]) {
        var (bytes, length): (UnsafeMutablePointer<CChar>?, Int)
        unsafe (bytes, length) = (nil, 0)
        guard unsafe hs_serialize_database(database, &bytes, &length) == HS_SUCCESS, let bytes = unsafe bytes else {
            return
        }
        defer { unsafe free(bytes) }
        let header = leftOut.map(String.init).joined(separator: " ") + "\n"
        let content = unsafe Array(header.utf8) + [UInt8](UnsafeRawBufferPointer(start: bytes, count: length))
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? Data(Self.hash(of: content) + content).write(to: file, options: .atomic)
        removeOldest()
    }

    /// Rules change and leave files behind that nobody asks for again.
    private func removeOldest() {
        let files = try? FileManager.default.contentsOfDirectory(
            at: file.deletingLastPathComponent(), includingPropertiesForKeys: [.contentModificationDateKey])
        let dated = (files ?? []).filter { $0.pathExtension == "hsdb" }.compactMap { file in
            (try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate).map {
                ($0, file)
            }
        }
        for (_, old) in dated.sorted(by: { $0.0 > $1.0 }).dropFirst(Self.fileLimit) {
            try? FileManager.default.removeItem(at: old)
        }
    }

    private static let fileLimit = 8

    private static let hashLength = 64

    private static func hash(of bytes: [UInt8]) -> [UInt8] {
        var hash = ContentHash()
        hash.update(bytes.span)
        return Array(hash.hexadecimal.utf8)
    }
}
