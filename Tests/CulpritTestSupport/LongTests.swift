import Foundation

/// The tests that take minutes, or measure how long something takes, which other tests at the same time would disturb.
package enum LongTests {
    /// Whether `CULPRIT_LONG_TESTS=1` asks for them.
    package static let areAskedFor = ProcessInfo.processInfo.environment["CULPRIT_LONG_TESTS"] == "1"
}
