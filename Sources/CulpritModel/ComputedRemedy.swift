/// One of the five remedies against outages, reckoned from what was read.
package struct ComputedRemedy: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Releases, their tests and going back.
        case update
        /// Load spread over machines by what they can do.
        case balance
        /// Alerts that ring before users feel anything.
        case watch
        /// Spares, backups, and warnings that are heeded.
        case protect
        /// Less demand while it lasts, and words for users.
        case ease
    }

    /// A sentence on what was found, with the place that shows it where there is one.
    package struct Finding: Sendable, Hashable, Codable {
        package let text: String
        package let location: Location?

        package init(_ text: String, at location: Location? = nil) { (self.text, self.location) = (text, location) }
    }

    /// How many minutes of what users felt it might have saved.
    package enum Saving: Sendable, Hashable, Codable {
        case minutes(lower: Double, upper: Double, basis: String)
        case unknown(why: String)
    }

    package let kind: Kind
    package let findings: [Finding]
    package let saving: Saving

    package init(_ kind: Kind, findings: [Finding], saving: Saving) {
        (self.kind, self.findings, self.saving) = (kind, findings, saving)
    }
}
