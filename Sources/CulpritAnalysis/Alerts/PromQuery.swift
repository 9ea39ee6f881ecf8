/// An expression of PromQL, as far as it is evaluated here: selectors, comparison, arithmetic, `and`, `or`, `unless`,
/// aggregation, and functions over ranges.
///
/// Semantics are those of Prometheus' documentation ("Querying basics", "Operators", "Query functions").
package indirect enum PromQuery: Sendable, Hashable {
    package enum Function: String, Sendable, Hashable, CaseIterable {
        case rate
        case increase
        case irate
        case delta
        case averageOverTime = "avg_over_time"
        case greatestOverTime = "max_over_time"
        case leastOverTime = "min_over_time"
        case sumOverTime = "sum_over_time"
        case countOverTime = "count_over_time"
        case lastOverTime = "last_over_time"
    }

    package enum Aggregation: String, Sendable, Hashable, CaseIterable {
        case sum
        case average = "avg"
        case greatest = "max"
        case least = "min"
        case count
    }

    package enum Operator: String, Sendable, Hashable, CaseIterable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case equal = "=="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case and
        case or
        case unless
    }

    /// What a label must be; an absent label is empty.
    package struct Matcher: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable {
            case equal = "="
            case unequal = "!="
            case matches = "=~"
            case differs = "!~"
        }

        package let label: String
        package let kind: Kind
        package let value: String
    }

    case number(Double)
    case selector(name: String?, [Matcher])
    case overRange(Function, name: String?, [Matcher], seconds: Double)
    case absent(PromQuery)
    case aggregate(Aggregation, by: [String], isWithout: Bool, PromQuery)
    case binary(Operator, PromQuery, PromQuery)

    /// The names of the series that it asks for, sorted, without repetition.
    package var names: [String] {
        switch self {
        case .number: []
        case .selector(let name, let matchers), .overRange(_, let name, let matchers, _):
            [name ?? matchers.first { $0.label == "__name__" && $0.kind == .equal }?.value].compactMap(\.self)
        case .absent(let query), .aggregate(_, _, _, let query): query.names
        case .binary(_, let left, let right): Set(left.names + right.names).sorted()
        }
    }
}

/// Why an expression is not evaluated here.
package struct PromQueryError: Error, Hashable, Sendable {
    /// In words, with what was met.
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}
