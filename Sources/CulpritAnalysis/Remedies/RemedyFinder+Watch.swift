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
                    at: window.location))
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
        guard let action else {
            return .unknown(
                why: "no change on \(culprit), and none that names it or takes its place, tells when people acted")
        }
        return saving(
            from: felt.from.advanced(bySeconds: 60).seconds(since: alert), to: action.time.seconds(since: alert),
            "from the head start before the first bad minute was measured to all the time between the alert and "
                + "what was done")
    }

    /// `at TIME, N min before users felt it`.
    private func beforeFelt(_ time: Timestamp) -> String {
        guard let felt else { return "at \(time.wallClock)" }
        let lead = felt.from.seconds(since: time)
        let distance = lead == 0 ? "as" : "\(durationText(seconds: lead)) \(lead > 0 ? "before" : "after")"
        return "at \(time.wallClock), \(distance) users felt it"
    }

    /// The first on the culprit that is bad and begins near the onset.
    private var firstWindow: Window? {
        input.windows.filter { window in
            window.score >= ReportDetailer.leastScore && window.isBad && window.span.overlaps(period)
                && (window.signal.category != nil || window.signal.isImpact) && isCulprit(window.series.entity.name)
        }.min { ($0.span, $0.series) < ($1.span, $1.series) }
    }

    /// The first change about the culprit that is not part of what set it off: most likely people trying to mend it.
    private var action: (time: Timestamp, text: String, location: Location)? {
        let known = Set(changes(Self.actions).filter { $0.time <= onset }.map { Self.signature($0.event) })
        // What set it off may roll over the other replicas for a while.
        return changes(Self.actions).first { change in
            change.time > onset && change.time < max(period.to, felt?.to ?? period.to)
                && !known.contains(Self.signature(change.event))
                && (concernsCulprit(change.event) || takesPlaceOfCulprit(change.event, change.rule)
                    || namesCulprit(change.event))
        }.map { change in
            let entity = concernsCulprit(change.event) ? "" : " on \(change.event.entity.name)"
            return (change.time, "\(change.rule.title)\(entity), at \(change.time.wallClock)", change.event.location)
        }
    }

    /// Another of the culprit's group became what the culprit was.
    private func takesPlaceOfCulprit(_ event: Event, _ rule: Rule) -> Bool {
        guard rule.change == "failover" else { return false }
        let names = [event.entity.name, event.host, event.service].compactMap(\.self)
        return names.contains { CallGraph.group($0) == CallGraph.group(culprit) }
    }

    /// The record has the culprit's name as a word of its own, as where others are told to leave it alone.
    private func namesCulprit(_ event: Event) -> Bool {
        let words = event.text.split { !$0.isLetter && !$0.isNumber && !"-_.".contains($0) }
        return words.contains { $0.trimmingDots == culprit } || event.captures.contains { $0.value == culprit }
    }

    /// Restarts may come from what keeps programs running, not from people.
    private static let actions: Set<String> = ["deploy", "version", "configuration", "failover"]

    private static func signature(_ event: Event) -> String {
        "\(event.rule ?? "")\u{0}\(event.captures.first { $0.name == "version" }?.value ?? "")"
    }
}

extension Substring {
    /// Without the full stop behind it.
    fileprivate var trimmingDots: Substring { last == "." ? dropLast() : self }
}
