internal import Foundation
internal import Synchronization

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
        let queue = ChunkQueue()
        // The thread has the source for itself until it says that it is done.
        nonisolated(unsafe) let source = self
        Thread.detachNewThread {
            while true {
                var chunk = queue.empty()
                guard unsafe source.read(into: &chunk) else { break }
                queue.fill(ChunkQueue.Chunk(bytes: chunk, storedByteCount: unsafe source.storedByteCount))
            }
            queue.end()
        }
        while let chunk = queue.next() {
            body(chunk.bytes.span, chunk.storedByteCount)
            queue.giveBack(chunk.bytes)
        }
    }
}

/// Hands chunks from the thread that reads to the one that works, and their memory back.
private final class ChunkQueue: Sendable {
    struct Chunk {
        var bytes: [UInt8]
        let storedByteCount: Int
    }

    private struct State {
        var filled: [Chunk] = []
        var unused: [[UInt8]] = []
    }

    private let state = Mutex(State())
    // It begins at zero, since one that ends lower than it began is an error.
    private let room = DispatchSemaphore(value: 0)
    private let work = DispatchSemaphore(value: 0)
    /// So many chunks are read ahead: enough that neither thread waits for the other's longer ones.
    private static let depth = 4

    init() { for _ in 0..<Self.depth { room.signal() } }

    /// Waits for room, and returns memory for the next chunk.
    func empty() -> [UInt8] {
        room.wait()
        return state.withLock { $0.unused.popLast() ?? [] }
    }

    func fill(_ chunk: Chunk) {
        state.withLock { $0.filled.append(chunk) }
        work.signal()
    }

    func end() { work.signal() }

    /// Waits for the next chunk; `nil` is the end.
    func next() -> Chunk? {
        work.wait()
        return state.withLock { $0.filled.isEmpty ? nil : $0.filled.removeFirst() }
    }

    func giveBack(_ bytes: consuming [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        let bytes = bytes
        state.withLock { $0.unused.append(bytes) }
        room.signal()
    }
}
