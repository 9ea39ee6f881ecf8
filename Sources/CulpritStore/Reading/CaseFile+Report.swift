package import CulpritModel
internal import Foundation
internal import GRDB

extension CaseFile {
    /// Returns what the last run concluded, or `nil` where none has concluded anything.
    ///
    /// The time it takes depends on what was concluded, not on what was read.
    package func loadReport() throws(CaseFileError) -> Report? {
        let sources = try loadSources()
        return try read { db in
            guard let run = try Row.fetchOne(db, sql: "SELECT * FROM run ORDER BY id DESC LIMIT 1") else { return nil }
            var report = Report(
                period: Self.span(run, "period"), baseline: Self.span(run, "baseline"),
                verdict: Verdict(
                    category: (run["verdict_category"] as String?).flatMap(Category.init(rawValue:)),
                    entity: run["verdict_entity"], confidence: run["verdict_confidence"],
                    summary: run["verdict_summary"]),
                causes: try Self.causes(db), crashGroups: try Self.crashGroups(db),
                congestionWindows: try Self.congestionWindows(db), timeline: try Self.timeline(db), sources: sources)
            report.templateShifts = try Self.templateShifts(db)
            if let details: String = run["details"] {
                // Details of an older program may lack what this one draws; the report is whole without them.
                let read = try? JSONDecoder().decode(ReportDetails.self, from: Data(details.utf8))
                report.details = read ?? ReportDetails()
            }
            report.clockOffsets = try Self.clockOffsets(db)
            return report
        }
    }

    static func clockOffsets(_ db: Database) throws -> [ClockOffset] {
        try Row.fetchAll(db, sql: "SELECT * FROM clock_offset ORDER BY host").map { row in
            var offset = ClockOffset(
                host: row["host"], reference: row["reference"], seconds: row["seconds"],
                uncertaintySeconds: row["uncertainty_seconds"], requestCount: row["request_count"])
            offset.isApplied = row["is_applied"]
            if let rate: Double = row["drift_rate"], let at = StoredText.time(row["drift_at_ns"]) {
                offset.drift = ClockOffset.Drift(rate: rate, at: at)
            }
            return offset
        }
    }

    private static func span(_ row: Row, _ name: String) -> TimeSpan? {
        guard let from = StoredText.time(row["\(name)_from_ns"]), let to = StoredText.time(row["\(name)_to_ns"]) else {
            return nil
        }
        return TimeSpan(from: from, to: to)
    }

    private static func causes(_ db: Database) throws -> [Cause] {
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM evidence ORDER BY cause_rank, id")
        let evidence = Dictionary(grouping: rows) { $0["cause_rank"] as Int }
        let sql = """
            SELECT c.*, n.name AS name, n.kind AS kind FROM cause c JOIN entity n ON n.id = c.entity_id ORDER BY c.rank
            """
        return try Row.fetchAll(db, sql: sql).map { row in
            var cause = Cause(
                entity: StoredText.entity(row["name"], row["kind"]),
                category: Category(rawValue: row["category"]) ?? .bug, score: row["score"],
                confidence: row["confidence"], firstSeen: StoredText.time(row["first_ns"]),
                lastSeen: StoredText.time(row["last_ns"]), summary: row["summary"],
                evidence: (evidence[row["rank"]] ?? []).map(Self.evidence),
                remedies: try StoredText.strings(row["remedies"]))
            cause.terms = try JSONDecoder().decode([Cause.Term].self, from: Data((row["terms"] as String).utf8))
            return cause
        }
    }

    private static func evidence(_ row: Row) -> Evidence {
        Evidence(
            kind: Evidence.Kind(rawValue: row["kind"]) ?? .rule, speaksFor: row["speaks_for"], weight: row["weight"],
            location: location(row), time: StoredText.time(row["time_ns"]), text: row["text"], rule: row["rule"])
    }

    private static func location(_ row: Row, _ prefix: String = "") -> Location {
        Location(
            source: row["\(prefix)source"], line: row["\(prefix)line"], lineCount: row["\(prefix)line_count"],
            byte: row["\(prefix)byte"])
    }

    private static func crashGroups(_ db: Database) throws -> [CrashGroup] {
        try Row.fetchAll(db, sql: "SELECT * FROM crash_group ORDER BY count DESC, signature").map { row in
            var group = CrashGroup(
                signature: row["signature"], title: row["title"], kind: row["kind"], language: row["language"],
                count: row["count"], firstSeen: StoredText.time(row["first_ns"]),
                lastSeen: StoredText.time(row["last_ns"]),
                entities: try StoredText.pairs(row["entities"]).map { StoredText.entity($0.0, $0.1) },
                frames: try StoredText.strings(row["frames"]),
                state: CrashGroup.State(rawValue: row["state"]) ?? .known, sample: location(row, "sample_"))
            let details = Data((row["details"] as String).utf8)
            // Groups of an older program have none.
            group.details =
                (try? JSONDecoder().decode(CrashGroup.Details.self, from: details)) ?? CrashGroup.Details()
            return group
        }
    }

    private static func templateShifts(_ db: Database) throws -> [TemplateShift] {
        try Row.fetchAll(db, sql: "SELECT * FROM template_shift ORDER BY rank").map { row in
            TemplateShift(
                template: Template(id: row["template_id"], text: row["text"]),
                kind: TemplateShift.Kind(rawValue: row["kind"]) ?? .shifted, count: row["count"], rate: row["rate"],
                usualRate: row["usual_rate"], falseDiscoveryRate: row["false_discovery_rate"],
                entities: try StoredText.pairs(row["entities"]).map { StoredText.entity($0.0, $0.1) },
                sample: Location(source: row["source"], line: row["line"], byte: row["byte"]),
                firstSeen: StoredText.time(row["first_ns"]))
        }
    }

    private static func congestionWindows(_ db: Database) throws -> [CongestionWindow] {
        try Row.fetchAll(db, sql: "SELECT * FROM congestion_window ORDER BY id").map { row in
            CongestionWindow(
                span: TimeSpan(from: Timestamp(nanoseconds: row["from_ns"]), to: Timestamp(nanoseconds: row["to_ns"])),
                entity: row["entity"], peer: row["peer"], entities: try StoredText.strings(row["entities"]),
                signals: try StoredText.strings(row["signals"]), score: row["score"],
                kind: CongestionWindow.Kind(rawValue: row["kind"]) ?? .congestion,
                peak: StoredText.time(row["peak_ns"]), lostRequests: row["lost_requests"],
                load: try (row["load"] as String?).map {
                    try JSONDecoder().decode(LoadPeak.self, from: Data($0.utf8))
                })
        }
    }

    private static func timeline(_ db: Database) throws -> [Report.Moment] {
        try Row.fetchAll(db, sql: "SELECT * FROM moment ORDER BY id").map { row in
            Report.Moment(
                time: Timestamp(nanoseconds: row["time_ns"]), what: row["what"], entity: row["entity"],
                location: location(row))
        }
    }
}
