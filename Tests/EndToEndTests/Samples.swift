import Foundation

/// The scenarios of `SampleLogs/` and of `culprit-simulate`.
enum Samples {
    static let outages = [
        "bug-bad-release", "delay-replication-lag", "hardware-failing-disk", "network-congested-backbone",
    ]
    static let calm = "calm-day"

    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder of a sample.
    static func folder(_ name: String) -> URL { package.appending(path: "SampleLogs/\(name)") }

    /// The path of a file of a sample.
    static func file(_ path: String) -> String { package.appending(path: "SampleLogs/\(path)").path }
}
