package import CulpritModel

/// One readable text that an input holds: a file, an archive member or standard input, decompressed and in UTF-8.
package final class OpenedSource {
    /// The path as given, with `!member` for a part of an archive.
    package let path: String
    private let stream: PeekableStream
    private let stored: StoredStream
    private let known: KnownContents
    private var tracker: ContentTracker?
    private var decoder: TextDecoder?
    private var lastByte: UInt8 = 0x0A
    private var isBehindGap = false
    private var isAtEnd = false
    /// The decompressed bytes so far, before they became UTF-8.
    package private(set) var byteCount = 0
    private var failures = FailureSum()

    init(path: String, stream: PeekableStream, stored: StoredStream, known: KnownContents) {
        (self.path, self.stream, self.stored, self.known) = (path, stream, stored, known)
    }

    /// The first bytes as UTF-8: about `count` of them, unless the source is shorter.
    package func peek(_ count: Int) -> [UInt8] {
        TextDecoder.transcode(stream.peek(count))
    }

    /// Appends about 256 KiB of text or less to `buffer`; `false` is the end.
    ///
    /// Behind damage the text goes on with a new line; `failure` tells of what is missing.
    package func read(into buffer: inout [UInt8]) -> Bool {
        guard !isAtEnd else { return false }
        let start = buffer.count
        var decoder = self.decoder ?? TextDecoder(prefix: stream.peek(Wrapping.prefixSize, isEnough: Wrapping.isText))
        self.decoder = nil
        defer { self.decoder = decoder }
        if tracker == nil { tracker = ContentTracker(candidates: candidates, key: known.key) }
        while true {
            do throws(StreamFailure) {
                let count = try stream.read(into: &buffer, limit: Self.chunkSize)
                isAtEnd = count == 0
                byteCount += count
                tracker?.add(buffer.span.extracting(buffer.count - count..<buffer.count))
            } catch {
                failures.add(error)
                decoder.endPart(of: &buffer)
                isBehindGap = true
                continue
            }
            if isAtEnd {
                decoder.endPart(of: &buffer)
                return buffer.count > start
            }
            decoder.decode(&buffer, from: start)
            // What stands on both sides of a gap is not one line.
            if isBehindGap, lastByte != 0x0A { buffer.insert(0x0A, at: start) }
            isBehindGap = false
            if buffer.count > start { lastByte = buffer[buffer.count - 1] }
            return true
        }
    }

    /// What earlier runs read that begins as this does.
    package var knownStates: [ContentIdentity] { candidates }

    private lazy var candidates: [ContentIdentity] =
        known.isEmpty ? [] : known.candidates(for: stream.peek(ContentIdentity.longestHead).span, at: path)

    /// Whether an earlier run may have read this, or a shorter state of it, as far as the first bytes tell.
    package var mayBeKnown: Bool { !candidates.isEmpty }

    /// The known contents that are the beginning of what was read so far, or all of it.
    package var matches: [ContentIdentity] { tracker?.matches ?? [] }

    /// Whether a known content is all that was read so far.
    package var isKnown: Bool { byteCount > 0 && matches.last?.byteCount == byteCount }

    /// What the source is known by again, once it is read to its end; `nil` when it is empty.
    package var identity: ContentIdentity? { tracker?.identity }

    /// What could not be read so far: the first damage, and how much more there was.
    package var failure: StreamFailure? { failures.failure }

    /// The bytes read so far of the file that holds this source.
    package var storedByteCount: Int { stored.byteCount }

    private static let chunkSize = 256 << 10
}
