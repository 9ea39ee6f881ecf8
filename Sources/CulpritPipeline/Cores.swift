internal import Synchronization

/// The cores that a run may use: each source has one while it is read; those that are left help where they can.
final class Cores: Sendable {
    private struct State {
        var unfinishedSourceCount = 0
        var helperCount = 0
    }

    private let count: Int
    private let state = Mutex(State())

    init(_ count: Int, sourceCount: Int) {
        self.count = count
        state.withLock { $0.unfinishedSourceCount = sourceCount }
    }

    /// Takes a core that no source needs, if there is one; it is to be given back.
    func take() -> Bool {
        state.withLock { state in
            guard state.unfinishedSourceCount + state.helperCount < count else { return false }
            state.helperCount += 1
            return true
        }
    }

    func giveBack() { state.withLock { $0.helperCount -= 1 } }

    func finishSource() { state.withLock { $0.unfinishedSourceCount -= 1 } }
}
