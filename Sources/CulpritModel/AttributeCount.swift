/// How many of the records of one source and service that were looked at have a value of an attribute.
package struct AttributeCount: Sendable, Hashable {
    package let attribute: Record.Field
    package let service: String
    package let source: String
    package let count: Int

    package init(attribute: Record.Field, service: String, source: String, count: Int) {
        (self.attribute, self.service, self.source, self.count) = (attribute, service, source, count)
    }
}
