internal import CulpritModel

/// The records of one source that may still go on, one of each writer, in the order in which they began.
///
/// Records that have ended wait here for those that began before them, so that all come out in that order. It is a ring,
/// whose buffers are used again; the one behind the newest is for the line at hand.
struct OpenRecords {
    var records = [RecordBuffer](repeating: RecordBuffer(), count: Self.bufferCount)
    /// The index of the newest record whose writer has each remainder; -1 where there is none.
    private var newest = [Int16](repeating: -1, count: Self.remainderCount)
    /// The remainder under which each record is there.
    private var remainders = [Int](repeating: 0, count: Self.bufferCount)
    private var first = 0
    private var count = 0
    /// The index in `records` of the one that the last line went to; `nil` when it was given out.
    private(set) var last: Int?

    /// So many records are held at most, and so many writers told apart.
    private static let limit = bufferCount - 1
    /// One more, for the line at hand; a power of two, so that the ring closes without a division.
    private static let bufferCount = 64
    /// Many more, so that two that are open hardly ever share a remainder.
    private static let remainderCount = 4_096
    /// A writer that was silent for so many nanoseconds has ended its record.
    private static let longestSilence: UInt64 = 2_000_000_000
    /// The buffer of a record of more bytes is not kept.
    private static let keptByteLimit = 256 << 10

    var isFull: Bool { count == Self.limit }

    /// The index of the record that began first.
    var oldest: Int? { count == 0 ? nil : first }

    /// The index of the record of `writer` that may still go on: its newest, or none.
    ///
    /// In line: a call would copy the structure, right after it was changed.
    @inline(__always) func index(of writer: UInt64?) -> Int? {
        let remainder = Self.remainder(of: writer)
        guard newest[remainder] >= 0 else { return nil }
        var index = Int(newest[remainder])
        if records[index].writer != writer {
            // Two writers of one remainder are rare.
            let offset = (0..<count).last { records[(first + $0) & (Self.bufferCount - 1)].writer == writer }
            guard let offset else { return nil }
            index = (first + offset) & (Self.bufferCount - 1)
        }
        return records[index].hasEnded ? nil : index
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
        remainders[index] = Self.remainder(of: records[index].writer)
        newest[remainders[index]] = Int16(index)
        count += 1
        last = index
    }

    /// Notes that the last line went to the record at `index`.
    mutating func touch(_ index: Int) { last = index }

    /// What decides how the records go on: two of which each has read the same lines since it began.
    struct Seam: Equatable {
        struct Open: Equatable {
            let byte: Int
            let byteCount: Int
            let hasEnded: Bool
            let time: Timestamp?
            let lastTime: Timestamp?
        }

        let records: [Open]
        /// Which one the last line went to.
        let last: Int?
    }

    var seam: Seam {
        let places = (0..<count).map { (first + $0) & (Self.bufferCount - 1) }
        return Seam(
            records: places.map { place in
                let record = records[place]
                return Seam.Open(
                    byte: record.byte, byteCount: record.byteCount, hasEnded: record.hasEnded, time: record.time,
                    lastTime: record.lastTime)
            }, last: last.flatMap { places.firstIndex(of: $0) })
    }

    /// Forgets what the reader of the records knew of the shapes of their lines.
    mutating func forgetShapes() {
        for index in records.indices { records[index].shape = nil }
    }

    /// Forgets all records.
    mutating func removeAll() { while count > 0 { removeFirst() } }

    /// Forgets the oldest record, after it was given out.
    mutating func removeFirst() {
        if Int(newest[remainders[first]]) == first { newest[remainders[first]] = -1 }
        if records[first].byteCount > Self.keptByteLimit { records[first] = RecordBuffer() }
        if last == first { last = nil }
        count -= 1
        first = (first + 1) & (Self.bufferCount - 1)
    }
}
