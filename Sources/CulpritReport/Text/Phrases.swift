internal import CulpritModel

/// The words that all report formats share.
enum Phrases {
    /// `2024-05-01 10:00:00 UTC`, to the second: what a person compares with a wall clock.
    static func time(_ time: Timestamp?) -> String { time?.wallClock ?? "no time" }

    /// `10:00:00`, or with its date where the day is not that of `period`'s beginning.
    static func clock(_ time: Timestamp?, in period: TimeSpan?) -> String {
        guard let time else { return "no time" }
        let text = Self.time(time).dropLast(4)
        let isSameDay = period.map { Self.time($0.from).prefix(10) == text.prefix(10) } ?? false
        return String(isSameDay ? text.dropFirst(11) : text)
    }

    /// From the first to the last; the date is said once where both are of one day.
    static func span(_ from: Timestamp?, _ to: Timestamp?) -> String {
        guard let from, let to else { return time(from ?? to) }
        let (first, last) = (time(from), time(to))
        if first == last { return first }
        let isSameDay = first.prefix(10) == last.prefix(10)
        return "\(first.dropLast(4)) to \(isSameDay ? last.dropFirst(11) : last[...])"
    }

    static func duration(_ span: TimeSpan) -> String { durationText(seconds: span.seconds) }

    static func percent(_ part: Double) -> String {
        part.isFinite ? "\(Int((max(0, min(1, part)) * 100).rounded()))%" : "?"
    }

    static func fixed(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return number.description }
        if abs(number) >= 100 { return count(Int(number.rounded())) }
        let hundredths = Int((number * 100).rounded())
        let digits = String(abs(hundredths) % 100)
        let fraction = abs(hundredths) % 100 == 0 ? "" : "." + (digits.count < 2 ? "0" : "") + digits
        return (hundredths < 0 ? "-" : "") + "\(abs(hundredths) / 100)" + fraction
    }

    /// `1,234,567`.
    static func count(_ number: Int) -> String {
        var digits = Array(String(number.magnitude))
        for position in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: position) }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// `1 line` or `2 lines`.
    static func count(_ number: Int, _ noun: String) -> String { "\(count(number)) \(noun)\(number == 1 ? "" : "s")" }

    static func byteCount(_ bytes: Int) -> String {
        var (size, unit) = (Double(bytes), 0)
        let units = ["bytes", "KB", "MB", "GB", "TB", "PB"]
        while size >= 1_000 && unit < units.count - 1 { (size, unit) = (size / 1_000, unit + 1) }
        if unit == 0 { return "\(bytes) \(bytes == 1 ? "byte" : "bytes")" }
        let tenths = Int((size * 10).rounded())
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\(Int(size.rounded())) \(units[unit])"
    }

    static func place(_ location: Location) -> String { "\(location.source):\(location.line)" }

    static func category(_ category: Category?) -> String { (category?.rawValue ?? "undetermined").uppercased() }

    /// `12, usually 3.5`, or only the count where nothing is usual yet.
    static func comparison(_ comparison: Digest.Comparison, of digest: Digest) -> String {
        let usual = digest.previousDayCount > 0 ? ", usually \(fixed(comparison.meanBefore))" : ""
        return count(comparison.count) + usual
    }

    /// The title of a digest's day: its date where it is a whole day of UTC.
    static func day(_ span: TimeSpan) -> String {
        let isWholeDay = span.from.seconds % 86_400 == 0 && span.seconds == 86_400
        return isWholeDay ? String(span.from.description.prefix(10)) : Self.span(span.from, span.to)
    }

    /// The evidence on one side, the heaviest first, and equally heavy ones by time and place.
    static func evidence(of cause: Cause, speaksFor: Bool) -> [Evidence] {
        cause.evidence.filter { $0.speaksFor == speaksFor }.sorted { left, right in
            if abs(left.weight) != abs(right.weight) { return abs(left.weight) > abs(right.weight) }
            let earliest = Timestamp(nanoseconds: .max)
            if left.time != right.time { return (left.time ?? earliest) < (right.time ?? earliest) }
            return left.location < right.location
        }
    }
}
