internal import CulpritModel

/// Numbers the steps of time of each writer of one source; remembers the last of each, since neighbours are mostly of one.
struct TimeSlots {
    struct Slot: Hashable {
        /// The beginning of the step in nanoseconds; `.min` for records without a time.
        let start: Int64
        /// The number of the writer's names.
        let names: Int

        var time: Timestamp? { start == .min ? nil : Timestamp(nanoseconds: start) }
    }

    private let step: LogStep
    /// The slots by number.
    private(set) var all: [Slot] = []
    private var numbers: [Slot: Int] = [:]
    /// By the number of the names; -1 before there is one.
    private var last: [Int] = []

    init(_ step: LogStep) { self.step = step }

    /// The number of the slot in which a record at `time` of these names is counted.
    mutating func number(of time: Timestamp?, names: Int) -> Int {
        while last.count <= names { last.append(-1) }
        let known = last[names]
        if known >= 0 {
            let start = all[known].time
            if let time, let start { if step.holds(time, from: start) { return known } }
            if time == nil, start == nil { return known }
        }
        let slot = Slot(start: time.map { step.start(of: $0).nanoseconds } ?? .min, names: names)
        let number = numbers[slot] ?? all.count
        if number == all.count {
            numbers[slot] = number
            all.append(slot)
        }
        last[names] = number
        return number
    }
}
