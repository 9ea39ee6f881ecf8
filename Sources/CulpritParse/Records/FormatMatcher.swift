internal import CulpritModel
internal import CulpritRules
internal import CulpritScan

/// Takes the first line of a record apart: finds its format, and in it time, host, service, severity and message.
final class FormatMatcher {
    private let rules: RuleSet
    private let severities: SeverityFinder
    private let formatSeverities: [SeverityFinder?]
    private let scratch = MatchScratch()
    /// What times without a year, date or zone are completed from; learns from each time read.
    private(set) var reference: TimeReference
    /// The formats by number, the one that matched last first, for each depth of nesting.
    private var order: [[Int]]
    /// The columns of a CSV source, when its first line named them.
    private var columns: [(name: String, part: FormatDefinition.Part?)] = []
    private var csvFormat: Int?

    private static let depthLimit = 3

    init(_ rules: RuleSet, reference: TimeReference) {
        self.rules = rules
        self.reference = reference
        severities = SeverityFinder(words: rules.severityWords)
        formatSeverities = rules.formats.map {
            $0.severityWords.isEmpty ? nil : SeverityFinder(words: $0.severityWords)
        }
        order = Array(repeating: Array(rules.formats.indices), count: Self.depthLimit)
    }

    /// Learns the columns from `line` when it is the header of a CSV log, and says whether it is.
    func learnColumns(_ line: Span<UInt8>) -> Bool {
        for (number, format) in rules.formats.enumerated() where format.kind == .csv {
            let record = RecordBuffer()
            record.begin(line)
            guard let values = CSVScanner.scan(record, record.message, isStrict: true),
                values.count >= 2
            else { continue }
            let names = values.compactMap { record.text($0) }
            let columns = names.map { name in (name: name, part: part(named: name, in: format)) }
            let parts = Set(columns.compactMap(\.part))
            guard parts.contains(.time), parts.contains(.message) || parts.contains(.severity),
                Set(names).count == names.count
            else { continue }
            self.columns = columns
            csvFormat = number
            return true
        }
        return false
    }

    var isCSV: Bool { csvFormat != nil }

    /// Fills the parts of `record` from its bytes; says whether a record begins with them.
    ///
    /// A line without a format of its own begins a record when a time stands near its beginning.
    func match(_ record: RecordBuffer) -> Bool {
        if csvFormat != nil { return matchColumns(record) }
        if matchFormats(record, record.message, depth: 0) {
            finish(record)
            return true
        }
        if let found = TimestampParser.search(
            record.bytes.span, limit: Self.timeSearchLimit, reference: reference),
            found.hasZone || found.range.count > 7
        {
            setTime(found, of: record)
            let start = skipSeparators(record, from: found.range.upperBound)
            record.message = start..<record.message.upperBound
            finish(record)
            return true
        }
        finish(record)
        return false
    }

    private static let timeSearchLimit = 80

    private func finish(_ record: RecordBuffer) {
        if record.severity == nil {
            record.severity = severities.search(record.bytes.span.extracting(record.message))
        }
    }

    // MARK: Formats

    /// Tries the formats on `range`, the last one that matched at this depth first.
    private func matchFormats(_ record: RecordBuffer, _ range: Range<Int>, depth: Int) -> Bool {
        guard depth < Self.depthLimit, !range.isEmpty else { return false }
        for position in order[depth].indices {
            let number = order[depth][position]
            guard matchFormat(number, record, range, depth: depth) else { continue }
            if position > 0 {
                order[depth].remove(at: position)
                order[depth].insert(number, at: 0)
            }
            return true
        }
        return false
    }

    private func matchFormat(_ number: Int, _ record: RecordBuffer, _ range: Range<Int>, depth: Int) -> Bool {
        let format = rules.formats[number]
        let matched =
            switch format.kind {
            case .line: matchLine(format, number, record, range, depth: depth)
            case .json, .logfmt: matchKeys(format, number, record, range, depth: depth)
            case .csv: false
            }
        guard matched else { return false }
        if depth == 0 || record.format == nil { record.format = number }
        if format.isNested, record.message != range {
            _ = matchFormats(record, record.message, depth: depth + 1)
        }
        return true
    }

    private func matchLine(
        _ format: FormatDefinition, _ number: Int, _ record: RecordBuffer, _ range: Range<Int>, depth: Int
    ) -> Bool {
        guard let header = format.header,
            header.matches(record.bytes.span.extracting(range), scratch: scratch)
        else { return false }
        func captured(_ part: FormatDefinition.Part) -> Range<Int>? {
            for (group, groupPart) in format.groupParts.enumerated() where groupPart == part {
                // A message may be empty, as where a report begins with its second line.
                if let found = scratch.range(of: group), !found.isEmpty || part == .message {
                    return found.lowerBound + range.lowerBound..<found.upperBound + range.lowerBound
                }
            }
            return nil
        }
        let matchEnd = (scratch.range(of: 0)?.upperBound ?? 0) + range.lowerBound
        // All captures are taken before anything else can use the scratch.
        var parts = Parts()
        for part in FormatDefinition.Part.allCases { parts[part] = captured(part) }
        guard readTime(parts[.time], record, format: format) else { return false }
        let fieldNames = format.header?.captureNames ?? []
        for (group, name) in fieldNames.enumerated() where format.groupParts[group] == nil {
            guard let name, let found = scratch.range(of: group), !found.isEmpty else { continue }
            addField(name, found.lowerBound + range.lowerBound..<found.upperBound + range.lowerBound, to: record)
        }
        // A message at the end of the match reaches to the end of the record; one in the middle is as captured.
        if let message = parts[.message] {
            record.message = message.upperBound == matchEnd ? message.lowerBound..<range.upperBound : message
        } else {
            record.message = range
        }
        apply(parts, to: record, format: format, number: number)
        return true
    }

    private func matchKeys(
        _ format: FormatDefinition, _ number: Int, _ record: RecordBuffer, _ range: Range<Int>, depth: Int
    ) -> Bool {
        let (fieldCount, byteCount) = (record.fields.count, record.bytes.count)
        let first = record.bytes[range.lowerBound]
        let isWhole =
            format.kind == .json
            ? first == UInt8(ascii: "{") && JSONScanner.scan(record, range) : LogfmtScanner.scan(record, range)
        var parts = Parts()
        if isWhole {
            for (part, keys) in format.keys {
                parts[part] = keys.lazy.compactMap { self.value($0, record, from: fieldCount) }.first
            }
        }
        let hasRequired = format.requiredKeys.allSatisfy { holds($0, record, from: fieldCount) }
        guard isWhole, hasRequired, parts[.time] != nil || parts[.message] != nil,
            readTime(parts[.time], record, format: format)
        else {
            record.removeFields(from: fieldCount)
            record.truncate(to: byteCount)
            return false
        }
        if let message = parts[.message] { record.message = trimmed(message, record) }
        apply(parts, to: record, format: format, number: number)
        return true
    }

    private func matchColumns(_ record: RecordBuffer) -> Bool {
        guard let number = csvFormat, let values = CSVScanner.scan(record, record.message),
            values.count == columns.count
        else {
            finish(record)
            return false
        }
        let format = rules.formats[number]
        var parts = Parts()
        // The keys are in order of preference; columns are in the order of the file.
        for (column, value) in zip(columns, values) where !value.isEmpty {
            if let part = column.part {
                if let taken = parts[part] {
                    let isBetter =
                        rank(column.name, of: part, in: format) < rank(name(of: taken, values), of: part, in: format)
                    if isBetter { parts[part] = value }
                } else {
                    parts[part] = value
                }
            }
            addField(column.name, value, to: record)
        }
        _ = readTime(parts[.time], record, format: format)
        if let message = parts[.message] { record.message = trimmed(message, record) }
        apply(parts, to: record, format: format, number: number)
        record.format = number
        if format.isNested { _ = matchFormats(record, record.message, depth: 1) }
        finish(record)
        return true
    }

    private func name(of value: Range<Int>, _ values: [Range<Int>]) -> String {
        values.firstIndex(of: value).map { columns[$0].name } ?? ""
    }

    private func rank(_ name: String, of part: FormatDefinition.Part, in format: FormatDefinition) -> Int {
        format.keys[part]?.firstIndex(of: name) ?? .max
    }

    private func part(named name: String, in format: FormatDefinition) -> FormatDefinition.Part? {
        FormatDefinition.Part.allCases.first { format.keys[$0]?.contains(name) ?? false }
    }

    // MARK: Parts

    /// Where the parts of one match are, by part.
    private struct Parts {
        private var ranges: [Range<Int>?] = Array(repeating: nil, count: FormatDefinition.Part.allCases.count)

        subscript(part: FormatDefinition.Part) -> Range<Int>? {
            get { ranges[Self.index(part)] }
            set { ranges[Self.index(part)] = newValue }
        }

        private static let indices = Dictionary(
            uniqueKeysWithValues: FormatDefinition.Part.allCases.enumerated().map { ($1, $0) })

        private static func index(_ part: FormatDefinition.Part) -> Int { indices[part] ?? 0 }
    }

    /// Reads a captured time; `false` when there is one but it is none, so that the format does not fit.
    private func readTime(_ range: Range<Int>?, _ record: RecordBuffer, format: FormatDefinition) -> Bool {
        guard let range else { return true }
        guard let found = parseTime(range, record) else { return false }
        // A time of day alone says less than what a wrapper said before.
        if found.hasDate || record.time == nil { setTime(found, of: record) }
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

    /// The kernel counts seconds since boot, which is a time only where the boot's is known.
    private func readUptime(_ range: Range<Int>, _ record: RecordBuffer) {
        guard let uptime = record.text(range).flatMap({ Double($0.trimmingSpaces) }) else { return }
        record.rawTime = record.rawTime ?? range
        if record.time == nil, let boot = reference.boot { record.time = boot.advanced(bySeconds: uptime) }
    }

    private func setTime(_ found: ParsedTime, of record: RecordBuffer) {
        record.time = found.time
        record.rawTime = found.range
        if found.hasDate { reference.last = found.time }
    }

    private func apply(_ parts: Parts, to record: RecordBuffer, format: FormatDefinition, number: Int) {
        record.host = parts[.host] ?? record.host
        record.service = parts[.service] ?? record.service
        record.pod = parts[.pod] ?? record.pod
        record.peer = parts[.peer] ?? record.peer
        record.trace = parts[.trace] ?? record.trace
        if let uptime = parts[.uptime] { readUptime(uptime, record) }
        if let status = parts[.status].flatMap({ record.text($0) }).flatMap({ Int($0) }) { record.status = status }
        for (part, scale) in [
            (FormatDefinition.Part.durationSeconds, 1.0), (.durationMilliseconds, 1e-3), (.durationMicroseconds, 1e-6),
        ] {
            if let value = parts[part].flatMap({ record.text($0) }).flatMap({ Double($0) }), value >= 0 {
                record.durationSeconds = value * scale
            }
        }
        if let severity = severity(parts, record, format: format, number: number) { record.severity = severity }
    }

    private func severity(
        _ parts: Parts, _ record: RecordBuffer, format: FormatDefinition, number: Int
    ) -> Severity? {
        if let range = parts[.severity] {
            if let severity = formatSeverities[number]?.severity(of: record.bytes.span.extracting(range)) {
                return severity
            }
            if let severity = severities.severity(of: record.bytes.span.extracting(range)) { return severity }
            if let number = record.text(range).flatMap({ Int($0) }) { return format.numericSeverity.severity(number) }
        }
        // RFC 5424 §6.2.1: the priority is eight times the facility plus the severity.
        if let priority = parts[.priority].flatMap({ record.text($0) }).flatMap({ Int($0) }) {
            return FormatDefinition.NumericSeverity.syslog.severity(priority & 7)
        }
        return nil
    }

    private func value(_ key: String, _ record: RecordBuffer, from start: Int) -> Range<Int>? {
        let name = key.utf8
        for field in record.fields[start...] where field.name.count == name.count && !field.value.isEmpty {
            if zip(field.name, name).allSatisfy({ record.bytes[$0] == $1 }) { return field.value }
        }
        return nil
    }

    /// Says whether there is a value of `key`, or an object with values.
    private func holds(_ key: String, _ record: RecordBuffer, from start: Int) -> Bool {
        let name = key.utf8
        return record.fields[start...].contains { field in
            field.name.count >= name.count && zip(field.name, name).allSatisfy { record.bytes[$0] == $1 }
                && (field.name.count == name.count
                    || record.bytes[field.name.lowerBound + name.count] == UInt8(ascii: "."))
        }
    }

    private func addField(_ name: String, _ value: Range<Int>, to record: RecordBuffer) {
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
