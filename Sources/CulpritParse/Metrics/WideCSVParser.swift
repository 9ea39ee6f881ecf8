internal import CulpritModel

/// Reads a table with a header, a column of times and one column for each metric.
struct WideCSVParser: Sendable {
    static let empty = WideCSVParser(source: "")
    /// What the columns mean is decided when so many rows are there.
    private static let sampledRowCount = 64

    private let baseName: String
    private var separator = UInt8(ascii: ",")
    private var header: [String] = []
    private var layout: WideCSVLayout?
    private var waitingRows: [[String]] = []
    private var slots: [RowKey: [SeriesBuilder.Slot?]] = [:]

    /// The cells of a row that are not values; rows with the same ones go to the same series.
    private struct RowKey: Hashable, Sendable { let cells: [String] }

    init(source: String) { baseName = MetricEntity.baseName(of: source) }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        guard !line.isEmpty else { return }
        let isComment = line[0] == UInt8(ascii: "#")
        if header.isEmpty || isComment {
            // sadf -d writes a header behind '#', and another one for each kind of statistics.
            finish(into: &builder)
            separator = CSVRow.separator(of: line)
            let text = isComment ? line.extracting(1..<line.count) : line
            header = CSVRow.cells(of: text, separator: separator).map(Self.withoutByteOrderMark)
            if header.count < 2 { header = [] }
            return
        }
        let cells = CSVRow.cells(of: line, separator: separator)
        guard cells.count == header.count else { return builder.countMalformedLine() }
        if let layout { return add(cells, layout, to: &builder) }
        waitingRows.append(cells)
        if waitingRows.count >= Self.sampledRowCount { decide(into: &builder) }
    }

    /// Ends the table; a new one may follow.
    mutating func finish(into builder: inout SeriesBuilder) {
        if layout == nil { decide(into: &builder) }
        (header, layout, slots) = ([], nil, [:])
    }

    private mutating func decide(into builder: inout SeriesBuilder) {
        layout = WideCSVLayout(header: header, rows: waitingRows)
        for row in waitingRows {
            if let layout { add(row, layout, to: &builder) } else { builder.countMalformedLine() }
        }
        waitingRows = []
    }

    private mutating func add(_ cells: [String], _ layout: WideCSVLayout, to builder: inout SeriesBuilder) {
        guard let time = WideCSVLayout.time(cells[layout.timeColumn]) else { return builder.countMalformedLine() }
        let keyCells = cells.indices.filter { [.entity, .name, .label].contains(layout.roles[$0]) }.map { cells[$0] }
        let key = RowKey(cells: keyCells)
        let known = slots[key] ?? newSlots(cells, layout, in: &builder)
        slots[key] = known
        for column in cells.indices {
            guard let slot = known[column], !cells[column].isEmpty,
                let value = MetricValue.number(Array(cells[column].utf8).span)
            else { continue }
            builder.add(value, at: time, to: slot)
        }
    }

    private func newSlots(
        _ cells: [String], _ layout: WideCSVLayout, in builder: inout SeriesBuilder
    ) -> [SeriesBuilder.Slot?] {
        var labels: [(name: String, value: String)] = []
        for column in cells.indices where layout.roles[column] == .entity || layout.roles[column] == .label {
            labels.append((layout.names[column], cells[column]))
        }
        let (entity, peer, label) = MetricEntity.take(from: &labels) ?? (Entity(baseName, .service), nil, nil)
        let labelText = labels.map { "\($0.name)=\"\($0.value)\"" }.sorted().joined(separator: ",")
        let series = cells.indices.first { layout.roles[$0] == .name && !cells[$0].isEmpty }.map { cells[$0] }
        let valueCount = layout.roles.count { $0 == .value }
        return cells.indices.map { column in
            guard layout.roles[column] == .value else { return nil }
            if let call = layout.calls[column] {
                let key = SeriesKey(
                    name: Self.withoutDigits(baseName), entity: Entity(call.caller, .service), peer: call.callee,
                    labels: labelText)
                return builder.slot(for: key, isCounter: false, entityLabel: nil)
            }
            let column = layout.names[column]
            let name = series.map { valueCount == 1 ? $0 : "\($0) \(column)" } ?? column
            let key = SeriesKey(name: name, entity: entity, peer: peer, labels: labelText)
            return builder.slot(for: key, isCounter: false, entityLabel: label)
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
