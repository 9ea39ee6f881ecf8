internal import CulpritModel

/// What the columns of a table of metrics mean, found from its header and its first rows.
struct TableLayout: Sendable {
    enum Role: Sendable, Hashable {
        case time
        case value
        case entity
        /// Names the series of the row's values.
        case name
        case label
        /// A second time, or text that is different in every row.
        case ignored
    }

    let names: [String]
    let roles: [Role]
    let timeColumn: Int
    /// The two ends of the call that a column measures.
    let calls: [Int: (caller: String, callee: String)]
    /// A column holds long text or identifiers: a log or a trace, and not only metrics.
    let holdsText: Bool

    private static let timeNames: Set<String> = [
        "timestamp", "time", "date", "datetime", "ts", "epoch", "unixtime", "timeunix", "recordedat", "timestamps",
    ]
    private static let seriesNames: Set<String> = [
        "metric", "metricname", "series", "measurement", "kpi", "kpiname", "field", "counter", "countername",
        "statistic",
        "indicator", "variable", "sensor", "item", "key", "parameter",
    ]
    /// What the one column of values is called where another column names what is measured.
    private static let valueNames: Set<String> = ["value", "val", "v", "reading", "data", "number", "result"]
    /// What the rows of sysstat and of processors are about, though it is a number.
    private static let itemNames: Set<String> = ["cpu", "core", "shard", "partition"]
    private static let textNames: Set<String> = [
        "message", "msg", "log", "content", "level", "severity", "loglevel", "line", "text", "body", "request", "url",
        "uri", "useragent", "eventtemplate", "eventid", "exception", "stacktrace", "logger",
    ]

    /// Returns `nil` when no column holds times or none holds numbers.
    init?(header: [String], rows: [[String]]) {
        guard header.count >= 2, let timeColumn = Self.timeColumn(header, rows) else { return nil }
        var roles: [Role] = []
        var holdsText = false
        for column in header.indices {
            let cells = rows.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
            let role = column == timeColumn ? .time : Self.role(of: MetricEntity.plain(header[column]), cells)
            holdsText = holdsText || role == .ignored && !Self.isMostly(cells, Self.isTime)
            holdsText = holdsText || role == .label && Self.textNames.contains(MetricEntity.plain(header[column]))
            roles.append(role)
        }
        guard roles.contains(.value) else { return nil }
        if !roles.contains(.name), let column = Self.nameColumn(header, rows, roles) { roles[column] = .name }
        (names, self.roles, self.timeColumn, self.holdsText) = (header, roles, timeColumn, holdsText)
        calls = CallColumns.find(in: header.indices.filter { roles[$0] == .value }.map { ($0, header[$0]) })
    }

    /// Returns the column of names of a long table that does not say which it is.
    ///
    /// Beside one column of values it is a text of few different ones, which look as names of metrics do; `name` is one
    /// too, unless it is all that tells the entity.
    private static func nameColumn(_ header: [String], _ rows: [[String]], _ roles: [Role]) -> Int? {
        let values = header.indices.filter { roles[$0] == .value }
        guard values.count == 1, valueNames.contains(MetricEntity.plain(header[values[0]])) else { return nil }
        let entities = header.indices.filter { roles[$0] == .entity }
        let candidates = header.indices.filter { column in
            roles[column] == .label
                || roles[column] == .entity && entities.count > 1 && MetricEntity.plain(header[column]) == "name"
        }
        return candidates.first { column in
            let cells = Set(rows.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil })
            let looksSo = cells.count { cell in
                cell.contains { "_.:/%".contains($0) } && !cell.contains(" ") && cell.first?.isLetter ?? false
            }
            return !cells.isEmpty
                && (looksSo * 2 > cells.count || MetricEntity.plain(header[column]) == "name" && cells.count > 1)
        }
    }

    private static func timeColumn(_ header: [String], _ rows: [[String]]) -> Int? {
        let candidates = header.indices.filter { column in
            let cells = rows.compactMap { column < $0.count ? $0[column] : nil }
            let isNamed = timeNames.contains(MetricEntity.plain(header[column]))
            return isMostly(cells) { isNamed ? time($0) != nil : isTime($0) }
        }
        return candidates.first { timeNames.contains(MetricEntity.plain(header[$0])) } ?? candidates.first
    }

    private static func role(of name: String, _ cells: [String]) -> Role {
        if timeNames.contains(name), isMostly(cells, { time($0) != nil }) || isMostly(cells, isTime) { return .ignored }
        if itemNames.contains(name), isMostly(cells, isWhole) { return .label }
        if isMostly(cells, isNumber) { return MetricEntity.rank(of: name) == nil ? .value : .entity }
        if cells.isEmpty { return .value }
        if isMostly(cells, isTime) { return .ignored }
        if MetricEntity.rank(of: name) != nil { return .entity }
        if seriesNames.contains(name) { return .name }
        let byteCount = cells.reduce(0) { $0 + $1.utf8.count }
        let isLong = byteCount > 40 * cells.count || cells.contains { $0.hasPrefix("{") || $0.hasPrefix("[") }
        let isUnique = cells.count >= 10 && Set(cells).count * 2 > cells.count
        return isLong || isUnique ? .ignored : .label
    }

    private static func isMostly(_ cells: [String], _ test: (String) -> Bool) -> Bool {
        !cells.isEmpty && cells.count { test($0) } * 10 >= cells.count * 9
    }

    private static func isNumber(_ cell: String) -> Bool { number(cell) != nil }

    /// A whole number of a processor or a shard; a load of processors is no whole number for long.
    private static func isWhole(_ cell: String) -> Bool { Int(cell).map { $0 < 4_096 } ?? false }

    /// Returns the number in a cell, which may be a part of a hundred.
    static func number(_ cell: String) -> Double? {
        MetricValue.number(cell) ?? (cell.hasSuffix("%") ? MetricValue.number(cell.filter { !" %".contains($0) }) : nil)
    }

    /// Returns whether `cell` is a time even where no name says so: a date, or an epoch between 2001 and 2100.
    private static func isTime(_ cell: String) -> Bool {
        let bytes = Array(cell.utf8)
        if MetricValue.civilTime(bytes.span) != nil { return true }
        guard bytes.count >= 10, bytes.prefix(10).allSatisfy(MetricValue.isDigit),
            let number = MetricValue.number(bytes.span), let time = MetricValue.epochTime(number)
        else { return false }
        return (1_000_000_000..<4_102_444_800).contains(time.seconds)
    }

    /// Returns the time that a cell of a time column tells.
    static func time(_ cell: String, offsetSeconds: Int = 0) -> Timestamp? {
        let bytes = Array(cell.utf8)
        return MetricValue.civilTime(bytes.span, offsetSeconds: offsetSeconds)
            ?? MetricValue.number(bytes.span).flatMap(MetricValue.epochTime)
    }
}

/// Columns that are named after both ends of a call, as `caller_callee`.
private enum CallColumns {
    /// Returns the ends of each such column, or nothing where most columns are not named so.
    static func find(in columns: [(index: Int, name: String)]) -> [Int: (caller: String, callee: String)] {
        guard columns.count >= 3 else { return [:] }
        let splits = columns.map { Self.splits($0.name) }
        var (asCaller, asCallee): ([String: Int], [String: Int]) = ([:], [:])
        for (caller, callee) in splits.joined() {
            asCaller[caller, default: 0] += 1
            asCallee[callee, default: 0] += 1
        }
        // A service in the middle calls and is called; parts of metric names (`cpu_idle`, `memory_free`) keep their side.
        guard asCaller.keys.contains(where: { asCallee[$0] != nil }) else { return [:] }
        var calls: [Int: (caller: String, callee: String)] = [:]
        for (column, splits) in zip(columns, splits) {
            func frequency(_ split: (caller: String, callee: String)) -> Int {
                asCaller[split.caller, default: 0] + asCallee[split.caller, default: 0]
                    + asCaller[split.callee, default: 0] + asCallee[split.callee, default: 0]
            }
            guard let best = splits.max(by: { frequency($0) < frequency($1) }), frequency(best) > 2 else { continue }
            calls[column.index] = best
        }
        return calls.count * 10 >= columns.count * 6 ? calls : [:]
    }

    private static func splits(_ name: String) -> [(caller: String, callee: String)] {
        for separator in ["->", "→"] {
            let parts = name.split(separator: separator)
            if parts.count == 2 { return [(String(parts[0]), String(parts[1]))] }
        }
        return name.indices.compactMap { index in
            let (caller, callee) = (name[..<index], name[index...].dropFirst())
            return name[index] == "_" && !caller.isEmpty && !callee.isEmpty ? (String(caller), String(callee)) : nil
        }
    }
}
