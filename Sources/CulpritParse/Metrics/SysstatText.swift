internal import CulpritModel

/// How sar, iostat and vmstat write names, dates and times.
enum SysstatText {
    /// The columns that say what a row is about.
    static let itemColumns: Set<String> = [
        "CPU", "INTR", "IFACE", "DEV", "DEVICE", "TTY", "BUS", "FAN", "TEMP", "IN", "FILESYSTEM", "MOUNTPOINT", "BAT",
    ]

    /// Returns a name without signs: `%user` becomes `user_percent`, `rxpck/s` becomes `rxpck_per_s`.
    static func name(_ column: String) -> String {
        var name = column
        if name.hasPrefix("%") { name = "\(name.dropFirst())_percent" }
        return name.split(separator: "/").joined(separator: "_per_")
    }

    /// Returns a number, in some languages with a comma.
    static func number(_ cell: String) -> Double? {
        MetricValue.number(cell) ?? MetricValue.number(cell.split(separator: ",").joined(separator: "."))
    }

    /// Returns the beginning of a day that stands as `03/04/2026`, `03/04/26`, `2026-03-04` or `04.03.2026`.
    ///
    /// With slashes the month is first, as in the languages that use them, unless it cannot be one.
    static func day(_ text: String) -> Timestamp? {
        for separator: Character in ["/", "-", "."] {
            let parts = text.split(separator: separator).map { Int($0) }
            guard parts.count == 3, let first = parts[0], let second = parts[1], let third = parts[2] else { continue }
            if first > 31 { return Timestamp(year: first, month: second, day: third) }
            let isDayFirst = separator != "/" || first > 12
            return Timestamp(
                year: third < 100 ? 2_000 + third : third, month: isDayFirst ? second : first,
                day: isDayFirst ? first : second)
        }
        return nil
    }

    /// Returns the seconds since midnight of `12:10:01`, to which `AM` or `PM` may belong.
    static func secondOfDay(_ time: String, _ half: String?) -> Int? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<61).contains(second)
        else { return nil }
        let plain = hour * 3_600 + minute * 60 + second
        switch half {
        case "AM": return hour == 12 ? plain - 43_200 : plain
        case "PM": return hour == 12 ? plain : plain + 43_200
        default: return plain
        }
    }

    /// The host and the day in `Linux 6.1.0 (db-1)  03/04/2026  _x86_64_  (4 CPU)`.
    static func banner(_ words: [String]) -> (host: String, day: Timestamp)? {
        guard words.count >= 4, let index = words.firstIndex(where: { $0.hasPrefix("(") && $0.hasSuffix(")") }),
            index + 1 < words.count, let day = day(words[index + 1]), ["Linux", "GNU/Linux"].contains(words[0])
        else { return nil }
        return (String(words[index].dropFirst().dropLast()), day)
    }
}
