internal import CulpritScan
internal import Foundation

/// A text file that is written in chunks: each is one zstd frame, or plain bytes; memory stays at one chunk.
struct ChunkedFile: ~Copyable {
    private static let chunkByteCount = 4_000_000
    private let handle: FileHandle
    private let level: Int?
    private var chunk: [UInt8] = []
    private(set) var byteCount = 0

    /// Creates the file and its folder; `.zst` is added to `path` unless `level` is `nil`, which means plain text.
    init(path: String, level: Int?) throws {
        let url = URL(fileURLWithPath: level == nil ? path : path + ".zst")
        let folder = url.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw OutputError.cannotCreate(folder.path)
        }
        guard FileManager.default.createFile(atPath: url.path, contents: nil) else {
            throw OutputError.cannotCreate(url.path)
        }
        handle = try FileHandle(forWritingTo: url)
        self.level = level
    }

    /// Adds `text` and a newline.
    mutating func append(line text: String) throws {
        chunk.append(contentsOf: text.utf8)
        chunk.append(UInt8(ascii: "\n"))
        if chunk.count >= Self.chunkByteCount { try flush() }
    }

    /// Writes what is left and closes the file.
    consuming func close() throws -> Int {
        try flush()
        try handle.close()
        return byteCount
    }

    private mutating func flush() throws {
        guard !chunk.isEmpty else { return }
        byteCount += chunk.count
        let bytes = if let level { try ZstdCompressor.compress(chunk.span, level: level) } else { chunk }
        try handle.write(contentsOf: Data(bytes))
        chunk.removeAll(keepingCapacity: true)
    }
}
