package import CulpritModel

/// Writes the alert rules that would have told of an outage, from the earliest signals of its diagnosed causes.
///
/// Each is tried on the case; those that would not have rung in the incident, or that would have rung in normal
/// operation, are left out.
package struct AlertPlanner {
    let report: Report
    let windows: [Window]
    let events: EventIndex
    let rules: [String: Rule]
    let scraped: [ScrapedSeries]
    let entityLabels: [String: String]
    private static let ruleLimit = 12
    private static let logRuleLimit = 6
    private static let latestSeconds = 600.0
    private static let margin = 0.25
    /// No more series of one name, and no more minutes, are tried: a diagnosis must not wait for its alerts.
    private static let seriesLimit = 32
    private static let longestMinutes = 480.0

    package init(
        report: Report, windows: [Window], series: [Series], events: EventIndex, rules: [String: Rule]
    ) {
        (self.report, self.events, self.rules) = (report, events, rules)
        self.windows = windows.filter { $0.score >= ReportDetailer.leastScore }
        let names = Set(self.windows.map(\.series.name))
        let wanted = series.filter { names.contains($0.key.name) }
        let byName = Dictionary(grouping: wanted, by: \.key.name)
        let kept = byName.values.filter { $0.count <= Self.seriesLimit }.flatMap(\.self).sorted { $0.key < $1.key }
        let span = Self.span(of: report)
        scraped = kept.compactMap(ScrapedSeries.init).map { one in span.map(one.cut) ?? one }
        entityLabels = Dictionary(
            kept.map { ($0.key.name, $0.entityLabel ?? "instance") }, uniquingKeysWith: { first, _ in first })
    }

    /// Returns the rules, the one that rings first first.
    package func plan() -> [AlertRule] {
        guard report.verdict.category != nil, let trial, let incident = Self.incident(of: report) else { return [] }
        var names: Set<String> = []
        var found: [AlertRule] = []
        for signal in signals() where found.count < Self.ruleLimit {
            for rule in measured(signal, on: trial) {
                let tried = rule.tried(on: trial, incident: incident)
                guard tried.trial.obstacle == nil, tried.trial.falseAlarmCount == 0, !tried.trial.firings.isEmpty,
                    names.insert(rule.name).inserted
                else { continue }
                found.append(tried)
            }
        }
        found += logRules().prefix(Self.logRuleLimit)
        // What comes much later tells of the consequences, or of the repair.
        let latest = (report.details.detection.impactMeasured ?? incident.from).advanced(bySeconds: Self.latestSeconds)
        return found.filter { $0.firstFiring <= latest }.sorted {
            ($0.firstFiring, $0.name) < ($1.firstFiring, $1.name)
        }
    }

    /// The period with what leads to it and what it leaves behind: a firing in it is no false alarm.
    package static func incident(of report: Report) -> TimeSpan? {
        report.period.map {
            TimeSpan(from: $0.from.advanced(bySeconds: -300), to: $0.to.advanced(bySeconds: 900))
        }
    }

    /// What is tried: the incident and the hours before it.
    package static func span(of report: Report) -> TimeSpan? {
        guard let incident = incident(of: report), let observed = report.observed else { return nil }
        let to = min(incident.to, observed.to.advanced(bySeconds: 60)).minuteStart
        let from = max(observed.from, to.advanced(bySeconds: -60 * longestMinutes)).minuteStart
        return from < to ? TimeSpan(from: from, to: to) : nil
    }

    private var trial: AlertTrial? { Self.span(of: report).map { AlertTrial(series: scraped, span: $0) } }

    /// The first window of each series name and label set that belongs to the verdict or that users feel.
    private func signals() -> [Window] {
        guard let period = report.period, let best = report.causes.first else { return [] }
        let relevant = windows.filter { window in
            let isSymptom = window.signal.isImpact && window.signal.category == nil
            let isCulprits = window.series.entity.name == best.entity.name && window.signal.id != Signal.unknown.id
            let isBad = window.direction == .gap || window.isBad
            return period.overlaps(window.span) && isBad && !window.series.name.hasPrefix("log_")
                && (isSymptom || isCulprits || window.signal.category == best.category)
        }
        var seen: Set<String> = []
        return relevant.sorted { ($0.span.from, -$0.score, $0.series) < ($1.span.from, -$1.score, $1.series) }
            .filter { seen.insert($0.series.text + $0.direction.rawValue).inserted }.prefix(30).map(\.self)
    }

    private func measured(_ window: Window, on trial: AlertTrial) -> [AlertRule] {
        guard let one = scraped.first(where: { $0.isOf(window.series, label: entityLabels[window.series.name]) }) else {
            return []
        }
        if window.direction == .gap { return [absence(of: one, window)] }
        return [threshold(one, window, on: trial), burnRate(one, window)].compactMap(\.self)
    }

    /// Well above all that normal operation showed, by a fifth of the way to the worst: early, and not too early.
    private func threshold(_ one: ScrapedSeries, _ window: Window, on trial: AlertTrial) -> AlertRule? {
        guard let label = entityLabels[one.name], let period = report.period, let incident = Self.incident(of: report)
        else { return nil }
        let isCounter = one.isRising
        for matchers in [one.matchers(without: label), one.matchers(without: label) + [one.matcher(of: label)]] {
            let selector = "\(one.name){\(matchers.joined(separator: ","))}".replacing("{}", with: "")
            let measure = isCounter ? "rate(\(selector)[5m])" : selector
            guard let values = try? trial.values(of: measure) else { return nil }
            let sign = window.direction == .down ? -1.0 : 1.0
            var (normal, worst) = (-Double.infinity, -Double.infinity)
            for (time, elements) in values {
                for element in elements {
                    if !incident.contains(time) {
                        normal = max(normal, sign * element.value)
                    } else if period.contains(time), element.labels[label] == one.labels[label] {
                        worst = max(worst, sign * element.value)
                    }
                }
            }
            guard normal.isFinite else { continue }
            // Other days are not quite like the one that was seen.
            let usual = normal + Self.margin * normal.magnitude
            guard worst - usual > 0.1 * usual.magnitude else { continue }
            let limit = sign * Self.round(usual + 0.2 * (worst - usual), between: usual, and: worst)
            let side = window.direction == .down ? "<" : ">"
            return rule(
                one.name, window.direction == .down ? "Low" : "High", "\(measure) \(side) \(Self.text(limit))",
                forSeconds: 60, window, "is \(window.direction == .down ? "below" : "above") \(Self.text(limit))")
        }
        return nil
    }

    /// The share of failures burns the error budget of 99.9 % more than 14.4 times too fast, in five minutes and in an
    /// hour ("Alerting on SLOs", The Site Reliability Workbook).
    private func burnRate(_ one: ScrapedSeries, _ window: Window) -> AlertRule? {
        guard one.isRising, window.direction == .up, let label = entityLabels[one.name],
            let (code, value) = one.labels.first(where: { ["code", "status", "status_code"].contains($0.key) }),
            value.hasPrefix("5")
        else { return nil }
        let rest = one.matchers(without: label).filter { !$0.hasPrefix("\(code)=") }
        let failures = "\(one.name){\((rest + ["\(code)=~\"5.*\""]).joined(separator: ","))}"
        let all = "\(one.name){\(rest.joined(separator: ","))}".replacing("{}", with: "")
        let share = { (range: String) in
            "sum by (\(label)) (rate(\(failures)[\(range)])) / sum by (\(label)) (rate(\(all)[\(range)])) > 14.4 * 0.001"
        }
        return rule(
            one.name, "BurnRate", "(\(share("5m"))) and (\(share("1h")))", forSeconds: 60, window,
            "burns the error budget of 99.9% more than 14.4 times too fast")
    }

    private func absence(of one: ScrapedSeries, _ window: Window) -> AlertRule {
        let pairs = one.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\(ScrapedSeries.quoted($0.value))" }
        return rule(
            one.name, "Absent", "absent(\(one.name){\(pairs.joined(separator: ","))})", forSeconds: 60, window,
            "is not measured any more")
    }

    private func rule(
        _ name: String, _ suffix: String, _ expression: String, forSeconds: Double, _ window: Window, _ what: String
    ) -> AlertRule {
        let isSymptom = window.signal.isImpact && window.signal.category == nil
        let labels = [
            "severity": isSymptom ? "page" : "warning", "signal": isSymptom ? "symptom" : "cause",
            "category": (window.signal.category ?? report.verdict.category)?.rawValue ?? "undetermined",
        ]
        let parts = ScrapedSeries.labels(of: window.series.labels).sorted { $0.key < $1.key }.map(\.value)
        let title = Self.camelCase(([name] + (suffix == "BurnRate" ? [] : parts)).joined(separator: "_")) + suffix
        return AlertRule(
            name: title, expression: expression, forSeconds: forSeconds, labels: labels,
            annotations: [
                "summary": "\(window.series.text) \(what).",
                "evidence": "In the outage of \(report.period?.from.description ?? "the case") it went on "
                    + "\(window.series.entity.name) from \(Self.short(window.expected)) to \(Self.short(window.peak)) at "
                    + "\(window.span.from), in \(window.source).",
            ])
    }

    static func camelCase(_ name: String) -> String {
        name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined()
    }

    /// `value` with two digits, or with as many as keep it between `low` and `high`.
    private static func round(_ value: Double, between low: Double, and high: Double) -> Double {
        for digits in 2...6 {
            var scale = 1.0
            while value.magnitude * scale < 1 && scale < 1e15 { scale *= 10 }
            while value.magnitude * scale >= 10 && scale > 1e-15 { scale /= 10 }
            for _ in 1..<digits { scale *= 10 }
            // Division by a power of ten gives the nearest decimal, multiplication by a small one does not.
            let rounded =
                scale >= 1 ? (value * scale).rounded() / scale : (value * scale).rounded() * (1 / scale).rounded()
            if rounded > low && rounded < high { return rounded }
        }
        return value
    }

    private static func short(_ value: Double) -> String { text(round(value, between: -.infinity, and: .infinity)) }

    private static func text(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension AlertRule {
    /// When it would have rung first; at the end of time where it would not.
    package var firstFiring: Timestamp { trial.firings.first?.from ?? Timestamp(nanoseconds: .max) }
}

extension ScrapedSeries {
    fileprivate func isOf(_ key: SeriesKey, label: String?) -> Bool {
        guard name == key.name, let label, labels[label] == key.entity.name else { return false }
        return Self.labels(of: key.labels).allSatisfy { labels[$0.key] == $0.value }
    }

    /// Only ever counts up, and does.
    fileprivate var isRising: Bool {
        zip(samples, samples.dropFirst()).allSatisfy { $0.value <= $1.value } && name.hasSuffix("_total")
    }

    fileprivate func matchers(without label: String) -> [String] {
        labels.filter { $0.key != label }.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.quoted($0.value))" }
    }

    /// What means the entity whether or not its address has a port.
    fileprivate func matcher(of label: String) -> String {
        let pattern = (labels[label] ?? "").reduce(into: "") { pattern, character in
            if "\\.+*?()|[]{}^$".contains(character) { pattern += "\\" }
            pattern.append(character)
        }
        return "\(label)=~\(Self.quoted("\(pattern)(:[0-9]+)?"))"
    }
}
