internal import CulpritModel
internal import CulpritParse

/// What the records of one step of time tell: how many, how many errors, answers by class, how long they took and how large.
struct RecordMeasure: Measure {
    private(set) var count = 0
    /// The line and byte of the first record in the source; lines are counted from 1.
    private(set) var firstLine = 0
    private(set) var firstByte = 0
    private(set) var errorCount = 0
    private(set) var answeredCount = 0
    /// Of the classes 1xx to 5xx.
    private var classCounts = SIMD8<Int32>.zero
    /// Records that are severe or answers of class 5xx.
    private(set) var failedCount = 0
    private(set) var sentBytes: Int64?
    private(set) var receivedBytes: Int64?
    private(set) var durationCount = 0
    private(set) var durations = DurationCounts()

    /// How many answers are of a class.
    func answers(ofClass hundreds: Int) -> Int { Int(classCounts[hundreds]) }

    mutating func add(_ record: RecordBuffer) {
        if count == 0 { (firstLine, firstByte) = (record.line, record.byte) }
        count += 1
        var hasFailed = record.severity?.isFailure == true
        if hasFailed { errorCount += 1 }
        if record.isOfRequest, addRequest(record) { hasFailed = true }
        if hasFailed { failedCount += 1 }
    }

    /// Counts records of no requests behind one that was counted, all of which are severe, or none.
    mutating func add(_ count: Int, areSevere: Bool) {
        self.count += count
        if areSevere { (errorCount, failedCount) = (errorCount + count, failedCount + count) }
    }

    /// Says whether it was answered with 5xx.
    private mutating func addRequest(_ record: RecordBuffer) -> Bool {
        if let bytes = record.sentBytes { sentBytes = (sentBytes ?? 0) &+ bytes }
        if let bytes = record.receivedBytes { receivedBytes = (receivedBytes ?? 0) &+ bytes }
        if let duration = record.durationSeconds {
            durationCount += 1
            durations.add(seconds: duration)
        }
        // A program's own status may be any number; one of HTTP has three digits.
        guard let status = record.status, status >= 100, status < 600 else { return false }
        answeredCount += 1
        classCounts[status / 100] += 1
        return status / 100 == 5
    }

    mutating func add(_ other: Self) {
        if other.count > 0, count == 0 || other.firstLine < firstLine {
            (firstLine, firstByte) = (other.firstLine, other.firstByte)
        }
        count += other.count
        errorCount += other.errorCount
        answeredCount += other.answeredCount
        classCounts &+= other.classCounts
        failedCount += other.failedCount
        if let bytes = other.sentBytes { sentBytes = (sentBytes ?? 0) &+ bytes }
        if let bytes = other.receivedBytes { receivedBytes = (receivedBytes ?? 0) &+ bytes }
        durationCount += other.durationCount
        durations.add(other.durations)
    }

    /// The least share that `count` of `total` speaks for, with 97.5 % certainty: one failure of four is no alarm.
    ///
    /// The lower end of the interval of E. B. Wilson, JASA 22 (1927); `nil` of none.
    static func leastShare(_ count: Int, of total: Int) -> Double? {
        guard total > 0 else { return nil }
        let (share, size, z) = (Double(count) / Double(total), Double(total), 1.96)
        let root = (share * (1 - share) / size + z * z / (4 * size * size)).squareRoot()
        return max(0, (share + z * z / (2 * size) - z * root) / (1 + z * z / size))
    }
}
