internal import CulpritModel

/// What `sadf -j` prints: of each host its statistics, one element a moment, with groups as deep as sysstat has them.
///
/// [sadf(1)](https://man7.org/linux/man-pages/man1/sadf.1.html). In a group's list each item names itself in its first
/// member that is a text (`cpu`, `iface`, `disk-device`), which becomes a label.
enum SadfJSON: JSONMetricDocument {
    static let elementKeys: Set<String> = ["statistics"]
    private static let depthLimit = 8

    static func recognises(_ lines: MetricLines) -> Bool {
        lines.contains("\"sysstat\"") && lines.contains("\"hosts\"")
    }

    static func add(_ element: JSONValue, _ context: [String: String], to builder: inout SeriesBuilder) -> Bool {
        guard case .object(let groups) = element else { return false }
        // Hosts without statistics, and lists of restarts and comments.
        guard let stamp = element["timestamp"] else { return element["sysstat"] != nil }
        guard let date = stamp["date"]?.string, let time = stamp["time"]?.string,
            let moment = MetricValue.civilTime("\(date) \(time)")
        else { return false }
        let host = context["nodename"].map { [(name: "host", value: $0)] } ?? []
        for (key, value) in groups where key != "timestamp" {
            add(value, at: moment, name: "sar.\(key)", host, depth: 0, to: &builder)
        }
        return true
    }

    private static func add(
        _ value: JSONValue, at time: Timestamp, name: String, _ labels: [(name: String, value: String)], depth: Int,
        to builder: inout SeriesBuilder
    ) {
        guard depth < depthLimit else { return builder.count(.grammar) }
        switch value {
        case .number(let number): builder.add(number, at: time, name: name, labels: labels)
        case .array(let items):
            for item in items { add(item, at: time, name: name, labels, depth: depth + 1, to: &builder) }
        case .object(let members):
            let item = members.first.flatMap { first in first.value.string.map { (first.key, $0) } }
            let labels = item.map { labels + [(name: $0.0 == "disk-device" ? "disk" : $0.0, value: $0.1)] } ?? labels
            for (key, value) in members {
                add(value, at: time, name: "\(name).\(key)", labels, depth: depth + 1, to: &builder)
            }
        default: break
        }
    }
}
