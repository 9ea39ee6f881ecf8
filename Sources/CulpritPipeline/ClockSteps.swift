internal import CulpritModel
internal import CulpritParse

/// Finds where the clock of a source jumped back: its times fall behind and go on from there, as late records do not.
struct ClockSteps {
    private var highest: Timestamp?
    /// Of all times of a part.
    private var lowest: Timestamp?
    private var count = 0
    /// Some time was behind others, be it late or behind a jump.
    private var hasFallenBehind = false
    /// A jump that may still turn out to be some late records.
    private var pending: Pending?
    private var found: SourceSummary.ClockSteps?

    private struct Pending {
        let first: Timestamp
        let line: Int
        let byte: Int
        var last: Timestamp
        var count = 1

        /// Enough records went on from here; in a source that has the newest first none do.
        var isCertain: Bool { count >= 10 && last > first }
    }

    /// What falls behind less is order that buffers change.
    private static let leastNanoseconds = 2 * Timestamp.nanosecondsPerMinute
    /// Nobody sends records so late.
    private static let longestLateness = 86_400.0

    /// Takes the time of the record that begins at `line` and `byte` of the source.
    mutating func add(_ time: Timestamp, line: Int, byte: Int) {
        count += 1
        // Nearly always time goes on.
        if pending == nil, let highest, time >= highest { self.highest = time } else { addLate(time, line, byte) }
    }

    private mutating func addLate(_ time: Timestamp, _ line: Int, _ byte: Int) {
        lowest = min(lowest ?? time, time)
        guard let highest else {
            self.highest = time
            return
        }
        guard var jump = pending else {
            if Self.isBehind(time, highest) { begin(at: time, line, byte) } else { self.highest = max(highest, time) }
            return
        }
        if !Self.isBehind(time, highest) {
            // Late records end with a jump to where the others are; a clock goes there step by step.
            let isReturn = Self.isBehind(jump.last, time)
            if !isReturn || highest.seconds(since: jump.first) > Self.longestLateness { take(jump, from: highest) }
            pending = nil
            self.highest = max(highest, time)
        } else if Self.isBehind(time, jump.last) {
            if jump.isCertain {
                take(jump, from: highest)
                self.highest = jump.last
            }
            begin(at: time, line, byte)
        } else {
            jump.last = max(jump.last, time)
            jump.count += 1
            pending = jump
        }
    }

    /// Whether the times of `part` of the source, which comes next, go on from those here without a jump.
    func takes(_ part: ClockSteps) -> Bool {
        guard part.pending == nil, part.found == nil else { return false }
        guard let lowest = part.lowest, let theirHighest = part.highest, let highest else { return true }
        guard let pending else { return !Self.isBehind(lowest, highest) }
        // Behind a jump another time that falls behind ends it.
        return Self.isBehind(theirHighest, highest) && !Self.isBehind(lowest, pending.last) && !part.hasFallenBehind
    }

    /// Adds the times of the part of the source that comes next, which it takes.
    mutating func add(_ part: ClockSteps) {
        guard let theirHighest = part.highest else { return }
        if var jump = pending {
            jump.last = max(jump.last, theirHighest)
            jump.count += part.count
            pending = jump
        } else {
            highest = max(highest ?? theirHighest, theirHighest)
        }
    }

    /// What was found up to the end of the source; `nil` when its clock never jumped back.
    mutating func finish() -> SourceSummary.ClockSteps? {
        if let pending, let highest { take(pending, from: highest) }
        pending = nil
        return found
    }

    private static func isBehind(_ time: Timestamp, _ other: Timestamp) -> Bool {
        other.nanoseconds &- time.nanoseconds >= leastNanoseconds
    }

    private mutating func begin(at time: Timestamp, _ line: Int, _ byte: Int) {
        hasFallenBehind = true
        pending = Pending(first: time, line: line, byte: byte, last: time)
    }

    private mutating func take(_ jump: Pending, from highest: Timestamp) {
        guard jump.isCertain else { return }
        let step = SourceSummary.ClockSteps(
            count: (found?.count ?? 0) + 1, largest: TimeSpan(from: jump.first, to: highest), line: jump.line,
            byte: jump.byte)
        if let found, found.largest.seconds >= step.largest.seconds {
            self.found?.count += 1
        } else {
            found = step
        }
    }
}
