internal import CulpritModel

/// Reads a table with a header and a column of times: one column for each metric, or one that names them (long).
///
/// Tables of CSV as Grafana, CloudWatch, collectd and others export them; a column's heading may be a series as
/// Prometheus writes it.
struct TableParser: MetricFormat {
    /// What the columns mean is decided when so many rows are there.
    private static let sampledRowCount = 64

    private var separator = UInt8(ascii: ",")
    private var header: [String] = []
    private var layout: TableLayout?
    private var waitingRows: [WaitingRow] = []
    private var slots: [RowKey: [SeriesBuilder.Slot?]] = [:]

    /// A row, and where it is.
    private struct WaitingRow: Sendable {
        let cells: [String]
        let line, byte: Int
    }

    /// The cells of a row that are not values; rows with the same ones go to the same series.
    private struct RowKey: Hashable, Sendable { let cells: [String] }

    static func recognises(_ lines: MetricLines) -> Bool {
        guard lines.count >= 2, lines.firstByte != UInt8(ascii: "{"), lines.firstByte != UInt8(ascii: "[") else {
            return false
        }
        var texts = lines.texts[...]
        if isSeparatorLine(texts[0]) { texts = texts.dropFirst() }
        guard var first = texts.popFirst() else { return false }
        if first.hasPrefix("#") { first.removeFirst() }
        let separator = CSVRow.separator(of: first)
        let header = CSVRow.cells(of: first, separator: separator)
        // A header names things; a first row of numbers or times is not one.
        guard header.count >= 2, header.allSatisfy({ !$0.isEmpty && TableLayout.time($0) == nil && $0.count <= 200 })
        else { return false }
        let rows = texts.filter { !$0.hasPrefix("#") }.map { CSVRow.cells(of: $0, separator: separator) }
        let fitting = rows.filter { $0.count == header.count }
        guard !fitting.isEmpty, fitting.count * 10 >= rows.count * 9 else { return false }
        return TableLayout(header: header, rows: fitting).map { !$0.holdsText } ?? false
    }

    /// What Excel, and Grafana for it, wants before the header.
    private static func isSeparatorLine(_ line: String) -> Bool { line.hasPrefix("sep=") && line.utf8.count == 5 }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        guard !line.isEmpty else { return }
        let isComment = line[0] == UInt8(ascii: "#")
        if header.isEmpty || isComment {
            if line.count == 5, line.starts(with: "sep=") { return }
            // A header behind '#' begins another table.
            finish(into: &builder)
            separator = CSVRow.separator(of: line)
            let text = isComment ? line.extracting(1..<line.count) : line
            header = CSVRow.cells(of: text, separator: separator).map(Self.withoutByteOrderMark)
            if header.count < 2 { header = [] }
            return
        }
        let cells = CSVRow.cells(of: line, separator: separator)
        guard cells.count == header.count else { return builder.count(.cellCount) }
        if let layout { return add(cells, layout, to: &builder) }
        waitingRows.append(WaitingRow(cells: cells, line: builder.line, byte: builder.byte))
        if waitingRows.count >= Self.sampledRowCount { decide(into: &builder) }
    }

    /// Ends the table; a new one may follow.
    mutating func finish(into builder: inout SeriesBuilder) {
        if layout == nil { decide(into: &builder) }
        (header, layout, slots) = ([], nil, [:])
    }

    private mutating func decide(into builder: inout SeriesBuilder) {
        layout = TableLayout(header: header, rows: waitingRows.map(\.cells))
        let (line, byte) = (builder.line, builder.byte)
        for row in waitingRows {
            (builder.line, builder.byte) = (row.line, row.byte)
            if let layout { add(row.cells, layout, to: &builder) } else { builder.count(.grammar) }
        }
        (builder.line, builder.byte) = (line, byte)
        waitingRows = []
    }

    private mutating func add(_ cells: [String], _ layout: TableLayout, to builder: inout SeriesBuilder) {
        let offset = builder.origin.zoneOffsetSeconds
        guard let time = TableLayout.time(cells[layout.timeColumn], offsetSeconds: offset) else {
            return builder.count(.time)
        }
        let keyCells = cells.indices.filter { [.entity, .name, .label].contains(layout.roles[$0]) }.map { cells[$0] }
        let key = RowKey(cells: keyCells)
        let known = slots[key] ?? newSlots(cells, layout, in: &builder)
        slots[key] = known
        for column in cells.indices {
            guard let slot = known[column], !cells[column].isEmpty,
                let value = TableLayout.number(cells[column])
            else { continue }
            builder.add(value, at: time, to: slot)
        }
    }

    private func newSlots(
        _ cells: [String], _ layout: TableLayout, in builder: inout SeriesBuilder
    ) -> [SeriesBuilder.Slot?] {
        var labels: [(name: String, value: String)] = []
        for column in cells.indices where layout.roles[column] == .entity || layout.roles[column] == .label {
            labels.append((layout.names[column], cells[column]))
        }
        let collectd = CollectdPath(builder.origin.source, header: layout.names)
        if let collectd { labels.append(("host", collectd.host)) }
        let series = cells.indices.first { layout.roles[$0] == .name && !cells[$0].isEmpty }.map { cells[$0] }
        let valueCount = layout.roles.count { $0 == .value }
        return cells.indices.map { column in
            guard layout.roles[column] == .value else { return nil }
            if let call = layout.calls[column] {
                let name = Self.withoutDigits(builder.origin.baseName)
                let ends = [(name: "caller", value: call.caller), (name: "callee", value: call.callee)]
                return builder.slot(for: builder.name(name, labels: ends + labels), .gauge)
            }
            let title = MetricTitle(collectd?.name(of: layout.names[column]) ?? layout.names[column])
            let name = series.map { valueCount == 1 ? $0 : "\($0) \(title.name)" } ?? title.name
            return builder.slot(for: builder.name(name, labels: labels + title.labels), .gauge)
        }
    }

    private static func withoutDigits(_ name: String) -> String {
        let letters = name.filter { !$0.isNumber }
        let ends = letters.drop { "_-. ".contains($0) }
        let end = ends.lastIndex { !"_-. ".contains($0) }
        return end.map { String(ends[...$0]) } ?? name
    }

    private static func withoutByteOrderMark(_ cell: String) -> String {
        cell.unicodeScalars.first == "\u{FEFF}" ? String(cell.unicodeScalars.dropFirst()) : cell
    }
}

/// What the path of a file tells that collectd's CSV plugin wrote: `HOST/PLUGIN[-INSTANCE]/TYPE[-INSTANCE]-DATE`.
///
/// [collectd.conf(5)](https://www.collectd.org/documentation/manpages/collectd.conf.html), plugin csv: the header is
/// `epoch` and the names of the values.
private struct CollectdPath {
    let host: String
    private let prefix: String

    init?(_ source: String, header: [String]) {
        let parts = source.split { $0 == "/" || $0 == "!" }.suffix(3).map(String.init)
        guard header.first == "epoch", parts.count == 3 else { return nil }
        host = parts[0]
        let type = MetricOrigin(source: parts[2]).baseName
        // The date behind the type, and what collectd puts between both.
        let words = type.split(separator: "-")
        let isDated = words.count > 3 && words.suffix(3).allSatisfy { $0.allSatisfy(\.isNumber) }
        prefix = "\(parts[1]).\(isDated ? words.dropLast(3).joined(separator: "-") : type)"
    }

    func name(of column: String) -> String { column == "value" ? prefix : "\(prefix).\(column)" }
}
