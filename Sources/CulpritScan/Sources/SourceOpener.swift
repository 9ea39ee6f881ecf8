/// What is known of a file once it was read.
package struct ReadFile: Sendable {
    /// What was wrong with the wrapping itself, such as an archive that ends early.
    package let failure: StreamFailure?
    /// Of the bytes as they are stored.
    package let sha256: String
    package let byteCount: Int
}

/// Opens files of any wrapping, recognised by content: compressed, an archive, and any inside another.
package enum SourceOpener {
    /// Calls `body` with each text in the file at `path` (`-` is standard input), in stored order.
    package static func open(
        _ path: String, known: KnownContents = KnownContents(), _ body: (OpenedSource) throws -> Void
    ) throws -> ReadFile {
        let stored = try StoredStream(path: path)
        var failure = try walk(stored, path: path, known: known, body)
        // The hash is of all that is stored, also of what nothing could be made of.
        let used = stored.byteCount
        let unread = drain(stored)
        failure?.unreadByteCount += stored.byteCount - used
        return ReadFile(failure: failure ?? unread, sha256: stored.sha256, byteCount: stored.byteCount)
    }

    /// Calls `body` with the first bytes of the first text in the file at `path`.
    package static func peek(_ path: String, byteCount: Int, _ body: (Span<UInt8>) -> Void) throws {
        do {
            try walk(path) { source in
                let bytes = source.peek(byteCount)
                body(bytes.span.extracting(0..<min(bytes.count, byteCount)))
                throw EnoughRead()
            }
        } catch is EnoughRead {}
    }

    /// The last bytes of the file at `path` when it is one text, at most `byteCount`; `nil` when it is none, or compressed
    /// and so long that decoding it takes time.
    package static func tail(of path: String, byteCount: Int) throws -> [UInt8]? {
        guard case .file(let size, _, _) = PathKind(path) else { return nil }
        let file = try SystemFile(path: path)
        var bytes: [UInt8] = []
        _ = try file.read(into: &bytes, limit: Wrapping.prefixSize)
        if Wrapping(prefix: bytes.span) == .none {
            file.seek(to: max(0, size - byteCount))
            bytes = []
            while bytes.count < byteCount, try file.read(into: &bytes, limit: byteCount - bytes.count) > 0 {}
            return bytes
        }
        guard size <= longestDecodedForTail else { return nil }
        var isText = false
        bytes = []
        try walk(path) { source in
            isText = source.path == path
            while isText, source.read(into: &bytes) { bytes.removeFirst(max(0, bytes.count - byteCount)) }
        }
        return isText ? bytes : nil
    }

    private static let longestDecodedForTail = 64 << 20

    /// Calls `body` with each text in the file at `path`, and does not go on to the end of what is stored.
    package static func walk(
        _ path: String, known: KnownContents = KnownContents(), _ body: (OpenedSource) throws -> Void
    ) throws {
        _ = try walk(StoredStream(path: path), path: path, known: known, body)
    }

    private static func walk(
        _ stored: StoredStream, path: String, known: KnownContents, _ body: (OpenedSource) throws -> Void
    ) throws -> StreamFailure? {
        try withoutActuallyEscaping(body) { body in
            try Unwrapping(stored: stored, known: known, body: body).unwrap(stored, path: path, depth: 0)
        }
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
}

/// The walk through the layers of one stored file, down to its texts.
private struct Unwrapping {
    private let stored: StoredStream
    private let limit: ExpansionLimit
    private let known: KnownContents
    private let body: (OpenedSource) throws -> Void

    init(stored: StoredStream, known: KnownContents, body: @escaping (OpenedSource) throws -> Void) {
        (self.stored, self.known, self.body) = (stored, known, body)
        limit = ExpansionLimit(of: stored)
    }

    func unwrap(_ wrapped: any ByteStream, path: String, depth: Int) throws -> StreamFailure? {
        let stream = PeekableStream(wrapped)
        let prefix = stream.peek(Wrapping.prefixSize, isEnough: Wrapping.isText)
        if depth > 0, let failure = stream.takeFirstFailure() {
            if TarFeed.holdsHeader(stream.peek(Self.searchSize).span) {
                var problems = FailureSum()
                problems.add(failure)
                return try unwrapMembers(stream, isTar: true, problems, path: path, depth: depth)
            }
            stream.putBack(failure)
        }
        let wrapping = Wrapping(prefix: prefix.span)
        guard wrapping == .none || depth < Self.depthLimit else {
            return StreamFailure(
                "'\(path)' is wrapped more than \(Self.depthLimit) times; the inner part was not read",
                remedy: "Unpack it yourself and give what is inside.")
        }
        switch wrapping {
        case .none:
            try body(OpenedSource(path: path, stream: stream, stored: stored, known: known))
            return nil
        case .zstd: return try unwrap(frames(stream, ZstdDecoder()), path: path, depth: depth + 1)
        case .gzip: return try unwrap(frames(stream, GzipDecoder()), path: path, depth: depth + 1)
        case .xz: return try unwrap(frames(stream, XzDecoder()), path: path, depth: depth + 1)
        case .lz4: return try unwrap(frames(stream, Lz4Decoder()), path: path, depth: depth + 1)
        case .bzip2:
            return try unwrap(frames(Bzip2Blocks(stream), Bzip2Decoder()), path: path, depth: depth + 1)
        case .tar, .archive:
            return try unwrapMembers(stream, isTar: wrapping == .tar, FailureSum(), path: path, depth: depth)
        }
    }

    private func frames<Decoder: FrameDecoder>(_ base: any ByteStream, _ decoder: Decoder) -> FrameStream<Decoder> {
        FrameStream(base, decoder, limit: limit)
    }

    /// Unwraps each member; `known` is what has been wrong before the first one, whose beginning is lost then.
    private func unwrapMembers(
        _ stream: PeekableStream, isTar: Bool, _ known: FailureSum, path: String, depth: Int
    ) throws -> StreamFailure? {
        let archive: ArchiveReader
        var problems = known
        do throws(StreamFailure) {
            archive = try ArchiveReader(stream, isTar: isTar, beginsInside: known.failure != nil, limit: limit)
        } catch {
            return error
        }
        while true {
            let name: String
            do throws(StreamFailure) {
                guard let member = try archive.nextMember() else { return problems.failure }
                name = member.isEmpty ? path : "\(path)!\(member)"
            } catch {
                problems.add(error)
                continue
            }
            if let inner = try unwrap(archive, path: name, depth: depth + 1) { problems.add(inner) }
        }
    }

    private static let depthLimit = 8
    /// So far behind lost beginnings the header of a tar is sought.
    private static let searchSize = 1 << 20
}
