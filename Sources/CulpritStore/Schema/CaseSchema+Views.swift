extension CaseSchema {
    /// RFC 3339 in UTC.
    ///
    /// SQLite's own functions stop at milliseconds, so the fraction is put together here.
    static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%S', \(column) / 1000000000, 'unixepoch') || CASE \(column) % 1000000000 WHEN 0 THEN '' "
            + "ELSE rtrim(printf('.%09d', \(column) % 1000000000), '0') END || 'Z'"
    }

    /// What a person asks; the tables behind them have numbers for names.
    static let firstViews = """
        CREATE VIEW events AS SELECT e.id AS id, \(time("e.time_ns")) AS time, s.name AS severity, e.category AS category,
          e.rule AS rule, n.name AS entity, n.kind AS entity_kind, e.host AS host, e.service AS service, e.text AS text,
          t.text AS template, e.template_id AS template_id, f.path AS source, e.line AS line, e.line_count AS lines,
          e.byte AS byte, e.captures AS captures, e.time_ns AS time_ns
          FROM event e JOIN source f ON f.id = e.source_id JOIN entity n ON n.id = e.entity_id
          LEFT JOIN severity s ON s.id = e.severity LEFT JOIN template t ON t.id = e.template_id;

        CREATE VIEW minutes AS SELECT \(time("m.minute_ns")) AS time, n.name AS entity, n.kind AS entity_kind,
          s.name AS severity, m.count AS count, t.text AS template, m.template_id AS template_id, f.path AS source,
          m.minute_ns AS time_ns
          FROM minute m JOIN source f ON f.id = m.source_id JOIN entity n ON n.id = m.entity_id
          LEFT JOIN severity s ON s.id = m.severity LEFT JOIN template t ON t.id = m.template_id;

        CREATE VIEW templates AS SELECT t.id AS template_id, t.text AS template, sum(c.count) AS count,
          \(time("min(c.first_ns)")) AS first_seen, \(time("max(c.last_ns)")) AS last_seen,
          min(c.first_ns) AS first_ns, max(c.last_ns) AS last_ns
          FROM template t JOIN template_count c ON c.template_id = t.id GROUP BY t.id;

        CREATE VIEW sources AS SELECT id, path, content,
          (SELECT group_concat(value, ', ') FROM json_each(formats)) AS formats, \(time("from_ns")) AS from_time,
          \(time("to_ns")) AS to_time, stored_byte_count AS stored_bytes, byte_count AS bytes, line_count AS lines,
          record_count AS records, timed_record_count AS timed_records, formatted_record_count AS parsed_records,
          record_count - timed_record_count AS untimed_records,
          record_count - formatted_record_count AS unparsed_records, event_count AS events, sample_count AS samples,
          (SELECT group_concat(\(time("began.value")) || '/' || \(time("ended.value")), ', ') FROM json_each(gaps) AS gap,
            json_each(gap.value) AS began, json_each(gap.value) AS ended WHERE began.key = 0 AND ended.key = 1) AS gaps,
          damage_reason AS damage, damage_recovered_byte_count AS recovered_bytes,
          damage_unread_byte_count AS unread_bytes, sha256 FROM source;

        CREATE VIEW entities AS SELECT n.id AS id, n.name AS name, n.kind AS kind,
          (SELECT count(*) FROM event e WHERE e.entity_id = n.id) AS events FROM entity n;

        CREATE VIEW rules AS SELECT r.id AS rule, r.title AS title, r.category AS category, s.name AS severity,
          r.weight AS weight, (SELECT count(*) FROM event e WHERE e.rule = r.id) AS events, r.explanation AS explanation
          FROM rule r JOIN severity s ON s.id = r.severity;

        CREATE VIEW crashes AS SELECT c.id AS id, \(time("c.time_ns")) AS time, n.name AS entity, c.kind AS kind,
          c.language AS language, c.title AS title, c.signature AS signature,
          (SELECT group_concat(value, ' < ') FROM json_each(c.frames)) AS frames, f.path AS source, c.line AS line,
          c.line_count AS lines, c.time_ns AS time_ns
          FROM crash c JOIN source f ON f.id = c.source_id LEFT JOIN entity n ON n.id = c.entity_id;

        CREATE VIEW crash_groups AS SELECT signature, title, kind, language, count, is_new,
          \(time("first_ns")) AS first_seen, \(time("last_ns")) AS last_seen,
          (SELECT group_concat(part.value, ', ') FROM json_each(entities) AS pair, json_each(pair.value) AS part
            WHERE part.key = 0) AS entities,
          (SELECT group_concat(value, ' < ') FROM json_each(frames)) AS frames, sample_source AS source,
          sample_line AS line, first_ns, last_ns FROM crash_group;

        CREATE VIEW windows AS SELECT w.id AS id, \(time("w.from_ns")) AS from_time, \(time("w.to_ns")) AS to_time,
          n.name AS entity, nullif(s.peer, '') AS peer, s.name AS series, s.labels AS labels, w.signal AS signal,
          w.category AS category, w.score AS score, w.direction AS direction, w.expected AS expected, w.peak AS peak,
          w.source AS source, w.from_ns AS from_ns, w.to_ns AS to_ns
          FROM "window" w JOIN series s ON s.id = w.series_id JOIN entity n ON n.id = s.entity_id;

        CREATE VIEW congestion_windows AS SELECT id, \(time("from_ns")) AS from_time, \(time("to_ns")) AS to_time, entity,
          peer, (SELECT group_concat(value, ', ') FROM json_each(signals)) AS signals, score, from_ns, to_ns
          FROM congestion_window;

        CREATE VIEW causes AS SELECT c.rank AS rank, c.category AS category, n.name AS entity, n.kind AS entity_kind,
          c.confidence AS confidence, c.score AS score, \(time("c.first_ns")) AS first_seen,
          \(time("c.last_ns")) AS last_seen, c.summary AS summary,
          (SELECT group_concat(value, ' ') FROM json_each(c.remedies)) AS remedies, c.first_ns AS first_ns,
          c.last_ns AS last_ns FROM cause c JOIN entity n ON n.id = c.entity_id;

        CREATE VIEW proofs AS SELECT cause_rank AS rank, kind, speaks_for, weight, \(time("time_ns")) AS time, text, rule,
          source, line, byte, time_ns FROM evidence;
        """
}
