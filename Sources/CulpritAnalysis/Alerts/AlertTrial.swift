package import CulpritModel

/// Runs alert rules over the series of a case, with Prometheus' states: inactive, pending, firing.
package struct AlertTrial {
    private let evaluator: PromEvaluator
    private let span: TimeSpan
    private let stepSeconds: Double

    /// Evaluates every `stepSeconds` from the beginning of `span` to its end.
    package init(series: [ScrapedSeries], span: TimeSpan, stepSeconds: Double = 60) {
        (evaluator, self.span, self.stepSeconds) = (PromEvaluator(series), span, stepSeconds)
    }

    /// Each time that `rule` would have rung, for whatever labels: an alert rings once its expression has held for `for`.
    package func firings(of rule: AlertRule) throws(PromQueryError) -> [TimeSpan] {
        var open: TimeSpan?
        var firings: [TimeSpan] = []
        for (time, ringing) in try course(of: rule) {
            if !ringing.isEmpty {
                open = TimeSpan(from: open?.from ?? time, to: time)
            } else if let closed = open {
                firings.append(TimeSpan(from: closed.from, to: time))
                open = nil
            }
        }
        return firings + [open].compactMap(\.self)
    }

    /// The labels of each alert of `rule` that rings at `time`, which is a moment of evaluation.
    package func ringing(_ rule: AlertRule, at time: Timestamp) throws(PromQueryError) -> [[String: String]] {
        try course(of: rule).first { $0.time == time }?.ringing ?? []
    }

    /// What rings at every step.
    private func course(
        of rule: AlertRule
    ) throws(PromQueryError) -> [(time: Timestamp, ringing: [[String: String]])] {
        let plan = try evaluator.plan(PromQuery(rule.expression))
        var pending: [String: Timestamp] = [:]
        var course: [(time: Timestamp, ringing: [[String: String]])] = []
        for time in times {
            guard case .vector(let elements) = try evaluator.value(of: plan, at: time) else {
                throw PromQueryError("the expression is a number, and never an alert")
            }
            var next: [String: Timestamp] = [:]
            for element in elements { next[element.order] = pending[element.order] ?? time }
            pending = next
            let ringing = elements.filter { element in
                pending[element.order].map { time.seconds(since: $0) >= rule.forSeconds } ?? false
            }
            course.append((time, ringing.map(\.labels)))
        }
        return course
    }

    /// The values of an expression by the labels that it gives, at every step.
    package func values(of expression: String) throws(PromQueryError) -> [(
        time: Timestamp, elements: [PromEvaluator.Element]
    )] {
        let plan = try evaluator.plan(PromQuery(expression))
        var values: [(time: Timestamp, elements: [PromEvaluator.Element])] = []
        for time in times {
            guard case .vector(let elements) = try evaluator.value(of: plan, at: time) else { continue }
            values.append((time, elements))
        }
        return values
    }

    private var times: [Timestamp] {
        let count = max(0, Int(span.seconds / stepSeconds))
        return (0...count).map { span.from.advanced(bySeconds: Double($0) * stepSeconds) }
    }
}

extension AlertRule {
    /// The rule with what the case says of it: a firing that begins outside `incident`, where there is one, is a false
    /// alarm.
    package func tried(on trial: AlertTrial, incident: TimeSpan?) -> AlertRule {
        var tried = self
        do {
            let firings = try trial.firings(of: self)
            tried.trial = Trial(
                firings: firings, falseAlarmCount: firings.count { incident?.contains($0.from) != true })
            tried.metrics = try PromQuery(expression).names
        } catch {
            tried.trial = Trial(firings: [], obstacle: error.reason)
        }
        return tried
    }
}
