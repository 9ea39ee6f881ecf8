package import CulpritModel
internal import Foundation

/// Evaluates expressions over scraped series as Prometheus does.
package struct PromEvaluator {
    /// One element of an instant vector.
    package struct Element: Sendable, Hashable {
        package var labels: [String: String]
        package var value: Double
    }

    package enum Value: Sendable, Hashable {
        case scalar(Double)
        case vector([Element])
    }

    private let series: [String: [ScrapedSeries]]
    /// Prometheus' `--query.lookback-delta`.
    private static let lookbackSeconds = 300.0
    private static let nameLabel = "__name__"

    package init(_ series: [ScrapedSeries]) { self.series = Dictionary(grouping: series, by: \.name) }

    /// The series that a selector means, chosen once for many moments.
    package struct Plan {
        fileprivate let query: PromQuery
        fileprivate let selected: [PromQuery: [ScrapedSeries]]
    }

    package func plan(_ query: PromQuery) throws(PromQueryError) -> Plan {
        var selected: [PromQuery: [ScrapedSeries]] = [:]
        try select(query, into: &selected)
        return Plan(query: query, selected: selected)
    }

    /// The value at `time`, elements in the order of their labels.
    package func value(of plan: Plan, at time: Timestamp) throws(PromQueryError) -> Value {
        try value(plan.query, at: time, plan.selected)
    }

    private func select(_ query: PromQuery, into selected: inout [PromQuery: [ScrapedSeries]]) throws(PromQueryError) {
        switch query {
        case .number: break
        case .absent(let inner), .aggregate(_, _, _, let inner): try select(inner, into: &selected)
        case .binary(_, let left, let right):
            try select(left, into: &selected)
            try select(right, into: &selected)
        case .selector(let name, let matchers), .overRange(_, let name, let matchers, _):
            var chosen = name.map { series[$0] ?? [] } ?? series.sorted { $0.key < $1.key }.flatMap(\.value)
            for matcher in matchers {
                let regex =
                    matcher.kind == .matches || matcher.kind == .differs ? try PromPattern.compiled(matcher.value) : nil
                chosen = chosen.filter { one in
                    let value = matcher.label == Self.nameLabel ? one.name : one.labels[matcher.label] ?? ""
                    let isMatch = regex.map { (try? $0.wholeMatch(in: value)) != nil } ?? (value == matcher.value)
                    return isMatch == (matcher.kind == .equal || matcher.kind == .matches)
                }
            }
            selected[query] = chosen
        }
    }

    private func value(
        _ query: PromQuery, at time: Timestamp, _ selected: [PromQuery: [ScrapedSeries]]
    ) throws(PromQueryError) -> Value {
        switch query {
        case .number(let number): return .scalar(number)
        case .selector:
            return .vector(
                (selected[query] ?? []).compactMap { one in
                    let index = one.samples.lastIndex(atOrBefore: time)
                    guard index >= 0, time.seconds(since: one.samples[index].time) <= Self.lookbackSeconds else {
                        return nil
                    }
                    var labels = one.labels
                    labels[Self.nameLabel] = one.name
                    return Element(labels: labels, value: one.samples[index].value)
                })
        case .overRange(let function, _, _, let seconds):
            return .vector(
                (selected[query] ?? []).compactMap { one in
                    let last = one.samples.lastIndex(atOrBefore: time)
                    let first = one.samples.lastIndex(before: time.advanced(bySeconds: -seconds)) + 1
                    guard first <= last else { return nil }
                    return function.value(one.samples[first...last], at: time, rangeSeconds: seconds).map { value in
                        var labels = one.labels
                        if function == .lastOverTime { labels[Self.nameLabel] = one.name }
                        return Element(labels: labels, value: value)
                    }
                })
        case .absent(let inner):
            guard case .vector(let elements) = try value(inner, at: time, selected) else {
                throw PromQueryError("'absent' needs series")
            }
            return .vector(elements.isEmpty ? [Element(labels: Self.certainLabels(of: inner), value: 1)] : [])
        case .aggregate(let aggregation, let labels, let isWithout, let inner):
            guard case .vector(let elements) = try value(inner, at: time, selected) else {
                throw PromQueryError("'\(aggregation.rawValue)' needs series")
            }
            var groups: [[String: String]: [Double]] = [:]
            for element in elements {
                let key = element.labels.filter { label, _ in
                    label != Self.nameLabel && labels.contains(label) != isWithout
                }
                groups[key, default: []].append(element.value)
            }
            return .vector(
                groups.map { Element(labels: $0.key, value: aggregation.value($0.value)) }.sorted(by: Element.isBefore))
        case .binary(let sign, let left, let right):
            return try combined(sign, value(left, at: time, selected), value(right, at: time, selected))
        }
    }

    /// The labels that `absent` can tell of: those that are asked to be equal to something.
    private static func certainLabels(of query: PromQuery) -> [String: String] {
        guard case .selector(_, let matchers) = query else { return [:] }
        var labels: [String: String] = [:]
        for matcher in matchers where matcher.kind == .equal && matcher.label != nameLabel {
            labels[matcher.label] = matchers.count { $0.label == matcher.label } == 1 ? matcher.value : nil
        }
        return labels
    }

    private func combined(_ sign: PromQuery.Operator, _ left: Value, _ right: Value) throws(PromQueryError) -> Value {
        switch (left, right) {
        case (.scalar(let left), .scalar(let right)):
            guard let value = sign.arithmetic(left, right) else {
                throw PromQueryError("two numbers cannot be compared without 'bool'")
            }
            return .scalar(value)
        case (.vector(let elements), .scalar(let number)):
            return .vector(try applied(sign, elements) { ($0, number) })
        case (.scalar(let number), .vector(let elements)):
            return .vector(try applied(sign, elements) { (number, $0) })
        case (.vector(let left), .vector(let right)):
            return .vector(try combined(sign, left, right))
        }
    }

    private func applied(
        _ sign: PromQuery.Operator, _ elements: [Element], _ sides: (Double) -> (Double, Double)
    ) throws(PromQueryError) -> [Element] {
        var result: [Element] = []
        for element in elements {
            let (left, right) = sides(element.value)
            if let one = try applied(sign, left, right, to: element) { result.append(one) }
        }
        return result
    }

    /// One element of the result: the outcome of arithmetic, or `element` where a comparison holds.
    private func applied(
        _ sign: PromQuery.Operator, _ left: Double, _ right: Double, to element: Element
    ) throws(PromQueryError) -> Element? {
        if let value = sign.arithmetic(left, right) {
            return Element(labels: element.labels.filter { $0.key != Self.nameLabel }, value: value)
        }
        guard let holds = sign.comparison(left, right) else {
            throw PromQueryError("'\(sign.rawValue)' needs series on both sides")
        }
        return holds ? Element(labels: element.labels, value: element.value) : nil
    }

    private func combined(
        _ sign: PromQuery.Operator, _ left: [Element], _ right: [Element]
    ) throws(PromQueryError) -> [Element] {
        let signature = { (element: Element) in element.labels.filter { $0.key != Self.nameLabel } }
        switch sign {
        case .and:
            let there = Set(right.map(signature))
            return left.filter { there.contains(signature($0)) }
        case .unless:
            let there = Set(right.map(signature))
            return left.filter { !there.contains(signature($0)) }
        case .or:
            let there = Set(left.map(signature))
            return left + right.filter { !there.contains(signature($0)) }
        default:
            let partners = Dictionary(grouping: right, by: signature)
            guard partners.allSatisfy({ $0.value.count == 1 }), Set(left.map(signature)).count == left.count else {
                throw PromQueryError("many series match one, which Prometheus refuses")
            }
            var result: [Element] = []
            for element in left {
                guard let partner = partners[signature(element)]?.first else { continue }
                if let one = try applied(sign, element.value, partner.value, to: element) { result.append(one) }
            }
            return result
        }
    }
}

extension PromEvaluator.Element {
    fileprivate static func isBefore(_ left: Self, _ right: Self) -> Bool { left.order < right.order }

    /// The labels as one text, by which elements are put in order.
    package var order: String {
        labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }
}

extension PromQuery.Operator {
    fileprivate func arithmetic(_ left: Double, _ right: Double) -> Double? {
        switch self {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        default: nil
        }
    }

    fileprivate func comparison(_ left: Double, _ right: Double) -> Bool? {
        switch self {
        case .equal: left == right
        case .unequal: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        default: nil
        }
    }
}

extension PromQuery.Aggregation {
    fileprivate func value(_ values: [Double]) -> Double {
        switch self {
        case .sum: values.reduce(0, +)
        case .average: values.reduce(0, +) / Double(values.count)
        case .greatest: values.max() ?? .nan
        case .least: values.min() ?? .nan
        case .count: Double(values.count)
        }
    }
}

extension PromQuery.Function {
    /// The value over `samples`, which are those of the range; `nil` where there are too few.
    fileprivate func value(_ samples: ArraySlice<Sample>, at time: Timestamp, rangeSeconds: Double) -> Double? {
        guard let first = samples.first, let last = samples.last else { return nil }
        switch self {
        case .averageOverTime: return samples.reduce(0) { $0 + $1.value } / Double(samples.count)
        case .greatestOverTime: return samples.map(\.value).max()
        case .leastOverTime: return samples.map(\.value).min()
        case .sumOverTime: return samples.reduce(0) { $0 + $1.value }
        case .countOverTime: return Double(samples.count)
        case .lastOverTime: return last.value
        case .irate:
            guard samples.count > 1 else { return nil }
            let before = samples[samples.endIndex - 2]
            let increase = last.value < before.value ? last.value : last.value - before.value
            return increase / last.time.seconds(since: before.time)
        case .rate, .increase, .delta:
            guard samples.count > 1 else { return nil }
            var increase = last.value - first.value
            if self != .delta {
                // A value below its predecessor is a counter that began again at zero.
                for (before, after) in zip(samples, samples.dropFirst()) where after.value < before.value {
                    increase += before.value
                }
            }
            increase *= extrapolation(first, last, samples.count, at: time, rangeSeconds, increase)
            return self == .rate ? increase / rangeSeconds : increase
        }
    }

    /// How much longer the range is than what its samples cover, as `extrapolatedRate` of Prometheus has it: to the ends
    /// of the range where they are near, else by half a step; and not to where a counter would be below zero.
    private func extrapolation(
        _ first: Sample, _ last: Sample, _ count: Int, at time: Timestamp, _ rangeSeconds: Double, _ increase: Double
    ) -> Double {
        var toStart = first.time.seconds(since: time.advanced(bySeconds: -rangeSeconds))
        var toEnd = time.seconds(since: last.time)
        let sampled = last.time.seconds(since: first.time)
        let step = sampled / Double(count - 1)
        if self != .delta, increase > 0, first.value >= 0 { toStart = min(toStart, sampled * first.value / increase) }
        if toStart >= step * 1.1 { toStart = step / 2 }
        if toEnd >= step * 1.1 { toEnd = step / 2 }
        return (sampled + toStart + toEnd) / sampled
    }
}

extension [Sample] {
    /// The index of the last sample at or before `time`, -1 where there is none.
    fileprivate func lastIndex(atOrBefore time: Timestamp) -> Int {
        partitioningIndex { $0.time > time } - 1
    }

    fileprivate func lastIndex(before time: Timestamp) -> Int {
        lastIndex(atOrBefore: Timestamp(nanoseconds: time.nanoseconds - 1))
    }
}
