internal import Foundation
internal import Synchronization

/// Hands items from the thread that fills them to the one that works on them, in their order, and their memory back.
package final class Handover<Item: Sendable>: Sendable {
    private struct State {
        var filled: [Item] = []
        var unused: [Item] = []
    }

    private let state = Mutex(State())
    // They begin at zero, since a semaphore that ends lower than it began is an error.
    private let room = DispatchSemaphore(value: 0)
    private let work = DispatchSemaphore(value: 0)

    /// At most `depth` items are under way: enough that neither thread waits for the other's longer ones.
    package init(depth: Int = 4) { for _ in 0..<depth { room.signal() } }

    /// Waits for room, and returns an item that was given back; `nil` when there is none yet.
    package func unused() -> Item? {
        room.wait()
        return state.withLock { $0.unused.popLast() }
    }

    package func fill(_ item: Item) {
        state.withLock { $0.filled.append(item) }
        work.signal()
    }

    /// Says that there is no more.
    package func end() { work.signal() }

    /// Waits for the next item; `nil` is the end.
    package func next() -> Item? {
        work.wait()
        return state.withLock { $0.filled.isEmpty ? nil : $0.filled.removeFirst() }
    }

    package func giveBack(_ item: Item) {
        state.withLock { $0.unused.append(item) }
        room.signal()
    }
}
