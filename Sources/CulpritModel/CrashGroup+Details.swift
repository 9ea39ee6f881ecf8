extension CrashGroup {
    /// Whether a bug is there for the first time; the digest has the same words.
    package enum State: String, Sendable, Hashable, Codable {
        /// Never seen before the period.
        case new
        /// Seen in what the period is held against: the baseline, or else the seven days before.
        case known
        /// Seen before, but not there.
        case returned
    }

    /// What all crashes of a group together tell of it.
    package struct Details: Sendable, Hashable, Codable {
        /// Of what crashed, in the order in which they crashed first.
        package var versions: [String] = []
        /// The frames that most of the crashes pass through, those of the most first.
        package var frameShares: [FrameShare] = []
        /// What more of the crashes have than of all records of what crashed, the most certain first.
        package var correlations: [Association] = []
        /// The last change on what crashed first, within the hour before; a restart only where there is no other.
        package var change: Report.Moment?

        package init() {}
    }

    package struct FrameShare: Sendable, Hashable, Codable {
        package let frame: String
        /// Of the group's crashes, 0...1.
        package let share: Double

        package init(frame: String, share: Double) { (self.frame, self.share) = (frame, share) }
    }

    /// A value that is over-represented in a group.
    package struct Association: Sendable, Hashable, Codable {
        /// What has the value: `host`, `service`, `version` or another that records name.
        package let attribute: String
        package let value: String
        /// Of the group's crashes that have the attribute, 0...1.
        package let share: Double
        /// Of all records of the same services that have it, 0...1; for a service itself of those of all services.
        package let usualShare: Double
        /// The expected share of false ones among all that are at least as certain.
        package let falseDiscoveryRate: Double

        package init(attribute: String, value: String, share: Double, usualShare: Double, falseDiscoveryRate: Double) {
            (self.attribute, self.value, self.share, self.usualShare) = (attribute, value, share, usualShare)
            self.falseDiscoveryRate = falseDiscoveryRate
        }
    }

    package var isNew: Bool { state == .new }
}
