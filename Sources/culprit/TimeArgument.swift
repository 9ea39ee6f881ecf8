internal import ArgumentParser
internal import CulpritModel
internal import CulpritPipeline
internal import Foundation

/// A moment as people write it on a command line: RFC 3339, `YYYY-MM-DD [HH:MM[:SS]]`, `2h ago`, `yesterday`, `now`.
struct TimeArgument: ExpressibleByArgument {
    private let text: String

    init?(argument: String) {
        text = argument
        guard time(now: .now, offsetSeconds: 0) != nil else { return nil }
    }

    /// The moment it names; times without a zone are `offsetSeconds` east of UTC.
    func time(now: Timestamp, offsetSeconds: Int) -> Timestamp? {
        TimeExpression.time(text, now: now, offsetSeconds: offsetSeconds)
    }
}

extension Timestamp {
    /// The moment of the call.
    static var now: Timestamp { Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)) }
}
