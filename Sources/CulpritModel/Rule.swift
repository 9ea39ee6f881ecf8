/// What a rule says, without its pattern: all that a report needs of it.
package struct Rule: Sendable, Hashable {
    package let id: String
    package let title: String
    /// `nil` for a rule that sees a change: that is no fault by itself.
    package let category: Category?
    package let severity: Severity
    /// How strongly one hit speaks for the category, as log-odds; 1 is a hint, 4 is near proof.
    package let weight: Double
    /// What it means, for a person on call.
    package let explanation: String
    package let remedies: [String]
    package let references: [String]
    /// How many hits within which time make an event; `nil` when each hit is one.
    package let threshold: Threshold?
    /// The kind of change that the rule sees, one of `Rule.changes`; `nil` for a rule of a category.
    package let change: String?
    /// What hits of other rules it takes; `nil` for a rule of single records.
    package let correlation: Correlation?
    package let suppression: Suppression?
    /// The names of captures whose values nobody may read.
    package let redacted: [String]

    /// The kinds of changes; a heartbeat is a sign of life, whose absence tells something, and an alert told people.
    package static let changes = [
        "deploy", "restart", "configuration", "version", "failover", "backup", "heartbeat", "alert",
    ]
    /// Those that are signs of routine: they change nothing that something could be at fault for.
    private static let routineChanges: Set = ["backup", "heartbeat", "alert"]

    /// It sees a change that something could be at fault for.
    package var seesChange: Bool { change.map { !Self.routineChanges.contains($0) } ?? false }

    /// It sees that somebody was told of trouble.
    package var seesAlert: Bool { change == "alert" }

    package struct Threshold: Sendable, Hashable {
        package let count: Int
        package let withinSeconds: Double
        package let by: Grouping

        package init(count: Int, withinSeconds: Double, by: Grouping) {
            (self.count, self.withinSeconds, self.by) = (count, withinSeconds, by)
        }
    }

    package init(
        id: String, title: String, category: Category?, severity: Severity, weight: Double, explanation: String,
        remedies: [String], references: [String], threshold: Threshold? = nil, change: String? = nil,
        correlation: Correlation? = nil, suppression: Suppression? = nil, redacted: [String] = []
    ) {
        (self.threshold, self.change, self.correlation) = (threshold, change, correlation)
        (self.suppression, self.redacted) = (suppression, redacted)
        (self.id, self.title, self.category, self.severity) = (id, title, category, severity)
        (self.weight, self.explanation, self.remedies) = (weight, explanation, remedies)
        self.references = references
    }

    /// The folder of `Rules/` that it stands in, and the heading under which it is listed.
    package var folder: String { category?.rawValue ?? "changes" }
}
