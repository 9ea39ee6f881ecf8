internal import CulpritModel

/// The ten minutes that all logs are of, and how they write times.
enum LogClock {
    static let start = Timestamp(seconds: 1_772_625_600)
    static let end = start.advanced(bySeconds: 600)
    static let troubleCount = 60

    /// The time of one of `count` records.
    static func time(_ record: Int, of count: Int) -> Timestamp {
        start.advanced(bySeconds: 600 * Double(record) / Double(count))
    }

    /// As RFC 3339 has it but for what is between and behind: `2026-03-04 12:00:00,250`.
    static func iso(_ time: Timestamp, _ joint: String = " ", _ point: String = ",") -> String {
        let parts = time.civil
        let date = "\(parts.year)-\(two(parts.month))-\(two(parts.day))"
        let millisecond = parts.nanosecond / 1_000_000
        return "\(date)\(joint)\(clock(time))\(point)\(millisecond < 100 ? "0" : "")\(two(millisecond))"
    }

    /// The bytes of a time that `iso` writes.
    static let javaLength = 23

    /// As RFC 3164 has it: `Mar  4 12:00:00`.
    static func syslog(_ time: Timestamp) -> String { "Mar  \(time.civil.day) \(clock(time))" }

    /// As the common log format has it: `04/Mar/2026:12:00:00 +0000`.
    static func common(_ time: Timestamp) -> String {
        "\(two(time.civil.day))/Mar/\(time.civil.year):\(clock(time)) +0000"
    }

    private static func clock(_ time: Timestamp) -> String {
        let parts = time.civil
        return "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
