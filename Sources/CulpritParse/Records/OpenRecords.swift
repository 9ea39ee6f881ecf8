internal import CulpritModel

/// The records of one source that may still go on, one of each writer, in the order in which they began.
///
/// Records that have ended wait here for those that began before them, so that all come out in that order. It is a ring,
/// whose buffers are used again; the one behind the newest is for the line at hand.
struct OpenRecords {
    var records = [RecordBuffer](repeating: RecordBuffer(), count: Self.bufferCount)
    /// How many of the records have a writer of each remainder: most lines of many writers begin a record of their own.
    private var writerCounts = [UInt8](repeating: 0, count: Self.remainderCount)
    /// The writer of each record, 0 for none, beside each other since many are looked at; and the remainder under which it
    /// was counted.
    private var writers = [UInt64](repeating: 0, count: Self.bufferCount)
    private var remainders = [Int](repeating: 0, count: Self.bufferCount)
    private var first = 0
    private var count = 0
    /// The index in `records` of the one that the last line went to; `nil` when it was given out.
    private(set) var last: Int?

    /// So many records are held at most, and so many writers told apart.
    private static let limit = bufferCount - 1
    /// One more, for the line at hand; a power of two, so that the ring closes without a division.
    private static let bufferCount = 64
    private static let remainderCount = 256
    /// A writer that was silent for so many nanoseconds has ended its record.
    private static let longestSilence: UInt64 = 2_000_000_000
    /// A buffer that grew beyond this, by a line without an end, is not kept.
    private static let keptByteLimit = 1 << 20

    var isFull: Bool { count == Self.limit }

    /// The index of the record that began first.
    var oldest: Int? { count == 0 ? nil : first }

    /// The index of the record of `writer` that may still go on.
    func index(of writer: UInt64?) -> Int? {
        if writerCounts[Self.remainder(of: writer)] == 0 { return nil }
        let key = writer ?? 0
        // Its last line was mostly not long ago.
        for offset in stride(from: count - 1, through: 0, by: -1) {
            let index = (first + offset) & (Self.bufferCount - 1)
            if writers[index] == key, records[index].writer == writer, !records[index].hasEnded { return index }
        }
        return nil
    }

    /// Whether the oldest record has ended, as the silence of its writer until `time` tells too.
    func hasOldestEnded(at time: Timestamp?) -> Bool {
        guard count > 0 else { return false }
        return records[first].hasEnded || !Self.isNear(records[first].lastTime, time)
    }

    /// Whether a line written at `time` may belong to a record whose last line was written at `last`.
    static func isNear(_ last: Timestamp?, _ time: Timestamp?) -> Bool {
        guard let last, let time else { return true }
        return (time.nanoseconds &- last.nanoseconds).magnitude <= longestSilence
    }

    private static func remainder(of writer: UInt64?) -> Int { Int((writer ?? 0) % UInt64(remainderCount)) }

    /// The record that the line at hand may begin.
    var next: RecordBuffer {
        _read { yield records[(first + count) & (Self.bufferCount - 1)] }
        _modify { yield &records[(first + count) & (Self.bufferCount - 1)] }
    }

    /// Makes `next` the newest record.
    mutating func append() {
        let index = (first + count) & (Self.bufferCount - 1)
        writers[index] = records[index].writer ?? 0
        remainders[index] = Self.remainder(of: records[index].writer)
        writerCounts[remainders[index]] += 1
        count += 1
        last = index
    }

    /// Notes that the last line went to the record at `index`.
    mutating func touch(_ index: Int) { last = index }

    /// Forgets the oldest record, after it was given out.
    mutating func removeFirst() {
        writerCounts[remainders[first]] -= 1
        if records[first].bytes.capacity > Self.keptByteLimit { records[first] = RecordBuffer() }
        if last == first { last = nil }
        count -= 1
        first = (first + 1) & (Self.bufferCount - 1)
    }
}
