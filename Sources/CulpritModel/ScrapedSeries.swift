/// A series as Prometheus would have scraped it: raw counters, all labels, one sample a minute.
package struct ScrapedSeries: Sendable, Hashable {
    package let name: String
    package let labels: [String: String]
    /// In time order.
    package let samples: [Sample]

    package init(name: String, labels: [String: String], samples: [Sample]) {
        (self.name, self.labels, self.samples) = (name, labels, samples)
    }

    /// `name{label="value"}`, as Prometheus writes it.
    package var text: String {
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quoted($0.value))" }
        return pairs.isEmpty ? name : "\(name){\(pairs.joined(separator: ","))}"
    }

    /// `value` between quotes, as PromQL and the exposition formats take it.
    package static func quoted(_ value: String) -> String {
        let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped)\""
    }
}
