internal import CulpritModel

/// A position in the bytes of a time, from which its parts are read; a part that is not there leaves it where it was.
///
/// It copies the few bytes that a time can take, since a span cannot be stored.
struct TimeCursor {
    private var window = InlineArray<64, UInt8>(repeating: 0)
    private let start: Int
    private var index: Int
    private var secondStart: Int?

    init(_ bytes: Span<UInt8>, at start: Int) {
        self.start = start
        index = start
        for offset in 0..<min(window.count, bytes.count - start) { window[offset] = bytes[start + offset] }
    }

    private struct Date {
        var year: Int?
        var month: Int
        var day: Int
    }

    private struct TimeOfDay {
        var hour = 0
        var minute = 0
        var second = 0
        var nanosecond = 0
    }

    // MARK: Whole times

    /// `Mar  3 14:00:01`, `Tue Mar 3 14:00:01.5 UTC 2026`, `March 3, 2026 2:00:01 PM`.
    mutating func monthFirst(_ reference: TimeReference) -> ParsedTime? {
        if weekday() {
            take(",")
            spaces()
        }
        if peek.isDigit { return dayMonthName(reference) }
        guard let month = monthName() else { return nil }
        take(".")
        guard spaces() || take("/") || take("-"), let (day, digits) = number(1...2), digits > 0 else { return nil }
        var date = Date(year: nil, month: month, day: day)
        take(",")
        guard spaces() || take(":") else { return nil }
        // "Mar 3 2026 14:00:01" has the year before the time.
        let beforeYear = index
        if let (year, digits) = number(4...4), digits == 4, spaces() || take(",") || take(":") {
            date.year = year
            spaces()
        } else {
            index = beforeYear
        }
        guard let time = timeOfDay() else { return nil }
        let zone = self.zone()
        if date.year == nil {
            let beforeYear = index
            if spaces(), let (year, digits) = number(4...4), digits == 4,
                (1_970...reference.latest.civil.year + 1).contains(year),
                !peek.isDigit, peek != UInt8(ascii: ":")
            {
                date.year = year
            } else {
                index = beforeYear
            }
        }
        return zone == nil
            ? completeWithZone(date, time, reference) : complete(date, time, zone: zone, reference)
    }

    /// Every time that begins with a digit.
    mutating func digitsFirst(_ reference: TimeReference) -> ParsedTime? {
        let digits = digitRun(at: start)
        switch digits {
        case 1, 2:
            return timeAlone(reference) ?? dayMonthName(reference) ?? shortDate(reference) ?? monthDay(reference)
        case 4: return yearFirst(reference) ?? glog(reference)
        case 6: return compactShortYear(reference)
        case 8, 14: return compact(reference, digits)
        case 10, 13, 16, 19: return epoch(digits)
        case 17: return compact(reference, digits)
        default: return nil
        }
    }

    /// `2026-03-03T14:00:01.123Z`, with `-`, `/` or `.` in the date and `T`, a space, `_`, `-` or `:` before the time;
    /// `2026-03-03-14.00.01.675872` too.
    private mutating func yearFirst(_ reference: TimeReference) -> ParsedTime? {
        index = start
        guard let (year, _) = number(4...4), (1_900...2_261).contains(year) else { return nil }
        let separator = peek
        guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".") else {
            return nil
        }
        index += 1
        var month = 0
        if let (value, _) = number(1...2) {
            month = value
        } else if let value = monthName() {
            month = value
        } else {
            return nil
        }
        guard peek == separator else { return nil }
        index += 1
        guard let (day, _) = number(1...2) else { return nil }
        let date = Date(year: year, month: month, day: day)
        let afterDate = index
        if take("T") || take("t") || spaces() || take("_") || take("-") || take(":") || take(",") {
            spaces()
            if let time = timeOfDay() { return completeWithZone(date, time, reference) }
        }
        index = afterDate
        if take("-"), let time = dottedTimeOfDay() { return complete(date, time, zone: nil, reference) }
        index = afterDate
        // More digits make it a version or an id.
        guard !peek.isDigit, peek != separator || !at(index + 1).isDigit else { return nil }
        return complete(date, TimeOfDay(), zone: nil, reference)
    }

    /// `03/Mar/2026:14:00:01 +0000`, `3-Mar-2026::14:00:01.5`, `03 Mar 2026 14:00:01.123`, `3 Mar 14:00:01`.
    private mutating func dayMonthName(_ reference: TimeReference) -> ParsedTime? {
        if index == start || !peek.isDigit { index = start }
        guard let (day, _) = number(1...2), take("/") || take("-") || spaces() || take("."), let month = monthName()
        else { return nil }
        take(",")
        let isApart = spaces()
        let beforeYear = index
        if isApart, let time = timeOfDay() {
            let zone = self.zone()
            return complete(Date(year: nil, month: month, day: day), time, zone: zone, reference)
        }
        index = beforeYear
        guard isApart || take("/") || take("-") || take("."), let (year, digits) = number(2...4), digits != 3 else {
            return nil
        }
        let date = Date(year: digits == 2 ? 2_000 + year : year, month: month, day: day)
        take(",")
        guard take(":") || spaces() || take("T") || take("-") else { return nil }
        take(":")
        guard let time = timeOfDay() else { return nil }
        return completeWithZone(date, time, reference)
    }

    /// `3/13/2026 14:00:01`, `13/3/2026 …`, `13.03.2026 …`, `13-03-2026 …`, `26/03/03 14:00:01`.
    ///
    /// Where both would do, the source's other dates decide, else the month is first behind `/`, and the day behind others.
    private mutating func shortDate(_ reference: TimeReference) -> ParsedTime? {
        index = start
        guard let (first, _) = number(1...2) else { return nil }
        let separator = peek
        guard separator == UInt8(ascii: "/") || separator == UInt8(ascii: "-") || separator == UInt8(ascii: ".") else {
            return nil
        }
        index += 1
        guard let (second, _) = number(1...2), peek == separator else { return nil }
        index += 1
        guard let (third, digits) = number(2...4), digits != 3 else { return nil }
        guard take(",") || spaces() || take("T") || take("-") || take(":") else { return nil }
        spaces()
        guard let time = timeOfDay() else { return nil }
        guard digits == 4 else {
            // Spark and others write two digits of the year first; a month of more than 12 shows that it is not one.
            let isYearLast = second > 12 && first <= 12
            let date =
                isYearLast
                ? Date(year: 2_000 + third, month: first, day: second)
                : Date(year: 2_000 + first, month: second, day: third)
            return completeWithZone(date, time, reference)
        }
        let isCertain = (first > 12) != (second > 12)
        let isDayFirst = isCertain ? first > 12 : reference.isDayFirst ?? (separator != UInt8(ascii: "/"))
        let date = Date(year: third, month: isDayFirst ? second : first, day: isDayFirst ? first : second)
        var found = completeWithZone(date, time, reference)
        if isCertain, separator == UInt8(ascii: "/") { found?.isDayFirst = isDayFirst }
        return found
    }

    /// `03-03 14:00:01.123`, month and day (Android).
    private mutating func monthDay(_ reference: TimeReference) -> ParsedTime? {
        index = start
        guard let (month, _) = number(2...2), take("-"), let (day, _) = number(2...2), spaces(), let time = timeOfDay()
        else { return nil }
        return complete(Date(year: nil, month: month, day: day), time, zone: nil, reference)
    }

    /// glog: `0303 14:00:01.123456`, month and day.
    private mutating func glog(_ reference: TimeReference) -> ParsedTime? {
        index = start
        guard let (value, _) = number(4...4), spaces(), let time = timeOfDay() else { return nil }
        return complete(Date(year: nil, month: value / 100, day: value % 100), time, zone: nil, reference)
    }

    /// `260303 14:00:01` (MySQL) and `081109 203615` (HDFS).
    private mutating func compactShortYear(_ reference: TimeReference) -> ParsedTime? {
        index = start
        guard let (value, _) = number(6...6), spaces() else { return nil }
        let date = Date(year: 2_000 + value / 10_000, month: value / 100 % 100, day: value % 100)
        let beforeTime = index
        if let time = timeOfDay() { return complete(date, time, zone: nil, reference) }
        index = beforeTime
        guard let (clock, _) = number(6...6) else { return nil }
        secondStart = index - 2
        let time = TimeOfDay(hour: clock / 10_000, minute: clock / 100 % 100, second: clock % 100)
        return complete(date, time, zone: nil, reference)
    }

    /// `20260303T140001Z`, `20260303 14:00:01`, `20260303-14:00:01:123`, `20260303140001`.
    private mutating func compact(_ reference: TimeReference, _ digits: Int) -> ParsedTime? {
        index = start
        guard let (value, _) = number(8...8) else { return nil }
        let date = Date(year: value / 10_000, month: value / 100 % 100, day: value % 100)
        guard let year = date.year, (1_970...2_200).contains(year) else { return nil }
        if digits == 8 {
            guard take("T") || spaces() || take("-") || take("_") || take(":") else { return nil }
            let beforeTime = index
            if let time = timeOfDay() { return completeWithZone(date, time, reference) }
            index = beforeTime
        }
        guard let (clock, _) = number(6...6) else { return nil }
        secondStart = index - 2
        var time = TimeOfDay(hour: clock / 10_000, minute: clock / 100 % 100, second: clock % 100)
        if digits == 17, let (milliseconds, _) = number(3...3) {
            time.nanosecond = milliseconds * 1_000_000
        } else {
            time.nanosecond = fraction()
        }
        return completeWithZone(date, time, reference)
    }

    /// Seconds since 1970 with an optional fraction, or milli-, micro- or nanoseconds, told apart by their digits.
    private mutating func epoch(_ digits: Int) -> ParsedTime? {
        index = start
        guard let (value, _) = number(digits...digits) else { return nil }
        let scale: Int64 =
            switch digits {
            case 10: 1_000_000_000
            case 13: 1_000_000
            case 16: 1_000
            default: 1
            }
        let (nanoseconds, overflows) = Int64(value).multipliedReportingOverflow(by: scale)
        // Before 2001 or after 2100 ten digits are more likely an id.
        guard !overflows, (978_307_200...4_102_444_800).contains(nanoseconds / 1_000_000_000) else { return nil }
        let extra = digits == 10 ? fraction() : 0
        guard !peek.isLetter, !peek.isDigit else { return nil }
        return ParsedTime(
            time: Timestamp(nanoseconds: nanoseconds + Int64(extra)), range: start..<index, hasZone: true)
    }

    /// `14:00:01.123` on the day of the last time, or on the reference's day.
    private mutating func timeAlone(_ reference: TimeReference) -> ParsedTime? {
        index = start
        guard let time = timeOfDay() else { return nil }
        let anchor = reference.last ?? reference.latest
        let local = anchor.advanced(bySeconds: Double(reference.offsetSeconds)).civil
        let date = Date(year: local.year, month: local.month, day: local.day)
        guard let found = complete(date, time, zone: nil, reference) else { return nil }
        return ParsedTime(time: found.time, range: found.range, hasZone: false, hasDate: false, hasYear: false)
    }

    // MARK: Completion

    /// Takes the zone, if there is one, and completes the time with it.
    private mutating func completeWithZone(
        _ date: Date, _ time: TimeOfDay, _ reference: TimeReference
    ) -> ParsedTime? {
        // In the arguments of `complete` the zone would be read too late to be in the range.
        let zone = self.zone()
        return complete(date, time, zone: zone, reference)
    }

    private func complete(
        _ date: Date, _ time: TimeOfDay, zone: Int?, _ reference: TimeReference
    ) -> ParsedTime? {
        let offset = zone ?? reference.offsetSeconds
        func moment(in year: Int) -> Timestamp? {
            Timestamp(
                year: year, month: date.month, day: date.day, hour: time.hour, minute: time.minute, second: time.second,
                nanosecond: time.nanosecond, offsetSeconds: offset)
        }
        if let year = date.year {
            guard let time = moment(in: year) else { return nil }
            var found = ParsedTime(time: time, range: start..<index, hasZone: zone != nil)
            found.secondStart = secondStart
            return found
        }
        // RFC 3164 has no year: the last one in which the record is not after the reference, with a day for clocks
        // that are ahead; 29 February goes back to the last leap year.
        let latest = reference.latest.advanced(bySeconds: 86_400)
        let newest = latest.civil.year
        for year in stride(from: newest, through: newest - 8, by: -1) {
            if let time = moment(in: year), time <= latest {
                var found = ParsedTime(time: time, range: start..<index, hasZone: zone != nil, hasYear: false)
                found.secondStart = secondStart
                return found
            }
        }
        return nil
    }

    // MARK: Parts

    /// `14:00`, `14:00:01`, `14:00:01.123456789`, `14:00:01,123`, `2:00:01 PM`; log4net's `14:00:01:123` too.
    private mutating func timeOfDay() -> TimeOfDay? {
        let begin = index
        guard let (hour, _) = number(1...2), take(":"), let (minute, minuteDigits) = number(2...2), minuteDigits == 2
        else {
            index = begin
            return nil
        }
        var time = TimeOfDay(hour: hour, minute: minute)
        let beforeSecond = index
        if take(":") {
            secondStart = index
            guard let (second, _) = number(2...2) else {
                index = beforeSecond
                return nil
            }
            time.second = second
            time.nanosecond = fraction()
        } else if hour > 23 {
            index = begin
            return nil
        }
        let beforeHalf = index
        spaces()
        if time.hour <= 12, (peek | 0x20) == UInt8(ascii: "a") || (peek | 0x20) == UInt8(ascii: "p"),
            (at(index + 1) | 0x20) == UInt8(ascii: "m"), !at(index + 2).isLetter
        {
            let isAfternoon = (peek | 0x20) == UInt8(ascii: "p")
            time.hour = time.hour % 12 + (isAfternoon ? 12 : 0)
            index += 2
        } else {
            index = beforeHalf
        }
        guard time.hour < 24, time.minute < 60, time.second <= 60 else {
            index = begin
            return nil
        }
        return time
    }

    /// `14.00.01.675872`.
    private mutating func dottedTimeOfDay() -> TimeOfDay? {
        guard let (hour, _) = number(2...2), take("."), let (minute, _) = number(2...2), take("."),
            let (second, _) = number(2...2), !peek.isDigit
        else { return nil }
        return TimeOfDay(hour: hour, minute: minute, second: second, nanosecond: fraction())
    }

    /// Nanoseconds of `.123`, `,123` or `:123`; more than nine digits are cut.
    private mutating func fraction() -> Int {
        guard peek == UInt8(ascii: ".") || peek == UInt8(ascii: ",") || peek == UInt8(ascii: ":"), at(index + 1).isDigit
        else { return 0 }
        index += 1
        var (value, digits) = (0, 0)
        while peek.isDigit {
            if digits < 9 {
                value = value * 10 + Int(peek & 0x0F)
                digits += 1
            }
            index += 1
        }
        while digits < 9 {
            value *= 10
            digits += 1
        }
        return value
    }

    /// Seconds east of UTC of `Z`, `UTC`, `GMT`, `+01:00`, `-0700`, `+01`; a few common names too.
    private mutating func zone() -> Int? {
        let begin = index
        let isApart = spaces()
        // A 'Z' on its own is a word of the text.
        if !isApart || at(index + 1).isLetter, let name = zoneName() { return name }
        guard peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") else {
            index = begin
            return nil
        }
        let sign = peek == UInt8(ascii: "-") ? -1 : 1
        index += 1
        if let (value, digits) = number(2...4), digits != 3 {
            var (hours, minutes) = digits == 4 ? (value / 100, value % 100) : (value, 0)
            if digits == 2, peek == UInt8(ascii: ":"), let (more, _) = minutesAfterColon() { minutes = more }
            if hours <= 14, minutes < 60, !peek.isDigit {
                hours = sign * (hours * 3_600 + minutes * 60)
                return hours
            }
        }
        index = begin
        return nil
    }

    private mutating func minutesAfterColon() -> (value: Int, digits: Int)? {
        index += 1
        guard let minutes = number(2...2) else {
            index -= 1
            return nil
        }
        return minutes
    }

    private mutating func zoneName() -> Int? {
        var end = index
        while at(end).isLetter, end - index < 5 { end += 1 }
        guard !at(end).isDigit, end > index else { return nil }
        var name: UInt64 = 0
        for position in index..<end { name = name << 8 | UInt64(at(position)) }
        guard let offset = Self.zoneOffsets[name] else { return nil }
        index = end
        return offset
    }

    /// Names that mean one offset nearly everywhere; the ambiguous ones (IST, CST in Asia) are left alone.
    private static let zoneOffsets: [UInt64: Int] = Dictionary(
        uniqueKeysWithValues: zones.map { zone in (zone.key.utf8.reduce(0) { $0 << 8 | UInt64($1) }, zone.value) })

    private static let zones: [String: Int] = [
        "Z": 0, "z": 0, "UTC": 0, "GMT": 0, "CET": 3_600, "CEST": 7_200, "EST": -18_000, "EDT": -14_400, "CDT": -18_000,
        "MST": -25_200, "MDT": -21_600, "PST": -28_800, "PDT": -25_200, "EET": 7_200, "EEST": 10_800, "JST": 32_400,
        "WET": 0, "WEST": 3_600, "MSK": 10_800, "AEST": 36_000, "AEDT": 39_600,
    ]

    private static let monthNames: [[UInt8]] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Array($0.utf8) }
    private static let weekdayNames: [[UInt8]] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ].map { Array($0.utf8) }

    private mutating func monthName() -> Int? {
        guard let position = word(of: Self.monthNames) else { return nil }
        return position + 1
    }

    private mutating func weekday() -> Bool { word(of: Self.weekdayNames) != nil }

    /// Takes one of `names` or its first letters, at least three: `Mar`, `March`, `MAR`, `Sept`.
    private mutating func word(of names: [[UInt8]]) -> Int? {
        guard peek.isLetter else { return nil }
        let (first, second, third) = (peek | 0x20, at(index + 1) | 0x20, at(index + 2) | 0x20)
        guard let position = names.firstIndex(where: { $0[0] == first && $0[1] == second && $0[2] == third }) else {
            return nil
        }
        let name = names[position]
        var length = 3
        while length < name.count, at(index + length) | 0x20 == name[length] { length += 1 }
        guard !at(index + length).isLetter else { return nil }
        index += length
        return position
    }

    /// Reads a number of as many digits as `digits` allows and are there; the value and how many they were.
    private mutating func number(_ digits: ClosedRange<Int>) -> (value: Int, digits: Int)? {
        var (value, count) = (0, 0)
        while count < digits.upperBound, at(index + count).isDigit {
            value = value &* 10 &+ Int(at(index + count) & 0x0F)
            count += 1
        }
        guard count >= digits.lowerBound else { return nil }
        index += count
        return (value, count)
    }

    private func digitRun(at begin: Int) -> Int {
        var end = begin
        while at(end).isDigit, end - begin < 20 { end += 1 }
        return end - begin
    }

    @discardableResult private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    @discardableResult private mutating func spaces() -> Bool {
        let begin = index
        while peek == UInt8(ascii: " ") || peek == UInt8(ascii: "\t") { index += 1 }
        return index > begin
    }

    private var peek: UInt8 { at(index) }

    private func at(_ position: Int) -> UInt8 {
        let offset = position - start
        return offset < window.count ? window[offset] : 0
    }
}
