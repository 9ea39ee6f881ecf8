/// Something seen that speaks for or against a cause.
package struct Evidence: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case rule
        case crash
        case template
        case window
        case change
    }

    package let kind: Kind
    package let speaksFor: Bool
    /// What it adds to the cause's log-odds; negative when it speaks against.
    package let weight: Double
    package let location: Location
    package let time: Timestamp?
    package let text: String
    package let rule: String?

    package init(
        kind: Kind, speaksFor: Bool, weight: Double, location: Location, time: Timestamp?, text: String, rule: String?
    ) {
        (self.kind, self.speaksFor, self.weight, self.location) = (kind, speaksFor, weight, location)
        (self.time, self.text, self.rule) = (time, text, rule)
    }
}

/// An entity under suspicion of one category.
package struct Cause: Sendable, Hashable {
    package let entity: Entity
    package let category: Category
    /// Log-odds, the sum of the evidence.
    package var score: Double
    /// 0...1.
    package var confidence: Double
    package var firstSeen: Timestamp?
    package var lastSeen: Timestamp?
    package var summary: String
    package var evidence: [Evidence]
    /// What changed the score beside the weights of the evidence: both together are the score.
    package var terms: [Term] = []
    package var remedies: [String]

    /// One step of weighing a cause.
    package struct Term: Sendable, Hashable, Codable {
        package let name: String
        /// Log-odds.
        package let value: Double

        package init(name: String, value: Double) { (self.name, self.value) = (name, value) }
    }

    package init(
        entity: Entity, category: Category, score: Double, confidence: Double, firstSeen: Timestamp?,
        lastSeen: Timestamp?, summary: String, evidence: [Evidence], remedies: [String]
    ) {
        (self.entity, self.category, self.score, self.confidence) = (entity, category, score, confidence)
        (self.firstSeen, self.lastSeen, self.summary) = (firstSeen, lastSeen, summary)
        (self.evidence, self.remedies) = (evidence, remedies)
    }
}

/// The answer: the best cause, or that it cannot be told.
package struct Verdict: Sendable, Hashable {
    /// `nil` when undetermined.
    package let category: Category?
    /// Empty when undetermined.
    package let entity: String
    package let confidence: Double
    package let summary: String

    package init(category: Category?, entity: String, confidence: Double, summary: String) {
        (self.category, self.entity, self.confidence, self.summary) = (category, entity, confidence, summary)
    }
}
