internal import CulpritModel
internal import Foundation

/// How numbers and dates are spelled in the logs.
enum Text {
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Returns `value` with leading zeros to `width`.
    static func padded(_ value: Int, _ width: Int = 2) -> String {
        let digits = String(value)
        return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
    }

    /// Returns `value`, which is not negative, with `digits` decimals.
    static func decimal(_ value: Double, _ digits: Int) -> String {
        let factor = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][digits]
        let scaled = Int((abs(value) * Double(factor)).rounded())
        let sign = value < 0 && scaled != 0 ? "-" : ""
        return digits == 0 ? "\(sign)\(scaled)" : "\(sign)\(scaled / factor).\(padded(scaled % factor, digits))"
    }

    /// Returns `2026-03-03` and `14:00:01` of `time`.
    static func dateAndClock(_ time: Timestamp) -> (date: String, clock: String) {
        let civil = time.civil
        return (
            "\(civil.year)-\(padded(civil.month))-\(padded(civil.day))",
            "\(padded(civil.hour)):\(padded(civil.minute)):\(padded(civil.second))"
        )
    }

    /// Returns `03/Mar/2026:14:00:01.123`, the accept date of an HTTP request in HAProxy.
    static func acceptDate(_ time: Timestamp) -> String {
        let civil = time.civil
        return "\(padded(civil.day))/\(months[civil.month - 1])/\(civil.year):\(padded(civil.hour)):"
            + "\(padded(civil.minute)):\(padded(civil.second)).\(padded(civil.nanosecond / 1_000_000, 3))"
    }
}
