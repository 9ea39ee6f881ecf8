package import CulpritModel
internal import Foundation

/// Reckons what each of the five remedies would have done, from an outage whose culprit is known.
package struct RemedyFinder {
    let report: Report
    let input: DiagnosisInput
    let period: TimeSpan
    let culprit: String
    let calls: [Dependency]
    let graph: CallGraph

    /// Chance makes a difference as large less often than this, where one is told.
    static let leastCertainty = 0.01
    /// How long before the first evidence a change is held to have part in it.
    static let changeSeconds = 3_600.0

    /// `report` has its impact, trigger and alerts already, `calls` is who calls whom; `nil` where nothing is blamed.
    package init?(report: Report, input: DiagnosisInput, calls: [Dependency]) {
        guard let period = report.period, report.verdict.category != nil else { return nil }
        (self.report, self.input, self.period) = (report, input, period)
        culprit = report.verdict.entity
        (self.calls, graph) = (calls, CallGraph(calls))
    }

    /// One of each kind.
    package func remedies() -> [ComputedRemedy] { [update(), balance(), watch(), protect(), ease()] }

    // MARK: What all of them ask

    var felt: TimeSpan? { report.details.impact?.span }

    /// When something first spoke for the cause; the period's beginning where nothing of it has a time.
    var onset: Timestamp { report.details.detection.firstEvidence ?? period.from }

    var observed: TimeSpan { report.observed?.union(period) ?? period }

    static let noImpact = "no series tells when users felt it"

    /// The name is the culprit's, or that of a replica of it.
    func isCulprit(_ name: String?) -> Bool {
        guard let name else { return false }
        return name == culprit || CallGraph.group(name) == culprit.lowercased()
    }

    func concernsCulprit(_ event: Event) -> Bool {
        isCulprit(event.entity.name) || isCulprit(event.host) || isCulprit(event.service)
    }

    /// The events of rules that see one of `kinds` of changes, by time.
    func changes(_ kinds: Set<String>) -> [(event: Event, rule: Rule, time: Timestamp)] {
        input.changeEvents.compactMap { event in
            guard let rule = event.rule.flatMap({ input.rules[$0] }), let kind = rule.change, kinds.contains(kind),
                let time = event.time
            else { return nil }
            return (event, rule, time)
        }.sorted { ($0.time, $0.event.location) < ($1.time, $1.event.location) }
    }

    /// How much there was to do.
    func isTraffic(_ one: MeasuredSeries) -> Bool {
        guard one.signal.id == "traffic" || one.signal.id == "responses", one.series.key.peer == nil else {
            return false
        }
        // What an entity writes into its log tells little of its load, for in trouble it writes more; times are no counts.
        let name = one.series.key.name
        return name != "log_records" && !name.contains("seconds")
    }

    /// A saving in seconds, no more than users felt.
    func saving(from lower: Double, to upper: Double, _ basis: String) -> ComputedRemedy.Saving {
        guard let felt else { return .unknown(why: Self.noImpact) }
        let most = max(0, min(upper, felt.seconds))
        return .minutes(lower: max(0, min(lower, most)) / 60, upper: most / 60, basis: basis)
    }
}

/// The words of findings.
enum RemedyText {
    /// Two digits behind the point, fewer of large numbers.
    static func number(_ value: Double) -> String {
        String(format: value.magnitude >= 100 ? "%.0f" : value.magnitude >= 10 ? "%.1f" : "%.2f", value)
    }

    static func chance(_ chance: Double) -> String {
        chance < 0.001 ? "chance makes that less than once in a thousand" : "p = \(String(format: "%.3f", chance))"
    }

    static func list(_ names: [String], limit: Int = 5) -> String {
        let more = names.count > limit ? " and \(names.count - limit) more" : ""
        return names.prefix(limit).joined(separator: ", ") + more
    }
}
