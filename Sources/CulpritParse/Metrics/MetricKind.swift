/// The shapes of metrics that are told by their content.
package enum MetricKind: String, Sendable, Hashable, CaseIterable {
    /// Prometheus text, OpenMetrics and the lines of `promtool tsdb dump`.
    case openMetrics = "openmetrics"
    /// InfluxDB line protocol.
    case influx
    /// `sadf -j`.
    case sadfJSON = "sadf-json"
    /// OpenTelemetry metrics as JSON.
    case otlp = "otlp-json"
    /// What the query interface of Prometheus answers.
    case queryRange = "prometheus-json"
    /// `aws cloudwatch get-metric-data` and `get-metric-statistics`.
    case cloudWatch = "cloudwatch-json"
    /// Data frames and panels of Grafana.
    case grafana = "grafana-json"
    /// `vmstat -t`.
    case vmstat
    /// `iostat -t`.
    case iostat
    /// `sar` and `sadf -d`.
    case sysstat = "sar"
    /// A header, a column of times, and numbers.
    case csv = "csv-metrics"

    /// Returns what the beginning of a source holds, or `nil` when that is not clearly metrics.
    package static func detect(prefix: Span<UInt8>) -> MetricKind? {
        let lines = MetricLines(prefix)
        return allCases.first { $0.format.recognises(lines) }
    }

    var format: any MetricFormat.Type {
        switch self {
        case .openMetrics: OpenMetricsParser.self
        case .influx: InfluxParser.self
        case .sadfJSON: JSONMetrics<SadfJSON>.self
        case .otlp: JSONMetrics<OTLPMetrics>.self
        case .queryRange: JSONMetrics<QueryRangeMetrics>.self
        case .cloudWatch: JSONMetrics<CloudWatchMetrics>.self
        case .grafana: JSONMetrics<GrafanaFrames>.self
        case .vmstat: VmstatParser.self
        case .iostat: IostatParser.self
        case .sysstat: SysstatParser.self
        case .csv: TableParser.self
        }
    }
}
