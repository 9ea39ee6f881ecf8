internal import Foundation
internal import Synchronization

/// Tells on standard error how far a run is: on one line of a terminal, else as a plain line every few seconds.
package final class Progress: Sendable {
    private let state: Mutex<State>
    private let isTerminal: Bool
    private let isQuiet: Bool
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    private struct State {
        var fileCount = 0
        var finishedFileCount = 0
        var storedTotal = 0
        var storedBytes = 0
        var bytes = 0
        var lastShown: ContinuousClock.Instant
        var hasShown = false
    }

    package init(isQuiet: Bool, isTerminal: Bool) {
        (self.isQuiet, self.isTerminal) = (isQuiet, isTerminal)
        start = clock.now
        state = Mutex(State(lastShown: clock.now))
    }

    func begin(fileCount: Int, storedBytes: Int) {
        state.withLock { ($0.fileCount, $0.storedTotal) = (fileCount, storedBytes) }
    }

    func add(storedBytes: Int, bytes: Int) {
        let line: String? = state.withLock { state in
            state.storedBytes += storedBytes
            state.bytes += bytes
            let now = clock.now
            // Nothing that is over in a second needs a word.
            let interval: Duration = isTerminal ? .milliseconds(250) : .seconds(5)
            guard !isQuiet, now - start > .seconds(1),
                now - state.lastShown > interval || (isTerminal && !state.hasShown)
            else { return nil }
            state.lastShown = now
            state.hasShown = true
            return text(state, elapsed: now - start)
        }
        if let line { show(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n") }
    }

    func finishedFile() { state.withLock { $0.finishedFileCount += 1 } }

    /// Removes the line from the terminal.
    package func end() {
        if state.withLock({ $0.hasShown }), isTerminal { show("\r\u{1B}[K") }
    }

    private func text(_ state: State, elapsed: Duration) -> String {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        let speed = Double(state.bytes) / 1e6 / max(0.001, seconds)
        var text =
            "\(state.finishedFileCount) of \(state.fileCount) files, \(state.bytes / 1_000_000) MB, \(Int(speed)) MB/s"
        if state.storedBytes > 0, state.storedTotal > state.storedBytes {
            let left = seconds * Double(state.storedTotal - state.storedBytes) / Double(state.storedBytes)
            text += ", about \(Int(left.rounded(.up))) s left"
        }
        return text
    }

    private func show(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
