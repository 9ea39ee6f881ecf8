/// A template that the period has more or less of than normal operation, beyond chance.
package struct TemplateShift: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        /// Normal operation has none.
        case new
        /// The period has none.
        case vanished
        /// Both have it, and one at least twice as much.
        case shifted
    }

    package let template: Template
    package let kind: Kind
    /// How many records of the period have it.
    package let count: Int
    /// Records a minute in the period.
    package let rate: Double
    /// Records a minute in normal operation.
    package let usualRate: Double
    /// The expected share of false ones among all that are at least as certain.
    package let falseDiscoveryRate: Double
    /// Who wrote it, the most of it first.
    package let entities: [Entity]
    /// Its first record in what was read.
    package let sample: Location
    package let firstSeen: Timestamp?

    package init(
        template: Template, kind: Kind, count: Int, rate: Double, usualRate: Double, falseDiscoveryRate: Double,
        entities: [Entity], sample: Location, firstSeen: Timestamp?
    ) {
        (self.template, self.kind, self.count, self.rate) = (template, kind, count, rate)
        (self.usualRate, self.falseDiscoveryRate) = (usualRate, falseDiscoveryRate)
        (self.entities, self.sample, self.firstSeen) = (entities, sample, firstSeen)
    }
}
