internal import CulpritModel
internal import GRDB

/// What was concluded: it replaces what the run before concluded.
extension CaseLoad {
    mutating func replaceConclusions(with conclusions: CaseConclusions) throws {
        for table in [
            "evidence", "cause", "\"window\"", "congestion_window", "crash_group", "rule", "moment", "clock_offset",
            "template_shift",
        ] {
            try db.execute(sql: "DELETE FROM \(table)")
        }
        try addRules(conclusions.rules)
        try addCrashGroups(conclusions.report.crashGroups)
        try addWindows(conclusions.windows)
        try addCongestion(conclusions.report.congestionWindows)
        try addTemplateShifts(conclusions.report.templateShifts)
        try addCauses(conclusions.report.causes)
        try addTimeline(conclusions.report.timeline)
        try addClockOffsets(conclusions.report.clockOffsets)
        try addRun(conclusions.report)
    }

    private func addClockOffsets(_ offsets: [ClockOffset]) throws {
        let insert = try db.cachedStatement(sql: "INSERT OR REPLACE INTO clock_offset VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for offset in offsets {
            try insert.execute(arguments: [
                StoredText.text(offset.host), StoredText.text(offset.reference), offset.seconds,
                offset.uncertaintySeconds, offset.requestCount, offset.isApplied, offset.drift?.rate,
                offset.drift?.at.nanoseconds,
            ])
        }
    }

    private func addRun(_ report: Report) throws {
        try db.execute(
            sql: """
                INSERT INTO run(period_from_ns, period_to_ns, baseline_from_ns, baseline_to_ns, verdict_category,
                verdict_entity, verdict_confidence, verdict_summary, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                report.period?.from.nanoseconds, report.period?.to.nanoseconds, report.baseline?.from.nanoseconds,
                report.baseline?.to.nanoseconds, report.verdict.category?.rawValue,
                StoredText.text(report.verdict.entity), report.verdict.confidence,
                StoredText.text(report.verdict.summary), StoredText.json(report.details),
            ])
    }

    private func addTimeline(_ moments: [Report.Moment]) throws {
        let insert = try db.cachedStatement(
            sql:
                "INSERT INTO moment(time_ns, what, entity, source, line, line_count, byte) VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        for moment in moments {
            try insert.execute(arguments: [
                moment.time.nanoseconds, StoredText.text(moment.what), StoredText.text(moment.entity),
                StoredText.text(moment.location.source), moment.location.line, moment.location.lineCount,
                moment.location.byte,
            ])
        }
    }

    private func addRules(_ rules: [Rule]) throws {
        let insert = try db.cachedStatement(sql: "INSERT OR REPLACE INTO rule VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for rule in rules {
            try insert.execute(arguments: [
                rule.id, StoredText.text(rule.title), rule.folder, StoredText.severity(rule.severity),
                rule.weight, StoredText.text(rule.explanation), StoredText.json(rule.remedies),
                StoredText.json(rule.references),
            ])
        }
    }

    private func addCrashGroups(_ groups: [CrashGroup]) throws {
        let insert = try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO crash_group VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for group in groups {
            let entities = StoredText.json(group.entities.map { [$0.name, $0.kind.rawValue] })
            try insert.execute(arguments: [
                StoredText.text(group.signature), StoredText.text(group.title), group.kind, group.language, group.count,
                group.firstSeen?.nanoseconds, group.lastSeen?.nanoseconds, entities, StoredText.json(group.frames),
                group.isNew, StoredText.text(group.sample.source), group.sample.line, group.sample.lineCount,
                group.sample.byte, group.state.rawValue, StoredText.text(StoredText.json(group.details)),
            ])
        }
    }

    private func addTemplateShifts(_ shifts: [TemplateShift]) throws {
        let insert = try db.cachedStatement(
            sql: "INSERT INTO template_shift VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for (rank, shift) in zip(1..., shifts) {
            try insert.execute(arguments: [
                rank, shift.template.id, StoredText.text(shift.template.text), shift.kind.rawValue, shift.count,
                shift.rate, shift.usualRate, shift.falseDiscoveryRate,
                StoredText.json(shift.entities.map { [StoredText.text($0.name), $0.kind.rawValue] }),
                shift.firstSeen?.nanoseconds, StoredText.text(shift.sample.source), shift.sample.line,
                shift.sample.byte,
            ])
        }
    }

    private mutating func addWindows(_ windows: [Window]) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO "window"(from_ns, to_ns, series_id, signal, category, score, direction, expected, peak, source)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for window in windows {
            try insert.execute(arguments: [
                window.span.from.nanoseconds, window.span.to.nanoseconds, id(of: window.series), window.signal.id,
                window.signal.category?.rawValue, window.score, window.direction.rawValue, window.expected, window.peak,
                StoredText.text(window.source),
            ])
        }
    }

    private func addCongestion(_ windows: [CongestionWindow]) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO congestion_window(from_ns, to_ns, entity, peer, signals, score, kind, entities, peak_ns,
                lost_requests, load) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for window in windows {
            try insert.execute(arguments: [
                window.span.from.nanoseconds, window.span.to.nanoseconds, StoredText.text(window.entity),
                StoredText.text(window.peer), StoredText.json(window.signals), window.score, window.kind.rawValue,
                StoredText.json(window.entities.map(StoredText.text)), window.peak?.nanoseconds, window.lostRequests,
                window.load.map { try StoredText.json($0) },
            ])
        }
    }

    private mutating func addCauses(_ causes: [Cause]) throws {
        let insert = try db.cachedStatement(sql: "INSERT INTO cause VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        let insertEvidence = try db.cachedStatement(
            sql: """
                INSERT INTO evidence(cause_rank, kind, speaks_for, weight, source, line, line_count, byte, time_ns, text,
                rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (rank, cause) in zip(1..., causes) {
            try insert.execute(arguments: [
                rank, id(of: cause.entity), cause.category.rawValue, cause.score, cause.confidence,
                cause.firstSeen?.nanoseconds, cause.lastSeen?.nanoseconds, StoredText.text(cause.summary),
                StoredText.json(cause.remedies), StoredText.json(cause.terms),
            ])
            for evidence in cause.evidence {
                try insertEvidence.execute(arguments: [
                    rank, evidence.kind.rawValue, evidence.speaksFor, evidence.weight,
                    StoredText.text(evidence.location.source), evidence.location.line, evidence.location.lineCount,
                    evidence.location.byte, evidence.time?.nanoseconds, StoredText.text(evidence.text), evidence.rule,
                ])
            }
        }
    }
}
