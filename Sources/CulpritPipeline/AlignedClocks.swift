internal import CulpritModel
internal import CulpritParse

/// Takes the offset of the clock that wrote a record off its time.
struct AlignedClocks {
    /// How far each machine is ahead, in nanoseconds.
    private let offsets: [String: Int64]
    private var namer: EntityNamer

    init(_ offsets: [String: Int64], origin: Origin) {
        self.offsets = offsets
        namer = EntityNamer(origin: origin)
    }

    /// There is nothing to take off.
    var areRight: Bool { offsets.isEmpty }

    /// Moves `record` to the time that the clocks' reference would show.
    mutating func align(_ record: inout RecordBuffer) {
        let number = namer.number(of: record)
        if let offset = offsets[namer.all[number].writer.name] { record.moveTime(byNanoseconds: -offset) }
    }
}
