internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan
internal import CulpritStore

/// Looks at each record of one source: its rules, template, severity, crash; keeps what matters and counts the rest.
final class LogAnalyzer {
    private let path: String
    private let origin: Origin
    private let rules: RuleSet
    private let matcher: RuleMatcher
    private var masker = TemplateMasker()
    private var namer: EntityNamer
    private var crashes: CrashFinder
    private var tally: [TallyKey: Int] = [:]
    private var templates: [Int64: TemplateTally] = [:]
    private var eventCounts: [EventKey: Int] = [:]
    private var measures = RequestMeasures()
    private(set) var events: [Event] = []
    private(set) var eventCount = 0
    private(set) var span: TimeSpan?

    private struct TallyKey: Hashable {
        let minute: Int64
        let names: Int
        let template: Int64
        let severity: Severity?
    }

    private struct TemplateTally {
        let text: String
        var count: Int
        var first: Timestamp?
        var last: Timestamp?
    }

    private struct EventKey: Hashable {
        /// The rule; `nil` for severe records that no rule knows, which are told apart by their template.
        let rule: String?
        let template: Int64
        let minute: Int64
        let names: Int
    }

    /// Of one rule, minute and entity so many events are kept; the rest is in the counts.
    private static let eventLimit = 20

    init(path: String, origin: Origin, rules: RuleSet) {
        (self.path, self.origin, self.rules) = (path, origin, rules)
        matcher = RuleMatcher(rules)
        namer = EntityNamer(origin: origin)
        crashes = CrashFinder(rules)
    }

    /// Counts `record` and keeps what matters of it.
    func look(at record: RecordBuffer) {
        let number = namer.number(of: record)
        let bytes = record.bytes
        let template = masker.mask(bytes.span.extracting(record.message))
        let minute = record.time?.minuteStart.nanoseconds ?? .min
        tally[TallyKey(minute: minute, names: number, template: template, severity: record.severity), default: 0] += 1
        count(template, at: record.time)
        if let time = record.time { widen(time) }
        measures.add(record, names: number, minute: minute)
        let mayCrash = keepEvent(of: record, bytes: bytes, names: number, template: template, minute: minute)
        crashes.look(at: record, mayBegin: mayCrash, location: location(of: record), entity: crashed(namer.all[number]))
    }

    /// A crash is the bug of a program, of the pod where there is one.
    private func crashed(_ names: EntityNamer.Names) -> Entity {
        if let host = names.host, host.kind == .pod { return host }
        return Entity(names.service, .service)
    }

    /// Keeps the record when it matters; says whether a crash report may begin in it.
    private func keepEvent(
        of record: RecordBuffer, bytes: [UInt8], names number: Int, template: Int64, minute: Int64
    ) -> Bool {
        var best: RuleMatcher.Hit?
        var change: RuleMatcher.Hit?
        let mayCrash = matcher.forEachHit(in: bytes.span.extracting(record.message)) { hit in
            if hit.rule.rule.change != nil {
                change = change ?? hit
            } else if (best?.rule.rule.weight ?? -1) < hit.rule.rule.weight {
                // Of the rules that see the same record the strongest tells most; the others would count it twice.
                best = hit
            }
        }
        if let change { keep(change, of: record, names: number, template: template, minute: minute) }
        if let best {
            keep(best, of: record, names: number, template: template, minute: minute)
        } else if change == nil, let severity = record.severity, severity >= .error {
            eventCount += 1
            if admits(EventKey(rule: nil, template: template, minute: minute, names: number)) {
                let names = namer.all[number]
                events.append(
                    event(of: record, entity: names.writer, names: names, rule: nil, template: template, captures: []))
            }
        }
        return mayCrash
    }

    private func keep(
        _ hit: RuleMatcher.Hit, of record: RecordBuffer, names number: Int, template: Int64, minute: Int64
    ) {
        eventCount += 1
        guard admits(EventKey(rule: hit.rule.rule.id, template: 0, minute: minute, names: number)) else { return }
        let names = namer.all[number]
        events.append(
            event(
                of: record, entity: blamed(hit, names), names: names, rule: hit.rule.rule, template: template,
                captures: hit.captures))
    }

    private func admits(_ key: EventKey) -> Bool {
        let seen = eventCounts[key, default: 0]
        if seen < Self.eventLimit { eventCounts[key] = seen + 1 }
        return seen < Self.eventLimit
    }

    private func blamed(_ hit: RuleMatcher.Hit, _ names: EntityNamer.Names) -> Entity {
        switch hit.rule.culprit {
        case .host: return names.writer
        case .service: return Entity(names.service, .service)
        case .capture:
            guard let name = hit.culprit.map(Self.hostName), !name.isEmpty, !Self.saysNothing.contains(name) else {
                return Entity(names.service, .service)
            }
            return Entity(name, .host)
        }
    }

    /// A name without port, brackets, and the domain that hosts of one fleet share.
    private static func hostName(_ text: String) -> String {
        var name = Substring(text)
        while let first = name.first, "[('\"/".contains(first) { name.removeFirst() }
        while let last = name.last, "])'\".,;/".contains(last) { name.removeLast() }
        if name.filter({ $0 == ":" }).count == 1, let colon = name.firstIndex(of: ":"),
            name[name.index(after: colon)...].allSatisfy(\.isNumber)
        {
            name = name[..<colon]
        }
        return String(name)
    }

    /// Names of the machine itself, which the record's own names tell better.
    private static let saysNothing: Set<String> = ["localhost", "127.0.0.1", "::1", "0.0.0.0", "<NOSRV>", "-"]

    private func event(
        of record: RecordBuffer, entity: Entity, names: EntityNamer.Names, rule: Rule?, template: Int64,
        captures: [Record.Field]
    ) -> Event {
        let message = record.message.prefix(Event.textLimit)
        return Event(
            location: location(of: record), time: record.time, severity: record.severity ?? rule?.severity,
            host: names.host?.name, service: names.service, entity: entity, rule: rule?.id, category: rule?.category,
            template: template, text: record.text(message.startIndex..<message.endIndex) ?? "", captures: captures)
    }

    private func location(of record: RecordBuffer) -> Location {
        Location(source: path, line: record.line, lineCount: record.lineCount, byte: record.byte)
    }

    private func count(_ template: Int64, at time: Timestamp?) {
        if var known = templates[template] {
            known.count += 1
            if let time {
                known.first = min(known.first ?? time, time)
                known.last = max(known.last ?? time, time)
            }
            templates[template] = known
        } else {
            templates[template] = TemplateTally(text: masker.text, count: 1, first: time, last: time)
        }
    }

    private func widen(_ time: Timestamp) {
        let after = Timestamp(nanoseconds: time.nanoseconds &+ 1)
        span = span.map { TimeSpan(from: min($0.from, time), to: max($0.to, after)) } ?? TimeSpan(from: time, to: after)
    }

    /// Puts all that was found into `outcome`.
    func finish(into outcome: inout SourceOutcome) {
        outcome.events = events
        outcome.crashes = crashes.finish()
        outcome.summary.eventCount = eventCount
        outcome.summary.span = span
        outcome.minutes = tally.compactMap { key, count in
            guard key.minute != .min else { return nil }
            let entity = namer.all[key.names].writer
            let minute = MinuteKey(
                minute: Timestamp(nanoseconds: key.minute), entity: entity, template: key.template,
                severity: key.severity)
            return MinuteCount(key: minute, source: path, count: count)
        }
        outcome.minutes.sort { $0.key < $1.key }
        outcome.minutes = outcome.minutes.reduce(into: []) { merged, minute in
            // Services of one host count together.
            if let last = merged.last, last.key == minute.key {
                merged[merged.count - 1] = MinuteCount(key: last.key, source: path, count: last.count + minute.count)
            } else {
                merged.append(minute)
            }
        }
        outcome.templates = templates.map { id, tally in
            TemplateCount(
                template: Template(id: id, text: tally.text), source: path, count: tally.count, firstSeen: tally.first,
                lastSeen: tally.last)
        }.sorted { $0.template < $1.template }
        for names in namer.all {
            if let host = names.host { outcome.hostsByService[names.service, default: []].insert(host.name) }
        }
        outcome.series = measures.series(names: namer.all.map(\.writer), source: path)
    }
}
