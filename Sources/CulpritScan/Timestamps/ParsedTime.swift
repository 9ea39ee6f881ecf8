package import CulpritModel

/// A time found in bytes, with what it left open.
package struct ParsedTime: Sendable, Hashable {
    /// The moment, with what was left open taken from the reference.
    package var time: Timestamp
    /// The bytes that it takes.
    package let range: Range<Int>
    package let hasZone: Bool
    package let hasDate: Bool
    package let hasYear: Bool
    /// Whether a date of numbers alone has the day before the month, where that is certain.
    package internal(set) var isDayFirst: Bool?
    /// Where the two digits of its seconds begin, if it has them.
    package internal(set) var secondStart: Int?

    package init(time: Timestamp, range: Range<Int>, hasZone: Bool, hasDate: Bool = true, hasYear: Bool = true) {
        (self.time, self.range, self.hasZone, self.hasDate) = (time, range, hasZone, hasDate)
        self.hasYear = hasYear
    }
}

/// What a time without date, year or zone is completed from.
package struct TimeReference: Sendable, Hashable {
    /// A moment not long after the records were written: the file's modification time.
    package var latest: Timestamp
    /// Seconds east of UTC of times that name no zone.
    package var offsetSeconds: Int
    /// The last time that was read with its date, for times of day alone.
    package var last: Timestamp?
    /// Whether `3/4/2026` is the third of April, as an earlier date of the source told.
    package var isDayFirst: Bool?
    /// When the machine booted, for kernel times that count from there.
    package var boot: Timestamp?

    package init(latest: Timestamp, offsetSeconds: Int = 0, last: Timestamp? = nil, boot: Timestamp? = nil) {
        (self.latest, self.offsetSeconds, self.last, self.boot) = (latest, offsetSeconds, last, boot)
    }
}
