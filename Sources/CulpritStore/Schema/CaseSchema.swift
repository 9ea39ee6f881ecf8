internal import CulpritModel
internal import GRDB

/// The shape of a case file, and how older shapes become this one.
enum CaseSchema {
    /// "CULP" in ASCII, in the file's header: `file(1)` and other programs can tell whose it is.
    static let applicationID = 0x4355_4C50

    /// The number of migrations; in the file it is `user_version`.
    static let version = 16

    /// Migrations are only ever appended, and never changed once released.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: the first case file") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: firstTables)
            try db.execute(sql: firstViews)
            for (view, column, meaning) in firstColumns { try describe(view, column, meaning, in: db) }
        }
        migrator.registerMigration("2: counts of events, tags of contents") { db in try db.execute(sql: countsAndTags) }
        migrator.registerMigration("3: records given up at the match limit") { db in
            try db.execute(sql: "ALTER TABLE source ADD COLUMN given_up TEXT NOT NULL DEFAULT '[]'")
        }
        migrator.registerMigration("4: the timeline and what a report draws") { db in
            try db.execute(sql: reportTables)
            for (column, meaning) in reportColumns { try describe("timeline", column, meaning, in: db) }
        }
        migrator.registerMigration("5: kinds of congestion") { db in try db.execute(sql: congestionDetails) }
        migrator.registerMigration("6: what a score holds beside evidence") { db in
            try db.execute(sql: "ALTER TABLE cause ADD COLUMN terms TEXT NOT NULL DEFAULT '[]'")
        }
        migrator.registerMigration("7: clocks and formats of sources") { db in
            try db.execute(sql: clocksAndFormats)
            for (view, meanings) in clockColumns {
                for (column, meaning) in meanings { try describe(view, column, meaning, in: db) }
            }
        }
        migrator.registerMigration("8: what groups of crashes tell, templates that shifted") { db in
            try db.execute(sql: groupsAndTemplates)
            for (view, meanings) in groupColumns {
                for (column, meaning) in meanings { try describe(view, column, meaning, in: db) }
            }
        }
        migrator.registerMigration("9: requests by minute") { db in
            try db.execute(sql: requestTables)
            for (column, meaning) in requestColumns { try describe("requests", column, meaning, in: db) }
        }
        migrator.registerMigration("10: counts of crashes") { db in try db.execute(sql: crashCounts) }
        migrator.registerMigration("11: clocks that drift") { db in
            try db.execute(sql: clockDrift)
            for (column, meaning) in driftColumns { try describe("clock_offsets", column, meaning, in: db) }
        }
        migrator.registerMigration("12: the lines of samples") { db in
            // What was read before is told by the first line of its source.
            try db.execute(
                sql: """
                    ALTER TABLE sample_minute ADD COLUMN line INTEGER NOT NULL DEFAULT 1;
                    ALTER TABLE sample_minute ADD COLUMN byte INTEGER NOT NULL DEFAULT 0;
                    """)
        }
        migrator.registerMigration("13: silent minutes of logs") { db in
            // A log of few lines over a month has a row of each of its silent hours, not of each of their minutes.
            try db.execute(sql: "ALTER TABLE sample_minute ADD COLUMN minutes INTEGER NOT NULL DEFAULT 1")
        }
        migrator.registerMigration("14: series of logs by tens of seconds") { db in try db.execute(sql: fineTables) }
        migrator.registerMigration("15: minutes are found by their source") { db in
            // It took nearly as much space as its table: see `minutesOfSpan`.
            try db.execute(sql: "DROP INDEX IF EXISTS minute_time")
        }
        migrator.registerMigration("16: shorter tags of contents") { db in
            // A UMAC-64 is how the UMAC-128 of the same content begins.
            try db.execute(sql: "UPDATE content SET tag = substr(tag, 1, 16)")
        }
        return migrator
    }

    private static func describe(_ view: String, _ column: String, _ meaning: String, in db: Database) throws {
        let insert = try db.cachedStatement(sql: "INSERT INTO about VALUES (?, ?, ?)")
        try insert.execute(arguments: [view, column, meaning])
    }

    /// The rows of `minute` from `from` on, or from the first, up to `to`, both texts in SQL: the table is in the order of
    /// source and minute, and few of many sources were written in a span.
    static func minutesOfSpan(from: String? = nil, to: String) -> String {
        let ends = "from_ns < \(to) + \(Timestamp.nanosecondsPerMinute)"
        guard let from else { return "source_id IN (SELECT id FROM source WHERE \(ends)) AND minute_ns < \(to)" }
        return """
            source_id IN (SELECT id FROM source WHERE to_ns >= \(from) AND \(ends))
            AND minute_ns >= \(from) AND minute_ns < \(to)
            """
    }

    /// Made after the first load, because filling a table that has them takes twice as long.
    static let indices = """
        CREATE INDEX IF NOT EXISTS event_time ON event(time_ns);
        CREATE INDEX IF NOT EXISTS event_entity ON event(entity_id, time_ns);
        CREATE INDEX IF NOT EXISTS event_rule ON event(rule, time_ns);
        CREATE INDEX IF NOT EXISTS event_source ON event(source_id);
        CREATE INDEX IF NOT EXISTS crash_signature ON crash(signature, time_ns);
        CREATE INDEX IF NOT EXISTS crash_source ON crash(source_id);
        CREATE INDEX IF NOT EXISTS crash_time ON crash(time_ns);
        CREATE INDEX IF NOT EXISTS sample_minute_source ON sample_minute(source_id);
        CREATE INDEX IF NOT EXISTS request_minute_time ON request_minute(minute_ns);
        """
}
