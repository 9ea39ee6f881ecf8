internal import CulpritModel
internal import CulpritScan

/// Reads what `iostat -t` prints.
///
/// [iostat(1)](https://man7.org/linux/man-pages/man1/iostat.1.html): each report begins with its time, then come the
/// processors and a table of devices. The first report is left out: it holds means since the boot.
struct IostatParser: MetricFormat {
    private var host = ""
    private var time: Timestamp?
    private var reportCount = 0
    private var columns: [String] = []
    private var table = Table.none

    private enum Table { case none, processors, devices }

    static func recognises(_ lines: MetricLines) -> Bool {
        let texts = lines.texts.prefix(6)
        guard let first = texts.first, first.hasPrefix("Linux "), SysstatText.banner(first.words) != nil else {
            return false
        }
        return texts.contains { time($0.words, offsetSeconds: 0) != nil }
            && texts.contains { $0.hasPrefix("avg-cpu:") || $0.hasPrefix("Device") }
    }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        let words = line.text.words
        guard let first = words.first else { return }
        if let banner = SysstatText.banner(words) {
            (host, time, table, reportCount) = (banner.host, nil, .none, 0)
        } else if let moment = Self.time(words, offsetSeconds: builder.origin.zoneOffsetSeconds) {
            (time, table) = (moment, .none)
            reportCount += 1
        } else if first == "avg-cpu:" {
            (columns, table) = (Array(words.dropFirst()), .processors)
        } else if first == "Device" || first == "Device:" {
            (columns, table) = (Array(words.dropFirst()), .devices)
        } else {
            readRow(words, into: &builder)
        }
    }

    private func readRow(_ words: [String], into builder: inout SeriesBuilder) {
        let cells = table == .devices ? Array(words.dropFirst()) : words
        guard table != .none, cells.count == columns.count else { return builder.count(.cellCount) }
        guard let time else { return builder.count(.time) }
        guard reportCount > 1 else { return }
        var labels = [(name: "host", value: host)]
        if table == .devices { labels.append(("disk", words[0])) }
        for (column, cell) in zip(columns, cells) {
            guard let value = SysstatText.number(cell) else {
                builder.count(.number)
                continue
            }
            let name = "iostat.\(table == .devices ? "disk" : "cpu").\(SysstatText.name(column))"
            builder.add(value, at: time, name: name, labels: labels)
        }
    }

    /// A line that is a time and nothing else: `03/04/2026 12:00:01 AM`, or ISO 8601.
    private static func time(_ words: [String], offsetSeconds: Int) -> Timestamp? {
        if words.count == 1 { return MetricValue.civilTime(words[0], offsetSeconds: offsetSeconds) }
        guard words.count == 2 || words.count == 3, let day = SysstatText.day(words[0]),
            let second = SysstatText.secondOfDay(words[1], words.count == 3 ? words[2] : nil)
        else { return nil }
        return day.advanced(bySeconds: Double(second - offsetSeconds))
    }
}
