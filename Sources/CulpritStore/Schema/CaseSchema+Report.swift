extension CaseSchema {
    /// With them a report can be printed from the case alone, however much was read.
    ///
    /// `run.details` is JSON: what only charts need has no columns of its own.
    static var reportTables: String {
        """
        CREATE TABLE moment(id INTEGER PRIMARY KEY, time_ns INTEGER NOT NULL, what TEXT NOT NULL, entity TEXT NOT NULL,
          source TEXT NOT NULL, line INTEGER NOT NULL, line_count INTEGER NOT NULL, byte INTEGER NOT NULL) STRICT;
        ALTER TABLE run ADD COLUMN details TEXT;
        ALTER TABLE series ADD COLUMN is_counter INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE series ADD COLUMN entity_label TEXT;

        CREATE VIEW timeline AS SELECT \(time("time_ns")) AS time, entity, what, source, line, byte, time_ns
          FROM moment ORDER BY id;
        """
    }

    static let reportColumns: KeyValuePairs = [
        "": "the course of the incident: first events, windows and crashes, by time",
        "time": "when it was seen, RFC 3339, UTC", "entity": "on whom", "what": "what was seen",
        "source": "the file that it is in", "line": "the line that it is in", "byte": "the byte that it begins at",
        "time_ns": "time in nanoseconds since 1970",
    ]
}
