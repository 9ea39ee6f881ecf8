/// The identity of a series: what is measured, on whom, and with which labels.
package struct SeriesKey: Sendable, Hashable, Comparable {
    package let name: String
    package let entity: Entity
    /// The callee, where the series measures calls from `entity` to it.
    package let peer: String?
    /// The remaining labels as `name="value"`, sorted and joined with commas; may be empty.
    package let labels: String

    package init(name: String, entity: Entity, peer: String? = nil, labels: String = "") {
        (self.name, self.entity, self.peer, self.labels) = (name, entity, peer, labels)
    }

    package static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        (left.name, left.entity, left.peer ?? "", left.labels) < (
            right.name, right.entity, right.peer ?? "", right.labels
        )
    }

    /// The name with its labels, as Prometheus writes it.
    package var text: String { labels.isEmpty ? name : "\(name){\(labels)}" }
}

/// A metric value at a time.
package struct Sample: Sendable, Hashable {
    package let time: Timestamp
    package let value: Double

    package init(time: Timestamp, value: Double) { (self.time, self.value) = (time, value) }
}

/// All samples of one name and label set, in time order, finite values only.
package struct Series: Sendable, Hashable {
    package let key: SeriesKey
    package var samples: [Sample]
    /// Where it was read first.
    package let source: String
    /// Its samples are the rates of what only counts up.
    package var isCounter = false
    /// The label that named the entity; `nil` where none did.
    package var entityLabel: String?

    package init(key: SeriesKey, samples: [Sample], source: String) {
        (self.key, self.samples, self.source) = (key, samples, source)
    }
}
