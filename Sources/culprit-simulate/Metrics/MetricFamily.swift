/// One metric of the fleet: where it is measured, its usual level and how it moves.
struct MetricFamily {
    /// The name of the samples; counters end in `_total` where the exporter calls them so.
    let name: String
    let kind: Kind
    let help: String
    let hosts: [Host]
    /// The labels beside `instance`, each with the level of a gauge or the rate of a counter a second.
    let series: [(labels: String, level: Double)]
    /// How much the level follows the load: 0 not at all, 1 in proportion.
    let following: Double
    /// The deviation of the noise as a part of the level.
    let noise: Double
    let decimals: Int
    /// Whether the metric is written in the smallest runs too.
    let isEssential: Bool

    /// The type as OpenMetrics names it; `unknown` is what node_exporter says of the counters in /proc/net/netstat.
    enum Kind: String {
        case gauge, counter, unknown
    }

    init(
        _ name: String, _ kind: Kind, _ help: String, _ hosts: [Host], _ series: [(labels: String, level: Double)],
        following: Double = 1, noise: Double = 0.05, decimals: Int = 2, isEssential: Bool = false
    ) {
        (self.name, self.kind, self.help, self.hosts, self.series) = (name, kind, help, hosts, series)
        (self.following, self.noise, self.decimals, self.isEssential) = (following, noise, decimals, isEssential)
    }

    /// The name in the `# TYPE` line, which OpenMetrics wants without `_total`.
    var familyName: String {
        kind == .counter && name.hasSuffix("_total") ? String(name.dropLast("_total".count)) : name
    }
}
