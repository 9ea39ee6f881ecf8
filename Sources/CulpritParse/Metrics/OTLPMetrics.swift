internal import CulpritModel
internal import Foundation

/// OpenTelemetry metrics in JSON, as the collector's file exporter and OTLP/HTTP write them.
///
/// [OTLP specification 1.3, JSON Protobuf Encoding](https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding) and
/// `opentelemetry/proto/metrics/v1/metrics.proto`: 64-bit integers are text, names are in lower camel case.
enum OTLPMetrics: JSONMetricDocument {
    static let elementKeys: Set<String> = ["resourceMetrics"]

    static func recognises(_ lines: MetricLines) -> Bool {
        lines.contains("\"resourceMetrics\"")
    }

    private typealias Labels = [(name: String, value: String)]

    static func add(_ element: JSONValue, _ context: [String: String], to builder: inout SeriesBuilder) -> Bool {
        guard let scopes = element["scopeMetrics"] ?? element["instrumentationLibraryMetrics"] else {
            // An export of nothing is no mistake.
            return element["resourceMetrics"] != nil
        }
        let resource = attributes(element["resource"]).filter { identifying.contains($0.name) }
        for scope in scopes.array {
            for metric in scope["metrics"]?.array ?? [] { add(metric, resource, to: &builder) }
        }
        return true
    }

    /// Of a resource's attributes those that say what it is; the others (versions, process ids) split series in vain.
    private static let identifying: Set<String> = [
        "service.name", "service.namespace", "service.instance.id", "host.name", "k8s.pod.name", "k8s.namespace.name",
        "k8s.node.name", "k8s.container.name", "container.name", "device.id",
    ]

    private static func add(_ metric: JSONValue, _ resource: Labels, to builder: inout SeriesBuilder) {
        guard let name = metric["name"]?.string else { return builder.count(.grammar) }
        for kind in ["gauge", "sum", "histogram", "exponentialHistogram", "summary"] {
            guard let data = metric[kind] else { continue }
            let isCounter = isCumulative(data) && (kind != "sum" || isTrue(data["isMonotonic"]))
            for point in data["dataPoints"]?.array ?? [] {
                let series = Series(
                    name: name, labels: resource + attributes(point),
                    kind: isCounter && kind != "gauge" ? .counter : .gauge)
                add(point, series, to: &builder)
            }
        }
    }

    private struct Series {
        let name: String
        let labels: Labels
        let kind: SeriesBuilder.Kind
    }

    private static func add(_ point: JSONValue, _ series: Series, to builder: inout SeriesBuilder) {
        let time =
            (point["timeUnixNano"]?.string).flatMap { Int64($0) } ?? point["timeUnixNano"]?.number.map { Int64($0) }
        guard let time, time > 0 else { return builder.count(.time) }
        let moment = Timestamp(nanoseconds: time)
        func append(_ suffix: String, _ value: Double?, _ kind: SeriesBuilder.Kind, _ more: Labels = []) {
            guard let value else { return }
            builder.add(
                value, at: moment, name: series.name + suffix, labels: series.labels + more, kind)
        }
        append("", (point["asDouble"] ?? point["asInt"])?.number, series.kind)
        guard let count = point["count"]?.number else { return }
        append("_count", count, series.kind)
        append("_sum", point["sum"]?.number, series.kind)
        for quantile in point["quantileValues"]?.array ?? [] {
            guard let share = quantile["quantile"]?.label else { continue }
            append("", quantile["value"]?.number, .gauge, [("quantile", share)])
        }
        var total = 0.0
        for (bound, bucket) in buckets(of: point) {
            total += bucket
            let label = bound.isFinite ? "\(bound)" : "+Inf"
            append("_bucket", total, series.kind, [("le", label)])
        }
    }

    /// The upper ends of a histogram's buckets with their counts.
    private static func buckets(of point: JSONValue) -> [(bound: Double, count: Double)] {
        if let bounds = point["explicitBounds"] {
            let counts = point["bucketCounts"]?.array.compactMap(\.number) ?? []
            guard counts.count == bounds.array.count + 1 else { return [] }
            return Array(zip(bounds.array.compactMap(\.number) + [.infinity], counts))
        }
        // The base is 2 to the power of 2 to the power of minus the scale; bucket i ends at the base to the power of i + 1.
        guard let scale = point["scale"]?.number, scale.magnitude <= 20, let positive = point["positive"] else {
            return []
        }
        let base = pow(2, pow(2, -scale))
        let offset = positive["offset"]?.number ?? 0
        let counts = positive["bucketCounts"]?.array.compactMap(\.number) ?? []
        let zero = (bound: 0.0, count: point["zeroCount"]?.number ?? 0)
        let rest = counts.enumerated().map { (bound: pow(base, offset + Double($0.offset) + 1), count: $0.element) }
        return [zero] + rest + [(bound: .infinity, count: 0)]
    }

    private static func isCumulative(_ data: JSONValue) -> Bool {
        guard let temporality = data["aggregationTemporality"] else { return false }
        return temporality.number == 2 || temporality.string == "AGGREGATION_TEMPORALITY_CUMULATIVE"
    }

    private static func isTrue(_ value: JSONValue?) -> Bool {
        guard case .bool(true) = value else { return false }
        return true
    }

    private static func attributes(_ holder: JSONValue?) -> Labels {
        (holder?["attributes"]?.array ?? []).compactMap { attribute in
            guard let key = attribute["key"]?.string, case .object(let members) = attribute["value"],
                let value = members.first?.value.label
            else { return nil }
            return (key, value)
        }
    }
}
