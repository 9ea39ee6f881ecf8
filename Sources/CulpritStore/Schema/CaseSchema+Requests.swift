extension CaseSchema {
    /// What access records tell of requests; `durations` and `clients` are JSON, since only reports need them.
    static var requestTables: String {
        """
        CREATE TABLE request_minute(source_id INTEGER NOT NULL REFERENCES source, minute_ns INTEGER NOT NULL,
          entity_id INTEGER NOT NULL REFERENCES entity, service TEXT NOT NULL, answered INTEGER NOT NULL,
          failed INTEGER NOT NULL, durations TEXT NOT NULL, clients TEXT NOT NULL,
          PRIMARY KEY (source_id, minute_ns, entity_id, service)) STRICT, WITHOUT ROWID;

        CREATE VIEW requests AS SELECT \(time("m.minute_ns")) AS time, n.name AS entity, n.kind AS entity_kind,
          m.service AS service, m.answered AS answered, m.failed AS failed, f.path AS source, m.minute_ns AS time_ns
          FROM request_minute m JOIN source f ON f.id = m.source_id JOIN entity n ON n.id = m.entity_id;
        """
    }

    static let requestColumns: KeyValuePairs = [
        "": "how many requests access records tell of in each minute",
        "time": "the beginning of the minute, RFC 3339, UTC", "entity": "who answered them",
        "entity_kind": "host, service, pod, link or device", "service": "the program that wrote the records",
        "answered": "those with a status", "failed": "those of them with a status of 5xx",
        "source": "the file that they were read from", "time_ns": "time in nanoseconds since 1970",
    ]
}
