internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// What records say of themselves beside their parts: of some of all records how many have each value.
///
/// One record of `step`, those at every so many lines, is enough to tell what is usual, and costs next to nothing.
struct RecordAttributes {
    private static let step = 64
    /// More values of one attribute than this in a source count as one, which stands for no value.
    private static let valueLimit = 256
    static let otherValue = ""

    private let finder: AttributeFinder
    private var counts: [Subject: Values] = [:]
    /// Of a part of a source all values are kept: which are the first is only known of the whole.
    private var isOfPart = false

    /// The counts of the values of one attribute, in the order in which they came first.
    private struct Values {
        private(set) var all: [(value: String, count: Int)] = []
        /// Of the values beyond the limit.
        private(set) var otherCount = 0
        private var indices: [String: Int] = [:]

        mutating func add(_ count: Int, of value: String, limit: Int) {
            if let known = indices[value] {
                all[known].count += count
            } else if all.count < limit {
                indices[value] = all.count
                all.append((value, count))
            } else {
                otherCount += count
            }
        }
    }

    /// An attribute of the records of one service.
    private struct Subject: Hashable, Comparable {
        let service: String
        let name: String

        static func < (left: Subject, right: Subject) -> Bool {
            (left.service, left.name) < (right.service, right.name)
        }
    }

    init(_ rules: RuleSet) { finder = AttributeFinder(rules) }

    /// Whether the record that begins at `line` is one of those that are looked at.
    func samples(line: Int) -> Bool { line % Self.step == 1 }

    /// Counts what a record of `service` says.
    mutating func count(_ record: RecordBuffer, of service: String) {
        for field in finder.fields(in: record.bytes.span) { add(1, of: field, service: service) }
    }

    /// Counts records whose attributes are known, such as the writer's names.
    mutating func add(_ count: Int, of field: Record.Field, service: String) {
        let subject = Subject(service: service, name: field.name)
        counts[subject, default: Values()].add(count, of: field.value, limit: isOfPart ? .max : Self.valueLimit)
    }

    /// Forgets the counts: those of a part of the source begin.
    mutating func beginPart() { (counts, isOfPart) = ([:], true) }

    /// Adds the counts of the part of the source that comes next.
    mutating func add(_ part: RecordAttributes) {
        for (subject, values) in part.counts {
            for (value, count) in values.all {
                counts[subject, default: Values()].add(count, of: value, limit: Self.valueLimit)
            }
        }
    }

    /// What a record says, by name.
    func fields(of record: RecordBuffer) -> [Record.Field] { finder.fields(in: record.bytes.span) }

    /// Returns the counts by attribute and value.
    func finish(source: String) -> [AttributeCount] {
        counts.sorted { $0.key < $1.key }.flatMap { subject, values in
            let other = values.otherCount > 0 ? [(value: Self.otherValue, count: values.otherCount)] : []
            return (other + values.all.sorted { $0.value < $1.value }).map { value, count in
                AttributeCount(
                    attribute: Record.Field(name: subject.name, value: value), service: subject.service, source: source,
                    count: count)
            }
        }
    }
}

/// Finds `name=value` and `"name": "value"` of known names in a text, whatever its format.
struct AttributeFinder {
    /// By the hash of the name in lower case; all names of versions are one attribute.
    private var attributes: [UInt64: String] = [:]

    private static let lengthLimit = 2_048
    private static let nameLimit = 32
    private static let valueLimit = 64

    init(_ rules: RuleSet) {
        for name in rules.lists["attributes"] ?? [] { attributes[Self.hash(Array(name.utf8).span)] = name }
        for name in rules.lists["versions"] ?? [] { attributes[Self.hash(Array(name.utf8).span)] = "version" }
    }

    /// Returns what `text` says, by name; of several values of one name the first.
    func fields(in text: Span<UInt8>) -> [Record.Field] {
        var fields: [Record.Field] = []
        let end = min(text.count, Self.lengthLimit)
        for index in 0..<end where text[index] == UInt8(ascii: "=") || text[index] == UInt8(ascii: ":") {
            guard let name = name(in: text, before: index), !fields.contains(where: { $0.name == name }),
                let value = Self.value(in: text, behind: index, to: end)
            else { continue }
            fields.append(Record.Field(name: name, value: value))
        }
        return fields.sorted { $0.name < $1.name }
    }

    private func name(in text: Span<UInt8>, before index: Int) -> String? {
        var end = index
        if end > 0, text[end - 1] == UInt8(ascii: "\"") { end -= 1 }
        if end > 0, text[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        var start = end
        while start > 0, end - start <= Self.nameLimit, Self.isOfName(text[start - 1]) { start -= 1 }
        return end - start > Self.nameLimit || start == end ? nil : attributes[Self.hash(text.extracting(start..<end))]
    }

    private static func value(in text: Span<UInt8>, behind index: Int, to end: Int) -> String? {
        var start = index + 1
        while start < end, start - index < 3, Self.opens(text[start]) { start += 1 }
        var stop = start
        let longest = min(end, start + valueLimit + 1)
        while stop < longest, text[stop] > 0x20, !Self.closes(text[stop]) { stop += 1 }
        guard stop > start, stop < start + valueLimit + 1 else { return nil }
        let value = text.extracting(start..<stop)
        return value[0] == UInt8(ascii: "/") || value.contains("://") ? endpoint(value.text) : value.text
    }

    /// A path whose parts with digits, which are ids, are masked.
    private static func endpoint(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.utf8.contains { $0 &- 0x30 < 10 } ? "<*>" : String($0) }.joined(separator: "/")
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-")
    }

    /// It may stand between a name and its value.
    private static func opens(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"")
    }

    /// It may stand right behind a value.
    private static func closes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "\""),
            UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"),
            UInt8(ascii: "?"):
            true
        default: false
        }
    }

    /// FNV-1a of the letters in lower case.
    private static func hash(_ name: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in name.indices {
            let isUpper = name[index] &- 0x41 < 26
            hash = (hash ^ UInt64(isUpper ? name[index] | 0x20 : name[index])) &* 0x100_0000_01B3
        }
        return hash
    }
}
