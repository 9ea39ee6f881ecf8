internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// Says which host and service a record is of; remembers the last ones, since neighbours are mostly the same.
struct EntityNamer {
    /// By the number of the format, the program that writes it.
    private let programs: [String?]
    private var numbers: [Told: Int] = [:]
    private var index = ShapeIndex()
    /// The names by number.
    private(set) var all: [Names] = []
    private var lastBytes: [UInt8] = []
    private var lastProgram: String?
    private var lastNumber = 0
    private var scratch: [UInt8] = []

    /// How the writer of records is called until all sources are read: what its records do not tell has a stand-in.
    struct Names: Sendable, Hashable {
        let told: Origin
        /// The program whose format the record has; other programs may write the like.
        let program: String?
        /// What wrote the record: the host, or the pod where records tell one.
        let writer: Entity
        let service: String

        init(told: Origin, program: String?, number: Int) {
            (self.told, self.program) = (told, program)
            // No text of a log has this in it.
            let standIn = "\u{0}\(number)"
            writer = told.host ?? Entity(standIn, .host)
            service = told.service ?? standIn
        }
    }

    private struct Told: Hashable {
        let origin: Origin
        let program: String?
    }

    init(_ rules: RuleSet) { programs = rules.formats.map(\.program) }

    /// The number of the record's names in `all`.
    mutating func number(of record: RecordBuffer) -> Int {
        if let known = index.number(of: record) { return known }
        let number = numberAnew(of: record)
        if record.hasFixedNames { index.keep(number, for: record) }
        return number
    }

    private mutating func numberAnew(of record: RecordBuffer) -> Int {
        scratch.removeAll(keepingCapacity: true)
        for part in [record.pod, record.host, record.service] {
            if let part { scratch.append(copying: record.bytes.span.extracting(part)) }
            scratch.append(0)
        }
        let program = record.service == nil ? record.innermostFormat.flatMap { programs[$0] } : nil
        if scratch == lastBytes, program == lastProgram, !all.isEmpty { return lastNumber }
        swap(&scratch, &lastBytes)
        lastProgram = program
        let told = Told(origin: Self.origin(of: record), program: program)
        if let known = numbers[told] {
            lastNumber = known
        } else {
            lastNumber = all.count
            numbers[told] = lastNumber
            all.append(Names(told: told.origin, program: program, number: lastNumber))
        }
        return lastNumber
    }

    private static func origin(of record: RecordBuffer) -> Origin {
        let service = record.text(record.service)
        if let pod = record.text(record.pod) {
            return Origin(host: Entity(pod, .pod), service: podService(pod) ?? service ?? pod)
        }
        return Origin(host: record.text(record.host).map { Entity($0, .host) }, service: service)
    }
}
