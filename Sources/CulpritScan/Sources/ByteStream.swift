/// A pull of bytes; layers of decompression stand on one another.
package protocol ByteStream: AnyObject {
    /// Appends at most about `limit` bytes to `buffer` and returns their number; 0 is the end.
    ///
    /// A failure is a gap: the next read goes on behind it, where there is anything left to read.
    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int

    /// Where in what is stored the byte at `position` of this stream is, for a stream that only puts it in another shape.
    func storedPosition(of position: Int) -> Int
}

extension ByteStream {
    package func storedPosition(of position: Int) -> Int { position }
}

/// The bytes of a file as they are stored, counted and hashed on their way.
final class StoredStream: ByteStream {
    private let file: SystemFile
    private var hash = ContentHash()
    private var hasFailed = false
    private(set) var byteCount = 0

    init(path: String) throws(SourceError) { file = try SystemFile(path: path) }

    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int {
        guard !hasFailed else { return 0 }
        let start = buffer.count
        do throws(StreamFailure) {
            let count = try file.read(into: &buffer, limit: limit)
            hash.update(buffer.span.extracting(start..<start + count))
            byteCount += count
            return count
        } catch {
            hasFailed = true
            throw StreamFailure("\(error.reason), at byte \(byteCount)")
        }
    }

    /// The SHA-256 of what was read so far, in hexadecimal.
    var sha256: String { hash.hexadecimal }
}

/// A stream whose beginning can be looked at before it is read.
final class PeekableStream: ByteStream {
    private let base: any ByteStream
    private var ahead: [UInt8] = []
    private var failure: StreamFailure?
    private var firstFailure: StreamFailure?

    init(_ base: any ByteStream) { self.base = base }

    /// Returns the first bytes: at least `count` of them, unless the stream is shorter or `isEnough` for less.
    func peek(_ count: Int, isEnough: (Span<UInt8>) -> Bool = { _ in false }) -> [UInt8] {
        while ahead.count < count, failure == nil, !isEnough(ahead.span) {
            do throws(StreamFailure) {
                if try base.read(into: &ahead, limit: count) == 0 { break }
            } catch {
                failure = error
            }
        }
        return ahead
    }

    /// Takes the failure with which the stream begins, if it does, so that what is behind it can be looked at.
    func takeFirstFailure() -> StreamFailure? {
        guard ahead.isEmpty else { return nil }
        defer { failure = nil }
        return failure
    }

    /// Puts a failure back that was taken.
    func putBack(_ first: StreamFailure) { firstFailure = first }

    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int {
        if let first = firstFailure {
            firstFailure = nil
            throw first
        }
        if !ahead.isEmpty {
            let count = ahead.count
            buffer.append(contentsOf: ahead)
            ahead = []
            return count
        }
        if let failure {
            self.failure = nil
            throw failure
        }
        return try base.read(into: &buffer, limit: limit)
    }
}
