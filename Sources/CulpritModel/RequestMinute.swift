/// What the access records of one source tell of one minute of one writer.
package struct RequestMinute: Sendable, Hashable {
    package let minute: Timestamp
    package var entity: Entity
    /// The program that wrote them.
    package var service: String
    package let source: String
    /// Requests that were answered with a status.
    package var answeredCount = 0
    /// Those of them that were answered with 5xx.
    package var failedCount = 0
    /// How long the others took.
    package var durations = DurationCounts()
    /// Who asked for those that failed.
    package var failedClients = DistinctSketch()

    package init(minute: Timestamp, entity: Entity, service: String, source: String) {
        (self.minute, self.entity, self.service, self.source) = (minute, entity, service, source)
    }

    /// Those of one source, of which one stays for each minute, writer and program, in their order.
    package static func united(_ minutes: [RequestMinute]) -> [RequestMinute] {
        let sorted = minutes.sorted { ($0.minute, $0.entity, $0.service) < ($1.minute, $1.entity, $1.service) }
        return sorted.reduce(into: []) { united, minute in
            guard let last = united.last,
                (last.minute, last.entity, last.service) == (minute.minute, minute.entity, minute.service)
            else { return united.append(minute) }
            united[united.count - 1].add(minute)
        }
    }

    private mutating func add(_ other: RequestMinute) {
        answeredCount += other.answeredCount
        failedCount += other.failedCount
        durations.add(other.durations)
        failedClients.formUnion(other.failedClients)
    }
}

/// Counts of durations in buckets, each of which ends the square root of two later than the one before.
package struct DurationCounts: Sendable, Hashable {
    private static let bucketCount = 64

    /// By bucket, from one microsecond on; empty where nothing was counted.
    package private(set) var counts: [Int32] = []

    package init() {}

    /// Takes counts as `counts` gave them; others count nothing.
    package init(counts: [Int32]) { self.counts = counts.count == Self.bucketCount ? counts : [] }

    package var total: Int { counts.reduce(0) { $0 + Int($1) } }

    package mutating func add(seconds: Double) {
        if counts.isEmpty { counts = Array(repeating: 0, count: Self.bucketCount) }
        counts[Self.bucket(of: seconds)] &+= 1
    }

    package mutating func add(_ other: DurationCounts) {
        guard !counts.isEmpty else { return counts = other.counts }
        for index in other.counts.indices { counts[index] &+= other.counts[index] }
    }

    /// Takes away what was counted here too.
    package mutating func subtract(_ other: DurationCounts) {
        for index in other.counts.indices where index < counts.count { counts[index] &-= other.counts[index] }
    }

    /// The bucket in which the quantile falls; `nil` where nothing was counted.
    package func bucket(ofQuantile share: Double) -> Int? {
        var left = Int(share * Double(total))
        return counts.firstIndex { count in
            left -= Int(count)
            return left < 0
        }
    }

    /// The upper end of the bucket in which the quantile falls, in seconds; `nil` where nothing was counted.
    package func quantile(_ share: Double) -> Double? { bucket(ofQuantile: share).map(Self.upperEnd) }

    /// How many took longer than all of `bucket`.
    package func count(above bucket: Int) -> Int { counts.dropFirst(bucket + 1).reduce(0) { $0 + Int($1) } }

    /// In seconds.
    package static func upperEnd(of bucket: Int) -> Double {
        var value = 1e-6
        for _ in 0..<(bucket + 1) / 2 { value *= 2 }
        return (bucket + 1) % 2 == 1 ? value * 1.414_213_562 : value
    }

    private static func bucket(of seconds: Double) -> Int {
        let microseconds = max(1, seconds * 1e6)
        // The square root of two splits each power of two in halves.
        let half = microseconds.significand >= 1.414_213_562 ? 1 : 0
        return min(bucketCount - 1, Int(microseconds.exponent) * 2 + half)
    }
}

/// How many different ones there are among many: of all their hashes the smallest are kept.
///
/// Exact up to the limit, with a standard error of 4 % beyond it, and the same in whatever order they came: Z. Bar-Yossef
/// et al., "Counting distinct elements in a data stream", RANDOM 2002.
package struct DistinctSketch: Sendable, Hashable {
    private static let limit = 512

    /// In ascending order.
    package private(set) var hashes: [UInt64] = []

    package init(_ hashes: some Sequence<UInt64> = []) {
        for hash in hashes { insert(hash) }
    }

    package mutating func insert(_ hash: UInt64) {
        if hashes.count == Self.limit, hash >= hashes[Self.limit - 1] { return }
        let index = hashes.partitioningIndex { $0 >= hash }
        if index < hashes.count, hashes[index] == hash { return }
        hashes.insert(hash, at: index)
        if hashes.count > Self.limit { hashes.removeLast() }
    }

    package mutating func formUnion(_ other: DistinctSketch) {
        for hash in other.hashes { insert(hash) }
    }

    package var isExact: Bool { hashes.count < Self.limit }

    package var estimate: Int {
        guard !isExact, let last = hashes.last else { return hashes.count }
        return Int(Double(Self.limit - 1) / (Double(last) / Double(UInt64.max)))
    }
}
