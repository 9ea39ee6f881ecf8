internal import CVectorscan

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Keeps compiled patterns in the user's cache folder, since compiling hundreds of them takes most of a second.
///
/// A file is named after the patterns and the library's version.
struct PatternCache {
    private let file: CacheFile

    /// Databases of one set of patterns; `always` are the patterns that they could not take.
    @unsafe struct Entry {
        var databases: [OpaquePointer?]
        var always: [Int]
    }

    /// `kind` tells sets apart that are made of the same patterns in another way.
    ///
    /// `nil` where the user has no cache folder.
    init?(kind: String, patterns: [String]) {
        let version = unsafe String(cString: hs_version())
        guard let file = CacheFile(of: [kind, version, "\(hs_valid_platform())"] + patterns, kind: "hsdb") else {
            return nil
        }
        self.file = file
    }

    /// What was kept, if it is whole.
    ///
    /// A file is a line with the numbers in `always`, one with the lengths of the databases, 0 for
    /// one that is missing, and the databases.
    func read() -> Entry? {
        guard let bytes = file.read() else { return nil }
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

    /// Keeps `entry`.
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
        file.write(Array(header.utf8) + content)
    }
}
