package import CulpritModel
internal import CulpritScan

/// Reads moments as people write them.
package enum TimeExpression {
    /// RFC 3339, `YYYY-MM-DD [HH:MM[:SS]]`, `2h ago`, `now`, `today`, `yesterday`; `nil` for anything else.
    package static func time(_ text: String, now: Timestamp, offsetSeconds: Int) -> Timestamp? {
        let midnight = startOfDay(now, offsetSeconds: offsetSeconds)
        switch text {
        case "now": return now
        case "today": return midnight
        case "yesterday": return midnight.advanced(bySeconds: -86_400)
        default: break
        }
        let words = text.split(separator: " ")
        if words.count == 2, words[1] == "ago", let span = seconds(words[0]) { return now.advanced(bySeconds: -span) }
        let bytes = Array(text.utf8)
        let reference = TimeReference(latest: now, offsetSeconds: offsetSeconds)
        guard let found = TimestampParser.parse(bytes.span, at: 0, reference: reference), found.hasYear,
            found.range.count == bytes.count
        else { return nil }
        return found.time
    }

    /// Seconds east of UTC of `UTC`, `+02:00`, `-0530`.
    package static func zoneOffset(_ text: String) -> Int? {
        if text == "UTC" || text == "Z" { return 0 }
        let bytes = Array("2000-01-01T00:00:00\(text)".utf8)
        let reference = TimeReference(latest: Timestamp(seconds: 4_000_000_000))
        guard let found = TimestampParser.parse(bytes.span, at: 0, reference: reference), found.hasZone,
            found.range.count == bytes.count
        else { return nil }
        return Int(Timestamp(seconds: 946_684_800).seconds - found.time.seconds)
    }

    /// The midnight before `time`.
    package static func startOfDay(_ time: Timestamp, offsetSeconds: Int) -> Timestamp {
        let local = time.advanced(bySeconds: Double(offsetSeconds))
        return local.floored(toNanoseconds: 86_400 * Timestamp.nanosecondsPerSecond)
            .advanced(bySeconds: -Double(offsetSeconds))
    }

    private static func seconds(_ text: Substring) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Double(text.dropLast()), number >= 0 else {
            return nil
        }
        return number * unit
    }
}
