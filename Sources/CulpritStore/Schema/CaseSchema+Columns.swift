extension CaseSchema {
    /// What each column of each view means: the table `about`.
    ///
    /// An empty column is the view itself.
    static let firstColumns: [(view: String, column: String, meaning: String)] = firstMeanings.flatMap { view, lines in
        lines.split(separator: "\n").map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            let meaning = parts.dropFirst().joined().drop { $0 == " " }
            return (view, parts[0] == "*" ? "" : String(parts[0]), String(meaning))
        }
    }

    private static let firstMeanings: KeyValuePairs = [
        "events": """
        *: records that matter: a rule matched, or the record is severe
        id: number of the event in this file
        time: when it was written, RFC 3339, UTC
        severity: trace, debug, info, notice, warning, error, critical or fatal
        category: bug, hardware, network or delay, as the rule says
        rule: the rule that matched
        entity: what is blamed
        entity_kind: host, service, pod, link or device
        host: the host that the record names
        service: the service that the record names
        text: the message, cut to 500 bytes
        template: the message with its variable parts as <*>
        template_id: number of the template
        source: the file that it was read from
        line: its first line in the file, counted from 1
        lines: how many lines it has
        byte: its first byte in the text (decompressed, UTF-8, without terminal codes and NUL), counted from 0
        captures: what the rule's pattern captured, a JSON array of [name, value]
        time_ns: time in nanoseconds since 1970, for sorting and arithmetic
        """,
        "minutes": """
        *: how many records there were of one kind in one minute, those that do not matter too
        time: the beginning of the minute, RFC 3339, UTC
        entity: who wrote them
        entity_kind: host, service, pod, link or device
        severity: their severity, null where they have none
        count: how many
        template: their template
        template_id: number of the template
        source: the file that they were read from
        time_ns: time in nanoseconds since 1970
        """,
        "templates": """
        *: messages with their variable parts masked
        template_id: number of the template, the same in every case
        template: its text
        count: how many records have it
        first_seen: time of the first
        last_seen: time of the last
        first_ns: first_seen in nanoseconds since 1970
        last_ns: last_seen in nanoseconds since 1970
        """,
        "sources": """
        *: what was read
        id: number of the source in this file
        path: its path as given, with !member for a part of an archive
        content: logs, metrics, binary or empty
        formats: the formats of its records, the most frequent first
        from_time: the earliest time in it
        to_time: the latest time in it
        stored_bytes: its size as stored
        bytes: its size decompressed
        lines: its lines
        records: its records
        timed_records: those of them with a time
        parsed_records: those of them in a known format
        untimed_records: those without a time
        unparsed_records: those in no known format
        events: those of them that matter
        samples: its metric samples
        gaps: spans in which nothing was written although the source else writes often, as from/to
        damage: what could not be read, and why
        recovered_bytes: what was read all the same
        unread_bytes: how many of the stored bytes were passed over
        sha256: SHA-256 of the file as stored
        """,
        "entities": """
        *: what can be at fault
        id: number of the entity in this file
        name: its name
        kind: host, service, pod, link or device
        events: how many events blame it
        """,
        "rules": """
        *: the rules that the last run had
        rule: the rule's id
        title: its title
        category: bug, hardware, network or delay
        severity: how bad a match is
        weight: how strongly one match speaks for the category, as log-odds
        events: how many events it has
        explanation: what it means
        """,
        "crashes": """
        *: stack traces, panics and reports, one by one
        id: number of the crash in this file
        time: when it happened, RFC 3339, UTC
        entity: who crashed
        kind: exception, panic, segfault and others
        language: the language or system it comes from
        title: the one-line name of the bug
        signature: equal for crashes of the same bug
        frames: the functions, the innermost first
        source: the file that it was read from
        line: its first line
        lines: how many lines it has
        time_ns: time in nanoseconds since 1970
        """,
        "crash_groups": """
        *: crashes by bug
        signature: what the crashes have in common
        title: the one-line name of the bug
        kind: exception, panic, segfault and others
        language: the language or system it comes from
        count: how many crashes
        is_new: 1 when the baseline has none
        first_seen: time of the first
        last_seen: time of the last
        entities: who crashed
        frames: the functions, the innermost first
        source: the file of the first crash
        line: the line of the first crash
        first_ns: first_seen in nanoseconds since 1970
        last_ns: last_seen in nanoseconds since 1970
        """,
        "windows": """
        *: spans in which a series is anomalous
        id: number of the window in this file
        from_time: its beginning
        to_time: its end
        entity: what was measured
        peer: the callee, where calls were measured
        series: the name of the series
        labels: its other labels
        signal: what the series means
        category: what the window speaks for, null for a symptom
        score: 0 to 1, how unusual it is
        direction: up, down or gap
        expected: the usual value
        peak: the most extreme value
        source: the file that the series was read from
        from_ns: from_time in nanoseconds since 1970
        to_ns: to_time in nanoseconds since 1970
        """,
        "congestion_windows": """
        *: network and latency windows of one entity or path, united
        id: number of the window in this file
        from_time: its beginning
        to_time: its end
        entity: the entity, or the caller of the path
        peer: the callee of the path
        signals: the series that take part
        score: 0 to 1
        from_ns: from_time in nanoseconds since 1970
        to_ns: to_time in nanoseconds since 1970
        """,
        "causes": """
        *: what the last run suspects
        rank: 1 is the best
        category: bug, hardware, network or delay
        entity: what is suspected
        entity_kind: host, service, pod, link or device
        confidence: 0 to 1
        score: log-odds, the sum of the evidence
        first_seen: time of the first evidence
        last_seen: time of the last evidence
        summary: the cause in one sentence
        remedies: what to do
        first_ns: first_seen in nanoseconds since 1970
        last_ns: last_seen in nanoseconds since 1970
        """,
        "proofs": """
        *: the evidence of the causes
        rank: the cause that it belongs to
        kind: rule, crash, template, window or change
        speaks_for: 1 for, 0 against the cause
        weight: what it adds to the cause's score
        time: when it was seen
        text: the line, or what was measured
        rule: the rule that matched
        source: the file that it is in
        line: the line that it is in
        byte: the byte that it begins at
        time_ns: time in nanoseconds since 1970
        """,
    ]
}
