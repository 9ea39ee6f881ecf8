/// What `/api/v1/query_range`, `/api/v1/query` and `promtool query -o json` answer.
///
/// [Prometheus HTTP API](https://prometheus.io/docs/prometheus/latest/querying/api/): each result has its labels and
/// pairs of a time in seconds and a value as text.
enum QueryRangeMetrics: JSONMetricDocument {
    static let elementKeys: Set<String> = ["result"]

    static func recognises(_ lines: MetricLines) -> Bool {
        lines.contains("\"metric\"") && (lines.contains("\"values\"") || lines.contains("\"value\""))
            && (lines.contains("\"resultType\"") || lines.firstByte == UInt8(ascii: "["))
    }

    static func add(_ element: JSONValue, _ context: [String: String], to builder: inout SeriesBuilder) -> Bool {
        if case .array(let results) = element {
            return results.reduce(true) { add($1, context, to: &builder) && $0 }
        }
        guard case .object(let labels) = element["metric"] else { return element["data"] != nil }
        var (name, rest): (String, [(name: String, value: String)]) = ("value", [])
        for (key, value) in labels {
            guard let text = value.string else { return false }
            if key == "__name__" { name = text } else { rest.append((key, text)) }
        }
        let isCounter = ["_total", "_count", "_sum", "_bucket"].contains { name.hasSuffix($0) }
        let slot = builder.slot(for: builder.name(name, labels: rest), isCounter ? .counter : .gauge)
        for pair in element["values"]?.array ?? element["value"].map({ [$0] }) ?? [] {
            let pair = pair.array
            guard pair.count == 2, let time = pair[0].number.flatMap(MetricValue.epochTime) else {
                builder.count(.time)
                continue
            }
            guard let value = pair[1].number else {
                builder.count(.number)
                continue
            }
            builder.add(value, at: time, to: slot)
        }
        return true
    }
}
