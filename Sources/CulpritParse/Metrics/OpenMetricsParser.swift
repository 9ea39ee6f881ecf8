internal import CulpritModel
internal import CulpritScan

/// Reads Prometheus text and OpenMetrics, a line at a time.
///
/// [OpenMetrics 1.0](https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md) and
/// [Prometheus exposition formats](https://prometheus.io/docs/instrumenting/exposition_formats/).
struct OpenMetricsParser: MetricFormat {
    private var types: [String: String] = [:]
    /// Names of series of which there were samples: too late to say of what type they are.
    private var sampledNames: Set<String> = []
    private var hasEnded = false
    /// The name and labels of each series as the text writes them, one after the other.
    private var identityBytes: [UInt8] = []
    private var identities: [Identity] = []
    private var numbers: [[UInt8]: Int] = [:]
    private var last: Int?

    private struct Identity: Sendable {
        let range: Range<Int>
        let slot: SeriesBuilder.Slot?
        /// Tells nothing of its own, as the time at which a counter was created.
        let isLeftOut: Bool
        /// What followed it last: scrapes have the same order each time, and dumps one series after the other.
        var next: Int
    }

    private static let knownTypes: Set<String> = [
        "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset", "unknown", "untyped",
    ]

    static func recognises(_ lines: MetricLines) -> Bool {
        var (declarations, samples, surely, others) = (0, 0, 0, 0)
        lines.forEach { line in
            if line[0] == UInt8(ascii: "#") {
                let isDeclaration = line.starts(with: "# TYPE ") || line.starts(with: "# HELP ")
                declarations += isDeclaration || line.starts(with: "# UNIT ") ? 1 : 0
            } else if let hasLabels = looksLikeSample(line) {
                samples += 1
                surely += hasLabels ? 1 : 0
            } else {
                others += 1
            }
        }
        guard others * 10 <= samples + declarations else { return false }
        return declarations >= 2 || declarations == 1 && samples > 0 || surely >= 2 && surely * 2 >= samples
    }

    /// Returns whether `line` could be a sample, and if so whether it has labels, which makes it sure.
    private static func looksLikeSample(_ line: Span<UInt8>) -> Bool? {
        guard let end = identityEnd(line, from: 0), case .success = valueAndTime(line, from: end),
            OpenMetricsIdentity(line.extracting(0..<end)) != nil
        else { return nil }
        return line[end - 1] == UInt8(ascii: "}")
    }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        if let last,
            let number = isOf(last, line) ? last : isOf(identities[last].next, line) ? identities[last].next : nil,
            case .success(let sample) = Self.valueAndTime(line, from: identities[number].range.count)
        {
            return add(sample, to: number, &builder)
        }
        readUnexpected(line, into: &builder)
    }

    /// Returns whether `line` begins with what a series is called and a space.
    private func isOf(_ number: Int, _ line: Span<UInt8>) -> Bool {
        let range = identities[number].range
        return line.count > range.count && line[range.count] == UInt8(ascii: " ")
            && line.holds(identityBytes.span.extracting(range))
    }

    private mutating func add(_ sample: TimedValue, to number: Int, _ builder: inout SeriesBuilder) {
        if let last { identities[last].next = number }
        last = number
        if !identities[number].isLeftOut { builder.add(sample.value, at: sample.time, to: identities[number].slot) }
    }

    private mutating func readUnexpected(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        var start = 0
        while start < line.count, Self.isSpace(line[start]) { start += 1 }
        guard start < line.count else { return }
        if hasEnded {
            // Scrapes that were put one after the other are read all the same.
            builder.count(.trailing)
            (hasEnded, types, sampledNames) = (false, [:], [])
        }
        if line[start] == UInt8(ascii: "#") { return readComment(line.text(start..<line.count), &builder) }
        guard let end = Self.identityEnd(line, from: start) else { return builder.count(.grammar) }
        switch Self.valueAndTime(line, from: end) {
        case .failure(let problem): builder.count(problem)
        case .success(let sample):
            guard let number = number(of: line.extracting(start..<end), in: &builder) else {
                return builder.count(.grammar)
            }
            add(sample, to: number, &builder)
        }
    }

    private mutating func readComment(_ text: String, _ builder: inout SeriesBuilder) {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        if words.count >= 4, words[1] == "TYPE" {
            let (name, type) = (String(words[2]), words[3].lowercased())
            if types[name] != nil || sampledNames.contains(name) || !Self.knownTypes.contains(type) {
                builder.count(.metadata)
            }
            types[name] = type
        } else if words.count == 2, words[1] == "EOF" {
            hasEnded = true
        }
    }

    /// Returns the number of a series, and `nil` for malformed text.
    private mutating func number(of identity: Span<UInt8>, in builder: inout SeriesBuilder) -> Int? {
        var bytes: [UInt8] = []
        bytes.append(copying: identity)
        if let known = numbers[bytes] { return known }
        guard let parsed = OpenMetricsIdentity(identity) else { return nil }
        let kind = kind(of: parsed.name)
        if sampledNames.count < 100_000 { sampledNames.insert(parsed.name) }
        let isLeftOut = kind == nil
        let name = builder.name(parsed.name, labels: parsed.labels)
        let number = identities.count
        identities.append(
            Identity(
                range: identityBytes.count..<identityBytes.count + bytes.count,
                slot: kind.flatMap { builder.slot(for: name, $0) }, isLeftOut: isLeftOut,
                next: number))
        identityBytes += bytes
        numbers[bytes] = number
        return number
    }

    /// Says what a declared type makes of a name; without one, the usual suffixes of counters decide.
    ///
    /// `nil` for the time at which a counter was created, which tells nothing of its own.
    private func kind(of name: String) -> SeriesBuilder.Kind? {
        let suffixes = ["_total", "_count", "_sum", "_bucket", "_created", "_gcount", "_gsum", "_info"]
        let suffix = suffixes.first { name.hasSuffix($0) }
        let type = types[name] ?? suffix.flatMap { types[String(name.dropLast($0.count))] }
        let countsUp = ["_total", "_count", "_sum", "_bucket"].contains(suffix)
        switch type {
        case "counter": return suffix == "_created" && types[name] == nil ? nil : .counter
        case "histogram", "summary":
            return suffix == "_created" ? nil : countsUp && types[name] == nil ? .counter : .gauge
        case "unknown", "untyped": return countsUp ? .counter : .untyped
        case nil: return countsUp ? .counter : .gauge
        default: return .gauge
        }
    }

    /// Returns where name and labels end: behind `}` or before the space in front of the value.
    private static func identityEnd(_ line: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < line.count, !isSpace(line[index]), line[index] != UInt8(ascii: "{") { index += 1 }
        let nameEnd = index
        while index < line.count, isSpace(line[index]) { index += 1 }
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

    struct TimedValue {
        let value: Double
        let time: Timestamp?
    }

    /// Reads `value [time] [# exemplar]`; the time is in seconds or, where its size says so, in milliseconds.
    private static func valueAndTime(_ line: Span<UInt8>, from start: Int) -> Result<TimedValue, MetricProblem> {
        var index = start
        guard let word = nextWord(line, &index) else { return .failure(.grammar) }
        guard let value = MetricValue.number(line.extracting(word)) else { return .failure(.number) }
        guard let word = nextWord(line, &index), line[word.lowerBound] != UInt8(ascii: "#") else {
            return .success(TimedValue(value: value, time: nil))
        }
        guard let time = time(line.extracting(word)) else { return .failure(.time) }
        if let rest = nextWord(line, &index), line[rest.lowerBound] != UInt8(ascii: "#") { return .failure(.grammar) }
        return .success(TimedValue(value: value, time: time))
    }

    private static func time(_ word: Span<UInt8>) -> Timestamp? {
        var whole: Int64 = 0
        guard word.count <= 18 else { return MetricValue.number(word).flatMap(MetricValue.epochTime) }
        for index in word.indices {
            guard MetricValue.isDigit(word[index]) else {
                return MetricValue.number(word).flatMap(MetricValue.epochTime)
            }
            whole = whole &* 10 &+ Int64(word[index] &- UInt8(ascii: "0"))
        }
        return MetricValue.epochTime(whole)
    }

    private static func nextWord(_ line: Span<UInt8>, _ index: inout Int) -> Range<Int>? {
        while index < line.count, isSpace(line[index]) { index += 1 }
        let start = index
        while index < line.count, !isSpace(line[index]) { index += 1 }
        return index > start ? start..<index : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
