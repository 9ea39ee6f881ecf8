/// One logical log entry, copied out of its source for display.
package struct Record: Sendable, Hashable {
    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    package var location: Location
    package var time: Timestamp?
    /// The time as the record writes it.
    package var rawTime: String?
    package var host: String?
    package var service: String?
    package var severity: Severity?
    package var message: String
    package var format: String?
    package var fields: [Field] = []
    package var template: Template
    /// The ids of the rules that matched, in the order of the rule set.
    package var rules: [String] = []
    package var category: Category?

    package init(location: Location, message: String, template: Template) {
        (self.location, self.message, self.template) = (location, message, template)
    }
}

/// A message with its variable parts masked as `<*>`.
package struct Template: Sendable, Hashable, Comparable {
    /// A hash of the text: equal for equal templates in every run, and exact in a JSON number (below 2^53).
    package let id: Int64
    package let text: String

    package init(id: Int64, text: String) { (self.id, self.text) = (id, text) }

    /// Stands for all that are not told apart, where there are more than memory is given to.
    package static let other = Template(id: 0, text: "<other>")

    package static func < (left: Template, right: Template) -> Bool { (left.text, left.id) < (right.text, right.id) }
}
