extension CaseSchema {
    /// Series that logs give by tens of seconds, beside those of the minute: none where the logs of the case span much.
    ///
    /// Silent steps have one row, as `steps` tells. The table is not large, so that no index makes it twice as large. What
    /// was read before was counted by the minute.
    static let fineTables = """
        ALTER TABLE source ADD COLUMN step_s INTEGER NOT NULL DEFAULT 60;
        CREATE TABLE fine_sample(series_id INTEGER NOT NULL REFERENCES series, time_s INTEGER NOT NULL,
          source_id INTEGER NOT NULL REFERENCES source, steps INTEGER NOT NULL, value REAL NOT NULL,
          record_count INTEGER NOT NULL, line INTEGER, byte INTEGER,
          PRIMARY KEY (series_id, time_s, source_id)) STRICT, WITHOUT ROWID;
        """
}
