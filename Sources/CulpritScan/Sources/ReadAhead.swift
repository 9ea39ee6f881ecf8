internal import Foundation

extension OpenedSource {
    /// Calls `body` with each chunk of the text, and the bytes of the file read until then, in the order of the source.
    ///
    /// With `ahead` a thread of its own reads and decodes the chunks that come next while `body` works on one.
    package func forEachChunk(ahead: Bool, _ body: (Span<UInt8>, _ storedByteCount: Int) -> Void) {
        guard ahead else {
            var chunk: [UInt8] = []
            while read(into: &chunk) {
                body(chunk.span, storedByteCount)
                chunk.removeAll(keepingCapacity: true)
            }
            return
        }
        let chunks = Handover<Chunk>()
        // The thread has the source for itself until it says that it is done.
        nonisolated(unsafe) let source = self
        Thread.detachNewThread {
            while true {
                var chunk = chunks.unused() ?? Chunk()
                chunk.bytes.removeAll(keepingCapacity: true)
                guard unsafe source.read(into: &chunk.bytes) else { break }
                chunk.storedByteCount = unsafe source.storedByteCount
                chunks.fill(chunk)
            }
            chunks.end()
        }
        while let chunk = chunks.next() {
            body(chunk.bytes.span, chunk.storedByteCount)
            chunks.giveBack(chunk)
        }
    }
}

/// A part of a text, and how many bytes of the file were read until its end.
private struct Chunk: Sendable {
    var bytes: [UInt8] = []
    var storedByteCount = 0
}
