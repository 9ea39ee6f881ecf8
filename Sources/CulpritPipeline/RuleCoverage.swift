package import CulpritModel

/// How much of an input the rules know: which fired, and which severe records no rule matches.
package struct RuleCoverage {
    package struct Unknown {
        package let template: Template
        package let severity: Severity
        package var count: Int
        package let first: Location
        package let sample: String
    }

    package private(set) var recordCount = 0
    package private(set) var severeCount = 0
    package private(set) var knownSevereCount = 0
    /// Severe records of templates beyond those that are counted one by one.
    package private(set) var uncountedCount = 0
    private var fired: [String: Int] = [:]
    private var unknown: [Int64: Unknown] = [:]

    /// More templates than these nobody writes rules for; it bounds the memory.
    private static let templateLimit = 50_000

    package init() {}

    /// Counts one record.
    package mutating func add(_ record: Record) {
        recordCount += 1
        for rule in record.rules { fired[rule, default: 0] += 1 }
        guard let severity = record.severity, severity >= .warning else { return }
        severeCount += 1
        if !record.rules.isEmpty {
            knownSevereCount += 1
        } else if unknown[record.template.id] != nil {
            unknown[record.template.id]?.count += 1
        } else if unknown.count < Self.templateLimit {
            unknown[record.template.id] = Unknown(
                template: record.template, severity: severity, count: 1, first: record.location,
                sample: record.message)
        } else {
            uncountedCount += 1
        }
    }

    /// The rules that fired and how often, the most frequent first.
    package var firedRules: [(rule: String, count: Int)] {
        fired.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (rule: $0.key, count: $0.value) }
    }

    /// The severe templates that no rule knows, the most frequent first: the next rules to write.
    package var unknownTemplates: [Unknown] {
        unknown.values.sorted { ($1.count, $0.template) < ($0.count, $1.template) }
    }
}
