internal import CulpritModel

/// Numbers the minutes of each writer of one source; remembers the last, since neighbours are mostly of one minute.
struct MinuteSlots {
    struct Slot: Hashable {
        /// The beginning of the minute in nanoseconds; `.min` for records without a time.
        let minute: Int64
        /// The number of the writer's names.
        let names: Int
    }

    /// The slots by number.
    private(set) var all: [Slot] = []
    private var numbers: [Slot: Int] = [:]
    private var last = 0

    /// The number of the slot in which a record at `time` of these names is counted.
    mutating func number(of time: Timestamp?, names: Int) -> Int {
        if last < all.count, all[last].names == names {
            let minute = all[last].minute
            if let time {
                let offset = time.nanoseconds &- minute
                if minute != .min, offset >= 0, offset < Timestamp.nanosecondsPerMinute { return last }
            } else if minute == .min {
                return last
            }
        }
        return number(of: Slot(minute: time?.minuteStart.nanoseconds ?? .min, names: names))
    }

    /// The number of `slot`.
    mutating func number(of slot: Slot) -> Int {
        if let known = numbers[slot] {
            last = known
        } else {
            last = all.count
            numbers[slot] = last
            all.append(slot)
        }
        return last
    }
}
