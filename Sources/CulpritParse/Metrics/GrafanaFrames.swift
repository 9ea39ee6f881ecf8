internal import CulpritModel

/// Data frames of Grafana: what a panel's inspector saves, what `/api/ds/query` answers, and the older time series.
///
/// [Data frames](https://grafana.com/developers/plugin-tools/key-concepts/data-frames): fields of equal length, of which
/// one holds times in milliseconds; the labels of a field name its series. Older: `target` and pairs of value and time.
enum GrafanaFrames: JSONMetricDocument {
    static let elementKeys: Set<String> = ["frames"]

    static func recognises(_ lines: MetricLines) -> Bool {
        (lines.contains("\"fields\"") && lines.contains("\"type\"") && lines.contains("\"values\""))
            || (lines.contains("\"target\"") && lines.contains("\"datapoints\""))
    }

    static func add(_ element: JSONValue, _ context: [String: String], to builder: inout SeriesBuilder) -> Bool {
        if case .array(let frames) = element { return frames.reduce(true) { add($1, context, to: &builder) && $0 } }
        if let target = element["target"]?.string { return addPairs(element["datapoints"], target, to: &builder) }
        let schema = element["schema"] ?? element
        guard let fields = schema["fields"]?.array else { return element["results"] != nil }
        // Values stand beside the schema, or in each field.
        let columns = element["data"]?["values"]?.array ?? fields.map { $0["values"] ?? .null }
        guard columns.count == fields.count,
            let timeColumn = fields.firstIndex(where: { $0["type"]?.string == "time" })
        else { return false }
        let texts = fields.indices.filter { fields[$0]["type"]?.string == "string" }
        for column in fields.indices where fields[column]["type"]?.string == "number" {
            let name = name(of: fields[column], in: schema)
            for (row, time) in columns[timeColumn].array.enumerated() {
                guard row < columns[column].array.count, let value = columns[column].array[row].number else { continue }
                var labels = labels(of: fields[column]) + name.labels
                for text in texts where row < columns[text].array.count {
                    guard let label = columns[text].array[row].string else { continue }
                    labels.append((fields[text]["name"]?.string ?? "text", label))
                }
                guard let moment = time.number.flatMap(MetricValue.epochTime) else {
                    builder.count(.time)
                    continue
                }
                builder.add(value, at: moment, name: name.name, labels: labels)
            }
        }
        return true
    }

    private static func addPairs(_ points: JSONValue?, _ target: String, to builder: inout SeriesBuilder) -> Bool {
        let name = MetricTitle(target)
        for point in points?.array ?? [] {
            let pair = point.array
            guard pair.count == 2, let time = pair[1].number.flatMap(MetricValue.epochTime) else { return false }
            if let value = pair[0].number { builder.add(value, at: time, name: name.name, labels: name.labels) }
        }
        return true
    }

    /// The field's shown name, its own, or, where that says nothing, the frame's.
    private static func name(of field: JSONValue, in schema: JSONValue) -> MetricTitle {
        let own = field["config"]?["displayNameFromDS"]?.string ?? field["config"]?["displayName"]?.string
        let plain = field["labels"]?["__name__"]?.string ?? field["name"]?.string ?? ""
        let isEmpty = plain.isEmpty || plain == "Value"
        return MetricTitle(own ?? (isEmpty ? schema["name"]?.string ?? "value" : plain))
    }

    private static func labels(of field: JSONValue) -> [(name: String, value: String)] {
        guard case .object(let members) = field["labels"] else { return [] }
        return members.compactMap { member in
            guard member.key != "__name__", let value = member.value.label else { return nil }
            return (member.key, value)
        }
    }
}

/// What the heading of a column or the legend of a graph names: a series as Prometheus writes it, or plain words.
struct MetricTitle {
    let name: String
    let labels: [(name: String, value: String)]

    init(_ title: String) {
        guard title.hasSuffix("}"), let brace = title.firstIndex(of: "{") else {
            (name, labels) = (title, [])
            return
        }
        // A legend may be labels alone.
        let bytes = Array((brace == title.startIndex ? "value" + title : title).utf8)
        let identity = OpenMetricsIdentity(bytes.span)
        (name, labels) = (identity?.name ?? title, identity?.labels ?? [])
    }
}
