internal import CulpritModel

/// Finds what is over-represented among the crashes of each group, held against all records of the services that crash.
///
/// A host that runs what crashes would stand out by that alone, were it held against all records there are.
struct CrashCorrelations {
    /// How many records have each value, by attribute and service.
    private var usual: [String: [String: [String: Int]]] = [:]
    private static let service = "service"

    /// Fewer prove nothing that anybody would act on.
    private static let leastHits = 5
    private static let leastUsual = 20
    /// What is so little more frequent than usual tells nothing.
    private static let leastLift = 1.5
    private static let mostFalse = 0.01
    private static let shownLimit = 5

    init(usual counts: [AttributeCount]) {
        for count in counts {
            usual[count.attribute.name, default: [:]][count.service, default: [:]][
                count.attribute.value, default: 0] += count.count
        }
    }

    /// How many records of `services` have each value of an attribute.
    private func usual(_ attribute: String, of services: Set<String>) -> [String: Int] {
        var counts: [String: Int] = [:]
        for (service, values) in usual[attribute] ?? [:] where attribute == Self.service || services.contains(service) {
            counts.merge(values, uniquingKeysWith: +)
        }
        return counts
    }

    private struct Candidate {
        let group: Int
        let association: CrashGroup.Association
        let chance: Double
    }

    /// Returns the correlations of each of `groups`, the most certain first; the tests of all groups count as one family.
    func correlations(of groups: [[Crash]]) -> [[CrashGroup.Association]] {
        let candidates = groups.enumerated().flatMap { index, crashes in
            usual.keys.sorted().flatMap { self.candidates(in: crashes, of: index, attribute: $0) }
        }
        let rates = Significance.falseDiscoveryRates(candidates.map(\.chance))
        var found = groups.map { _ in [CrashGroup.Association]() }
        for (candidate, rate) in zip(candidates, rates) where rate <= Self.mostFalse {
            let one = candidate.association
            guard one.share >= Self.leastLift * one.usualShare else { continue }
            found[candidate.group].append(
                CrashGroup.Association(
                    attribute: one.attribute, value: one.value, share: one.share, usualShare: one.usualShare,
                    falseDiscoveryRate: rate))
        }
        return found.map { associations in
            let ordered = associations.sorted { left, right in
                if left.falseDiscoveryRate != right.falseDiscoveryRate {
                    return left.falseDiscoveryRate < right.falseDiscoveryRate
                }
                return (left.attribute, left.value) < (right.attribute, right.value)
            }
            return Array(ordered.prefix(Self.shownLimit))
        }
    }

    /// The crashes of one minute with one value count once in the test: those of a storm are not independent.
    private func candidates(in crashes: [Crash], of group: Int, attribute: String) -> [Candidate] {
        let services = Set(crashes.compactMap { $0.attribute(Self.service) })
        // What is one service's bug says so already.
        if attribute == Self.service, services.count < 2 { return [] }
        let usual = usual(attribute, of: services)
        let total = usual.values.reduce(0, +)
        guard total >= Self.leastUsual else { return [] }
        struct Unit: Hashable {
            let minute: Timestamp?
            let source: String
            let value: String
        }
        var (units, counts, count): (Set<Unit>, [String: Int], Int) = ([], [:], 0)
        for crash in crashes {
            guard let value = crash.attribute(attribute) else { continue }
            let minute = crash.time?.minuteStart
            units.insert(Unit(minute: minute, source: minute == nil ? crash.location.source : "", value: value))
            counts[value, default: 0] += crash.count
            count += crash.count
        }
        var hits: [String: Int] = [:]
        for unit in units { hits[unit.value, default: 0] += 1 }
        return hits.filter { $0.value >= Self.leastHits && !$0.key.isEmpty }.sorted { $0.key < $1.key }.map {
            value, hits in
            let usualHits = usual[value] ?? 0
            return Candidate(
                group: group,
                association: CrashGroup.Association(
                    attribute: attribute, value: value, share: Double(counts[value] ?? 0) / Double(count),
                    usualShare: Double(usualHits) / Double(total), falseDiscoveryRate: 1),
                chance: Significance.fisher(hits: hits, of: units.count, usualHits: usualHits, of: total))
        }
    }
}
