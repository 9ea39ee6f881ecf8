internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan
internal import CulpritStore

/// Looks at each record of one source: its rules, template, severity, crash; keeps what matters and counts the rest.
struct LogAnalyzer {
    private let path: String
    private let rules: RuleSet
    private let ruleTraits: [RuleTraits]
    private let matcher: RuleMatcher
    private let redactor: Redactor?
    private var masker = TemplateMasker()
    private var messages = MessageMemory()
    private var namer: EntityNamer
    private var crashes: CrashFinder
    private var attributes: RecordAttributes
    private var measures = LogMeasures()
    private var requests = RequestSteps()
    private var connections: ConnectionSteps
    private var tally = RecordTally()
    private var templates = TemplateTallies()
    /// Counts of kept events by slot and rule or, for severe records that no rule knows, template.
    private var eventKeys = NumberTable()
    private var kept: [Kept] = []
    /// How many events of a writer and rule, or template, are kept.
    private var kinds = NumberTable()
    private var kindCounts: [Int] = []
    private(set) var events: [Event] = []
    private(set) var eventCount = 0

    /// What decides among the rules that match one record; read for every match.
    private struct RuleTraits {
        let weight: Double
        let isChange: Bool
        /// Other rules look at its hits, so all of them are kept.
        let isPart: Bool
        let redacts: Bool
        let blamesCapture: Bool
    }

    /// The events kept of one minute, writer and rule, or template: how many, and the index of the last one.
    private struct Kept {
        var count = 0
        var last = 0
    }

    /// The indexes of what an event counts for in `kept` and `kindCounts`.
    private struct Place {
        let minute: Int
        let writer: Int
    }

    /// Of one minute, writer and rule so many events are kept, and of those that go on and on one; the last one counts
    /// those that are not kept.
    private static let (eventLimit, laterEventLimit, manyEvents) = (20, 1, 200)

    init(path: String, rules: RuleSet) {
        (self.path, self.rules) = (path, rules)
        ruleTraits = rules.rules.map {
            RuleTraits(
                weight: $0.rule.weight, isChange: $0.rule.change != nil, isPart: rules.parts.contains($0.rule.id),
                redacts: !$0.rule.redacted.isEmpty, blamesCapture: $0.blamesCapture)
        }
        matcher = RuleMatcher(rules)
        redactor = Redactor(rules)
        namer = EntityNamer(rules)
        crashes = CrashFinder(rules)
        attributes = RecordAttributes(rules)
        connections = ConnectionSteps(rules)
    }

    /// Counts `record` and keeps what matters of it.
    mutating func look(at record: borrowing RecordBuffer) {
        let message = messages.number(of: record)
        if message == messages.traits.count {
            messages.append(traits(of: record.bytes.span.extracting(record.message)))
        }
        let matched = messages.traits[message].tellsNothing ? MatchedRules() : matched(in: record, message: message)
        if matched.redacts, let redacted = redactor?.redacted(record) {
            let text = redacted.record.bytes.span.extracting(redacted.record.message)
            look(
                at: redacted.record, template: template(of: text), matched, message: nil, original: record,
                secrets: redacted.secrets)
        } else {
            look(
                at: record, template: messages.traits[message].template, matched, message: message, original: record,
                secrets: [])
        }
    }

    /// `original` is what the rules matched, `record` what is shown of it, without the secrets; `message` is the number of
    /// its message where nothing was left out.
    private mutating func look(
        at record: borrowing RecordBuffer, template: Int, _ matched: MatchedRules,
        message: Int?, original: borrowing RecordBuffer, secrets: [String]
    ) {
        let names = namer.number(of: record)
        let minute = measures.minute(of: record, names: names)
        var step: Int?
        templates.count(template, record)
        attributes.count(record, of: namer.all[names].service)
        tally.add(slot: minute, template: template, severity: record.severity)
        if let time = record.time {
            step = measures.add(record, at: time, names: names, minute: minute)
            requests.add(record, at: time, names: names, template: template)
            if let message, !messages.traits[message].connectionEnds.isEmpty {
                connections.add(record, messages.traits[message].connectionEnds, at: time, names: names)
            }
        }
        if !matched.isEmpty || record.severity?.isFailure == true {
            let kind = Kind(minute: minute, step: step, names: names, template: template)
            keepEvents(matched, kind, of: record, matching: original, secrets)
        }
        if matched.mayCrash || crashes.isOpen {
            crashes.look(
                at: record, mayBegin: matched.mayCrash, among: message.map { messages.traits[$0].candidates },
                location: location(of: record), entity: Self.program(namer.all[names])
            ) { Self.attributes(of: namer.all[names]) + attributes.fields(of: record) }
        }
    }

    /// What holds for `message` and for all that differ from it in their digits alone.
    private mutating func traits(of message: Span<UInt8>) -> MessageMemory.Traits {
        let candidates = matcher.candidates(in: message)
        // What is not certain is asked, and what is given up counted, for each record.
        let matched = candidates.areCertain ? matched(among: candidates, in: message) : nil
        var traits = MessageMemory.Traits(template: template(of: message), candidates: candidates, matched: matched)
        traits.connectionEnds = connections.places(in: message)
        return traits
    }

    /// The number of the template of `message`.
    private mutating func template(of message: Span<UInt8>) -> Int {
        let id = masker.mask(message)
        return templates.number(of: id, text: masker.text)
    }

    /// The program, or the pod where there is one: a crash is its bug, a step of a request its work.
    private static func program(_ names: EntityNamer.Names) -> Entity {
        names.writer.kind == .pod ? names.writer : Entity(names.service, .service)
    }

    /// What the names of a record's writer say, as attributes.
    private static func attributes(of names: EntityNamer.Names) -> [Record.Field] {
        [Record.Field(name: "host", value: names.writer.name), Record.Field(name: "service", value: names.service)]
    }

    // MARK: Events

    private func matched(in record: RecordBuffer, message: Int) -> MatchedRules {
        if messages.traits[message].isCertain { return messages.traits[message].matched }
        return matched(
            among: messages.traits[message].candidates, in: record.bytes.span.extracting(record.message))
    }

    private func matched(among candidates: RuleMatcher.Candidates, in message: Span<UInt8>) -> MatchedRules {
        var matched = MatchedRules()
        let traits = ruleTraits
        matched.mayCrash = matcher.forEachMatch(in: message, among: candidates) { number in
            if traits[number].redacts { matched.redacts = true }
            if traits[number].isPart { matched.parts.append(number) }
            if traits[number].isChange {
                matched.change = matched.change ?? number
            } else if matched.best.map({ traits[$0].weight < traits[number].weight }) ?? true {
                matched.best = number
            }
        }
        matched.parts.removeAll { $0 == matched.best || $0 == matched.change }
        return matched
    }

    /// What a record counts under.
    private struct Kind {
        let minute: Int
        /// The slot of the step in which series count it; `nil` without a time.
        let step: Int?
        let names: Int
        let template: Int
    }

    /// Counts the record as far as it matters, and keeps it where it is among the first of its kind.
    private mutating func keepEvents(
        _ matched: MatchedRules, _ kind: Kind, of record: RecordBuffer, matching original: RecordBuffer,
        _ secrets: [String]
    ) {
        if let change = matched.change { keep(change, kind, of: record, matching: original, secrets) }
        if let best = matched.best {
            keep(best, kind, of: record, matching: original, secrets)
        } else if matched.change == nil, record.severity?.isFailure == true {
            count(record, as: .template(kind.template), kind)
            if let place = place(for: 1 << 31 | UInt64(kind.template), kind) {
                let names = namer.all[kind.names]
                keep(event(of: record, names, kind, entity: names.writer, rule: nil, captures: []), at: place)
            }
        }
        for number in matched.parts { keep(number, kind, of: record, matching: original, secrets) }
    }

    private mutating func count(_ record: RecordBuffer, as event: EventMeasures.Kind, _ kind: Kind) {
        eventCount += 1
        if let step = kind.step { measures.add(record, as: event, slot: step) }
    }

    private mutating func keep(
        _ number: Int, _ kind: Kind, of record: RecordBuffer, matching original: RecordBuffer, _ secrets: [String]
    ) {
        count(record, as: .rule(number), kind)
        guard let place = place(for: UInt64(number), kind, blamesCapture: ruleTraits[number].blamesCapture) else {
            return
        }
        let rule = rules.rules[number]
        guard let hit = matcher.hit(rule, in: original.bytes.span.extracting(original.message)) else { return }
        let names = namer.all[kind.names]
        let captures = hit.captures.map { field in
            Record.Field(name: field.name, value: Redactor.cleaned(field.value, of: secrets))
        }
        let entity = blamed(rule, hit.culprit.map { Redactor.cleaned($0, of: secrets) }, names)
        keep(event(of: record, names, kind, entity: entity, rule: rule.rule, captures: captures), at: place)
    }

    /// Where to keep another event of a rule or, with the highest bit set, a template by its number; `nil` when the last one counts it.
    ///
    /// Where a capture tells whom a rule blames, the last one must not speak for many others.
    private mutating func place(for number: UInt64, _ kind: Kind, blamesCapture: Bool = false) -> Place? {
        let minute = eventKeys.index(of: UInt64(kind.minute) << 32 | number)
        if minute == kept.count { kept.append(Kept()) }
        let writer = kinds.index(of: UInt64(kind.names) << 32 | number)
        if writer == kindCounts.count { kindCounts.append(0) }
        let isMany = kindCounts[writer] >= Self.manyEvents && !blamesCapture
        if kept[minute].count >= (isMany ? Self.laterEventLimit : Self.eventLimit) {
            events[kept[minute].last].count += 1
            return nil
        }
        return Place(minute: minute, writer: writer)
    }

    private mutating func keep(_ event: Event, at place: Place) {
        kept[place.minute].count += 1
        kept[place.minute].last = events.count
        kindCounts[place.writer] += 1
        events.append(event)
    }

    private func blamed(_ rule: CompiledRule, _ culprit: String?, _ names: EntityNamer.Names) -> Entity {
        switch rule.culprit {
        case .host: return names.writer
        case .service: return Entity(names.service, .service)
        case .capture:
            guard let name = culprit.map(HostName.of), !HostName.saysNothing.contains(name) else {
                return Entity(names.service, .service)
            }
            return Entity(name, .host)
        }
    }

    private func event(
        of record: RecordBuffer, _ names: EntityNamer.Names, _ kind: Kind, entity: Entity, rule: Rule?,
        captures: [Record.Field]
    ) -> Event {
        let message = record.message.prefix(Event.textLimit)
        return Event(
            location: location(of: record), time: record.time, severity: record.severity ?? rule?.severity,
            host: names.writer.name, service: names.service, entity: entity, rule: rule?.id, category: rule?.category,
            template: templates.id(kind.template),
            text: record.text(message.startIndex..<message.endIndex) ?? "", captures: captures)
    }

    private func location(of record: RecordBuffer) -> Location {
        Location(source: path, line: record.line, lineCount: record.lineCount, byte: record.byte)
    }

    /// Puts all that was found into `outcome`.
    mutating func finish(into outcome: inout SourceOutcome) {
        templates.finish()
        outcome.events = events
        outcome.templateLimit = templates.limit
        outcome.crashes = crashes.finish()
        outcome.writers = countWriters()
        outcome.attributes = attributes.finish(source: path)
        outcome.summary.eventCount = eventCount
        outcome.summary.span = measures.span
        for (number, count) in matcher.givenUp where number < rules.rules.count {
            outcome.summary.givenUp[rules.rules[number].rule.id] = count
        }
        outcome.minutes = minutes()
        outcome.templates = templates.counts(source: path)
        let (all, templates) = (namer.all, templates)
        outcome.requests = requests.finish(source: path, clocks: all.map(\.writer), entity: { Self.program(all[$0]) }) {
            templates.template($0)
        }
        let writers = namer.all.map(\.writer)
        outcome.connections = connections.finish(source: path, clocks: writers)
        outcome.measures = measures.measures(names: writers) { [rules] kind, names in
            switch kind {
            case .rule(let number): EventMeasures.Subject(rule: rules.rules[number].rule.id, on: writers[names])
            case .template(let number):
                EventMeasures.Subject(template: templates.template(number), on: writers[names])
            }
        }
        outcome.requestMinutes = measures.requestMinutes(names: all, source: path)
    }

    /// Counts the records of each host and service.
    private mutating func countWriters() -> [SourceOutcome.Writer] {
        var totals = Array(repeating: 0, count: namer.all.count)
        for entry in tally.entries { totals[measures.minutes.all[entry.slot].names] += entry.count }
        for (names, count) in zip(namer.all, totals) {
            for field in Self.attributes(of: names) { attributes.add(count, of: field, service: names.service) }
        }
        return zip(namer.all, totals).map { SourceOutcome.Writer(names: $0, recordCount: $1) }
    }

    /// The counts of records with a time, in their order; services of one host count together.
    private func minutes() -> [MinuteCount] {
        let writers = namer.all.map(\.writer)
        let order = Set(writers).sorted()
        let ranks = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        let slots = measures.minutes.all.map { slot in (minute: slot.start, writer: ranks[writers[slot.names]] ?? 0) }
        var rows: [(minute: Int64, writer: Int, template: Int64, severity: Int, count: Int)] = []
        for entry in tally.entries {
            let slot = slots[entry.slot]
            guard slot.minute != .min else { continue }
            let severity = entry.severity.map { Int($0.rawValue) } ?? Int.max
            rows.append((slot.minute, slot.writer, templates.id(entry.template), severity, entry.count))
        }
        rows.sort {
            ($0.minute, $0.writer, $0.template, $0.severity) < ($1.minute, $1.writer, $1.template, $1.severity)
        }
        var minutes: [MinuteCount] = []
        for row in rows {
            let key = MinuteKey(
                minute: Timestamp(nanoseconds: row.minute), entity: order[row.writer], template: row.template,
                severity: UInt8(exactly: row.severity).flatMap(Severity.init))
            if let last = minutes.last, last.key == key {
                minutes[minutes.count - 1].count += row.count
            } else {
                minutes.append(MinuteCount(key: key, source: path, count: row.count))
            }
        }
        return minutes
    }
}
