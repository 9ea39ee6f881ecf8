extension CaseSchema {
    /// What was found out of a source's formats, its clock and the lines with which it goes on another; offsets of clocks.
    static var clocksAndFormats: String {
        """
        ALTER TABLE source ADD COLUMN lead_line_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE source ADD COLUMN main_format_record_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE source ADD COLUMN clock_step_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE source ADD COLUMN clock_step_from_ns INTEGER;
        ALTER TABLE source ADD COLUMN clock_step_to_ns INTEGER;
        ALTER TABLE source ADD COLUMN clock_step_line INTEGER;
        ALTER TABLE source ADD COLUMN clock_step_byte INTEGER;

        CREATE TABLE clock_offset(host TEXT PRIMARY KEY, reference TEXT NOT NULL, seconds REAL NOT NULL,
          uncertainty_seconds REAL, request_count INTEGER NOT NULL, is_applied INTEGER NOT NULL) STRICT;
        CREATE VIEW clock_offsets AS SELECT host, reference, seconds, uncertainty_seconds, request_count AS requests,
          is_applied AS aligned FROM clock_offset;

        DROP VIEW sources;
        CREATE VIEW sources AS SELECT id, path, content,
          (SELECT group_concat(value, ', ') FROM json_each(formats)) AS formats, \(time("from_ns")) AS from_time,
          \(time("to_ns")) AS to_time, stored_byte_count AS stored_bytes, byte_count AS bytes, line_count AS lines,
          lead_line_count AS lead_lines, record_count AS records, timed_record_count AS timed_records,
          formatted_record_count AS parsed_records, record_count - timed_record_count AS untimed_records,
          record_count - formatted_record_count AS unparsed_records, event_count AS events, sample_count AS samples,
          (SELECT group_concat(\(time("began.value")) || '/' || \(time("ended.value")), ', ') FROM json_each(gaps) AS gap,
            json_each(gap.value) AS began, json_each(gap.value) AS ended WHERE began.key = 0 AND ended.key = 1) AS gaps,
          main_format_record_count AS main_format_records, clock_step_count AS clock_steps,
          (clock_step_to_ns - clock_step_from_ns) / 1e9 AS largest_clock_step_s, clock_step_line,
          damage_reason AS damage, damage_recovered_byte_count AS recovered_bytes,
          damage_unread_byte_count AS unread_bytes, sha256 FROM source;

        UPDATE about SET meaning = 'bug, hardware, network or delay, or changes for a rule that sees a change'
          WHERE "view" = 'rules' AND "column" = 'category';
        """
    }

    /// What the columns mean that came with clocks and formats, by view.
    static let clockColumns: [(view: String, meanings: KeyValuePairs<String, String>)] = [
        (
            "sources",
            [
                "lead_lines":
                    "those of its lines with which it goes on the last record of the part before, of a log that was rotated",
                "main_format_records": "how many of its records are in the first of its formats",
                "clock_steps": "how often its clock jumped back",
                "largest_clock_step_s": "how far at most, in seconds",
                "clock_step_line": "the first line behind that jump",
            ]
        ),
        (
            "clock_offsets",
            [
                "": "machines whose clocks are off, as requests that two of them logged tell",
                "host": "the machine", "reference": "the one that it is held against",
                "seconds": "how far it is ahead, negative where it is behind",
                "uncertainty_seconds": "how much more or less it may be, null where it may be any more",
                "requests": "how many requests tell it",
                "aligned": "1 when the times of its records were corrected",
            ]
        ),
    ]

    /// Offsets of clocks that grow.
    static var clockDrift: String {
        """
        ALTER TABLE clock_offset ADD COLUMN drift_rate REAL;
        ALTER TABLE clock_offset ADD COLUMN drift_at_ns INTEGER;
        DROP VIEW clock_offsets;
        CREATE VIEW clock_offsets AS SELECT host, reference, seconds, uncertainty_seconds, drift_rate * 1e6 AS drift_ppm,
          \(time("drift_at_ns")) AS "at", request_count AS requests, is_applied AS aligned FROM clock_offset;
        """
    }

    static let driftColumns: KeyValuePairs<String, String> = [
        "drift_ppm": "how many microseconds it gains in a second, null where its distance stays the same",
        "at": "when it was so far ahead, where its distance grows",
    ]
}
