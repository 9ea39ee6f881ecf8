extension CaseSchema {
    /// An event stands for several records where many are alike; contents are known again by a tag under a secret key.
    static var countsAndTags: String {
        """
        CREATE TABLE content_key(key BLOB NOT NULL) STRICT;
        INSERT INTO content_key VALUES (randomblob(16));
        DELETE FROM content;
        ALTER TABLE content RENAME COLUMN sha256 TO tag;

        ALTER TABLE event ADD COLUMN count INTEGER NOT NULL DEFAULT 1;

        DROP VIEW events;
        CREATE VIEW events AS SELECT e.id AS id, \(time("e.time_ns")) AS time, s.name AS severity, e.category AS category,
          e.rule AS rule, n.name AS entity, n.kind AS entity_kind, e.host AS host, e.service AS service, e.count AS count,
          e.text AS text, t.text AS template, e.template_id AS template_id, f.path AS source, e.line AS line,
          e.line_count AS lines, e.byte AS byte, e.captures AS captures, e.time_ns AS time_ns
          FROM event e JOIN source f ON f.id = e.source_id JOIN entity n ON n.id = e.entity_id
          LEFT JOIN severity s ON s.id = e.severity LEFT JOIN template t ON t.id = e.template_id;

        DROP VIEW entities;
        CREATE VIEW entities AS SELECT n.id AS id, n.name AS name, n.kind AS kind,
          (SELECT coalesce(sum(e.count), 0) FROM event e WHERE e.entity_id = n.id) AS events FROM entity n;

        DROP VIEW rules;
        CREATE VIEW rules AS SELECT r.id AS rule, r.title AS title, r.category AS category, s.name AS severity,
          r.weight AS weight, (SELECT coalesce(sum(e.count), 0) FROM event e WHERE e.rule = r.id) AS events,
          r.explanation AS explanation FROM rule r JOIN severity s ON s.id = r.severity;

        INSERT INTO about VALUES ('events', 'count',
          'how many records of its minute, writer and rule it stands for: of many alike only the first ones are kept');
        """
    }

    /// How many crashes one stands for, since not all of a crash loop are kept.
    static var crashCounts: String {
        """
        ALTER TABLE crash ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
        DROP VIEW crashes;
        CREATE VIEW crashes AS SELECT c.id AS id, \(time("c.time_ns")) AS time, n.name AS entity, c.kind AS kind,
          c.language AS language, c.title AS title, c.signature AS signature, c.count AS count,
          (SELECT group_concat(value, ' < ') FROM json_each(c.frames)) AS frames, f.path AS source, c.line AS line,
          c.line_count AS lines, c.time_ns AS time_ns
          FROM crash c JOIN source f ON f.id = c.source_id LEFT JOIN entity n ON n.id = c.entity_id;

        INSERT INTO about VALUES ('crashes', 'count',
          'how many crashes of its minute, entity and signature it stands for: of a crash loop not all are kept');
        """
    }
}
