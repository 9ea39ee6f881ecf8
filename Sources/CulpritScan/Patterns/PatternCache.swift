internal import CVectorscan
internal import Foundation

/// Keeps compiled patterns in the user's cache folder, since compiling hundreds of them takes most of a second.
///
/// A file is named after the patterns and the library's version, and begins with the hash of what follows, so that one
/// that is damaged or of another program is not used. Where there is no folder to write to, nothing is kept.
struct PatternCache {
    private let file: URL

    /// Databases of one set of patterns; `always` are the patterns that they could not take.
    @unsafe struct Entry {
        var databases: [OpaquePointer?]
        var always: [Int]
    }

    /// `kind` tells sets apart that are made of the same patterns in another way.
    ///
    /// `nil` where the user has no cache folder (XDG Base Directory Specification).
    init?(kind: String, patterns: [String]) {
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
        hash.update(Array("\(kind)\0\(version)\0\(hs_valid_platform())\0".utf8).span)
        for pattern in patterns { hash.update(Array("\(pattern)\0".utf8).span) }
        file = folder.appending(path: "culprit/patterns-\(hash.hexadecimal.prefix(32)).hsdb")
    }

    /// What was kept, if it is whole.
    ///
    /// A file is the hash of the rest, a line with the numbers in `always`, one with the lengths of the databases, 0 for
    /// one that is missing, and the databases.
    func read() -> Entry? {
        guard let data = try? Data(contentsOf: file), data.count > Self.hashLength else { return nil }
        let bytes = Array(data.dropFirst(Self.hashLength))
        guard Array(data.prefix(Self.hashLength)) == Self.hash(of: bytes) else { return nil }
        let lines = bytes.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3 else { return nil }
        let (always, lengths) = (Self.numbers(lines[0]), Self.numbers(lines[1]))
        guard lengths.allSatisfy({ $0 >= 0 }), lengths.reduce(0, +) == lines[2].count else { return nil }
        var entry = unsafe Entry(databases: [], always: always)
        var start = lines[2].startIndex
        for length in lengths {
            let database = unsafe Self.database(in: bytes[start..<start + length])
            unsafe entry.databases.append(database)
            start += length
            if length > 0, unsafe database == nil {
                unsafe entry.databases.forEach { unsafe hs_free_database($0) }
                return nil
            }
        }
        return unsafe entry
    }

    private static func numbers(_ line: ArraySlice<UInt8>) -> [Int] {
        String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    }

    private static func database(in bytes: ArraySlice<UInt8>) -> OpaquePointer? {
        if bytes.isEmpty { return nil }
        var database: OpaquePointer?
        let status = unsafe bytes.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let start = unsafe start else { return HS_INVALID }
            return unsafe hs_deserialize_database(start, bytes.count, &database)
        }
        return unsafe status == HS_SUCCESS ? database : nil
    }

    /// Keeps `entry`; that this fails is no loss but of time.
    func write(_ entry: Entry) {
        var (lengths, content): ([Int], [UInt8]) = ([], [])
        for index in unsafe entry.databases.indices {
            var (bytes, length): (UnsafeMutablePointer<CChar>?, Int)
            unsafe (bytes, length) = (nil, 0)
            if let database = unsafe entry.databases[index] {
                guard unsafe hs_serialize_database(database, &bytes, &length) == HS_SUCCESS else { return }
            }
            unsafe content += UnsafeRawBufferPointer(start: bytes, count: length)
            unsafe free(bytes)
            lengths.append(length)
        }
        let header = unsafe [entry.always, lengths].map { $0.map(String.init).joined(separator: " ") + "\n" }.joined()
        content = Array(header.utf8) + content
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
