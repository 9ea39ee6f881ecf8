internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritStore
internal import Synchronization

/// The templates of all sources of a run: one text for each, and one bound over all.
///
/// What a source still has beyond the bound when it ends goes to `other` at once; what falls beyond it later is put there
/// at the end, by the lowest limit of all. Neither the order nor the number of jobs matters to that one.
final class RunTemplates: Sendable {
    private struct Known {
        var bound = TemplateBound()
        var texts: [Int64: String] = [:]
    }

    private let known = Mutex(Known())

    /// Puts what is beyond the bound so far under `other`.
    func settle(_ outcome: inout SourceOutcome) {
        let templates = outcome.templates.map(\.template)
        let sourceLimit = outcome.templateLimit
        let (limit, texts) = known.withLock { known in
            let before = known.bound.limit
            known.bound.lower(to: sourceLimit)
            for template in templates where template.id != Template.other.id && known.texts[template.id] == nil {
                guard template.id < known.bound.limit else { continue }
                known.texts[template.id] = template.text
                _ = known.bound.take(template.id, byteCount: template.text.utf8.count)
            }
            _ = known.bound.settle()
            let limit = known.bound.limit
            if limit < before {
                known.texts = known.texts.filter { $0.key < limit }
            }
            return (limit, templates.map { known.texts[$0.id] ?? $0.text })
        }
        outcome.templates = zip(outcome.templates, texts).map { $0.with(text: $1) }
        outcome.templateLimit = limit
        outcome.keepTemplates(below: limit)
    }
}

extension SourceOutcome {
    /// Counts templates from `limit` on as `other`, wherever they are named.
    mutating func keepTemplates(below limit: Int64) {
        if limit < .max {
            templates = templates.keeping(below: limit)
            minuteCounts.keepTemplates(below: limit)
            for index in events.indices where events[index].template >= limit {
                events[index].template = Template.other.id
            }
        }
        let other = templates.first { $0.template.id == Template.other.id }
        summary.otherTemplateRecordCount = other?.count ?? 0
    }
}

extension [TemplateCount] {
    /// Returns the counts of one source with those of templates from `limit` on in one.
    func keeping(below limit: Int64) -> [TemplateCount] {
        let isOther = { (count: TemplateCount) in
            count.template.id >= limit || count.template.id == Template.other.id
        }
        guard let first = first(where: isOther) else { return self }
        let others = filter(isOther)
        let place = others.map { ($0.line, $0.byte) }.min { $0 < $1 } ?? (first.line, first.byte)
        let other = TemplateCount(
            template: .other, source: first.source, count: others.reduce(0) { $0 + $1.count },
            firstSeen: others.compactMap(\.firstSeen).min(), lastSeen: others.compactMap(\.lastSeen).max(),
            line: place.0, byte: place.1)
        return filter { !isOther($0) } + [other]
    }
}

extension TemplateCount {
    fileprivate func with(text: String) -> TemplateCount {
        TemplateCount(
            template: Template(id: template.id, text: text), source: source, count: count, firstSeen: firstSeen,
            lastSeen: lastSeen, line: line, byte: byte)
    }
}
