internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritScan

/// Says which host and service a record is of; remembers the last ones, since neighbours are mostly the same.
struct EntityNamer {
    private let origin: Origin
    private var numbers: [Names: Int] = [:]
    private var index = ShapeIndex()
    /// The names by number.
    private(set) var all: [Names] = []
    private var lastBytes: [UInt8] = []
    private var lastNumber = 0
    private var scratch: [UInt8] = []

    struct Names: Hashable {
        /// The host, or the pod where records tell one.
        let host: Entity?
        let service: String

        /// What wrote the record: the machine where one is known, else the service.
        var writer: Entity { host ?? Entity(service, .service) }
    }

    init(origin: Origin) { self.origin = origin }

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
        if scratch == lastBytes, !all.isEmpty { return lastNumber }
        swap(&scratch, &lastBytes)
        let names = self.names(of: record)
        if let known = numbers[names] {
            lastNumber = known
        } else {
            lastNumber = all.count
            numbers[names] = lastNumber
            all.append(names)
        }
        return lastNumber
    }

    private func names(of record: RecordBuffer) -> Names {
        if let pod = record.text(record.pod) {
            return Names(host: Entity(pod, .pod), service: podService(pod) ?? record.text(record.service) ?? pod)
        }
        let host = record.text(record.host) ?? origin.host
        let service = record.text(record.service) ?? origin.service
        return Names(host: host.map { Entity($0, .host) }, service: service)
    }
}
