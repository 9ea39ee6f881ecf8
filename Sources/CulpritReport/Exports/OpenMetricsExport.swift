package import CulpritModel

/// Returns `series` in OpenMetrics 1.0, as `promtool tsdb create-blocks-from openmetrics` takes it.
package func openMetrics(_ series: [ScrapedSeries], counters: Set<String>) -> String {
    var text = ""
    for (name, members) in Dictionary(grouping: series, by: \.name).sorted(by: { $0.key < $1.key }) {
        // A counter's family has the name without its suffix; one without the suffix is none to OpenMetrics.
        let isCounter = counters.contains(name) && name.hasSuffix("_total")
        let type = isCounter ? "counter" : counters.contains(name) ? "unknown" : "gauge"
        text += "# TYPE \(isCounter ? String(name.dropLast("_total".count)) : name) \(type)\n"
        for one in members.sorted(by: { $0.text < $1.text }) {
            for sample in one.samples {
                text += "\(one.text) \(sample.value) \(sample.time.seconds)\n"
            }
        }
    }
    return text + "# EOF\n"
}
