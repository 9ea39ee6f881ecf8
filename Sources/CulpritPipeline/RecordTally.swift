internal import CulpritModel

/// Counts the records of one source by slot, template and severity.
struct RecordTally {
    struct Entry {
        fileprivate let key: UInt64
        fileprivate(set) var count = 0

        /// The number of the minute in `TimeSlots`.
        var slot: Int { Int(key >> 32) }
        /// The number in `TemplateTallies`.
        var template: Int { Int(key >> 4 & 0xFFF_FFFF) }
        /// `nil` for records without one.
        var severity: Severity? { Severity(rawValue: UInt8(key & 0xF)) }
    }

    private var table = NumberTable()
    private(set) var entries: [Entry] = []
    /// The entry that the last record of each template was counted in: the next is mostly of the same minute and writer.
    private var last: [Int] = []

    /// Stands for no severity in a packed key.
    private static let noSeverity: UInt64 = 15

    mutating func add(_ count: Int = 1, slot: Int, template: Int, severity: Severity?) {
        let key =
            UInt64(slot) << 32 | UInt64(template) << 4 | (severity.map { UInt64($0.rawValue) } ?? Self.noSeverity)
        while last.count <= template { last.append(0) }
        let known = last[template]
        if known < entries.count, entries[known].key == key {
            entries[known].count += count
            return
        }
        let index = table.index(of: key)
        if index == entries.count { entries.append(Entry(key: key)) }
        entries[index].count += count
        last[template] = index
    }
}
