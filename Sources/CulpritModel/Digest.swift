/// One day held against the days before it.
package struct Digest: Sendable, Hashable {
    /// A count of the day beside the mean of the days before.
    package struct Comparison: Sendable, Hashable {
        package let count: Int
        package let meanBefore: Double

        package init(count: Int, meanBefore: Double) { (self.count, self.meanBefore) = (count, meanBefore) }

        /// Half as much again as usual, and by more than chance makes of small numbers.
        package var isRaised: Bool { Double(count) > 1.5 * meanBefore + 10 }
    }

    /// A bug and how often it crashed: on the day, or for a vanished one on the day before.
    package struct CrashCount: Sendable, Hashable {
        package let signature: String
        package let title: String
        package let count: Int

        package init(signature: String, title: String, count: Int) {
            (self.signature, self.title, self.count) = (signature, title, count)
        }
    }

    package struct CategoryCount: Sendable, Hashable {
        package let category: Category
        package let events: Comparison

        package init(category: Category, events: Comparison) { (self.category, self.events) = (category, events) }
    }

    package struct EntityCount: Sendable, Hashable {
        package let entity: Entity
        package let events: Comparison

        package init(entity: Entity, events: Comparison) { (self.entity, self.events) = (entity, events) }
    }

    package struct RuleCount: Sendable, Hashable {
        package let rule: String
        /// The rule's own title; its id where the case does not know it.
        package let title: String
        package let count: Int

        package init(rule: String, title: String, count: Int) {
            (self.rule, self.title, self.count) = (rule, title, count)
        }
    }

    /// Something that is more, or less, than it was.
    package struct Growth: Sendable, Hashable {
        package let what: String
        package let entity: String
        package let value: Double
        package let before: Double

        package init(what: String, entity: String, value: Double, before: Double) {
            (self.what, self.entity, self.value, self.before) = (what, entity, value, before)
        }
    }

    package let day: TimeSpan
    /// The days before that have records, of those that the day is held against.
    package let previousDayCount: Int
    package var records = Comparison(count: 0, meanBefore: 0)
    package var events = Comparison(count: 0, meanBefore: 0)
    /// Records of severity `error` and above.
    package var errors = Comparison(count: 0, meanBefore: 0)
    /// In the order of `Category`, all four.
    package var categories: [CategoryCount] = []
    /// Never seen before the day.
    package var newCrashes: [CrashCount] = []
    /// Seen before, not on the day before, and now again.
    package var returnedCrashes: [CrashCount] = []
    /// Seen on the day before, and not on this one.
    package var vanishedCrashes: [CrashCount] = []
    /// By events of the day, the most first.
    package var noisiest: [EntityCount] = []
    /// By score, the worst first.
    package var congestion: [CongestionWindow] = []
    /// Rules that had no event before the day.
    package var newRules: [RuleCount] = []
    /// Backups that failed, were late or cannot be trusted, by rule.
    package var failedBackups: [RuleCount] = []
    /// Clocks that are wrong or have lost their source, by rule.
    package var clocks: [RuleCount] = []
    /// What holds more than it did, the most first.
    package var growth: [Growth] = []
    /// The minutes in which some path or entity was congested.
    package var congestedMinutes = Comparison(count: 0, meanBefore: 0)
    /// What the last run over the case holds for the cause of an incident on the day.
    package var verdict: Verdict?

    package init(day: TimeSpan, previousDayCount: Int) {
        (self.day, self.previousDayCount) = (day, previousDayCount)
    }

    /// Nothing in it needs a person.
    package var isQuiet: Bool {
        newCrashes.isEmpty && returnedCrashes.isEmpty && newRules.isEmpty && failedBackups.isEmpty && verdict == nil
            && !congestedMinutes.isRaised && !errors.isRaised && !events.isRaised
    }

    /// The day speaks of `category`: an incident of it, or more of its events than usual.
    package func isFinding(_ category: Category) -> Bool {
        verdict?.category == category
            || categories.contains { $0.category == category && $0.events.isRaised && previousDayCount > 0 }
    }
}
