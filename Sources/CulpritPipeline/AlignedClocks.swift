internal import CulpritModel
internal import CulpritParse
internal import CulpritRules

/// Takes the offset of the clock that wrote a record off its time.
struct AlignedClocks {
    /// How far each machine is ahead, and whose records are that do not tell it.
    struct Corrections: Sendable {
        let offsets: [String: ClockOffset]
        let origins: OriginFinder
    }

    private let path: String
    private let corrections: Corrections?
    private var namer: EntityNamer
    /// By the number of the names.
    private var offsets: [ClockOffset?] = []

    init(_ corrections: Corrections?, path: String, rules: RuleSet) {
        (self.corrections, self.path) = (corrections, path)
        namer = EntityNamer(rules)
    }

    /// Moves `record` to the time that the clocks' reference would show.
    mutating func align(_ record: inout RecordBuffer) {
        guard let corrections, let time = record.time else { return }
        let number = namer.number(of: record)
        if number == offsets.count {
            let origin = corrections.origins.origin(of: namer.all[number], in: path)
            offsets.append((origin.host?.name ?? origin.service).flatMap { corrections.offsets[$0] })
        }
        if let offset = offsets[number] { record.moveTime(byNanoseconds: -offset.nanoseconds(at: time)) }
    }
}
