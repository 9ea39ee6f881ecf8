internal import CulpritModel

extension MetricValue {
    /// Returns the moment that `YYYY-MM-DD[T ]HH:MM[:SS[.frac]]` with an optional zone tells.
    ///
    /// Where none is given, it is `offsetSeconds` east of UTC.
    /// What Go's `time.String` writes after the zone (`UTC m=+0.5`) is allowed and means nothing.
    static func civilTime(_ text: Span<UInt8>, offsetSeconds: Int = 0) -> Timestamp? {
        var index = 0
        guard let year = digits(4, text, &index), let dateSeparator = oneOf("-/", text, &index),
            let month = digits(2, text, &index), oneOf("-/", text, &index) == dateSeparator,
            let day = digits(2, text, &index), oneOf("T ", text, &index) != nil, let hour = digits(2, text, &index),
            oneOf(":", text, &index) != nil, let minute = digits(2, text, &index)
        else { return nil }
        var (second, nanosecond) = (0, 0)
        if oneOf(":", text, &index) != nil {
            guard let seconds = digits(2, text, &index) else { return nil }
            second = seconds
            if oneOf(".,", text, &index) != nil { nanosecond = fraction(text, &index) }
        }
        guard let offset = zoneOffset(text, &index, otherwise: offsetSeconds) else { return nil }
        return Timestamp(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanosecond: nanosecond,
            offsetSeconds: offset)
    }

    static func civilTime(_ text: String, offsetSeconds: Int = 0) -> Timestamp? {
        let bytes = Array(text.utf8)
        return civilTime(bytes.span, offsetSeconds: offsetSeconds)
    }

    private static func digits(_ count: Int, _ text: Span<UInt8>, _ index: inout Int) -> Int? {
        guard index + count <= text.count else { return nil }
        var value = 0
        for position in index..<index + count {
            guard isDigit(text[position]) else { return nil }
            value = value * 10 + Int(text[position] - UInt8(ascii: "0"))
        }
        index += count
        return value
    }

    private static func oneOf(_ characters: StaticString, _ text: Span<UInt8>, _ index: inout Int) -> UInt8? {
        guard index < text.count, characters.description.utf8.contains(text[index]) else { return nil }
        index += 1
        return text[index - 1]
    }

    /// Reads all digits of a fraction of a second and returns nanoseconds; finer digits are dropped.
    private static func fraction(_ text: Span<UInt8>, _ index: inout Int) -> Int {
        var (value, unit) = (0, 100_000_000)
        while index < text.count, isDigit(text[index]) {
            value += Int(text[index] - UInt8(ascii: "0")) * unit
            unit /= 10
            index += 1
        }
        return value
    }

    /// Returns seconds east of UTC, or `nil` when something other than a zone follows the time.
    private static func zoneOffset(_ text: Span<UInt8>, _ index: inout Int, otherwise offset: Int) -> Int? {
        while oneOf(" ", text, &index) != nil {}
        guard index < text.count else { return offset }
        if oneOf("Zz", text, &index) != nil { return index == text.count ? 0 : nil }
        if text.extracting(index..<text.count).starts(with: "UTC") { return 0 }
        guard let sign = oneOf("+-", text, &index), let hours = digits(2, text, &index) else { return nil }
        _ = oneOf(":", text, &index)
        let minutes = digits(2, text, &index) ?? 0
        guard index == text.count || text[index] == UInt8(ascii: " ") else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}
