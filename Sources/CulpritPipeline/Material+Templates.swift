internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritStore

extension Material {
    private static let shiftLimit = 100
    private static let entityLimit = 5

    /// Returns the templates of which `period` has more or less than `baseline`, the most certain first, and at most a hundred.
    func templateShifts(in period: TimeSpan?, against baseline: TimeSpan?) -> [TemplateShift] {
        guard let period, let baseline else { return [] }
        var counted = TemplateMinutes(period: period, baseline: baseline)
        let observed = observedSpans
        var (source, span) = ("", nil as TimeSpan?)
        for minute in minutes {
            if minute.source != source { (source, span) = (minute.source, observed[minute.source]) }
            guard let span, minute.key.template != Template.other.id else { continue }
            counted.add(minute.count, of: minute.key.template, at: minute.key.minute, observed: span)
        }
        let found = Array(counted.shifts().prefix(Self.shiftLimit))
        let ids = Set(found.map(\.template))
        let writers = writers(of: ids, in: [period, baseline])
        let first = firstCounts(of: ids)
        return found.compactMap { shift in
            guard let sample = first[shift.template] else { return nil }
            return TemplateShift(
                template: sample.template, kind: shift.kind, count: shift.count, rate: shift.rate,
                usualRate: shift.usualRate, falseDiscoveryRate: shift.falseDiscoveryRate,
                entities: writers[shift.template] ?? [],
                sample: Location(source: sample.source, line: sample.line, byte: sample.byte),
                firstSeen: sample.firstSeen)
        }
    }

    private func writers(of templates: Set<Int64>, in spans: [TimeSpan]) -> [Int64: [Entity]] {
        var counts: [Int64: [Entity: Int]] = [:]
        for minute in minutes where templates.contains(minute.key.template) {
            guard spans.contains(where: { $0.contains(minute.key.minute) }) else { continue }
            counts[minute.key.template, default: [:]][minute.key.entity, default: 0] += minute.count
        }
        return counts.mapValues { counts in
            Array(counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.entityLimit).map(\.key))
        }
    }

    /// Of each template the counts of the source that has its first record.
    private func firstCounts(of templates: Set<Int64>) -> [Int64: TemplateCount] {
        var first: [Int64: TemplateCount] = [:]
        for count in self.templates where templates.contains(count.template.id) {
            guard let known = first[count.template.id] else {
                first[count.template.id] = count
                continue
            }
            let latest = Timestamp(nanoseconds: .max)
            if (count.firstSeen ?? latest, count.source, count.line) < (
                known.firstSeen ?? latest, known.source, known.line
            ) {
                first[count.template.id] = count
            }
        }
        return first
    }
}
