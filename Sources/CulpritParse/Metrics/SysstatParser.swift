internal import CulpritModel
internal import CulpritScan

/// Reads the tables of `sar` and the lines of `sadf -d`.
///
/// [sar(1)](https://man7.org/linux/man-pages/man1/sar.1.html): a banner names host and day, each table begins with a
/// header behind a time. `sadf -d` separates by semicolons and begins each table with `# hostname;interval;timestamp`.
struct SysstatParser: MetricFormat {
    private var host = ""
    private var day: Timestamp?
    private var secondOfDay = 0
    private var dayCount = 0
    private var columns: [String] = []
    private var isSeparated = false

    static func recognises(_ lines: MetricLines) -> Bool {
        if lines.first.hasPrefix("# hostname;interval;timestamp") { return true }
        guard lines.first.hasPrefix("Linux "), SysstatText.banner(lines.first.words) != nil else { return false }
        return lines.texts.dropFirst().first.map { header in
            let (time, cells) = Self.timeAndCells(header.words)
            return time != nil && !cells.isEmpty && cells.allSatisfy { SysstatText.number($0) == nil }
        } ?? false
    }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        guard !line.isEmpty else { return }
        if line.starts(with: "# hostname;") {
            columns = line.text.split(separator: ";").map(String.init)
            isSeparated = true
        } else if isSeparated {
            readSeparated(line.text, into: &builder)
        } else {
            readWords(line.text.words, into: &builder)
        }
    }

    // MARK: sadf -d

    private func readSeparated(_ line: String, into builder: inout SeriesBuilder) {
        let cells = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        if cells.count >= 4, cells[3].hasPrefix("LINUX-RESTART") || cells[3].hasPrefix("COM ") { return }
        guard cells.count == columns.count, cells.count > 3 else { return builder.count(.cellCount) }
        let time = Array(cells[2].utf8)
        guard
            let moment = MetricValue.civilTime(time.span, offsetSeconds: builder.origin.zoneOffsetSeconds)
                ?? MetricValue.number(time.span).flatMap(MetricValue.epochTime)
        else { return builder.count(.time) }
        add(Array(cells[3...]), Array(columns[3...]), host: cells[0], at: moment, to: &builder)
    }

    // MARK: sar

    private mutating func readWords(_ words: [String], into builder: inout SeriesBuilder) {
        guard let first = words.first else { return }
        if let banner = SysstatText.banner(words) {
            (host, day, columns, secondOfDay, dayCount) = (banner.host, banner.day, [], 0, 0)
            return
        }
        // The averages at the end ("Average:", in other languages other words).
        if first.hasSuffix(":") { return }
        let (second, cells) = Self.timeAndCells(words)
        guard let second, let day else { return builder.count(.time) }
        if cells.first == "LINUX" || cells.first == "COM" { return }
        if cells.allSatisfy({ SysstatText.number($0) == nil }) {
            // A table of its own begins at the beginning of the day; a repeated header goes on.
            if cells != columns { (secondOfDay, dayCount) = (second, 0) }
            columns = cells
            return
        }
        guard cells.count == columns.count else { return builder.count(.cellCount) }
        if second < secondOfDay - 43_200 { dayCount += 1 }
        secondOfDay = second
        let local = day.advanced(bySeconds: Double(dayCount * 86_400 + second))
        add(
            cells, columns, host: host, at: local.advanced(bySeconds: -Double(builder.origin.zoneOffsetSeconds)),
            to: &builder)
    }

    private static func timeAndCells(_ words: [String]) -> (second: Int?, cells: [String]) {
        guard let first = words.first else { return (nil, []) }
        let hasHalf = words.count > 1 && ["AM", "PM"].contains(words[1])
        return (
            SysstatText.secondOfDay(first, hasHalf ? words[1] : nil), Array(words.dropFirst(hasHalf ? 2 : 1))
        )
    }

    private func add(
        _ cells: [String], _ columns: [String], host: String, at time: Timestamp, to builder: inout SeriesBuilder
    ) {
        var labels = [(name: "host", value: host)]
        var group = ""
        for (column, cell) in zip(columns, cells) where SysstatText.itemColumns.contains(column) {
            if group.isEmpty { group = ".\(column.lowercased())" }
            // 'device' names an entity elsewhere; here it is a part of the host.
            labels.append(
                (column == "DEV" || column == "DEVICE" ? "disk" : column.lowercased(), cell == "-1" ? "all" : cell))
        }
        for (column, cell) in zip(columns, cells) where !SysstatText.itemColumns.contains(column) {
            guard !cell.isEmpty else { continue }
            guard let value = SysstatText.number(cell) else {
                builder.count(.number)
                continue
            }
            builder.add(value, at: time, name: "sar\(group).\(SysstatText.name(column))", labels: labels)
        }
    }
}

extension String {
    /// The parts between spaces and tabs.
    var words: [String] { split { $0 == " " || $0 == "\t" }.map(String.init) }
}
