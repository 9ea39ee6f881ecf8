internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// Says which host and service a record is of; remembers them by what records tell, in bytes.
struct EntityNamer {
    /// By the number of the format, the program that writes it.
    private let programs: [String?]
    private let programBytes: [[UInt8]]
    private var numbers: [Told: Int] = [:]
    private var index = ShapeIndex()
    /// The names by number.
    private(set) var all: [Names] = []
    /// By the hash of what a record tells, for records whose shape does not decide it; the numbers by its index.
    private var told = NumberTable()
    private var numbersTold: [Int] = []
    private var scratch: [UInt8] = []
    /// Keeps whoever writes a name from choosing one that is taken for another.
    private let seed = UInt64.random(in: .min ... .max)

    /// How the writer of records is called until all sources are read: what its records do not tell has a stand-in.
    struct Names: Sendable, Hashable {
        let told: Origin
        /// The program whose format the record has; other programs may write the like.
        let program: String?
        /// What wrote the record: the host, or the pod where records tell one.
        let writer: Entity
        let service: String

        init(told: Origin, program: String?) {
            (self.told, self.program) = (told, program)
            // No text of a log has this in it; who tells the same has the same, in whatever order they come.
            let standIn = "\u{0}\(told.host?.name ?? "")\u{0}\(told.service ?? "")\u{0}\(program ?? "")"
            writer = told.host ?? Entity(standIn, .host)
            service = told.service ?? standIn
        }
    }

    private struct Told: Hashable {
        let origin: Origin
        let program: String?
    }

    init(_ rules: RuleSet) {
        programs = rules.formats.map(\.program)
        programBytes = programs.map { Array(($0 ?? "").utf8) }
    }

    /// The number of the record's names in `all`.
    mutating func number(of record: RecordBuffer) -> Int {
        if let known = index.number(of: record) { return known }
        let number = numberAnew(of: record)
        if record.hasFixedNames { index.keep(number, for: record) }
        return number
    }

    private mutating func numberAnew(of record: RecordBuffer) -> Int {
        let format = record.service == nil ? record.innermostFormat.flatMap { programs[$0] == nil ? nil : $0 } : nil
        scratch.removeAll(keepingCapacity: true)
        note(record.pod, of: record)
        note(record.host, of: record)
        note(record.service, of: record)
        if let format { scratch += programBytes[format] }
        let index = told.index(of: scratch.span.hash(seed: seed))
        if index < numbersTold.count { return numbersTold[index] }
        let number = number(of: Names(told: Self.origin(of: record), program: format.flatMap { programs[$0] }))
        numbersTold.append(number)
        return number
    }

    /// The number of `names` in `all`.
    mutating func number(of names: Names) -> Int {
        let told = Told(origin: names.told, program: names.program)
        let number = numbers[told] ?? all.count
        if number == all.count {
            numbers[told] = number
            all.append(names)
        }
        return number
    }

    private mutating func note(_ part: Range<Int>?, of record: RecordBuffer) {
        if let part { scratch.append(copying: record.bytes.span.extracting(part)) }
        scratch.append(0)
    }

    private static func origin(of record: RecordBuffer) -> Origin {
        let service = record.text(record.service)
        if let pod = record.text(record.pod) {
            return Origin(host: Entity(pod, .pod), service: podService(pod) ?? service ?? pod)
        }
        return Origin(host: record.text(record.host).map { Entity($0, .host) }, service: service)
    }
}
