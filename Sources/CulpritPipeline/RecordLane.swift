internal import CulpritParse
internal import CulpritScan
internal import Foundation
internal import Synchronization

/// Takes the records of one log on a thread of its own, while the next ones are read: for a log that is read alone.
struct RecordLane {
    private let batches = Handover<Batch>()
    private let result = Mailbox()
    private var batch = Batch()

    /// Records that are handed over together; their memory is used again.
    private struct Batch: Sendable {
        var records: [RecordBuffer] = []
        var count = 0
        var byteCount = 0
    }

    /// What the thread leaves behind.
    private final class Mailbox: Sendable {
        let outcome = Mutex<SourceOutcome?>(nil)
        let isThere = DispatchSemaphore(value: 0)
    }

    /// So many records are worth waking the other thread, or so many bytes: some records are very large.
    private static let (mostRecords, mostBytes) = (128, 512 << 10)

    /// Starts the thread, on which `makeTaker` makes what takes the records; what it found is put into `outcome`.
    init(into outcome: SourceOutcome, _ makeTaker: @escaping @Sendable () -> RecordTaker) {
        let (batches, result) = (batches, result)
        Thread.detachNewThread {
            var (taker, outcome) = (makeTaker(), outcome)
            while var batch = batches.next() {
                for index in 0..<batch.count { taker.take(&batch.records[index]) }
                batches.giveBack(batch)
            }
            taker.finish(into: &outcome)
            result.outcome.withLock { $0 = outcome }
            result.isThere.signal()
        }
        batch = batches.unused() ?? Batch()
    }

    /// Takes `record` away, and leaves one in its place that is to be begun anew.
    mutating func take(_ record: inout RecordBuffer) {
        batch.byteCount += record.byteCount
        if batch.count == batch.records.count { batch.records.append(RecordBuffer()) }
        swap(&batch.records[batch.count], &record)
        batch.count += 1
        if batch.count == Self.mostRecords || batch.byteCount >= Self.mostBytes { handOver() }
    }

    private mutating func handOver() {
        batches.fill(batch)
        batch = batches.unused() ?? Batch()
        // Of very large records the memory is not kept.
        if batch.byteCount > 2 * Self.mostBytes { batch = Batch() }
        (batch.count, batch.byteCount) = (0, 0)
    }

    /// Waits until all records are taken.
    mutating func finish() -> SourceOutcome? {
        batches.fill(batch)
        batch = Batch()
        batches.end()
        result.isThere.wait()
        return result.outcome.withLock { $0 }
    }
}
