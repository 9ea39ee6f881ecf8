internal import CulpritModel

/// Alerts: what showed it first, how long before users felt it, and when people acted.
extension RemedyFinder {
    func watch() -> ComputedRemedy {
        var findings: [ComputedRemedy.Finding] = []
        let detection = report.details.detection
        if let window = firstWindow {
            findings.append(
                .init(
                    "\(window.series.text) of \(window.series.entity.name) was the first measure to be unusual, "
                        + "\(beforeFelt(window.span.from)).",
                    at: Location(source: window.source, line: 1, byte: 0)))
        }
        if let alert = detection.firstPossibleAlert {
            let name = detection.alertName.map { " (\($0))" } ?? ""
            findings.append(.init("The first rule that 'culprit alerts' writes\(name) rings \(beforeFelt(alert))."))
        }
        if let action {
            findings.append(.init("The first that was done about it: \(action.text).", at: action.location))
        }
        return ComputedRemedy(.watch, findings: findings, saving: watchSaving)
    }

    private var watchSaving: ComputedRemedy.Saving {
        guard let felt else { return .unknown(why: Self.noImpact) }
        guard let alert = report.details.detection.firstPossibleAlert else {
            return .unknown(why: "no measure would have rung")
        }
        guard let action else { return .unknown(why: "no change on \(culprit) tells when people acted") }
        return saving(
            from: felt.from.advanced(bySeconds: 60).seconds(since: alert), to: action.time.seconds(since: alert),
            "from the head start before the first bad minute was measured to all the time between the alert and "
                + "what was done")
    }

    /// `at TIME, N min before users felt it`.
    private func beforeFelt(_ time: Timestamp) -> String {
        guard let felt else { return "at \(time.wallClock)" }
        let lead = felt.from.seconds(since: time)
        let distance = lead == 0 ? "as" : "\(RemedyText.duration(lead)) \(lead > 0 ? "before" : "after")"
        return "at \(time.wallClock), \(distance) users felt it"
    }

    /// The first on the culprit that is bad and begins near the onset.
    private var firstWindow: Window? {
        input.windows.filter { window in
            window.score >= ReportDetailer.leastScore && window.isBad && window.span.overlaps(period)
                && (window.signal.category != nil || window.signal.isImpact) && isCulprit(window.series.entity.name)
        }.min { ($0.span, $0.series) < ($1.span, $1.series) }
    }

    /// The first change on the culprit that is not part of what set it off: most likely people trying to mend it.
    private var action: (time: Timestamp, text: String, location: Location)? {
        let known = Set(changes(Self.actions).filter { $0.time <= onset }.map { Self.signature($0.event) })
        // What set it off may roll over the other replicas for a while.
        return changes(Self.actions).first { change in
            change.time > onset && change.time < period.to && concernsCulprit(change.event)
                && !known.contains(Self.signature(change.event))
        }.map { ($0.time, "\($0.rule.title), at \($0.time.wallClock)", $0.event.location) }
    }

    /// Restarts may come from what keeps programs running, not from people.
    private static let actions: Set<String> = ["deploy", "version", "configuration", "failover"]

    private static func signature(_ event: Event) -> String {
        "\(event.rule ?? "")\u{0}\(event.captures.first { $0.name == "version" }?.value ?? "")"
    }
}
