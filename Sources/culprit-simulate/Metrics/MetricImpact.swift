/// What a fault does to the level of a gauge or to the rate of a counter at full intensity.
struct MetricImpact {
    let metric: String
    /// The name of a host, or of a group: all its hosts.
    let target: String
    /// A part of the other labels, empty for all series.
    let label: String
    let scale: Double
    let shift: Double
    /// What piles up each second that the fault lasts.
    let growth: Double
    /// Seconds by which the symptom comes after the fault.
    let delay: Double

    init(
        _ metric: String, _ target: String, label: String = "", scale: Double = 1, shift: Double = 0,
        growth: Double = 0, delay: Double = 0
    ) {
        (self.metric, self.target, self.label) = (metric, target, label)
        (self.scale, self.shift, self.growth, self.delay) = (scale, shift, growth, delay)
    }

    /// Returns whether the series of `metric` on `host` with `labels` is touched.
    func touches(_ metric: String, _ host: Host, labels: String) -> Bool {
        self.metric == metric && (target == host.name || target == host.group.rawValue)
            && (label.isEmpty || labels.contains(label))
    }
}
