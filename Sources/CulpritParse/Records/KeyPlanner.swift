internal import CulpritRules
internal import CulpritScan

/// Where the fields of one shape of record have the parts of a format.
struct KeyPlan {
    /// All that the format requires is there.
    let fits: Bool
    /// The fields that may give a part, by its raw value, the best first.
    private let candidates: [[Int]]
    /// The fields that tell who wrote the record.
    let writers: [Int]

    init(fits: Bool, candidates: [[Int]], writers: [Int]) {
        (self.fits, self.candidates, self.writers) = (fits, candidates, writers)
    }

    /// The positions of the fields that may give `part`, the best first.
    func candidates(for part: FormatDefinition.Part) -> [Int] { candidates[Int(part.rawValue)] }
}

/// Finds which keys of JSON and logfmt records give which part, once for each sequence of keys.
struct KeyPlanner {
    private var plans: [UInt64: KeyPlan] = [:]
    private let scratch = MatchScratch()
    /// Records whose keys are all different must not fill the memory.
    private static let limit = 4_096

    /// The plan of `format`, which has this number, for the fields of `record` behind `start`.
    mutating func plan(for record: RecordBuffer, _ format: FormatDefinition, number: Int, from start: Int) -> KeyPlan {
        let shape = (Self.shape(of: record, from: start) ^ UInt64(number)) &* 0x9E37_79B9_7F4A_7C15
        if let known = plans[shape] { return known }
        if plans.count >= Self.limit { plans.removeAll() }
        let plan = self.plan(names: record.fields[start...].map { record.text($0.name) ?? "" }, format)
        plans[shape] = plan
        return plan
    }

    private func plan(names: [String], _ format: FormatDefinition) -> KeyPlan {
        let depths = names.map { name in name.utf8.count { $0 == UInt8(ascii: ".") } }
        let candidates = FormatDefinition.Part.allCases.map { part in
            names.indices.compactMap { index in
                format.preference(of: names[index], for: part, scratch: scratch).map { (rank: $0, index: index) }
            }.sorted { left, right in
                (left.rank, depths[left.index], left.index) < (right.rank, depths[right.index], right.index)
            }.map(\.index)
        }
        let fits = format.requiredKeys.allSatisfy { key in names.contains { $0 == key || $0.hasPrefix(key + ".") } }
        let writers = format.writer.compactMap { key in names.firstIndex(of: key) }
        return KeyPlan(fits: fits, candidates: candidates, writers: writers)
    }

    /// FNV-1a (Fowler, Noll, Vo) over the names.
    private static func shape(of record: RecordBuffer, from start: Int) -> UInt64 {
        let bytes = record.bytes.span
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for field in record.fields[start...] {
            for index in field.name { hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        }
        return hash
    }
}
