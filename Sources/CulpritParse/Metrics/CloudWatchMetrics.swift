internal import CulpritModel

/// What `aws cloudwatch get-metric-data` and `get-metric-statistics` print.
///
/// [GetMetricData](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html) and
/// [GetMetricStatistics](https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html).
/// Neither names the dimensions; the label may, else the file's name tells what the metric is of.
enum CloudWatchMetrics: JSONMetricDocument {
    static let elementKeys: Set<String> = ["MetricDataResults"]

    static func recognises(_ lines: MetricLines) -> Bool {
        lines.contains("\"MetricDataResults\"") || (lines.contains("\"Datapoints\"") && lines.contains("\"Timestamp\""))
    }

    static func add(_ element: JSONValue, _ context: [String: String], to builder: inout SeriesBuilder) -> Bool {
        if let points = element["Datapoints"] {
            return addStatistics(points.array, element["Label"]?.string ?? "value", to: &builder)
        }
        guard let times = element["Timestamps"]?.array, let values = element["Values"]?.array else {
            return element["MetricDataResults"] != nil
        }
        guard times.count == values.count, let label = element["Label"]?.string ?? element["Id"]?.string else {
            return false
        }
        // A label of several metrics is "entity metric".
        let words = label.split(separator: " ").map(String.init)
        let entity: [(name: String, value: String)] = words.count == 2 ? [("service", words[0])] : []
        let name = words.count == 2 ? words[1] : label
        let slot = builder.slot(for: builder.name(name, labels: entity), .gauge)
        for (time, value) in zip(times, values) { add(value, at: time, to: slot, &builder) }
        return true
    }

    private static func addStatistics(
        _ points: [JSONValue], _ label: String, to builder: inout SeriesBuilder
    ) -> Bool {
        for point in points {
            guard case .object(let members) = point, let time = point["Timestamp"] else { return false }
            for (key, value) in members where value.number != nil && key != "Timestamp" {
                let isPlain = ["Average", "Sum"].contains(key)
                let name = isPlain && members.count { $0.value.number != nil } == 1 ? label : "\(label).\(key)"
                add(
                    value, at: time, to: builder.slot(for: builder.name(name, labels: []), .gauge),
                    &builder)
            }
        }
        return true
    }

    private static func add(
        _ value: JSONValue, at time: JSONValue, to slot: SeriesBuilder.Slot?, _ builder: inout SeriesBuilder
    ) {
        let moment = time.string.flatMap { MetricValue.civilTime($0) }
        guard let moment = moment ?? time.number.flatMap(MetricValue.epochTime) else { return builder.count(.time) }
        guard let number = value.number else { return builder.count(.number) }
        builder.add(number, at: moment, to: slot)
    }
}
