internal import CulpritModel
internal import CulpritParse

/// Counts the records of which nothing matters any more but that they were there: those of one kind in one step of time
/// are counted together, and added to all counts at once.
///
/// Nearly all records of a large log are like one shortly before them, which was looked at.
struct RecordRuns {
    /// What decides, beside its time, for what a record counts.
    struct Kind: Hashable {
        let names: Int
        let template: Int
        let severity: Severity?
        let matched: MatchedRules
        /// The rules match whatever the digits of the records are.
        let isCertain: Bool

        /// None of its records is an event, of which more may be kept.
        var tellsNothing: Bool { isCertain && matched.isEmpty && severity?.isFailure != true }
    }

    /// Where the records of a step of time count.
    struct Step {
        /// The slot of the minute, and that of the step in which series count.
        let minute: Int
        let slot: Int
        let start: Timestamp
        let length: LogStep
    }

    struct Run {
        let kind: Kind
        fileprivate(set) var step: Step?
        fileprivate(set) var count = 0
        /// Of its times in nanoseconds; behind the last where it has none.
        fileprivate(set) var first = Int64.max
        fileprivate(set) var last = Int64.min

        fileprivate func holds(_ time: Timestamp) -> Bool {
            step.map { $0.length.holds(time, from: $0.start) } ?? false
        }

        fileprivate mutating func add(_ time: Timestamp) {
            count += 1
            first = min(first, time.nanoseconds)
            last = max(last, time.nanoseconds)
        }
    }

    /// By the number of the kind, with an empty one where none is open.
    private(set) var all: [Run] = []
    private var numbers: [Kind: Int] = [:]
    /// The kind that a record of each shape was last of.
    private var index = ShapeIndex()

    /// More kinds are not told apart at a time.
    private static let limit = 16_384

    var isFull: Bool { all.count >= Self.limit }

    /// The number of the kind of records of a shape; `nil` where a record is still to be looked at, or to be seen what it
    /// matches.
    func number(of shape: Int?, epoch: Int) -> Int? {
        guard let number = index.number(of: shape, epoch: epoch), all[number].kind.isCertain else { return nil }
        return number
    }

    /// Counts a record with those of its kind, and says whether it did: it is of their step.
    mutating func add(_ time: Timestamp, to number: Int) -> Bool {
        guard all[number].holds(time) else { return false }
        all[number].add(time)
        return true
    }

    /// Counts a record that matches `matched` with those of its kind, and returns the number of their names; `nil` where it
    /// is still to be looked at.
    mutating func add(_ record: RecordBuffer, _ matched: MatchedRules) -> Int? {
        guard let time = record.time, let number = index.number(of: record), all[number].kind.matched == matched,
            add(time, to: number)
        else { return nil }
        return all[number].kind.names
    }

    /// Begins a run behind `record` of known shape, which was looked at, and returns the one before of its kind.
    mutating func begin(_ kind: Kind, _ step: Step, behind record: RecordBuffer) -> Run? {
        let number = numbers[kind] ?? all.count
        index.keep(number, for: record)
        if number == all.count {
            numbers[kind] = number
            all.append(Run(kind: kind))
        }
        return begin(number, step)
    }

    /// Begins the next run of a kind, and returns the one before.
    mutating func begin(_ number: Int, _ step: Step) -> Run? {
        let ended = all[number]
        all[number] = Run(kind: ended.kind, step: step)
        return ended.count > 0 ? ended : nil
    }

    /// Ends all runs, and returns those that have records.
    mutating func takeAll() -> [Run] {
        let ended = all.filter { $0.count > 0 }
        for index in all.indices { all[index] = Run(kind: all[index].kind) }
        return ended
    }
}
