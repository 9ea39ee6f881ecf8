internal import CulpritRules
internal import CulpritScan

/// Where the fields of one shape of record have the parts of a format.
struct KeyPlan {
    /// All that the format requires is there.
    let fits: Bool
    /// Which fields may give which part, those of one part together, the best first; the time is apart.
    let parts: [(part: FormatDefinition.Part, field: Int)]
    /// The fields that may give the time, the best first.
    let times: [Int]
    /// The fields that tell who wrote the record.
    let writers: [Int]

    /// Whether the field may give the status of an answer.
    func mayBeStatus(_ field: Int) -> Bool { parts.contains { $0 == (.status, field) } }
}

/// Finds which keys of JSON and logfmt records give which part, once for each sequence of keys.
struct KeyPlanner {
    private var plans: [UInt64: KeyPlan] = [:]
    private let scratch = MatchScratch()
    /// Keeps whoever writes a record from choosing keys that are taken for others.
    private let seed = UInt64.random(in: .min ... .max)
    /// Records whose keys are all different must not fill the memory.
    private static let limit = 4_096

    /// The plan of `format`, which has this number, for the fields of `record` behind `start`.
    mutating func plan(for record: RecordBuffer, _ format: FormatDefinition, number: Int, from start: Int) -> KeyPlan {
        let shape = shape(of: record, from: start, seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        if let known = plans[shape] { return known }
        if plans.count >= Self.limit { plans.removeAll() }
        let plan = self.plan(names: record.fields[start...].map { record.text($0.name) ?? "" }, format)
        plans[shape] = plan
        return plan
    }

    private func plan(names: [String], _ format: FormatDefinition) -> KeyPlan {
        let depths = names.map { name in name.utf8.count { $0 == UInt8(ascii: ".") } }
        func candidates(for part: FormatDefinition.Part) -> [Int] {
            names.indices.compactMap { index in
                format.preference(of: names[index], for: part, scratch: scratch).map { (rank: $0, index: index) }
            }.sorted { left, right in
                (left.rank, depths[left.index], left.index) < (right.rank, depths[right.index], right.index)
            }.map(\.index)
        }
        let parts = FormatDefinition.Part.allCases.filter { $0 != .time }.flatMap { part in
            candidates(for: part).map { (part: part, field: $0) }
        }
        let fits = format.requiredKeys.allSatisfy { key in names.contains { $0 == key || $0.hasPrefix(key + ".") } }
        let writers = format.writer.compactMap { key in names.firstIndex(of: key) }
        return KeyPlan(fits: fits, parts: parts, times: candidates(for: .time), writers: writers)
    }

    /// A hash of the names, each with its length.
    private func shape(of record: RecordBuffer, from start: Int, seed: UInt64) -> UInt64 {
        let bytes = record.bytes.span
        var hash = seed
        for index in start..<record.fields.count { hash = bytes.extracting(record.fields[index].name).hash(seed: hash) }
        return hash
    }
}
