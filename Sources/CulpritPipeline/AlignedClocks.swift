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

    /// Returns `record` at the time that the clocks' reference would show.
    mutating func align(_ record: RecordBuffer) -> RecordBuffer {
        let number = namer.number(of: record)
        guard let offset = offsets[namer.all[number].writer.name] else { return record }
        var aligned = record
        aligned.moveTime(byNanoseconds: -offset)
        return aligned
    }
}
