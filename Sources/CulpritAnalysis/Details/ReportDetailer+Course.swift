internal import CulpritModel

/// What users felt, what set it off and what can be told of when it could have been known.
extension ReportDetailer {
    var firstEvidence: Timestamp? {
        report.causes.first?.evidence.filter(\.speaksFor).compactMap(\.time).min()
    }

    /// The last change on what is blamed, or on a part of it, before the first evidence or with it.
    func trigger() -> Report.Moment? {
        guard let best = report.causes.first, report.verdict.category != nil, let first = firstEvidence else {
            return nil
        }
        if let change = best.evidence.filter({ $0.kind == .change && $0.speaksFor }).min(by: isEarlier),
            let time = change.time
        {
            return Report.Moment(
                time: time, what: change.text, entity: best.entity.name, location: change.location)
        }
        let change = changes.all.last { event in
            guard let time = event.time else { return false }
            let names = [event.entity.name, event.host, event.service]
            return time <= first && first.seconds(since: time) <= ChangeLog.reachSeconds
                && names.contains(best.entity.name)
        }
        return change.flatMap(changes.moment)
    }

    /// The first alert in the incident or soon behind it.
    ///
    /// One that people had got used to, since the same was sent before, told them nothing.
    func firstAlertSeen() -> Report.Moment? {
        guard let period = report.period, report.verdict.category != nil else { return nil }
        let begin = min(period.from, firstEvidence ?? period.from)
        let reach = TimeSpan(from: begin, to: period.to.advanced(bySeconds: ChangeLog.reachSeconds))
        let alerts = index.hits(of: rules, where: \.seesAlert)
        let usual = Set(alerts.filter { $0.time.map { $0 < begin } ?? false }.map(\.template))
        let first = alerts.filter { event in
            !usual.contains(event.template) && event.time.map(reach.contains) ?? false
        }.min { ($0.time ?? reach.to, $0.location) < ($1.time ?? reach.to, $1.location) }
        return first.flatMap { alert in
            alert.time.map { time in
                Report.Moment(time: time, what: alert.text, entity: alert.entity.name, location: alert.location)
            }
        }
    }

    func firstSymptom() -> Report.Moment? {
        guard let period = report.period, report.verdict.category != nil else { return nil }
        let felt = windows.filter { period.overlaps($0.span) && isFelt($0) }
        return felt.min { ($0.span, $0.series) < ($1.span, $1.series) }.map { window in
            Report.Moment(
                time: window.span.from, what: window.series.text, entity: window.series.entity.name,
                location: window.location)
        }
    }

    /// Sentences on changes in the hour before and in the period, and on who else is under real suspicion.
    func factors(besides trigger: Report.Moment?) -> [String] {
        guard let period = report.period, report.verdict.category != nil else { return [] }
        var factors = report.causes.dropFirst().prefix(20).filter { $0.confidence >= 0.05 }.map { cause in
            "\(cause.entity.name) (\(cause.category.rawValue)) is under suspicion too: \(cause.summary)"
        }
        let around = TimeSpan(from: period.from.advanced(bySeconds: -3_600), to: period.to)
        // What happens at other times too, such as an hourly job, has set nothing off.
        let routine = Set(changes.all.filter { $0.time.map { !around.contains($0) } ?? true }.compactMap(\.rule))
        var entities: [String: [String]] = [:]
        var order: [String] = []
        for change in changes.all {
            guard let moment = changes.moment(change), let rule = change.rule, !routine.contains(rule),
                around.contains(moment.time), moment.location != trigger?.location
            else { continue }
            if entities[moment.what] == nil { order.append(moment.what) }
            if entities[moment.what]?.contains(moment.entity) != true {
                entities[moment.what, default: []].append(moment.entity)
            }
        }
        for what in order.prefix(12 - min(12, factors.count)) {
            let names = entities[what] ?? []
            let more = names.count > 4 ? " and \(names.count - 4) more" : ""
            factors.append("A change on \(names.prefix(4).joined(separator: ", "))\(more): \(what).")
        }
        return factors
    }

    private func isEarlier(_ left: Evidence, _ right: Evidence) -> Bool {
        let latest = Timestamp(nanoseconds: .max)
        return (left.time ?? latest, left.location) < (right.time ?? latest, right.location)
    }

}
