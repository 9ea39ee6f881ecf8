/// What a rule says, without its pattern: all that a report needs of it.
package struct Rule: Sendable, Hashable {
    package let id: String
    package let title: String
    package let category: Category
    package let severity: Severity
    /// How strongly one hit speaks for the category, as log-odds; 1 is a hint, 4 is near proof.
    package let weight: Double
    /// What it means, for a person on call.
    package let explanation: String
    package let remedies: [String]
    package let references: [String]
    /// How many hits within which time make an event; `nil` when each hit is one.
    package let threshold: Threshold?
    /// The kind of change that the rule sees: `deploy`, `restart`, `configuration`, `version`, `failover`, `backup`.
    package let change: String?

    /// Hits are counted for each value of `by`: `host`, `service`, a capture, or all together.
    package struct Threshold: Sendable, Hashable {
        package let count: Int
        package let withinSeconds: Double
        package let by: String?

        package init(count: Int, withinSeconds: Double, by: String?) {
            (self.count, self.withinSeconds, self.by) = (count, withinSeconds, by)
        }
    }

    package init(
        id: String, title: String, category: Category, severity: Severity, weight: Double, explanation: String,
        remedies: [String], references: [String], threshold: Threshold? = nil, change: String? = nil
    ) {
        (self.threshold, self.change) = (threshold, change)
        (self.id, self.title, self.category, self.severity) = (id, title, category, severity)
        (self.weight, self.explanation, self.remedies) = (weight, explanation, remedies)
        self.references = references
    }
}
