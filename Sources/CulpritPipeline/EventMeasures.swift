internal import CulpritModel

/// Series a minute of what was counted of each rule and of each severe template that no rule knows.
struct EventMeasures {
    /// Of one source so many series are made, of what occurred most.
    private static let seriesLimit = 300
    private static let textLimit = 120

    /// What a series counts, on whom.
    private struct Subject: Hashable, Comparable {
        let entity: Entity
        let name: String
        let label: String

        static func < (left: Self, right: Self) -> Bool {
            (left.entity, left.name, left.label) < (right.entity, right.name, right.label)
        }
    }

    private var minutes: [Subject: [Int64: Int]] = [:]
    private var places: [Subject: [Int64: Location]] = [:]
    /// The minutes in which an entity wrote anything: in these a count that is not there is zero.
    private var observed: [Entity: Set<Int64>] = [:]

    mutating func observe(_ entity: Entity, minute: Int64) { observed[entity, default: []].insert(minute) }

    mutating func add(_ count: Int, of rule: String, on entity: Entity, minute: Int64, at location: Location) {
        let subject = Subject(entity: entity, name: LogMeasure.ruleHits.rawValue, label: "rule=\"\(rule)\"")
        add(count, of: subject, minute: minute, at: location)
    }

    mutating func add(_ count: Int, of template: Template, on entity: Entity, minute: Int64, at location: Location) {
        let text = template.text.prefix(Self.textLimit).filter { $0 != "\"" && $0 != "\n" }
        let subject = Subject(entity: entity, name: LogMeasure.severeRecords.rawValue, label: "template=\"\(text)\"")
        add(count, of: subject, minute: minute, at: location)
    }

    private mutating func add(_ count: Int, of subject: Subject, minute: Int64, at location: Location) {
        minutes[subject, default: [:]][minute, default: 0] += count
        if places[subject]?[minute].map({ location < $0 }) ?? true {
            places[subject, default: [:]][minute] = location
        }
    }

    func series(source: String) -> [Series] {
        let totals = minutes.mapValues { $0.values.reduce(0, +) }
        let chosen = totals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.seriesLimit).map(\.key)
        return chosen.sorted().compactMap { subject in
            guard let counts = minutes[subject], let times = observed[subject.entity]?.sorted(), times.count >= 3
            else { return nil }
            let samples = times.map { Sample(time: Timestamp(nanoseconds: $0), value: Double(counts[$0] ?? 0)) }
            let key = SeriesKey(name: subject.name, entity: subject.entity, labels: subject.label)
            var series = Series(key: key, samples: samples, source: source)
            for (minute, location) in (places[subject] ?? [:]).sorted(by: { $0.key < $1.key }) {
                series.note(location, of: Timestamp(nanoseconds: minute))
            }
            return series
        }
    }
}
