internal import CulpritModel

/// The records of one source that may still go on, one of each writer, in the order in which they began.
///
/// Records that have ended wait here for those that began before them, so that all come out in that order. It is a ring,
/// whose buffers are used again.
struct OpenRecords {
    var records = [RecordBuffer](repeating: RecordBuffer(), count: Self.limit)
    private var first = 0
    private var count = 0
    /// The index in `records` of the one that the last line went to; `nil` when it was given out.
    private(set) var last: Int?

    /// So many records are held at most, and so many writers told apart.
    private static let limit = 64
    /// A writer that was silent for so many nanoseconds has ended its record.
    private static let longestSilence: UInt64 = 2_000_000_000
    /// A buffer that grew beyond this, by a line without an end, is not kept.
    private static let keptByteLimit = 1 << 20

    var isFull: Bool { count == Self.limit }

    /// The index of the record that began first.
    var oldest: Int? { count == 0 ? nil : first }

    /// The index of the record of `writer` that may still go on.
    func index(of writer: UInt64?) -> Int? {
        for offset in 0..<count {
            let index = (first + offset) % Self.limit
            if records[index].writer == writer, !records[index].hasEnded { return index }
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

    /// Makes `next` the newest record, and gives a buffer to be used again for it.
    mutating func append(_ next: inout RecordBuffer) {
        let index = (first + count) % Self.limit
        swap(&records[index], &next)
        count += 1
        last = index
    }

    /// Notes that the last line went to the record at `index`.
    mutating func touch(_ index: Int) { last = index }

    /// Forgets the oldest record, after it was given out.
    mutating func removeFirst() {
        if records[first].bytes.capacity > Self.keptByteLimit { records[first] = RecordBuffer() }
        if last == first { last = nil }
        count -= 1
        first = count == 0 ? 0 : (first + 1) % Self.limit
    }
}
