extension CaseSchema {
    /// What a congestion window is, whom it touches and what it cost; `load` is JSON, since only reports need it.
    static var congestionDetails: String {
        """
        ALTER TABLE congestion_window ADD COLUMN kind TEXT NOT NULL DEFAULT 'congestion';
        ALTER TABLE congestion_window ADD COLUMN entities TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE congestion_window ADD COLUMN peak_ns INTEGER;
        ALTER TABLE congestion_window ADD COLUMN lost_requests REAL NOT NULL DEFAULT 0;
        ALTER TABLE congestion_window ADD COLUMN load TEXT;

        DROP VIEW congestion_windows;
        CREATE VIEW congestion_windows AS SELECT id, \(time("from_ns")) AS from_time, \(time("to_ns")) AS to_time, kind,
          entity, peer, (SELECT group_concat(value, ', ') FROM json_each(entities)) AS entities,
          (SELECT group_concat(value, ', ') FROM json_each(signals)) AS signals, score, \(time("peak_ns")) AS peak_time,
          lost_requests, from_ns, to_ns FROM congestion_window;

        INSERT INTO about VALUES
          ('congestion_windows', 'kind', 'congestion, slow-server or failing-link'),
          ('congestion_windows', 'entities', 'all that share the path'),
          ('congestion_windows', 'peak_time', 'when it was worst'),
          ('congestion_windows', 'lost_requests', 'requests that failed, or that did not come as they usually do');
        """
    }
}
