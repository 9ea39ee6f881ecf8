package import CulpritModel

/// Returns the report as the document `culprit.report/1`.
package func reportJSON(_ report: Report) -> String {
    var writer = JSONWriter(indented: true)
    writer.object { document in
        document.member("schema", "culprit.report/1")
        document.member("period", report.period)
        document.member("baseline", report.baseline)
        document.member("verdict") { $0.members(of: report.verdict) }
        document.member("causes", each: Array(report.causes.enumerated())) { writer, cause in
            writer.object { $0.members(of: cause.element, rank: cause.offset + 1) }
        }
        document.member("categories") { writer in
            for category in Category.allCases {
                let ranks = report.causes.indices.filter { report.causes[$0].category == category }.map { $0 + 1 }
                writer.member(category.rawValue, each: ranks) { $0.value($1) }
            }
        }
        document.member("crash_groups", each: report.crashGroups) { writer, group in
            writer.object { $0.members(of: group) }
        }
        document.member("template_shifts", each: report.templateShifts) { writer, shift in
            writer.object { $0.members(of: shift) }
        }
        document.member("congestion_windows", each: report.congestionWindows) { writer, window in
            writer.object { object in
                object.members(of: window)
                object.details(of: window)
            }
        }
        document.member("timeline", each: report.timeline) { writer, moment in
            writer.object { $0.members(of: moment) }
        }
        document.members(of: report.details)
        document.member("clock_offsets", each: report.clockOffsets) { writer, offset in
            writer.object { $0.members(of: offset) }
        }
        document.member("accounting") { $0.members(of: report.accounting) }
        document.member("sources", each: report.sources) { writer, source in
            writer.object { $0.members(of: source) }
        }
    }
    return writer.text
}

extension JSONWriter {
    mutating func members(of verdict: Verdict) {
        member("category", verdict.category?.rawValue ?? "undetermined")
        member("entity", verdict.entity)
        member("confidence", verdict.confidence)
        member("summary", verdict.summary)
    }

    mutating func members(of cause: Cause, rank: Int) {
        member("rank", rank)
        member("category", cause.category.rawValue)
        member("entity", cause.entity.name)
        member("entity_kind", cause.entity.kind.rawValue)
        member("score", cause.score)
        member("confidence", cause.confidence)
        member("first_seen", cause.firstSeen)
        member("last_seen", cause.lastSeen)
        member("summary", cause.summary)
        member("evidence", each: cause.evidence) { writer, evidence in writer.object { $0.members(of: evidence) } }
        member("remedies", cause.remedies)
    }

    fileprivate mutating func members(of evidence: Evidence) {
        member("kind", evidence.kind.rawValue)
        member("for", evidence.speaksFor)
        member("weight", evidence.weight)
        member("source", evidence.location.source)
        member("line", evidence.location.line)
        member("byte", evidence.location.byte)
        member("time", evidence.time)
        member("text", evidence.text)
        member("rule", evidence.rule)
    }

    mutating func members(of group: CrashGroup) {
        member("signature", group.signature)
        member("title", group.title)
        member("kind", group.kind)
        member("count", group.count)
        member("first_seen", group.firstSeen)
        member("last_seen", group.lastSeen)
        member("entities", group.entities.map(\.name))
        member("frames", group.frames)
        member("new", group.isNew)
        member("sample") {
            $0.member("source", group.sample.source)
            $0.member("line", group.sample.line)
        }
        member("state", group.state.rawValue)
        member("versions", group.details.versions)
        member("frame_shares", each: group.details.frameShares) { writer, share in
            writer.object {
                $0.member("frame", share.frame)
                $0.member("share", share.share)
            }
        }
        member("correlations", each: group.details.correlations) { writer, one in
            writer.object {
                $0.member("attribute", one.attribute)
                $0.member("value", one.value)
                $0.member("share", one.share)
                $0.member("usual_share", one.usualShare)
                $0.member("false_discovery_rate", one.falseDiscoveryRate)
            }
        }
        member("change_before", group.details.change)
    }

    fileprivate mutating func members(of shift: TemplateShift) {
        member("template", shift.template.text)
        key("template_id")
        value(shift.template.id)
        member("kind", shift.kind.rawValue)
        member("count", shift.count)
        member("rate", shift.rate)
        member("usual_rate", shift.usualRate)
        member("false_discovery_rate", shift.falseDiscoveryRate)
        member("entities", shift.entities.map(\.name))
        member("first_seen", shift.firstSeen)
        member("source", shift.sample.source)
        member("line", shift.sample.line)
        member("byte", shift.sample.byte)
    }

    /// Writes the members of a congestion window, which the digest has too.
    mutating func members(of window: CongestionWindow) {
        member("from", window.span.from)
        member("to", window.span.to)
        member("entity", window.entity)
        member("peer", window.peer)
        member("signals", window.signals)
        member("score", window.score)
    }

    /// Writes what a case does not keep of a congestion window.
    mutating func details(of window: CongestionWindow) {
        member("entities", window.entities)
        member("kind", window.kind.rawValue)
        member("peak", window.peak)
        member("lost_requests", window.lostRequests.rounded())
        guard let load = window.load else { return }
        member("load") { writer in
            writer.member("order", load.order?.rawValue)
            writer.member("driver", load.driver)
            writer.member("driver_share", load.driverShare)
            if let excess = load.excess { writer.member("excess", excess) }
            writer.member("hours", each: load.hours) { $0.value($1) }
            writer.member("weekdays", each: load.weekdays) { $0.value($1) }
        }
    }

    mutating func members(of moment: Report.Moment) {
        member("time", moment.time)
        member("what", moment.what)
        member("entity", moment.entity)
        member("source", moment.location.source)
        member("line", moment.location.line)
    }
}
