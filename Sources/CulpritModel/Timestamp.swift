/// A moment in UTC, counted in nanoseconds since 1970-01-01T00:00:00Z; leap seconds are not counted.
///
/// Covers 1677 to 2262, as far as 64 bits of nanoseconds reach.
package struct Timestamp: Sendable, Hashable, Comparable, Codable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package init(seconds: Int64) { self.nanoseconds = seconds &* Self.nanosecondsPerSecond }

    /// Returns `nil` when a field is out of its range or the date is beyond what 64 bits reach.
    package init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int = 0,
        offsetSeconds: Int = 0
    ) {
        guard (1_678...2_261).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.dayCount(ofMonth: month, year: year), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second), (0...999_999_999).contains(nanosecond)
        else { return nil }
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offsetSeconds
        self.nanoseconds = Int64(seconds) * Self.nanosecondsPerSecond + Int64(nanosecond)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }

    package static let distantPast = Timestamp(nanoseconds: .min)
    package static let nanosecondsPerSecond: Int64 = 1_000_000_000
    package static let nanosecondsPerMinute: Int64 = 60_000_000_000

    /// The whole seconds since the epoch, rounded down.
    package var seconds: Int64 { Self.floorDivide(nanoseconds, Self.nanosecondsPerSecond) }

    /// The beginning of the minute that the moment is in.
    package var minuteStart: Timestamp { floored(toNanoseconds: Self.nanosecondsPerMinute) }

    package func floored(toNanoseconds step: Int64) -> Timestamp {
        Timestamp(nanoseconds: Self.floorDivide(nanoseconds, step) * step)
    }

    package func advanced(bySeconds seconds: Double) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds &+ Int64(seconds * Double(Self.nanosecondsPerSecond)))
    }

    package func seconds(since earlier: Timestamp) -> Double {
        Double(nanoseconds &- earlier.nanoseconds) / Double(Self.nanosecondsPerSecond)
    }

    /// The date and time of day in UTC.
    package var civil: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, nanosecond: Int) {
        let seconds = self.seconds
        let days = Self.floorDivide(seconds, 86_400)
        let secondOfDay = Int(seconds - days * 86_400)
        let date = Self.date(daysSinceEpoch: Int(days))
        return (
            date.year, date.month, date.day, secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60,
            Int(nanoseconds - seconds * Self.nanosecondsPerSecond)
        )
    }

    /// Where in its day and week the moment is, in UTC: `day` counts from 1970-01-01 and `week` from the Monday before it,
    /// `weekday` from 0 for Monday.
    package var weekTime: (week: Int64, weekday: Int, day: Int64, secondOfDay: Int) {
        let day = Self.floorDivide(seconds, 86_400)
        // 1970-01-01 was a Thursday.
        let week = Self.floorDivide(day + 3, 7)
        return (week, Int(day + 3 - week * 7), day, Int(seconds - day * 86_400))
    }

    /// The number of days in `month` of `year`, Gregorian calendar.
    package static func dayCount(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Both conversions count in eras of 400 years that begin on 1 March, so that leap days come last:
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp {
    /// `2024-05-01 10:00:00 UTC`, to the second: what a person compares with a wall clock.
    package var wallClock: String {
        Timestamp(seconds: seconds).description.dropLast().replacing("T", with: " ") + " UTC"
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many fractional digits as are needed, in groups of three.
    package var description: String {
        let civil = self.civil
        var text = "\(Self.padded(civil.year, 4))-\(Self.padded(civil.month))-\(Self.padded(civil.day))T"
        text += "\(Self.padded(civil.hour)):\(Self.padded(civil.minute)):\(Self.padded(civil.second))"
        if civil.nanosecond != 0 {
            let (digits, value) =
                civil.nanosecond % 1_000_000 == 0
                ? (3, civil.nanosecond / 1_000_000)
                : civil.nanosecond % 1_000 == 0 ? (6, civil.nanosecond / 1_000) : (9, civil.nanosecond)
            text += ".\(Self.padded(value, digits))"
        }
        return text + "Z"
    }

    private static func padded(_ value: Int, _ width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
