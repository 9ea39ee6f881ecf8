internal import CulpritModel
internal import CulpritRules
internal import CulpritScan

/// Takes the first line of a record apart: finds its format, and in it time, host, service, severity and message.
struct FormatMatcher {
    private let rules: RuleSet
    private let severities: SeverityFinder
    private let formatSeverities: [SeverityFinder?]
    /// For each format the capture groups that give a part.
    private let groups: [[(group: Int, part: FormatDefinition.Part)]]
    private let numbers: EpochJudge
    private let scratch = MatchScratch()
    private var planner = KeyPlanner()
    /// What times without a year, date or zone are completed from; learns from each time read.
    private(set) var reference: TimeReference
    private var times = TimeMemory()
    private var writerTimes = TimeMemory()
    private var shapes = ShapeMemory()
    private var formats = FormatMemory()
    /// The columns of a CSV source, when its first line named them.
    private var columns: [(name: String, part: FormatDefinition.Part?, rank: Int)] = []
    /// The columns that are parts, those whose names are preferred last, so that they win over others.
    private var partColumns: [(index: Int, part: FormatDefinition.Part)] = []
    private var csvFormat: Int?
    /// Whether captures without a meaning are wanted as fields.
    private let keepsFields: Bool

    /// A format would have matched but for its time.
    private var hasWrongTime = false

    private static let depthLimit = 5

    init(_ rules: RuleSet, reference: TimeReference, keepsFields: Bool) {
        self.rules = rules
        self.keepsFields = keepsFields
        self.reference = reference
        severities = SeverityFinder(words: rules.severityWords)
        numbers = EpochJudge(rules)
        groups = rules.formats.map { format in
            format.groupParts.enumerated().compactMap { group, part in part.map { (group, $0) } }
        }
        formatSeverities = rules.formats.map {
            $0.severityWords.isEmpty ? nil : SeverityFinder(words: $0.severityWords)
        }
    }

    // MARK: Columns

    /// Learns the columns from `line` when it is the header of a CSV log, and says whether it is.
    mutating func learnColumns(_ line: Span<UInt8>) -> Bool {
        for (number, format) in rules.formats.enumerated() where format.kind == .csv {
            var record = RecordBuffer()
            record.begin(line)
            guard let values = CSVScanner.scan(&record, record.message, isStrict: true), values.count >= 2 else {
                continue
            }
            let names = values.compactMap { record.text($0) }
            let columns = names.map { column(named: $0, in: format) }
            let parts = Set(columns.compactMap(\.part))
            guard parts.contains(.time), parts.contains(.message) || parts.contains(.severity),
                Set(names).count == names.count
            else { continue }
            self.columns = columns
            partColumns = columns.indices.sorted { (columns[$1].rank, $1) < (columns[$0].rank, $0) }
                .compactMap { index in columns[index].part.map { (index, $0) } }
            csvFormat = number
            return true
        }
        return false
    }

    private func column(
        named name: String, in format: FormatDefinition
    ) -> (name: String, part: FormatDefinition.Part?, rank: Int) {
        let ranked = FormatDefinition.Part.allCases.compactMap { part in
            format.preference(of: name, for: part, scratch: scratch).map { (part: part, rank: $0) }
        }
        return (name, ranked.first?.part, ranked.first?.rank ?? .max)
    }

    var isCSV: Bool { csvFormat != nil }

    // MARK: Parts of a source

    /// What a matcher has learned from the lines that it read.
    struct Experience: Sendable {
        fileprivate let reference: TimeReference
        fileprivate let formats: FormatMemory
        fileprivate let columns: [(name: String, part: FormatDefinition.Part?, rank: Int)]
        fileprivate let partColumns: [(index: Int, part: FormatDefinition.Part)]
        fileprivate let csvFormat: Int?
    }

    var experience: Experience {
        Experience(
            reference: reference, formats: formats, columns: columns, partColumns: partColumns, csvFormat: csvFormat)
    }

    /// Knows what another has learned from the lines before those to come.
    mutating func follow(_ experience: Experience) {
        reference = experience.reference
        formats.follow(experience.formats)
        (columns, partColumns, csvFormat) = (experience.columns, experience.partColumns, experience.csvFormat)
        (times, writerTimes) = (TimeMemory(), TimeMemory())
    }

    /// Whether it would have taken the lines that `other` read since it followed this one as that did.
    func agrees(with other: FormatMatcher) -> Bool {
        csvFormat == other.csvFormat && columns.map(\.name) == other.columns.map(\.name)
            && formats.agrees(with: other.formats)
    }

    /// Goes on where `other`, which agrees, has ended.
    mutating func goOn(behind other: FormatMatcher) {
        reference = other.reference
        formats.learn(from: other.formats)
        (times, writerTimes) = (TimeMemory(), TimeMemory())
    }

    private mutating func matchColumns(_ record: inout RecordBuffer) -> Bool {
        guard let number = csvFormat, let values = CSVScanner.scan(&record, record.message),
            values.count == columns.count
        else {
            finish(&record)
            return false
        }
        let format = rules.formats[number]
        var parts = RecordParts()
        for (index, part) in partColumns where !values[index].isEmpty { parts[part] = values[index] }
        for (column, value) in zip(columns, values) where !value.isEmpty { addField(column.name, value, to: &record) }
        _ = readTime(parts.time, &record)
        if let message = parts.message { record.message = trimmed(message, record) }
        apply(parts, to: &record, format: format, number: number)
        record.format = number
        if format.isNested { _ = matchFormats(&record, record.message, depth: 1) }
        finish(&record)
        return true
    }

    // MARK: Records

    /// Fills the parts of `record` from its message; says whether a record begins with it.
    ///
    /// A line without a format of its own begins a record when a time stands near its beginning.
    mutating func match(_ record: inout RecordBuffer) -> Bool {
        csvFormat != nil ? matchColumns(&record) : matchAnew(&record)
    }

    /// Begins `record` with a line, and fills its parts; says whether a record begins with it.
    ///
    /// Nearly all lines have their parts where one before had them.
    mutating func match(_ line: Span<UInt8>, begin record: inout RecordBuffer) -> Bool {
        guard !keepsFields, let shape = shapes.number(of: line) else {
            record.begin(line)
            return matchAnew(&record)
        }
        guard shapes.isKnown(shape) else {
            record.begin(line)
            return matchAnew(&record, shape: shape)
        }
        record.beginLine(line)
        record.places = shapes.places.span[shape]
        if recallTime(of: &record) {
            (record.shape, record.shapeEpoch) = (shape, shapes.epoch)
            return true
        }
        record.begin(line)
        return matchAnew(&record, shape: shape)
    }

    /// Fills the parts of `record`, and remembers where they are in lines of its shape.
    private mutating func matchAnew(_ record: inout RecordBuffer, shape: Int) -> Bool {
        let byteCount = record.bytes.count
        let hasHeader = matchAnew(&record)
        if hasHeader, record.time != nil, !record.dependsOnDigits, record.bytes.count == byteCount {
            record.places.hasFixedNames = [record.host, record.service, record.pod].allSatisfy { name in
                name?.allSatisfy { record.bytes[$0] &- 0x30 >= 10 } ?? true
            }
            if record.writer != nil, let line = rules.relaxedTraceLine {
                record.places.mayBeFrame = line.matches(record.bytes.span.extracting(record.message), scratch: scratch)
            }
            shapes.remember(record.places, of: shape)
        }
        return hasHeader
    }

    /// Reads the time where it was in a line that differs in its digits alone; fails when it is another.
    private mutating func recallTime(of record: inout RecordBuffer) -> Bool {
        guard let range = record.places.capturedTime.range else { return true }
        guard let time = times.recallTime(record.bytes.span, range) else { return false }
        record.time = time
        reference.last = time
        record.recallWriter()
        record.lastTime = time
        if let range = record.places.writerTime.range, range != record.places.capturedTime.range {
            record.lastTime = writerTime(range, record)
        }
        return true
    }

    /// The time in `range`, which changes with each line as the record's does, and is remembered apart from it.
    private mutating func writerTime(_ range: Range<Int>, _ record: RecordBuffer) -> Timestamp? {
        if let known = writerTimes.recallTime(record.bytes.span, range) { return known }
        let found = parseTime(range, record)
        if let found { writerTimes.remember(record.bytes.span, range, as: found) }
        return found?.time
    }

    private mutating func matchAnew(_ record: inout RecordBuffer) -> Bool {
        if matchFormats(&record, record.message, depth: 0) {
            if record.time == nil { searchTime(&record, in: record.message, limit: Self.beginningLimit) }
            finish(&record)
            return true
        }
        let range = record.message
        if searchTime(&record, in: range, limit: Self.beginningLimit), let time = record.rawTime {
            record.message = skipSeparators(record, from: time.upperBound)..<range.upperBound
            finish(&record)
            return true
        }
        finish(&record)
        return false
    }

    /// Takes the message apart anew, after parts that its writer had cut came together.
    mutating func matchMessage(_ record: inout RecordBuffer) {
        _ = matchFormats(&record, record.message, depth: 1)
        finish(&record)
    }

    /// Looks for the time that the first line left open in the whole of a record that has ended.
    mutating func complete(_ record: inout RecordBuffer) {
        if let body = record.format.flatMap({ rules.formats[$0].body }), record.lineCount > 1,
            body.matches(record.bytes.span.extracting(record.message), scratch: scratch),
            let group = body.group(named: FormatDefinition.Part.time.name), let found = scratch.range(of: group)
        {
            let start = record.message.lowerBound
            if readTime(start + found.lowerBound..<start + found.upperBound, &record) { return }
        }
        if record.format == nil, searchNumber(&record) { return }
        searchTime(&record, in: record.message, limit: Self.recordLimit, needsClock: true)
    }

    /// A time within so many bytes tells that a record begins with a line.
    private static let beginningLimit = 80
    /// A time within so many bytes is taken for the record's when there is no better one.
    private static let recordLimit = 400

    /// Takes the first time within `limit` bytes of `range` and says whether there is one; with `needsClock` it must
    /// have a time of day, since further inside a record numbers and dates are mostly something else.
    @discardableResult
    private mutating func searchTime(
        _ record: inout RecordBuffer, in range: Range<Int>, limit: Int, needsClock: Bool = false
    ) -> Bool {
        var start = range.lowerBound
        while start < range.lowerBound + limit {
            let found = TimestampParser.search(
                record.bytes.span.extracting(0..<range.upperBound), from: start,
                limit: range.lowerBound + limit - start, reference: reference)
            guard let found else { return false }
            start = found.range.upperBound
            // Inside a line a number is an id and a quoted time a value.
            let isInside = found.range.lowerBound > range.lowerBound + 1
            let isNumber = isNumber(record, found.range)
            let hasClock = found.range.count > 10 && found.hasDate && !isNumber
            guard hasClock || !(isInside || needsClock), found.hasZone || found.range.count > 7,
                !isInside || !isQuoted(record, found.range.lowerBound),
                !isNumber || numbers.isTime(found, in: record.bytes.span.extracting(0..<range.upperBound), reference)
            else { continue }
            setTime(found, captured: found.range, of: &record)
            record.dependsOnDigits = true
            return true
        }
        return false
    }

    private func isNumber(_ record: RecordBuffer, _ range: Range<Int>) -> Bool {
        range.allSatisfy { record.bytes[$0] &- 0x30 < 10 || record.bytes[$0] == UInt8(ascii: ".") }
    }

    /// Takes a count of seconds since 1970 that stands alone near the beginning, and what is behind it as the message.
    private mutating func searchNumber(_ record: inout RecordBuffer) -> Bool {
        let found = TimestampParser.search(
            record.bytes.span.extracting(record.message), limit: Self.beginningLimit, reference: reference)
        guard let found, found.hasZone, found.range.upperBound < record.message.count else { return false }
        let place =
            record.message.lowerBound + found.range.lowerBound..<record.message.lowerBound + found.range.upperBound
        guard place.lowerBound > 0, record.bytes[place.lowerBound - 1] == 0x20, record.bytes[place.upperBound] == 0x20,
            numbers.isTime(found, in: record.bytes.span.extracting(record.message), reference)
        else { return false }
        reference.last = found.time
        (record.time, record.places.rawTime, record.dependsOnDigits) = (found.time, PartRange(place), true)
        record.message = skipSeparators(record, from: place.upperBound)..<record.message.upperBound
        return true
    }

    /// Says whether a quotation begins right before `start`, but for the value of a key.
    private func isQuoted(_ record: RecordBuffer, _ start: Int) -> Bool {
        let (quote, before) = (record.bytes[start - 1], record.bytes[start - 2])
        return (quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""))
            && before != UInt8(ascii: "=") && before != UInt8(ascii: ":")
    }

    private func finish(_ record: inout RecordBuffer) {
        if record.severity == nil {
            record.severity = severities.search(record.bytes.span.extracting(record.message))
        }
    }

    // MARK: Formats

    /// Tries the formats on `range` in their order, unless one is known for the shape of its beginning.
    private mutating func matchFormats(_ record: inout RecordBuffer, _ range: Range<Int>, depth: Int) -> Bool {
        guard depth < Self.depthLimit, !range.isEmpty else { return false }
        let shape = LineShape.hash(record.bytes.span.extracting(range), isInner: depth > 0)
        if let known = formats.format(of: shape) {
            if known < 0 { return false }
            if matchFormat(known, &record, range, depth: depth) { return true }
        }
        hasWrongTime = false
        let found = rules.formats.indices.first { matchFormat($0, &record, range, depth: depth) }
        // One line whose time is none must not decide for those whose time is right.
        if hasWrongTime { return found != nil }
        formats.remember(found ?? -1, of: shape)
        return found != nil
    }

    private mutating func matchFormat(_ number: Int, _ record: inout RecordBuffer, _ range: Range<Int>, depth: Int)
        -> Bool
    {
        let format = rules.formats[number]
        let matched =
            switch format.kind {
            case .line: matchLine(format, number, &record, range)
            case .json, .logfmt: matchKeys(format, number, &record, range)
            case .csv: false
            }
        guard matched else { return false }
        if depth == 0 || record.format == nil { record.format = number }
        record.places.innermostFormat = number
        if depth == 0 { (record.lastTime, record.places.writerTime) = (record.time, record.places.capturedTime) }
        if !format.namesWriter { record.holdsRecord = true }
        if format.isNested, record.message != range { _ = matchFormats(&record, record.message, depth: depth + 1) }
        return true
    }

    private mutating func matchLine(
        _ format: FormatDefinition, _ number: Int, _ record: inout RecordBuffer, _ range: Range<Int>
    ) -> Bool {
        guard let header = format.header,
            header.matches(record.bytes.span.extracting(range), scratch: scratch)
        else { return false }
        let matchEnd = (scratch.range(of: 0)?.upperBound ?? 0) + range.lowerBound
        let fieldCount = record.fields.count
        if !header.isDigitBlind { record.dependsOnDigits = true }
        // All captures are taken before anything else can use the scratch.
        var parts = RecordParts()
        for (group, part) in groups[number] {
            guard let found = scratch.range(of: group) else { continue }
            // A message may be empty, as where a report begins with its second line.
            if !found.isEmpty || part == .message, parts[part] == nil {
                parts[part] = found.lowerBound + range.lowerBound..<found.upperBound + range.lowerBound
            }
        }
        if keepsFields {
            for (group, name) in header.captureNames.enumerated() {
                guard let name, format.groupParts[group] ?? .client == .client, let found = scratch.range(of: group),
                    !found.isEmpty
                else { continue }
                let place = found.lowerBound + range.lowerBound..<found.upperBound + range.lowerBound
                addField(name, place, to: &record)
            }
        }
        guard readTime(parts.time, &record) else {
            record.removeFields(from: fieldCount)
            hasWrongTime = true
            return false
        }
        for group in format.writerGroups {
            guard let found = scratch.range(of: group) else { continue }
            record.addWriter(found.lowerBound + range.lowerBound..<found.upperBound + range.lowerBound)
        }
        // A message at the end of the match reaches to the end of the record; one in the middle is as captured.
        if let message = parts.message {
            record.message = message.upperBound == matchEnd ? message.lowerBound..<range.upperBound : message
        } else {
            record.message = range
        }
        apply(parts, to: &record, format: format, number: number)
        return true
    }

    private mutating func matchKeys(
        _ format: FormatDefinition, _ number: Int, _ record: inout RecordBuffer, _ range: Range<Int>
    ) -> Bool {
        let (fieldCount, byteCount) = (record.fields.count, record.bytes.count)
        let first = record.bytes[range.lowerBound]
        let isWhole =
            format.kind == .json
            ? first == UInt8(ascii: "{") && JSONScanner.scan(&record, range) : LogfmtScanner.scan(&record, range)
        guard isWhole, takeKeys(format, number, &record, from: fieldCount) else {
            record.removeFields(from: fieldCount)
            record.truncate(to: byteCount)
            return false
        }
        return true
    }

    /// Takes the parts from the fields behind `start`; `false` when they are not those of the format.
    private mutating func takeKeys(
        _ format: FormatDefinition, _ number: Int, _ record: inout RecordBuffer, from start: Int
    ) -> Bool {
        let plan = planner.plan(for: record, format, number: number, from: start)
        guard plan.fits else { return false }
        var parts = RecordParts()
        for (part, field) in plan.parts where parts[part] == nil {
            let value = record.fields[start + field].value
            // The status of an answer is no severity, though that of a check may be one.
            let isStatus =
                part == .severity && value.count == 3 && record.bytes[value.lowerBound] &- 0x30 < 10
                && plan.mayBeStatus(field)
            let isTaken =
                part == .severity
                ? !isStatus && severity(in: value, record, format: format, number: number) != nil : !value.isEmpty
            if isTaken { parts[part] = value }
        }
        var hasTime = false
        for field in plan.times where !hasTime {
            let value = record.fields[start + field].value
            hasTime = !value.isEmpty && readTime(value, &record)
        }
        // An object is a record whatever it holds; a few pairs may as well be a part of a sentence.
        guard hasTime || parts.message != nil || format.kind == .json else { return false }
        for field in plan.writers { record.addWriter(record.fields[start + field].value) }
        if let message = parts.message {
            record.message = trimmed(message, record)
            record.isPartial = format.endsWithNewline && record.message == message
        }
        apply(parts, to: &record, format: format, number: number)
        return true
    }

    // MARK: Parts

    /// Reads a captured time; `false` when there is one but it is none, so that the format does not fit.
    private mutating func readTime(_ range: Range<Int>?, _ record: inout RecordBuffer) -> Bool {
        guard let range else { return true }
        let known = times.recall(record.bytes.span, range)
        guard let found = known ?? parseTime(range, record) else { return false }
        if known == nil { times.remember(record.bytes.span, range, as: found) }
        // A time of day alone says less than what a wrapper said before.
        if found.hasDate || record.time == nil { setTime(found, captured: range, of: &record) }
        return true
    }

    /// Reads the time in `range`, with the name of a zone behind it where a header leaves that out.
    private func parseTime(_ range: Range<Int>, _ record: RecordBuffer) -> ParsedTime? {
        let found = TimestampParser.parse(record.bytes.span, at: range.lowerBound, reference: reference)
        guard let found, found.range.upperBound > range.upperBound else { return found }
        let inside = TimestampParser.parse(
            record.bytes.span.extracting(0..<range.upperBound), at: range.lowerBound, reference: reference)
        let isNamedZone =
            found.hasZone && inside?.hasZone == false
            && record.bytes[found.range.upperBound - 1] >= UInt8(ascii: "A")
        return isNamedZone ? found : inside
    }

    /// The kernel counts seconds since boot, which is a time only where the boot's is known: from a line before that has
    /// both, as syslog writes the kernel's.
    private mutating func readUptime(_ range: Range<Int>, _ record: inout RecordBuffer) {
        guard let uptime = record.text(range).flatMap({ Double($0.trimmingSpaces) }) else { return }
        if record.places.rawTime.isMissing { record.places.rawTime = PartRange(range) }
        if let time = record.time {
            reference.boot = time.advanced(bySeconds: -uptime)
        } else if let boot = reference.boot {
            record.time = boot.advanced(bySeconds: uptime)
        }
    }

    private mutating func setTime(_ found: ParsedTime, captured: Range<Int>, of record: inout RecordBuffer) {
        record.time = found.time
        record.places.rawTime = PartRange(found.range)
        record.places.capturedTime = PartRange(captured)
        if found.hasDate { reference.last = found.time }
        if let isDayFirst = found.isDayFirst { reference.isDayFirst = isDayFirst }
    }

    private mutating func apply(
        _ parts: RecordParts, to record: inout RecordBuffer, format: FormatDefinition, number: Int
    ) {
        if let host = parts.host { record.places.host = PartRange(host) }
        if let service = parts.service { record.places.service = PartRange(service) }
        if let pod = parts.pod { record.places.pod = PartRange(pod) }
        if let peer = parts.peer { record.places.peer = PartRange(peer) }
        if let trace = parts.trace { record.places.trace = PartRange(trace) }
        if let client = parts.client { record.places.client = PartRange(client) }
        if let uptime = parts.uptime { readUptime(uptime, &record) }
        if let partial = parts.partial { record.isPartial = record.bytes[partial.lowerBound] == UInt8(ascii: "P") }
        if let status = parts.status { setStatus(status, of: &record) }
        if let sent = parts.bytes { record.places.sent = PartRange(sent) }
        if let received = parts.received { record.places.received = PartRange(received) }
        setDuration(parts.durationSeconds, scale: 1, of: &record)
        setDuration(parts.durationMilliseconds, scale: 1e-3, of: &record)
        setDuration(parts.durationMicroseconds, scale: 1e-6, of: &record)
        setDuration(parts.durationNanoseconds, scale: 1e-9, of: &record)
        record.places.noteRequest()
        if let severity = severity(parts, record, format: format, number: number) { record.severity = severity }
        let hasNumber = parts.severity?.contains { record.bytes[$0] &- 0x30 < 10 } == true
        if hasNumber || parts.priority != nil || parts.uptime != nil { record.dependsOnDigits = true }
    }

    private func setStatus(_ range: Range<Int>, of record: inout RecordBuffer) {
        if !range.isEmpty, range.allSatisfy({ record.bytes[$0] &- 0x30 < 10 }) {
            record.places.status = PartRange(range)
        }
    }

    private func setDuration(_ range: Range<Int>?, scale: Double, of record: inout RecordBuffer) {
        guard let range, let value = MetricValue.number(record.bytes.span.extracting(range)), value >= 0, value.isFinite
        else { return }
        (record.places.duration, record.places.durationScale) = (PartRange(range), scale)
    }

    private func severity(
        _ parts: RecordParts, _ record: RecordBuffer, format: FormatDefinition, number: Int
    ) -> Severity? {
        if let range = parts.severity,
            let severity = severity(in: range, record, format: format, number: number)
        {
            return severity
        }
        // RFC 5424 §6.2.1: the priority is eight times the facility plus the severity.
        if let priority = parts.priority.flatMap({ record.text($0) }).flatMap({ Int($0) }) {
            return FormatDefinition.NumericSeverity.syslog.severity(priority & 7)
        }
        return nil
    }

    /// What the word or number in `range` says.
    private func severity(
        in range: Range<Int>, _ record: RecordBuffer, format: FormatDefinition, number: Int
    ) -> Severity? {
        // Some pad their levels to one width.
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, record.bytes[start] == 0x20 { start += 1 }
        while end > start, record.bytes[end - 1] == 0x20 { end -= 1 }
        let word = record.bytes.span.extracting(start..<end)
        if let severity = formatSeverities[number]?.severity(of: word) ?? severities.severity(of: word) {
            return severity
        }
        guard !word.isEmpty, word.count <= 4, word[0] &- 0x30 < 10 else { return nil }
        return record.text(start..<end).flatMap { Int($0) }.flatMap { format.numericSeverity.severity($0) }
    }

    private func addField(_ name: String, _ value: Range<Int>, to record: inout RecordBuffer) {
        let start = record.bytes.count
        for byte in name.utf8 { record.append(byte) }
        record.addField(name: start..<record.bytes.count, value: value)
    }

    private func trimmed(_ range: Range<Int>, _ record: RecordBuffer) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, record.bytes[end - 1] == 0x0A || record.bytes[end - 1] == 0x0D { end -= 1 }
        return range.lowerBound..<end
    }

    private func skipSeparators(_ record: RecordBuffer, from start: Int) -> Int {
        var index = start
        while index < record.message.upperBound, index - start < 4,
            [
                UInt8(ascii: " "), UInt8(ascii: "]"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "|"),
                UInt8(ascii: "-"), 0x09,
            ]
            .contains(record.bytes[index])
        { index += 1 }
        return index
    }
}

extension String {
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }) }
}
