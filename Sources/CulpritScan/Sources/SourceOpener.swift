/// One readable text that an input holds: a file, an archive member or standard input, decompressed.
package final class OpenedSource {
    /// The path as given, with `!member` for a part of an archive.
    package let path: String
    private let stream: PeekableStream
    private let stored: StoredStream
    private(set) package var byteCount = 0
    private(set) package var failure: StreamFailure?

    fileprivate init(path: String, stream: PeekableStream, stored: StoredStream) {
        (self.path, self.stream, self.stored) = (path, stream, stored)
    }

    /// The first bytes: at least `count` of them, unless the source is shorter.
    package func peek(_ count: Int) -> [UInt8] { stream.peek(count) }

    /// Appends about a mebibyte or less to `buffer` and returns `false` at the end or at damage, which `failure` tells.
    package func read(into buffer: inout [UInt8]) -> Bool {
        guard failure == nil else { return false }
        do throws(StreamFailure) {
            let count = try stream.read(into: &buffer, limit: Self.chunkSize)
            byteCount += count
            return count > 0
        } catch {
            failure = error
            return false
        }
    }

    /// The bytes read so far of the file that holds this source.
    package var storedByteCount: Int { stored.byteCount }

    private static let chunkSize = 1 << 20
}

/// What is known of a file once it was read.
package struct ReadFile: Sendable {
    /// What was wrong with the wrapping itself, such as an archive that ends early.
    package let failure: StreamFailure?
    /// Of the bytes as they are stored.
    package let sha256: String
    package let byteCount: Int
}

/// Opens files of any wrapping, recognised by content: zstd, whatever libarchive knows, and either inside the other.
package enum SourceOpener {
    /// Calls `body` with each text in the file at `path` (`-` is standard input), in stored order.
    package static func open(_ path: String, _ body: (OpenedSource) throws -> Void) throws -> ReadFile {
        let stored = try StoredStream(path: path)
        let failure = try unwrap(PeekableStream(stored), path: path, stored: stored, depth: 0, body)
        // The hash is of all that is stored, also of what nothing could be made of.
        let unread = drain(stored)
        return ReadFile(failure: failure ?? unread, sha256: stored.sha256, byteCount: stored.byteCount)
    }

    /// Calls `body` with the first bytes of the first text in the file at `path`.
    package static func peek(_ path: String, byteCount: Int, _ body: (Span<UInt8>) -> Void) throws {
        let stored = try StoredStream(path: path)
        do {
            _ = try unwrap(PeekableStream(stored), path: path, stored: stored, depth: 0) { source in
                let bytes = source.peek(byteCount)
                body(bytes.span.extracting(0..<min(bytes.count, byteCount)))
                throw EnoughRead()
            }
        } catch is EnoughRead {}
    }

    /// Ends the walk through an archive of which only the beginning was asked for.
    private struct EnoughRead: Error {}

    /// The SHA-256 of the file at `path` as it is stored.
    package static func sha256(of path: String) throws -> String {
        let stored = try StoredStream(path: path)
        if let failure = drain(stored) { throw failure }
        return stored.sha256
    }

    private static func drain(_ stored: StoredStream) -> StreamFailure? {
        var rest: [UInt8] = []
        do throws(StreamFailure) {
            while try stored.read(into: &rest, limit: 1 << 18) > 0 { rest.removeAll(keepingCapacity: true) }
        } catch {
            return error
        }
        return nil
    }

    private static func unwrap(
        _ stream: PeekableStream, path: String, stored: StoredStream, depth: Int, _ body: (OpenedSource) throws -> Void
    ) throws -> StreamFailure? {
        guard depth < depthLimit else {
            return StreamFailure(
                reason: "'\(path)' is wrapped more than \(depthLimit) times; the inner part was not read")
        }
        switch Wrapping(prefix: stream.peek(Wrapping.prefixSize).span) {
        case .none:
            try body(OpenedSource(path: path, stream: stream, stored: stored))
            return nil
        case .zstd:
            let inner = PeekableStream(try ZstdStream(stream))
            return try unwrap(inner, path: path, stored: stored, depth: depth + 1, body)
        case .archive:
            return try unwrapMembers(stream, path: path, stored: stored, depth: depth, body)
        }
    }

    private static func unwrapMembers(
        _ stream: PeekableStream, path: String, stored: StoredStream, depth: Int, _ body: (OpenedSource) throws -> Void
    ) throws -> StreamFailure? {
        let archive: ArchiveReader
        var problem: StreamFailure?
        do throws(StreamFailure) { archive = try ArchiveReader(stream) } catch { return error }
        while true {
            let member: String?
            do throws(StreamFailure) { member = try archive.nextMember() } catch { return error }
            guard let member else { return problem }
            let name = member.isEmpty ? path : "\(path)!\(member)"
            let inner = try unwrap(PeekableStream(archive), path: name, stored: stored, depth: depth + 1, body)
            problem = problem ?? inner
        }
    }

    private static let depthLimit = 5
}

/// How the content of a file is wrapped, told by its first bytes.
enum Wrapping: Equatable {
    case none
    case zstd
    case archive

    static let prefixSize = 512

    init(prefix: Span<UInt8>) {
        func holds(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            guard prefix.count >= offset + magic.count else { return false }
            return magic.indices.allSatisfy { prefix[offset + $0] == magic[$0] }
        }
        // Text may begin with either magic, but not go on so: 'BZh9' and a block or the end, '070701' and a number.
        let isBzip2 = holds(Array("BZh".utf8)) && (holds([0x31, 0x41], at: 4) || holds([0x17, 0x72], at: 4))
        let isCpio =
            holds(Array("070701".utf8)) && prefix.count >= 14
            && (6..<14).allSatisfy { prefix[$0].isDigit || 0x41...0x46 ~= prefix[$0] & 0xDF }
        // RFC 8878 §3.1: a frame, or a skippable frame with any of sixteen magic numbers.
        if holds([0x28, 0xB5, 0x2F, 0xFD]) || (holds([0x2A, 0x4D, 0x18], at: 1) && prefix[0] & 0xF0 == 0x50) {
            self = .zstd
        } else if Self.archiveMagics.contains(where: { holds($0.bytes, at: $0.offset) }) || isBzip2 || isCpio {
            self = .archive
        } else {
            self = .none
        }
    }

    /// gzip, xz, lz4, compress, zip, tar, 7-Zip.
    private static let archiveMagics: [(bytes: [UInt8], offset: Int)] = [
        ([0x1F, 0x8B, 0x08], 0), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], 0),
        ([0x04, 0x22, 0x4D, 0x18], 0), ([0x1F, 0x9D], 0), ([0x50, 0x4B, 0x03, 0x04], 0), (Array("ustar".utf8), 257),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0),
    ]
}
