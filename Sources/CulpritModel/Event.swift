/// A record that matters: a rule matched it, or it is severe.
package struct Event: Sendable, Hashable {
    package let location: Location
    package let time: Timestamp?
    package let severity: Severity?
    package var host: String?
    package var service: String?
    /// What is blamed: what the rule's `culprit` names, or else the record's own service or host.
    package var entity: Entity
    /// The rule that matched; `nil` for a record that is only severe.
    package let rule: String?
    package let category: Category?
    package var template: Int64
    /// The message, cut to `Event.textLimit` bytes.
    package let text: String
    /// The rule's named captures.
    package let captures: [Record.Field]
    /// How many records of its minute, writer and rule it stands for: of many alike only the first ones are kept.
    package var count: Int

    package static let textLimit = 500

    package init(
        location: Location, time: Timestamp?, severity: Severity?, host: String?, service: String?, entity: Entity,
        rule: String?, category: Category?, template: Int64, text: String, captures: [Record.Field], count: Int = 1
    ) {
        (self.location, self.time, self.severity, self.host) = (location, time, severity, host)
        (self.service, self.entity, self.rule, self.category) = (service, entity, rule, category)
        (self.template, self.text, self.captures, self.count) = (template, text, captures, count)
    }
}

/// How many records of one kind an entity wrote in one minute.
package struct MinuteKey: Sendable, Hashable, Comparable {
    /// The minute's beginning.
    package let minute: Timestamp
    package let entity: Entity
    package let template: Int64
    package let severity: Severity?

    package init(minute: Timestamp, entity: Entity, template: Int64, severity: Severity?) {
        (self.minute, self.entity, self.template, self.severity) = (minute, entity, template, severity)
    }

    package static func < (left: MinuteKey, right: MinuteKey) -> Bool {
        (left.minute, left.entity, left.template, left.severity?.rawValue ?? 0)
            < (right.minute, right.entity, right.template, right.severity?.rawValue ?? 0)
    }
}
