internal import CulpritModel
internal import CulpritScan

/// Reads InfluxDB line protocol: `measurement,tag=value field=1.5,other=2i 1556813561098000000`.
///
/// [Line protocol](https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/): commas, spaces and `=` in
/// names are escaped by a backslash, texts are quoted, integers end in `i` or `u`. Without a time the source's counts.
struct InfluxParser: MetricFormat {
    /// Integers that Telegraf's plugins count up from the boot: of `net`, `diskio`, `nstat` and others.
    private static let counters: Set<String> = [
        "bytes_recv", "bytes_sent", "packets_recv", "packets_sent", "err_in", "err_out", "drop_in", "drop_out",
        "reads", "writes", "read_bytes", "write_bytes", "read_time", "write_time", "io_time", "weighted_io_time",
        "merged_reads", "merged_writes", "interrupts", "context_switches", "processes_forked",
    ]

    static func recognises(_ lines: MetricLines) -> Bool {
        var (fittingCount, otherCount, timedCount) = (0, 0, 0)
        lines.forEach { line in
            if line[0] == UInt8(ascii: "#") { return }
            guard let parsed = InfluxLine(line), parsed.fields.contains(where: { $0.value != nil }) else {
                otherCount += 1
                return
            }
            fittingCount += 1
            timedCount += parsed.time == nil ? 0 : 1
        }
        // Without times 'job size=5 count=2' is as well a line of a log.
        return timedCount > 0 && timedCount * 10 >= fittingCount * 9 && otherCount * 10 <= fittingCount
    }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        guard let first = line.first, first != UInt8(ascii: "#") else { return }
        guard let parsed = InfluxLine(line) else { return builder.count(.grammar) }
        for field in parsed.fields {
            guard let value = field.value else { continue }
            let isPlain = ["value", "gauge", "counter"].contains(field.name)
            let isCounter =
                field.name == "counter" || field.name.hasSuffix("_total")
                || (field.isInteger && Self.counters.contains(field.name))
            builder.add(
                value, at: parsed.time, name: isPlain ? parsed.measurement : "\(parsed.measurement)_\(field.name)",
                labels: parsed.tags, isCounter ? .counter : .gauge)
        }
    }
}

/// A line of line protocol, taken apart.
struct InfluxLine {
    struct Field {
        let name: String
        /// `nil` for texts.
        let value: Double?
        let isInteger: Bool
    }

    let measurement: String
    private(set) var tags: [(name: String, value: String)] = []
    private(set) var fields: [Field] = []
    private(set) var time: Timestamp?

    init?(_ line: Span<UInt8>) {
        var index = 0
        measurement = Self.name(line, &index, until: ", ")
        guard !measurement.isEmpty, !measurement.contains("=") else { return nil }
        while Self.take(",", line, &index) {
            let name = Self.name(line, &index, until: "=, ")
            guard !name.isEmpty, Self.take("=", line, &index) else { return nil }
            tags.append((name, Self.name(line, &index, until: ", ")))
        }
        guard Self.take(" ", line, &index) else { return nil }
        repeat {
            let name = Self.name(line, &index, until: "=, ")
            guard !name.isEmpty, Self.take("=", line, &index), let field = Self.field(name, line, &index) else {
                return nil
            }
            fields.append(field)
        } while Self.take(",", line, &index)
        while Self.take(" ", line, &index) {}
        guard index < line.count else { return }
        guard let number = Int64(line.text(index..<line.count)), let time = MetricValue.epochTime(number) else {
            return nil
        }
        self.time = time
    }

    private static func field(_ name: String, _ line: Span<UInt8>, _ index: inout Int) -> Field? {
        if take("\"", line, &index) {
            while index < line.count, line[index] != UInt8(ascii: "\"") {
                index += line[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            return take("\"", line, &index) ? Field(name: name, value: nil, isInteger: false) : nil
        }
        let start = index
        while index < line.count, line[index] != UInt8(ascii: ","), line[index] != UInt8(ascii: " ") { index += 1 }
        guard index > start else { return nil }
        if "iu".utf8.contains(line[index - 1]) {
            return MetricValue.number(line.extracting(start..<index - 1)).map {
                Field(name: name, value: $0, isInteger: true)
            }
        }
        switch line.text(start..<index) {
        case "t", "T", "true", "True", "TRUE": return Field(name: name, value: 1, isInteger: true)
        case "f", "F", "false", "False", "FALSE": return Field(name: name, value: 0, isInteger: true)
        default:
            return MetricValue.number(line.extracting(start..<index)).map {
                Field(name: name, value: $0, isInteger: false)
            }
        }
    }

    private static func name(_ line: Span<UInt8>, _ index: inout Int, until ends: String) -> String {
        var bytes: [UInt8] = []
        while index < line.count, !ends.utf8.contains(line[index]) {
            if line[index] == UInt8(ascii: "\\"), index + 1 < line.count, ",= \\".utf8.contains(line[index + 1]) {
                index += 1
            }
            bytes.append(line[index])
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func take(_ character: Unicode.Scalar, _ line: Span<UInt8>, _ index: inout Int) -> Bool {
        guard index < line.count, line[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }
}
