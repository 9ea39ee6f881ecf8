internal import CulpritModel
internal import CulpritScan

/// Reads what `vmstat -t` prints.
///
/// [vmstat(8)](https://man7.org/linux/man-pages/man8/vmstat.8.html). The first row after a start is left out: it holds
/// means since the boot.
struct VmstatParser: MetricFormat {
    private static let groups: [String: String] = [
        "r": "procs", "b": "procs", "swpd": "memory", "free": "memory", "buff": "memory", "cache": "memory",
        "inact": "memory", "active": "memory", "si": "swap", "so": "swap", "bi": "io", "bo": "io", "in": "system",
        "cs": "system", "us": "cpu", "sy": "cpu", "id": "cpu", "wa": "cpu", "st": "cpu", "gu": "cpu",
    ]

    private var names: [String] = []
    private var isFirstRow = true

    static func recognises(_ lines: MetricLines) -> Bool {
        let texts = lines.texts
        return texts.count >= 2 && texts[0].hasPrefix("procs") && texts[0].contains("timestamp")
            && isHeader(texts[1].words)
    }

    private static func isHeader(_ words: [String]) -> Bool { words.count > 8 && words[0] == "r" && words[1] == "b" }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        let words = line.text.words
        guard let first = words.first, first != "procs" else { return }
        if Self.isHeader(words) {
            // Behind the columns stands the zone of the times.
            names = words.filter { Self.groups[$0] != nil }
            return
        }
        guard !names.isEmpty, words.count >= names.count + 2 else { return builder.count(.cellCount) }
        let time = Array(words[names.count...names.count + 1].joined(separator: " ").utf8)
        guard let moment = MetricValue.civilTime(time.span, offsetSeconds: builder.origin.zoneOffsetSeconds) else {
            return builder.count(.time)
        }
        if isFirstRow {
            isFirstRow = false
            return
        }
        for (name, word) in zip(names, words) {
            guard let value = SysstatText.number(word) else {
                builder.count(.number)
                continue
            }
            builder.add(value, at: moment, name: "vmstat.\(Self.groups[name] ?? "").\(name)", labels: [])
        }
    }
}
