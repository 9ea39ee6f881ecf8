internal import CulpritModel

/// Reads Prometheus text and OpenMetrics, a line at a time.
///
/// [OpenMetrics 1.0](https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md) and
/// [Prometheus exposition formats](https://prometheus.io/docs/instrumenting/exposition_formats/).
struct OpenMetricsParser: Sendable {
    static let empty = OpenMetricsParser(source: "")

    private let fallback: Entity
    private var types: [String: String] = [:]
    /// Name and labels as the text writes them; lines of one series mostly follow each other.
    private var slots: [[UInt8]: SeriesBuilder.Slot?] = [:]
    private var lastIdentity: [UInt8] = []
    private var lastSlot: SeriesBuilder.Slot?

    init(source: String) { fallback = Entity(MetricEntity.baseName(of: source), .service) }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        var start = 0
        while start < line.count, isSpace(line[start]) { start += 1 }
        guard start < line.count else { return }
        if line[start] == UInt8(ascii: "#") { return readComment(line.extracting(start..<line.count).string) }
        guard let end = Self.identityEnd(line, from: start), let (value, time) = Self.valueAndTime(line, from: end)
        else { return builder.countMalformedLine() }
        let identity = line.extracting(start..<end)
        if !isLastIdentity(identity) {
            guard let known = slot(for: identity, in: &builder) else { return builder.countMalformedLine() }
            lastSlot = known
        }
        if let lastSlot { builder.add(value, at: time, to: lastSlot) }
    }

    /// Returns whether `line` could be a sample, with what it needs to be sure: labels, and a time after the value.
    static func looksLikeSample(_ line: Span<UInt8>) -> (hasLabels: Bool, hasTime: Bool)? {
        guard let end = identityEnd(line, from: 0), let (_, time) = valueAndTime(line, from: end),
            OpenMetricsIdentity(line.extracting(0..<end)) != nil
        else { return nil }
        return (line[end - 1] == UInt8(ascii: "}"), time != nil)
    }

    private mutating func readComment(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        if words.count >= 4, words[1] == "TYPE" { types[String(words[2])] = words[3].lowercased() }
    }

    private func isLastIdentity(_ identity: Span<UInt8>) -> Bool {
        guard identity.count == lastIdentity.count, lastSlot != nil else { return false }
        for index in identity.indices where identity[index] != lastIdentity[index] { return false }
        return true
    }

    /// Returns the slot of a series, `nil` inside for one that is left out on purpose, and `nil` for malformed text.
    private mutating func slot(for identity: Span<UInt8>, in builder: inout SeriesBuilder) -> SeriesBuilder.Slot?? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(identity.count)
        for index in identity.indices { bytes.append(identity[index]) }
        lastIdentity = bytes
        if let known = slots[bytes] { return .some(known) }
        guard var parsed = OpenMetricsIdentity(identity) else {
            lastIdentity = []
            return nil
        }
        let meaning = meaning(of: parsed.name)
        var slot: SeriesBuilder.Slot?
        if meaning != .creationTime {
            let (entity, peer, label) = MetricEntity.take(from: &parsed.labels) ?? (fallback, nil, nil)
            let key = SeriesKey(name: parsed.name, entity: entity, peer: peer, labels: parsed.labelText)
            slot = builder.slot(for: key, isCounter: meaning == .counter, entityLabel: label)
        }
        slots[bytes] = .some(slot)
        return .some(slot)
    }

    private enum Meaning { case counter, value, creationTime }

    /// Says what a declared type makes of a name; without one, the usual suffixes of counters decide.
    private func meaning(of name: String) -> Meaning {
        let suffixes = ["_total", "_count", "_sum", "_bucket", "_created", "_gcount", "_gsum", "_info"]
        let suffix = suffixes.first { name.hasSuffix($0) }
        let type = types[name] ?? suffix.flatMap { types[String(name.dropLast($0.count))] }
        let countsUp = ["_total", "_count", "_sum", "_bucket"].contains(suffix)
        switch type {
        case "counter": return suffix == "_created" && types[name] == nil ? .creationTime : .counter
        case "histogram", "summary":
            return suffix == "_created" ? .creationTime : countsUp && types[name] == nil ? .counter : .value
        case nil, "unknown", "untyped": return countsUp ? .counter : .value
        default: return .value
        }
    }

    /// Returns where name and labels end: behind `}` or before the space in front of the value.
    private static func identityEnd(_ line: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < line.count, !isSpaceByte(line[index]), line[index] != UInt8(ascii: "{") { index += 1 }
        let nameEnd = index
        while index < line.count, isSpaceByte(line[index]) { index += 1 }
        guard index < line.count, line[index] == UInt8(ascii: "{") else { return nameEnd > start ? nameEnd : nil }
        var isQuoted = false
        while index < line.count {
            switch line[index] {
            case UInt8(ascii: "\\") where isQuoted: index += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "}") where !isQuoted: return index + 1
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Reads `value [time] [# exemplar]`; the time is in seconds or, where its size says so, in milliseconds.
    private static func valueAndTime(_ line: Span<UInt8>, from start: Int) -> (value: Double, time: Timestamp?)? {
        var index = start
        guard let value = nextWord(line, &index).flatMap({ MetricValue.number(line.extracting($0)) }) else {
            return nil
        }
        guard let word = nextWord(line, &index), line[word.lowerBound] != UInt8(ascii: "#") else { return (value, nil) }
        guard let time = MetricValue.number(line.extracting(word)).flatMap(MetricValue.epochTime) else { return nil }
        if let rest = nextWord(line, &index), line[rest.lowerBound] != UInt8(ascii: "#") { return nil }
        return (value, time)
    }

    private static func nextWord(_ line: Span<UInt8>, _ index: inout Int) -> Range<Int>? {
        while index < line.count, isSpaceByte(line[index]) { index += 1 }
        let start = index
        while index < line.count, !isSpaceByte(line[index]) { index += 1 }
        return index > start ? start..<index : nil
    }

    private static func isSpaceByte(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private func isSpace(_ byte: UInt8) -> Bool { Self.isSpaceByte(byte) }
}
