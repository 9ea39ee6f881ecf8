package import CulpritModel

/// Returns the result as an aligned table; a cell of more than `cellLimit` columns is cut.
package func tableText(_ result: QueryResult, style: TextStyle, cellLimit: Int = 120) -> String {
    let names = result.columns.map { truncated(terminalSafe($0), to: cellLimit) }
    let rows = result.rows.map { $0.map { truncated(terminalSafe($0.shownText), to: cellLimit) } }
    let widths = names.indices.map { index in
        rows.reduce(columnCount(names[index])) { widest, row in
            index < row.count ? max(widest, columnCount(row[index])) : widest
        }
    }
    var lines = [style.painted(joinedCells(zip(names, widths).map(padded)), .heading)]
    lines.append(joinedCells(widths.map { String(repeating: "-", count: $0) }))
    for (cells, values) in zip(rows, result.rows) {
        let aligned = zip(zip(cells, values), widths).map { cell, width in
            let fill = String(repeating: " ", count: max(0, width - columnCount(cell.0)))
            return cell.1.isNumber ? fill + cell.0 : cell.0 + fill
        }
        lines.append(joinedCells(aligned))
    }
    if result.isTruncated { lines.append(style.painted("… and more rows; raise the limit to see them.", .faint)) }
    return lines.map { $0 + "\n" }.joined()
}

private func joinedCells(_ cells: [String]) -> String {
    var line = cells.joined(separator: "  ")
    while line.hasSuffix(" ") { line.removeLast() }
    return line
}

/// Returns the result as an array of objects.
package func tableJSON(_ result: QueryResult) -> String {
    var writer = JSONWriter(indented: true)
    let names = uniqueNames(result.columns)
    writer.array(result.rows) { $0.row($1, names: names) }
    return writer.text
}

/// Returns the result as one object a line.
package func tableNDJSON(_ result: QueryResult) -> String {
    let names = uniqueNames(result.columns)
    return result.rows.map { row in
        var writer = JSONWriter(indented: false)
        writer.row(row, names: names)
        return writer.text + "\n"
    }.joined()
}

/// Returns the result as CSV (RFC 4180); cells that a spreadsheet would run as a formula begin with `'`.
package func tableCSV(_ result: QueryResult) -> String {
    let header = result.columns.map { csvCell(.text($0)) }
    return ([header] + result.rows.map { $0.map(csvCell) }).map { $0.joined(separator: ",") + "\r\n" }.joined()
}

private func csvCell(_ value: QueryValue) -> String {
    guard case .text(let text) = value else { return value == .null ? "" : value.shownText }
    let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
    let safe = isFormula && Double(text) == nil ? "'" + text : text
    let needsQuotes = safe.utf8.contains { ",\"\r\n".utf8.contains($0) }
    return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
}

/// Numbers the columns of a name that occurs again, because an object's members must differ.
private func uniqueNames(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
        var (candidate, number) = (name, 2)
        while !taken.insert(candidate).inserted { (candidate, number) = ("\(name)_\(number)", number + 1) }
        return candidate
    }
}

extension QueryValue {
    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .real: true
        case .null, .text, .blob: false
        }
    }

    fileprivate var shownText: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): number.description
        case .text(let text): text
        case .blob(let byteCount): "(\(Phrases.count(byteCount, "byte")))"
        }
    }
}

extension JSONWriter {
    fileprivate mutating func row(_ values: [QueryValue], names: [String]) {
        object { writer in
            for (name, value) in zip(names, values) {
                writer.key(name)
                switch value {
                case .null: writer.null()
                case .integer(let number): writer.value(number)
                case .real(let number): writer.value(number)
                case .text(let text): writer.value(text)
                case .blob: writer.value(value.shownText)
                }
            }
        }
    }
}
