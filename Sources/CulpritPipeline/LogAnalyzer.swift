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
    let matcher: RuleMatcher
    private let redactor: Redactor?
    private var masker = TemplateMasker()
    private var messages = MessageMemory()
    var namer: EntityNamer
    var crashes: CrashFinder
    var attributes: RecordAttributes
    var measures = LogMeasures()
    var requests = RequestSteps()
    var connections: ConnectionSteps
    var tally = RecordTally()
    var templates = TemplateTallies()
    var kept = KeptEvents()
    var runs = RecordRuns()

    /// What decides among the rules that match one record; read for every match.
    private struct RuleTraits {
        let weight: Double
        let isChange: Bool
        /// Other rules look at its hits, so all of them are kept.
        let isPart: Bool
        let redacts: Bool
        let blamesCapture: Bool
    }

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
    ///
    /// Nearly all are counted with those like them. `record` is not changed, but would be copied if it were not inout.
    mutating func look(at record: inout RecordBuffer) {
        if !crashes.isOpen, let time = record.time,
            let number = runs.number(of: record.shape, epoch: record.shapeEpoch),
            runs.add(time, to: number) || beginsStep(of: number, with: &record, at: time)
        {
            if attributes.samples(line: record.line) { sample(record, runs.all[number].kind.names) }
        } else {
            examine(record)
        }
    }

    private mutating func examine(_ record: RecordBuffer) {
        let message = messages.number(of: record)
        if message == messages.traits.count {
            messages.append(traits(of: record.bytes.span.extracting(record.message)))
        }
        let matched = messages.traits[message].tellsNothing ? MatchedRules() : matched(in: record, message: message)
        if !messages.traits[message].isCertain, !crashes.isOpen, let names = runs.add(record, matched) {
            if attributes.samples(line: record.line) { sample(record, names) }
        } else if matched.redacts, let redacted = redactor?.redacted(record) {
            let text = redacted.record.bytes.span.extracting(redacted.record.message)
            examine(
                redacted.record, template: template(of: text), matched, message: nil, original: record,
                secrets: redacted.secrets)
        } else {
            examine(
                record, template: messages.traits[message].template, matched, message: message, original: record,
                secrets: [])
        }
    }

    /// `original` is what the rules matched, `record` what is shown of it, without the secrets; `message` is the number of
    /// its message where nothing was left out.
    private mutating func examine(
        _ record: RecordBuffer, template: Int, _ matched: MatchedRules,
        message: Int?, original: RecordBuffer, secrets: [String]
    ) {
        let names = namer.number(of: record)
        let (minute, step) = count(record, names: names, template: template, severity: record.severity)
        if attributes.samples(line: record.line) { sample(record, names) }
        if let time = record.time {
            requests.add(record, at: time, names: names, template: template)
            if let message, !messages.traits[message].connectionEnds.isEmpty {
                connections.add(record, messages.traits[message].connectionEnds, at: time, names: names)
            }
        }
        var isCounted = true
        if !matched.isEmpty || record.severity?.isFailure == true {
            let kind = Kind(minute: minute, step: step, names: names, template: template)
            matched.forEachEvent(template: template, isFailure: record.severity?.isFailure == true) { event in
                if keeps(event, kind, of: record, matching: original, secrets) { isCounted = false }
            }
        }
        if isCounted, let time = record.time, let step, let message, mayRun(record, matched, message: message) {
            let kind = RecordRuns.Kind(
                names: names, template: template, severity: record.severity, matched: matched,
                isCertain: messages.traits[message].isCertain)
            let start = measures.step.start(of: time)
            run(kind, .init(minute: minute, slot: step, start: start, length: measures.step), behind: record)
        }
        if matched.mayCrash || crashes.isOpen {
            crashes.look(
                at: record, mayBegin: matched.mayCrash, among: message.map { messages.traits[$0].candidates },
                location: location(of: record), entity: Self.program(namer.all[names])
            ) { Self.attributes(of: namer.all[names]) + attributes.fields(of: record) }
        }
    }

    /// Counts a record that is not counted with others, and returns the slot of its minute, and that of its step where it
    /// has a time.
    @inline(__always) private mutating func count(
        _ record: borrowing RecordBuffer, names: Int, template: Int, severity: Severity?
    ) -> (minute: Int, step: Int?) {
        let minute = measures.minute(of: record, names: names)
        templates.count(template, record)
        tally.add(slot: minute, template: template, severity: severity)
        guard let time = record.time else { return (minute, nil) }
        measures.widen(to: time)
        if measures.isTooFine { settle() }
        return (minute, measures.add(record, at: time, names: names, minute: minute))
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

    /// Counts the attributes of a record that is one of those that are looked at; to ask that here would copy each record.
    private mutating func sample(_ record: RecordBuffer, _ names: Int) {
        attributes.count(record, of: namer.all[names].service)
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

    /// In line, as what it calls: a call would copy the analyzer.
    @inline(__always) private mutating func matched(in record: RecordBuffer, message: Int) -> MatchedRules {
        if messages.traits[message].isCertain { return messages.traits[message].matched }
        let text = record.bytes.span.extracting(record.message)
        guard let reach = messages.traits[message].candidates.reach else {
            return matched(among: messages.traits[message].candidates, in: text)
        }
        let digits = text.extracting(reach)
        if let known = messages.matches(of: message, with: digits) { return known }
        let abandonedCount = matcher.scratch.abandonedMatchCount
        let matched = matched(among: messages.traits[message].candidates, in: text)
        // What is given up is counted for each record.
        if matcher.scratch.abandonedMatchCount == abandonedCount { messages.keep(matched, of: message, with: digits) }
        return matched
    }

    @inline(__always) private func matched(among candidates: RuleMatcher.Candidates, in message: Span<UInt8>)
        -> MatchedRules
    {
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

    /// Counts the record as an event, and says whether it is kept: it is where it is among the first of its kind.
    private mutating func keeps(
        _ event: EventKind, _ kind: Kind, of record: RecordBuffer, matching original: RecordBuffer, _ secrets: [String]
    ) -> Bool {
        if let step = kind.step { measures.add(record, as: event, slot: step) }
        guard let place = kept.place(for: keptKind(event, minute: kind.minute, names: kind.names)) else { return false }
        let names = namer.all[kind.names]
        switch event {
        case .template:
            kept.keep(self.event(of: record, names, kind, entity: names.writer, rule: nil, captures: []), at: place)
        case .rule(let number):
            let rule = rules.rules[number]
            guard let hit = matcher.hit(rule, in: original.bytes.span.extracting(original.message)) else { break }
            let captures = hit.captures.map { field in
                Record.Field(name: field.name, value: Redactor.cleaned(field.value, of: secrets))
            }
            let entity = blamed(rule, hit.culprit.map { Redactor.cleaned($0, of: secrets) }, names)
            let event = self.event(of: record, names, kind, entity: entity, rule: rule.rule, captures: captures)
            kept.keep(event, at: place)
        }
        return true
    }

    private func keptKind(_ event: EventKind, minute: Int, names: Int) -> KeptEvents.Kind {
        var kind = KeptEvents.Kind(slot: minute, names: names, subject: event)
        if case .rule(let number) = event { kind.blamesCapture = ruleTraits[number].blamesCapture }
        return kind
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

    // MARK: Runs

    /// Whether others of its shape that match the same, of which no more is kept, count for the same.
    private func mayRun(_ record: RecordBuffer, _ matched: MatchedRules, message: Int) -> Bool {
        record.shape != nil && record.hasFixedNames && !record.isOfRequest && record.trace == nil
            && !matched.redacts && !matched.mayCrash && messages.traits[message].connectionEnds.isEmpty
    }

    /// Counts those like `record`, which was looked at, together from here on.
    private mutating func run(_ kind: RecordRuns.Kind, _ step: RecordRuns.Step, behind record: RecordBuffer) {
        if let ended = runs.begin(kind, step, behind: record) { count(ended) }
        if runs.isFull {
            settle()
            runs = RecordRuns()
        }
    }

    /// Counts a record of a known kind that is the first in its step, unless it has to be looked at.
    private mutating func beginsStep(of number: Int, with record: inout RecordBuffer, at time: Timestamp) -> Bool {
        guard runs.all[number].kind.tellsNothing else { return false }
        let (names, template) = (runs.all[number].kind.names, runs.all[number].kind.template)
        let (minute, slot) = count(record, names: names, template: template, severity: runs.all[number].kind.severity)
        guard let slot else { return true }
        let step = RecordRuns.Step(
            minute: minute, slot: slot, start: measures.step.start(of: time), length: measures.step)
        if let ended = runs.begin(number, step) { count(ended) }
        return true
    }

    private mutating func count(_ run: RecordRuns.Run) {
        guard let step = run.step else { return }
        let kind = run.kind
        let isSevere = kind.severity?.isFailure == true
        templates.count(kind.template, run.count, from: run.first, to: run.last)
        tally.add(run.count, slot: step.minute, template: kind.template, severity: kind.severity)
        measures.widen(to: Timestamp(nanoseconds: run.first))
        measures.widen(to: Timestamp(nanoseconds: run.last))
        measures.add(run.count, areSevere: isSevere, slot: step.slot)
        kind.matched.forEachEvent(template: kind.template, isFailure: isSevere) { event in
            measures.add(run.count, as: event, slot: step.slot)
            kept.count(run.count, as: keptKind(event, minute: step.minute, names: kind.names))
        }
    }

    /// Adds all that was counted in runs, as has to be done before slots get other numbers or counts are read.
    mutating func settle() {
        for run in runs.takeAll() { count(run) }
        if measures.isTooFine { measures.countByMinute() }
    }

    /// Puts all that was found into `outcome`.
    mutating func finish(into outcome: inout SourceOutcome) {
        settle()
        templates.finish()
        outcome.events = kept.all
        outcome.templateLimit = templates.limit
        outcome.crashes = crashes.finish()
        outcome.writers = countWriters()
        outcome.attributes = attributes.finish(source: path)
        outcome.summary.eventCount = kept.count
        outcome.summary.span = measures.span
        for (number, count) in matcher.givenUp where number < rules.rules.count {
            outcome.summary.givenUp[rules.rules[number].rule.id] = count
        }
        outcome.minuteCounts = minutes()
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

    /// The counts of records with a time.
    private func minutes() -> MinuteCounts {
        var minutes = MinuteCounts(writers: namer.all.map(\.writer))
        for entry in tally.entries where measures.minutes.all[entry.slot].start != .min {
            let slot = measures.minutes.all[entry.slot]
            minutes.add(
                entry.count, minute: slot.start, writer: slot.names, template: templates.id(entry.template),
                severity: entry.severity)
        }
        return minutes
    }
}
