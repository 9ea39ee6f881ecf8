extension CaseSchema {
    /// Times are nanoseconds since 1970 in UTC; a severity is its number in `severity`, -1 where a record has none.
    static let firstTables = """
        CREATE TABLE about("view" TEXT NOT NULL, "column" TEXT NOT NULL, meaning TEXT NOT NULL,
          PRIMARY KEY ("view", "column")) STRICT, WITHOUT ROWID;

        CREATE TABLE severity(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        INSERT INTO severity VALUES (0, 'trace'), (1, 'debug'), (2, 'info'), (3, 'notice'), (4, 'warning'), (5, 'error'),
          (6, 'critical'), (7, 'fatal');

        CREATE TABLE run(id INTEGER PRIMARY KEY, period_from_ns INTEGER, period_to_ns INTEGER, baseline_from_ns INTEGER,
          baseline_to_ns INTEGER, verdict_category TEXT, verdict_entity TEXT NOT NULL, verdict_confidence REAL NOT NULL,
          verdict_summary TEXT NOT NULL) STRICT;

        CREATE TABLE source(id INTEGER PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT, content TEXT NOT NULL,
          formats TEXT NOT NULL, stored_byte_count INTEGER NOT NULL, byte_count INTEGER NOT NULL,
          line_count INTEGER NOT NULL, record_count INTEGER NOT NULL, timed_record_count INTEGER NOT NULL,
          formatted_record_count INTEGER NOT NULL, event_count INTEGER NOT NULL, sample_count INTEGER NOT NULL,
          from_ns INTEGER, to_ns INTEGER, gaps TEXT NOT NULL, damage_reason TEXT, damage_recovered_byte_count INTEGER,
          damage_unread_byte_count INTEGER, damage_remedy TEXT) STRICT;
        CREATE UNIQUE INDEX source_identity ON source(path, sha256);
        CREATE TABLE content(source_id INTEGER NOT NULL REFERENCES source, byte_count INTEGER NOT NULL,
          head TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (source_id, byte_count)) STRICT, WITHOUT ROWID;
        CREATE INDEX content_identity ON content(sha256);

        CREATE TABLE entity(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, UNIQUE (name, kind)) STRICT;
        CREATE TABLE template(id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
        CREATE TABLE template_count(source_id INTEGER NOT NULL REFERENCES source, template_id INTEGER NOT NULL,
          count INTEGER NOT NULL, first_ns INTEGER, last_ns INTEGER,
          PRIMARY KEY (source_id, template_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE rule(id TEXT PRIMARY KEY, title TEXT NOT NULL, category TEXT NOT NULL, severity INTEGER NOT NULL,
          weight REAL NOT NULL, explanation TEXT NOT NULL, remedies TEXT NOT NULL, "references" TEXT NOT NULL) STRICT;

        CREATE TABLE event(id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source, line INTEGER NOT NULL,
          line_count INTEGER NOT NULL, byte INTEGER NOT NULL, time_ns INTEGER, severity INTEGER NOT NULL, host TEXT,
          service TEXT, entity_id INTEGER NOT NULL REFERENCES entity, rule TEXT, category TEXT,
          template_id INTEGER NOT NULL, text TEXT NOT NULL, captures TEXT) STRICT;
        CREATE TABLE minute(source_id INTEGER NOT NULL REFERENCES source, minute_ns INTEGER NOT NULL,
          entity_id INTEGER NOT NULL REFERENCES entity, template_id INTEGER NOT NULL, severity INTEGER NOT NULL,
          count INTEGER NOT NULL,
          PRIMARY KEY (source_id, minute_ns, entity_id, template_id, severity)) STRICT, WITHOUT ROWID;

        CREATE TABLE crash(id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source, line INTEGER NOT NULL,
          line_count INTEGER NOT NULL, byte INTEGER NOT NULL, time_ns INTEGER, entity_id INTEGER REFERENCES entity,
          kind TEXT NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL, signature TEXT NOT NULL,
          frames TEXT NOT NULL) STRICT;
        CREATE TABLE crash_group(signature TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL,
          language TEXT NOT NULL, count INTEGER NOT NULL, first_ns INTEGER, last_ns INTEGER, entities TEXT NOT NULL,
          frames TEXT NOT NULL, is_new INTEGER NOT NULL, sample_source TEXT NOT NULL, sample_line INTEGER NOT NULL,
          sample_line_count INTEGER NOT NULL, sample_byte INTEGER NOT NULL) STRICT;

        CREATE TABLE series(id INTEGER PRIMARY KEY, name TEXT NOT NULL, entity_id INTEGER NOT NULL REFERENCES entity,
          peer TEXT NOT NULL, labels TEXT NOT NULL, UNIQUE (name, entity_id, peer, labels)) STRICT;
        CREATE TABLE sample_minute(series_id INTEGER NOT NULL REFERENCES series, minute_ns INTEGER NOT NULL,
          source_id INTEGER NOT NULL REFERENCES source, count INTEGER NOT NULL, sum REAL NOT NULL, min REAL NOT NULL,
          max REAL NOT NULL, PRIMARY KEY (series_id, minute_ns, source_id)) STRICT, WITHOUT ROWID;

        CREATE TABLE "window"(id INTEGER PRIMARY KEY, from_ns INTEGER NOT NULL, to_ns INTEGER NOT NULL,
          series_id INTEGER NOT NULL REFERENCES series, signal TEXT NOT NULL, category TEXT, score REAL NOT NULL,
          direction TEXT NOT NULL, expected REAL, peak REAL, source TEXT NOT NULL) STRICT;
        CREATE TABLE congestion_window(id INTEGER PRIMARY KEY, from_ns INTEGER NOT NULL, to_ns INTEGER NOT NULL,
          entity TEXT NOT NULL, peer TEXT, signals TEXT NOT NULL, score REAL NOT NULL) STRICT;

        CREATE TABLE cause(rank INTEGER PRIMARY KEY, entity_id INTEGER NOT NULL REFERENCES entity,
          category TEXT NOT NULL, score REAL NOT NULL, confidence REAL NOT NULL, first_ns INTEGER, last_ns INTEGER,
          summary TEXT NOT NULL, remedies TEXT NOT NULL) STRICT;
        CREATE TABLE evidence(id INTEGER PRIMARY KEY, cause_rank INTEGER NOT NULL REFERENCES cause, kind TEXT NOT NULL,
          speaks_for INTEGER NOT NULL, weight REAL NOT NULL, source TEXT NOT NULL, line INTEGER NOT NULL,
          line_count INTEGER NOT NULL, byte INTEGER NOT NULL, time_ns INTEGER, text TEXT NOT NULL, rule TEXT) STRICT;
        """
}
