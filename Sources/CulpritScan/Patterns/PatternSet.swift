internal import Synchronization

/// Many patterns searched in one pass (Vectorscan): tells which may match, in the order of their numbers.
///
/// Some may be told that do not match, so PCRE2 has the last word. That allows what is cheap for as much as there is to
/// search: first every pattern is told; then those whose texts are found; at last they are compiled whole. What an
/// earlier run compiled is taken from the cache.
package final class PatternSet: Sendable {
    private let patterns: [String]
    private let state: Mutex<State>

    private struct State {
        var scannedByteCount = 0
        var isWhole = false
        var database: PatternDatabase?
    }

    /// So many bytes pay for compiling texts, and so many for compiling patterns.
    private static let (textPatience, patience) = (16 << 10, 128 << 20)
    /// How often a thread that has a database asks for a better one.
    private static let askingInterval = 64 << 10

    package init(_ patterns: [String]) {
        self.patterns = patterns
        state = Mutex(State())
    }

    package var count: Int { patterns.count }

    /// Puts the numbers of all patterns that may match in `text` into `scratch.candidates`, ascending.
    package func scan(_ text: Span<UInt8>, scratch: PatternSetScratch) {
        scratch.scannedByteCount += text.count
        if scratch.database == nil || scratch.scannedByteCount > Self.askingInterval {
            if let better = database(for: scratch.scannedByteCount), better !== scratch.database { scratch.use(better) }
            scratch.scannedByteCount = 0
        }
        if let database = scratch.database {
            database.scan(text, scratch: scratch)
        } else {
            scratch.takeAll(patterns.count)
        }
    }

    /// The best database that so much to search pays for.
    private func database(for byteCount: Int) -> PatternDatabase? {
        state.withLock { state in
            if state.database == nil, state.scannedByteCount == 0 {
                let whole = PatternDatabase(whole: patterns, mayCompile: false)
                state.isWhole = whole != nil
                state.database = whole ?? PatternDatabase(textsOf: patterns, mayCompile: false)
            }
            state.scannedByteCount += byteCount
            if !state.isWhole, state.scannedByteCount > Self.patience {
                state.database = PatternDatabase(whole: patterns, mayCompile: true) ?? state.database
                state.isWhole = true
            } else if state.database == nil, state.scannedByteCount >= Self.textPatience {
                state.database = PatternDatabase(textsOf: patterns, mayCompile: true)
            }
            return state.database
        }
    }
}
