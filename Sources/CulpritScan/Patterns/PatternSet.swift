internal import Synchronization

/// Many patterns searched in one pass (Vectorscan): tells which may match, in the order of their numbers.
///
/// Some may be told that do not match, so PCRE2 has the last word. That allows what is cheap: a pattern that Vectorscan
/// cannot take whole is searched by its prefilter, long bounded repeats become unbounded ones, and nothing at all is
/// compiled for the first megabyte, since trying pattern after pattern is faster for so little. What was compiled once
/// is taken from the user's cache.
package final class PatternSet: Sendable {
    private let patterns: [String]
    private let state: Mutex<State>

    private struct State {
        var scannedByteCount = 0
        var hasAskedCache = false
        var database: PatternDatabase?
    }

    /// So many bytes pay for reading compiled patterns from the cache, and so many for compiling them.
    private static let (cachePatience, patience) = (64 << 10, 1 << 20)

    package init(_ patterns: [String]) {
        self.patterns = patterns
        state = Mutex(State())
    }

    package var count: Int { patterns.count }

    /// Puts the numbers of all patterns that may match in `text` into `scratch.candidates`, ascending.
    package func scan(_ text: Span<UInt8>, scratch: PatternSetScratch) {
        if scratch.database == nil, let database = database(for: text.count) { scratch.use(database) }
        if let database = scratch.database {
            database.scan(text, scratch: scratch)
        } else {
            scratch.takeAll(patterns.count)
        }
    }

    /// The compiled patterns, once enough was scanned to pay for them.
    private func database(for byteCount: Int) -> PatternDatabase? {
        state.withLock { state in
            if let database = state.database { return database }
            state.scannedByteCount += byteCount
            if state.scannedByteCount > Self.patience {
                state.database = PatternDatabase(patterns, mayCompile: true)
            } else if state.scannedByteCount > Self.cachePatience, !state.hasAskedCache {
                state.hasAskedCache = true
                state.database = PatternDatabase(patterns, mayCompile: false)
            }
            return state.database
        }
    }
}
