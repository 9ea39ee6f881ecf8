/// What several records together show and none of them alone does.
package struct Correlation: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A hit of a rule of each step, one step after the other, all within the span.
        case sequence([[String]])
        /// No hit of `of` within the span after one of `after`, or after the last of `of` where `after` is empty.
        case absence(of: [String], after: [String])
        /// More than `moreThan` hits within the span, and more than `times` as many as are usual.
        case rate(of: [String], moreThan: Int, times: Double?)
    }

    package let kind: Kind
    package let withinSeconds: Double
    /// What the records must have in common.
    package let by: Grouping

    package init(kind: Kind, withinSeconds: Double, by: Grouping) {
        (self.kind, self.withinSeconds, self.by) = (kind, withinSeconds, by)
    }

    /// The ids of all rules whose hits it looks at.
    package var parts: [String] {
        switch kind {
        case .sequence(let steps): steps.flatMap(\.self)
        case .absence(let signs, let starts): signs + starts
        case .rate(let rules, _, _): rules
        }
    }

    /// The same without rules for which `isKept` does not hold; `nil` when too little remains to be seen.
    package func keeping(_ isKept: (String) -> Bool) -> Correlation? {
        let kind: Kind
        switch self.kind {
        case .sequence(let steps):
            let kept = steps.map { $0.filter(isKept) }
            if kept.contains(where: \.isEmpty) { return nil }
            kind = .sequence(kept)
        case .absence(let signs, let starts):
            let kept = (signs.filter(isKept), starts.filter(isKept))
            if kept.0.isEmpty || kept.1.isEmpty != starts.isEmpty { return nil }
            kind = .absence(of: kept.0, after: kept.1)
        case .rate(let rules, let count, let times):
            let kept = rules.filter(isKept)
            if kept.isEmpty { return nil }
            kind = .rate(of: kept, moreThan: count, times: times)
        }
        return Correlation(kind: kind, withinSeconds: withinSeconds, by: by)
    }
}

/// Hits of other rules that say nothing while this one has a hit.
package struct Suppression: Sendable, Hashable {
    /// The ids of the rules that are silenced.
    package let rules: [String]
    /// How long before and after a hit.
    package let withinSeconds: Double
    /// What the hits must have in common.
    package let by: Grouping

    package init(rules: [String], withinSeconds: Double, by: Grouping) {
        (self.rules, self.withinSeconds, self.by) = (rules, withinSeconds, by)
    }
}

/// What events are counted together by.
package enum Grouping: Sendable, Hashable {
    case all
    case host
    case service
    /// The capture of this name.
    case capture(String)

    package init(_ name: String?) {
        switch name {
        case nil, "all": self = .all
        case "host": self = .host
        case "service": self = .service
        case let name?: self = .capture(name)
        }
    }

    /// What `event` is counted under.
    package func key(of event: Event) -> String {
        switch self {
        case .all: ""
        case .host: event.host ?? event.service ?? ""
        case .service: event.service ?? ""
        case .capture(let name): event.captures.first { $0.name == name }?.value ?? ""
        }
    }
}
