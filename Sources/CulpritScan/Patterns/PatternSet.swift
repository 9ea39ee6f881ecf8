internal import Synchronization

/// Many patterns searched in one pass (Vectorscan): tells which may match, in the order of their numbers.
///
/// Some may be told that do not match, so PCRE2 has the last word. That allows what is cheap: a pattern that Vectorscan
/// cannot take whole is searched by its prefilter, long bounded repeats become unbounded ones, and nothing at all is
/// compiled for the first megabyte, since trying pattern after pattern is faster for so little.
package final class PatternSet: Sendable {
    private let patterns: [String]
    private let state: Mutex<State>

    private enum State {
        case waiting(scannedByteCount: Int)
        case compiled(PatternDatabase)
    }

    private static let patience = 1 << 20

    package init(_ patterns: [String]) {
        self.patterns = patterns
        state = Mutex(.waiting(scannedByteCount: 0))
    }

    package var count: Int { patterns.count }

    /// Puts the numbers of all patterns that may match in `text` into `scratch.candidates`, ascending.
    package func scan(_ text: Span<UInt8>, scratch: PatternSetScratch) {
        if scratch.database == nil, let database = database(for: text.count) { scratch.use(database) }
        if let database = scratch.database {
            database.scan(text, scratch: scratch)
        } else {
            scratch.candidates.removeAll(keepingCapacity: true)
            scratch.candidates.append(contentsOf: 0..<patterns.count)
        }
    }

    /// The compiled patterns, once enough was scanned to pay for them.
    private func database(for byteCount: Int) -> PatternDatabase? {
        state.withLock { state in
            switch state {
            case .compiled(let database): return database
            case .waiting(let scannedByteCount):
                guard scannedByteCount > Self.patience else {
                    state = .waiting(scannedByteCount: scannedByteCount + byteCount)
                    return nil
                }
                let database = PatternDatabase(patterns)
                state = .compiled(database)
                return database
            }
        }
    }
}
