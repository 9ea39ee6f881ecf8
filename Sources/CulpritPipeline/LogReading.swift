internal import CulpritParse
internal import CulpritScan
internal import Foundation
internal import Synchronization

/// Reads one log on as many cores as are free, with the outcome of one that reads it from its beginning to its end.
///
/// Each core takes the next part of the text and reads it as if it knew the state in which a reader comes there: it begins
/// some lines earlier, and has mostly come to the same state by then. When it is its turn, the states are compared. Where
/// they are equal, what it counted is added; where they are not, the part is read again by the one that read all before it.
final class LogReading: Sendable {
    /// How large the parts of a text are, in bytes.
    struct Sizes {
        /// A log that is shorter is worth no other core.
        var alone = 1 << 20
        var part = 4 << 20
        /// Before a part; the states of most logs meet within some hundred lines.
        var lead = 64 << 10
    }

    private struct State {
        var log: LogReader
        /// The number of the part whose turn it is.
        var turn = 0
        var failuresInRow = 0
    }

    /// What is known for parts whose turn is still to come.
    private struct Outlook {
        var experience: RecordReader.Experience
        /// Parts before this one are not read ahead of their turn, after that was in vain.
        var firstWorthTrying = 0
    }

    /// After so many parts at most it is tried again whether states meet.
    private static let longestPause = 32

    private let state: Guarded<State>
    private let outlook: Mutex<Outlook>
    private let makeLog: @Sendable () -> LogReader
    private let cores: Cores
    private let progress: Progress

    private init(
        _ log: LogReader, makeLog: @escaping @Sendable () -> LogReader, cores: Cores, progress: Progress
    ) {
        outlook = Mutex(Outlook(experience: log.reader.experience))
        state = Guarded(State(log: log))
        (self.makeLog, self.cores, self.progress) = (makeLog, cores, progress)
    }

    /// Reads `source` to its end and returns the reader, which is still to be finished.
    static func read(
        _ source: OpenedSource, sizes: Sizes = Sizes(), cores: Cores, progress: Progress,
        makeLog: @escaping @Sendable () -> LogReader
    ) -> LogReader {
        var log = makeLog()
        var chunk: [UInt8] = []
        var (stored, byteCount) = (source.storedByteCount, 0)
        while byteCount < sizes.alone || !cores.take() {
            guard source.read(into: &chunk) else { return log }
            log.read(chunk.span)
            progress.add(storedBytes: source.storedByteCount - stored, bytes: chunk.count)
            (stored, byteCount) = (source.storedByteCount, byteCount + chunk.count)
            chunk.removeAll(keepingCapacity: true)
        }
        let parts = TextParts(
            source, behind: log.reader.newlineCount, byteCount: log.reader.byteCount, partSize: sizes.part,
            leadSize: sizes.lead)
        let reading = LogReading(log, makeLog: makeLog, cores: cores, progress: progress)
        reading.run(parts)
        return reading.state.withLock { $0.log }
    }

    /// Reads all parts, on a core that was taken too, and on more as they become free.
    private func run(_ parts: TextParts) {
        let helpers = DispatchGroup()
        help(with: parts, helpers)
        work(on: parts, helpers)
        helpers.wait()
    }

    /// Starts a thread on a core that was taken.
    private func help(with parts: TextParts, _ helpers: DispatchGroup) {
        helpers.enter()
        Thread.detachNewThread {
            self.work(on: parts, helpers)
            self.cores.giveBack()
            helpers.leave()
        }
    }

    private func work(on parts: TextParts, _ helpers: DispatchGroup) {
        var own = makeLog()
        var part = TextPart()
        while parts.next(into: &part) {
            while cores.take() { help(with: parts, helpers) }
            let outlook = outlook.withLock { $0 }
            let isWorthTrying = part.hasLead && part.index >= outlook.firstWorthTrying
            let seam = isWorthTrying ? own.read(part, with: outlook.experience) : nil
            take(part, &own, from: seam)
            progress.add(storedBytes: part.storedByteCount, bytes: part.text.count)
        }
    }

    /// Adds what was read of `part`, or reads it, when it is its turn.
    private func take(_ part: TextPart, _ own: inout LogReader, from seam: LogReader.Seam?) {
        state.withLock(when: { $0.turn == part.index }) { state in
            if let seam, state.log.goOn(behind: &own, from: seam) {
                state.failuresInRow = 0
            } else {
                if seam != nil {
                    // What it learned may be what led it astray.
                    own = makeLog()
                    state.failuresInRow += 1
                    let pause = min(4 * (state.failuresInRow - 1), Self.longestPause)
                    outlook.withLock { $0.firstWorthTrying = part.index + 1 + pause }
                }
                state.log.read(part.bytes.span.extracting(part.text))
            }
            state.turn += 1
            let learned = state.log.reader.experience
            outlook.withLock { $0.experience = learned }
        }
    }
}
