internal import Foundation

/// A value that threads take turns with.
///
/// Like `Mutex`, for what may be moved between threads as long as only one has it, and what two of them bring together.
/// Whoever makes one leaves the value to it; what is passed to the value must be used by the one that has it alone.
package final class Guarded<Value>: @unchecked Sendable {
    private var value: Value
    private let condition = NSCondition()

    package init(_ value: Value) { self.value = value }

    /// Calls `body` with the value, for itself alone, when `isReady` holds for it.
    package func withLock<Result>(
        when isReady: (Value) -> Bool = { _ in true }, _ body: (inout Value) throws -> Result
    ) rethrows -> Result {
        condition.lock()
        while !isReady(value) { condition.wait() }
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try body(&value)
    }
}
