internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan
internal import CulpritStore

/// Looks at each record of one source: its rules, template, severity, crash; keeps what matters and counts the rest.
struct LogAnalyzer {
    private let path: String
    private let origin: Origin
    private let rules: RuleSet
    private let traits: [RuleTraits]
    private let matcher: RuleMatcher
    private var masker = TemplateMasker()
    private var namer: EntityNamer
    private var crashes: CrashFinder
    private var slots = MinuteSlots()
    private var measures = RequestMeasures()
    private var requests = RequestSteps()
    /// Counts of records by slot, template and severity.
    private var tally = NumberTable()
    private var tallyCounts: [Int] = []
    private var tallyKeys: [UInt64] = []
    private var templates = NumberTable()
    private var templateTallies: [TemplateTally] = []
    /// Counts of kept events by slot and rule or, for severe records that no rule knows, template.
    private var eventKeys = NumberTable()
    private var eventCounts: [Int] = []
    private(set) var events: [Event] = []
    private(set) var eventCount = 0
    private(set) var span: TimeSpan?

    private struct TemplateTally {
        let id: Int64
        let text: String
        var count: Int
        var first: Timestamp?
        var last: Timestamp?
    }

    /// What decides among the rules that match one record; read for every match.
    private struct RuleTraits {
        let weight: Double
        let isChange: Bool
    }

    /// Of one rule, minute and entity so many events are kept; the rest is in the counts.
    private static let eventLimit = 20
    /// Stands for no severity in a packed key.
    private static let noSeverity: UInt64 = 15

    init(path: String, origin: Origin, rules: RuleSet) {
        (self.path, self.origin, self.rules) = (path, origin, rules)
        traits = rules.rules.map { RuleTraits(weight: $0.rule.weight, isChange: $0.rule.change != nil) }
        matcher = RuleMatcher(rules)
        namer = EntityNamer(origin: origin)
        crashes = CrashFinder(rules)
    }

    /// Counts `record` and keeps what matters of it.
    mutating func look(at record: RecordBuffer) {
        let names = namer.number(of: record)
        let slot = slots.number(of: record.time, names: names)
        let template = count(masker.mask(record.bytes.span.extracting(record.message)), at: record.time)
        count(slot: slot, template: template, severity: record.severity)
        if let time = record.time {
            widen(time)
            measures.add(record, slot: slot)
            requests.add(record, at: time, names: names, template: template)
        }
        let mayCrash = keepEvent(of: record, names: names, template: template, slot: slot)
        if mayCrash || crashes.isOpen {
            crashes.look(at: record, location: location(of: record), entity: Self.program(namer.all[names]))
        }
    }

    private mutating func count(slot: Int, template: Int, severity: Severity?) {
        let severity = severity.map { UInt64($0.rawValue) } ?? Self.noSeverity
        let key = UInt64(slot) << 32 | UInt64(template) << 4 | severity
        let index = tally.index(of: key)
        if index == tallyCounts.count {
            tallyCounts.append(0)
            tallyKeys.append(key)
        }
        tallyCounts[index] += 1
    }

    /// Counts a template and returns its index.
    private mutating func count(_ id: Int64, at time: Timestamp?) -> Int {
        let index = templates.index(of: UInt64(bitPattern: id))
        if index == templateTallies.count {
            templateTallies.append(TemplateTally(id: id, text: masker.text, count: 1, first: time, last: time))
            return index
        }
        templateTallies[index].count += 1
        if let time {
            templateTallies[index].first = min(templateTallies[index].first ?? time, time)
            templateTallies[index].last = max(templateTallies[index].last ?? time, time)
        }
        return index
    }

    private mutating func widen(_ time: Timestamp) {
        guard let known = span else {
            span = TimeSpan(from: time, to: Timestamp(nanoseconds: time.nanoseconds &+ 1))
            return
        }
        if time < known.from { span?.from = time }
        if time >= known.to { span?.to = Timestamp(nanoseconds: time.nanoseconds &+ 1) }
    }

    /// The program, or the pod where there is one: a crash is its bug, a step of a request its work.
    private static func program(_ names: EntityNamer.Names) -> Entity {
        if let host = names.host, host.kind == .pod { return host }
        return Entity(names.service, .service)
    }

    // MARK: Events

    /// Keeps the record when it matters; says whether a crash report may begin in it.
    private mutating func keepEvent(of record: RecordBuffer, names: Int, template: Int, slot: Int) -> Bool {
        // Of the rules that see the same record the strongest tells most; the others would count it twice.
        var (best, change) = (-1, -1)
        let traits = self.traits
        let mayCrash = matcher.forEachMatch(in: record.bytes.span.extracting(record.message)) { number in
            if traits[number].isChange {
                if change < 0 { change = number }
            } else if best < 0 || traits[best].weight < traits[number].weight {
                best = number
            }
        }
        if change >= 0 { keep(change, of: record, names: names, template: template, slot: slot) }
        if best >= 0 {
            keep(best, of: record, names: names, template: template, slot: slot)
        } else if change < 0, let severity = record.severity, severity >= .error {
            eventCount += 1
            if admits(UInt64(slot) << 32 | 1 << 31 | UInt64(template)) {
                let names = namer.all[names]
                events.append(
                    event(of: record, entity: names.writer, names: names, rule: nil, template: template, captures: []))
            }
        }
        return mayCrash
    }

    private mutating func keep(_ number: Int, of record: RecordBuffer, names: Int, template: Int, slot: Int) {
        eventCount += 1
        guard admits(UInt64(slot) << 32 | UInt64(number)) else { return }
        let rule = rules.rules[number]
        guard let hit = matcher.hit(rule, in: record.bytes.span.extracting(record.message)) else { return }
        let names = namer.all[names]
        events.append(
            event(
                of: record, entity: blamed(rule, hit, names), names: names, rule: rule.rule, template: template,
                captures: hit.captures))
    }

    private mutating func admits(_ key: UInt64) -> Bool {
        let index = eventKeys.index(of: key)
        if index == eventCounts.count { eventCounts.append(0) }
        eventCounts[index] += 1
        return eventCounts[index] <= Self.eventLimit
    }

    private func blamed(_ rule: CompiledRule, _ hit: RuleMatcher.Hit, _ names: EntityNamer.Names) -> Entity {
        switch rule.culprit {
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
        of record: RecordBuffer, entity: Entity, names: EntityNamer.Names, rule: Rule?, template: Int,
        captures: [Record.Field]
    ) -> Event {
        let message = record.message.prefix(Event.textLimit)
        return Event(
            location: location(of: record), time: record.time, severity: record.severity ?? rule?.severity,
            host: names.host?.name, service: names.service, entity: entity, rule: rule?.id, category: rule?.category,
            template: templateTallies[template].id, text: record.text(message.startIndex..<message.endIndex) ?? "",
            captures: captures)
    }

    private func location(of record: RecordBuffer) -> Location {
        Location(source: path, line: record.line, lineCount: record.lineCount, byte: record.byte)
    }

    /// Puts all that was found into `outcome`.
    mutating func finish(into outcome: inout SourceOutcome) {
        outcome.events = events
        outcome.crashes = crashes.finish()
        outcome.summary.eventCount = eventCount
        outcome.summary.span = span
        outcome.minutes = minutes()
        outcome.templates = templateTallies.map { tally in
            TemplateCount(
                template: Template(id: tally.id, text: tally.text), source: path, count: tally.count,
                firstSeen: tally.first, lastSeen: tally.last)
        }.sorted { $0.template < $1.template }
        for names in namer.all {
            if let host = names.host { outcome.hostsByService[names.service, default: []].insert(host.name) }
        }
        let (all, tallies) = (namer.all, templateTallies)
        outcome.requests = requests.finish(source: path, clocks: all.map(\.writer), entity: { Self.program(all[$0]) }) {
            Template(id: tallies[$0].id, text: tallies[$0].text)
        }
        outcome.series = measures.series(slots: slots.all, names: namer.all.map(\.writer), source: path)
    }

    /// The counts of records with a time; services of one host count together.
    private func minutes() -> [MinuteCount] {
        var counts: [MinuteKey: Int] = [:]
        for (key, count) in zip(tallyKeys, tallyCounts) {
            let slot = slots.all[Int(key >> 32)]
            guard slot.minute != .min else { continue }
            let minute = MinuteKey(
                minute: Timestamp(nanoseconds: slot.minute), entity: namer.all[slot.names].writer,
                template: templateTallies[Int(key >> 4 & 0xFFF_FFFF)].id,
                severity: Severity(rawValue: UInt8(key & 0xF)))
            counts[minute, default: 0] += count
        }
        return counts.map { MinuteCount(key: $0.key, source: path, count: $0.value) }.sorted { $0.key < $1.key }
    }
}
