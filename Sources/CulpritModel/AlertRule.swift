/// A rule that rings: written from a diagnosis, or read from a user's file.
package struct AlertRule: Sendable, Hashable, Codable {
    /// Who evaluates it.
    package enum Engine: String, Sendable, Hashable, Codable {
        case prometheus
        case loki
    }

    /// What a case says of it.
    package struct Trial: Sendable, Hashable, Codable {
        /// Each time it would have rung: from when until when; the end of the data where it never went out.
        package var firings: [TimeSpan]
        /// Those of them that have nothing to do with the incident.
        package var falseAlarmCount: Int
        /// Why it cannot be evaluated here; `nil` where it was.
        package var obstacle: String?

        package init(firings: [TimeSpan], falseAlarmCount: Int = 0, obstacle: String? = nil) {
            (self.firings, self.falseAlarmCount, self.obstacle) = (firings, falseAlarmCount, obstacle)
        }
    }

    package let name: String
    package let engine: Engine
    package let expression: String
    /// How long the expression must hold before it rings.
    package let forSeconds: Double
    /// By name.
    package let labels: [String: String]
    package let annotations: [String: String]
    package var trial = Trial(firings: [])
    /// The series by name that it asks for.
    package var metrics: [String] = []
    package init(
        name: String, engine: Engine = .prometheus, expression: String, forSeconds: Double,
        labels: [String: String] = [:], annotations: [String: String] = [:]
    ) {
        (self.name, self.engine, self.expression, self.forSeconds) = (name, engine, expression, forSeconds)
        (self.labels, self.annotations) = (labels, annotations)
    }
}
