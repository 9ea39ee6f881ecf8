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

    package init(
        id: String, title: String, category: Category, severity: Severity, weight: Double, explanation: String,
        remedies: [String], references: [String]
    ) {
        (self.id, self.title, self.category, self.severity) = (id, title, category, severity)
        (self.weight, self.explanation, self.remedies) = (weight, explanation, remedies)
        self.references = references
    }
}

/// A change that a record tells of: a deploy, a restart, a new configuration, a failover.
package struct Change: Sendable, Hashable {
    package let what: String
    package let version: String?

    package init(what: String, version: String?) { (self.what, self.version) = (what, version) }
}
