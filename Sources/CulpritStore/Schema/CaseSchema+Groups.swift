extension CaseSchema {
    /// What crashes say of themselves and their groups of all of them; templates that the period has more or less of.
    ///
    /// `details` is JSON, which the views take apart: it is read whole, and a group has few of each.
    static var groupsAndTemplates: String {
        """
        ALTER TABLE crash ADD COLUMN attributes TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE crash_group ADD COLUMN state TEXT NOT NULL DEFAULT 'known';
        ALTER TABLE crash_group ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
        UPDATE crash_group SET state = 'new' WHERE is_new;
        ALTER TABLE source ADD COLUMN other_template_record_count INTEGER NOT NULL DEFAULT 0;
        UPDATE about SET meaning = meaning || '; <other> stands for those that are too many to be told apart'
          WHERE "view" = 'templates' AND "column" = '';
        ALTER TABLE template_count ADD COLUMN line INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE template_count ADD COLUMN byte INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE attribute_count(source_id INTEGER NOT NULL REFERENCES source, service TEXT NOT NULL,
          name TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
          PRIMARY KEY (source_id, service, name, value)) STRICT, WITHOUT ROWID;
        CREATE TABLE template_shift(rank INTEGER PRIMARY KEY, template_id INTEGER NOT NULL, text TEXT NOT NULL,
          kind TEXT NOT NULL, count INTEGER NOT NULL, rate REAL NOT NULL, usual_rate REAL NOT NULL,
          false_discovery_rate REAL NOT NULL, entities TEXT NOT NULL, first_ns INTEGER, source TEXT NOT NULL,
          line INTEGER NOT NULL, byte INTEGER NOT NULL) STRICT;

        DROP VIEW crash_groups;
        CREATE VIEW crash_groups AS SELECT signature, title, kind, language, count, state, is_new,
          \(time("first_ns")) AS first_seen, \(time("last_ns")) AS last_seen,
          (SELECT group_concat(part.value, ', ') FROM json_each(entities) AS pair, json_each(pair.value) AS part
            WHERE part.key = 0) AS entities,
          (SELECT group_concat(value, ', ') FROM json_each(details, '$.versions')) AS versions,
          \(part("what", of: "details, '$.change'")) AS change_before,
          \(part("entity", of: "details, '$.change'")) AS change_entity,
          \(time(part("nanoseconds", of: "details, '$.change.time'"))) AS change_time,
          (SELECT group_concat(value, ' < ') FROM json_each(frames)) AS frames, sample_source AS source,
          sample_line AS line, first_ns, last_ns FROM crash_group;
        CREATE VIEW crash_frames AS SELECT g.signature AS signature, g.title AS title,
          \(part("frame", of: "f.value")) AS frame, \(part("share", of: "f.value")) AS share
          FROM crash_group g, json_each(g.details, '$.frameShares') AS f;
        CREATE VIEW crash_correlations AS SELECT g.signature AS signature, g.title AS title,
          \(part("attribute", of: "c.value")) AS attribute, \(part("value", of: "c.value")) AS value,
          \(part("share", of: "c.value")) AS share, \(part("usualShare", of: "c.value")) AS usual_share,
          \(part("falseDiscoveryRate", of: "c.value")) AS false_discovery_rate
          FROM crash_group g, json_each(g.details, '$.correlations') AS c;
        CREATE VIEW template_shifts AS SELECT rank, template_id, text AS template, kind, count, rate, usual_rate,
          false_discovery_rate,
          (SELECT group_concat(part.value, ', ') FROM json_each(entities) AS pair, json_each(pair.value) AS part
            WHERE part.key = 0) AS entities,
          \(time("first_ns")) AS first_seen, source, line, byte, first_ns FROM template_shift;
        """
    }

    /// A member of a JSON object; SQLite holds its function for that to be unsafe in the view of an untrusted file.
    private static func part(_ name: String, of object: String) -> String {
        "(SELECT value FROM json_each(\(object)) WHERE key = '\(name)')"
    }

    /// What the columns mean that came with them, by view.
    static let groupColumns: [(view: String, meanings: KeyValuePairs<String, String>)] = [
        (
            "crash_groups",
            [
                "state": "new, known, or returned when it was seen before but not lately",
                "versions": "of what crashed, in the order in which they crashed first",
                "change_before": "the last change on what crashed first, within the hour before",
                "change_entity": "what was changed", "change_time": "when it was changed",
            ]
        ),
        (
            "crash_frames",
            [
                "": "the frames that most crashes of a group pass through", "signature": "the group's",
                "title": "the one-line name of the bug", "frame": "the function",
                "share": "of the group's crashes that pass through it, 0 to 1",
            ]
        ),
        (
            "crash_correlations",
            [
                "": "what more of a group's crashes have than of all records", "signature": "the group's",
                "title": "the one-line name of the bug",
                "attribute": "host, service, version or another that records name", "value": "its value",
                "share": "of the group's crashes that have the attribute, 0 to 1",
                "usual_share":
                    "of all records of the same services that have it, 0 to 1; of all services for a service",
                "false_discovery_rate":
                    "Fisher's exact test, by Benjamini and Hochberg over all values of all groups",
            ]
        ),
        (
            "template_shifts",
            [
                "": "messages of which the period has more or fewer than normal operation, beyond chance",
                "rank": "1 is the most certain", "template_id": "number of the template", "template": "its text",
                "kind": "new, vanished or shifted", "count": "how many records of the period have it",
                "rate": "records a minute in the period", "usual_rate": "records a minute in normal operation",
                "false_discovery_rate": "quasi-Poisson test on minutes, by Benjamini and Hochberg over all templates",
                "entities": "who wrote it, the most of it first", "first_seen": "time of the first",
                "source": "the file of its first record", "line": "the line of its first record",
                "byte": "the byte that it begins at", "first_ns": "first_seen in nanoseconds since 1970",
            ]
        ),
    ]
}
