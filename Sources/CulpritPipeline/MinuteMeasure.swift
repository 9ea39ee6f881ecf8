internal import CulpritModel
internal import CulpritParse

/// What the records of one minute tell: how many, how many errors, answers by class, how long they took and how large.
struct MinuteMeasure {
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

/// The measures of the minutes of one entity, or of a caller and whom it calls, from the first to the last.
struct MeasuredMinutes {
    private let minutes: [(time: Timestamp, measure: MinuteMeasure)]
    private let entity: Entity
    private let peer: String?
    private let places: SamplePlaces
    private(set) var series: [Series] = []

    /// Silent minutes between are filled in, unless there are more than this.
    private static let mostMinutes: Int64 = 100_000
    /// Fewer samples make no series.
    private static let leastCount = 3

    /// Takes the measures by the beginnings of their minutes, in nanoseconds.
    init(_ minutes: [Int64: MinuteMeasure], of entity: Entity, peer: String? = nil, source: String) {
        (self.entity, self.peer) = (entity, peer)
        let step = Timestamp.nanosecondsPerMinute
        var times = minutes.keys.sorted()
        if let first = times.first, let last = times.last, (last - first) / step < Self.mostMinutes {
            times = Array(stride(from: first, through: last, by: Int(step)))
        }
        self.minutes = times.map { (Timestamp(nanoseconds: $0), minutes[$0] ?? MinuteMeasure()) }
        var places = SamplePlaces(source: source)
        for (time, measure) in self.minutes where measure.count > 0 {
            places.append(time, line: measure.firstLine, byte: measure.firstByte)
        }
        self.places = places
    }

    func contains(where isSo: (MinuteMeasure) -> Bool) -> Bool { minutes.contains { isSo($0.measure) } }

    /// Makes a series of the minutes that have a value.
    mutating func append(_ measure: LogMeasure, labels: String = "", _ value: (MinuteMeasure) -> Double?) {
        let samples = minutes.compactMap { minute in
            value(minute.measure).map { Sample(time: minute.time, value: $0) }
        }
        guard samples.count >= Self.leastCount else { return }
        let key = SeriesKey(name: measure.rawValue, entity: entity, peer: peer, labels: labels)
        series.append(Series(key: key, samples: samples, source: places.source, places: [places]))
    }

    /// Makes the series of sizes and durations, those of calls under names of their own.
    mutating func appendSizesAndDurations() {
        let isCall = peer != nil
        if contains(where: { $0.sentBytes != nil }) {
            append(isCall ? .callSentBytes : .sentBytes) { Double($0.sentBytes ?? 0) }
        }
        if contains(where: { $0.receivedBytes != nil }) {
            append(isCall ? .callReceivedBytes : .receivedBytes) { Double($0.receivedBytes ?? 0) }
        }
        append(isCall ? .callMedian : .median) { $0.durations.quantile(0.5) }
        append(isCall ? .callNinetiethPercentile : .ninetiethPercentile) { $0.durations.quantile(0.9) }
        // Of fewer the last hundredth is not one of them.
        append(isCall ? .callNinetyNinthPercentile : .ninetyNinthPercentile) {
            $0.durationCount >= 100 ? $0.durations.quantile(0.99) : nil
        }
    }
}
