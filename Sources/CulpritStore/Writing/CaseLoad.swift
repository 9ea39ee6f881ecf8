internal import CulpritModel
internal import CulpritScan
internal import GRDB

/// The numbers that names have in the file, during one transaction.
struct CaseLoad {
    let db: Database
    /// The sources that are new in this load, by path.
    private(set) var newSources: [String: Int64] = [:]
    private var entities: [Entity: Int64] = [:]
    private var seriesIDs: [SeriesKey: Int64] = [:]

    init(db: Database) { self.db = db }

    /// Adds those of `sources` that the case does not have.
    mutating func addSources(_ sources: [SourceSummary]) throws {
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO source(path, sha256, content, formats, stored_byte_count, byte_count, line_count, lead_line_count, record_count,
                timed_record_count, formatted_record_count, event_count, sample_count, from_ns, to_ns, gaps,
                main_format_record_count, clock_step_count, clock_step_from_ns, clock_step_to_ns, clock_step_line,
                clock_step_byte, damage_reason, damage_recovered_byte_count, damage_unread_byte_count, damage_remedy,
                given_up, other_template_record_count, step_s)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for source in sources.sorted(by: { $0.path < $1.path }) {
            if try isStored(source) { continue }
            try removeSuperseded(by: source)
            try insert.execute(arguments: [
                StoredText.text(source.path), source.sha256, source.content.rawValue, StoredText.json(source.formats),
                source.storedByteCount, source.byteCount, source.lineCount, source.leadLineCount, source.recordCount,
                source.timedRecordCount,
                source.formattedRecordCount, source.eventCount, source.sampleCount, source.span?.from.nanoseconds,
                source.span?.to.nanoseconds,
                StoredText.json(source.gaps.map { [$0.from.nanoseconds, $0.to.nanoseconds] }),
                source.mainFormatRecordCount, source.clockSteps?.count ?? 0,
                source.clockSteps?.largest.from.nanoseconds, source.clockSteps?.largest.to.nanoseconds,
                source.clockSteps?.line, source.clockSteps?.byte,
                StoredText.text(source.damage?.reason), source.damage?.recoveredByteCount,
                source.damage?.unreadByteCount, StoredText.text(source.damage?.remedy),
                StoredText.json(source.givenUp.sorted { $0.key < $1.key }.map { [$0.key, "\($0.value)"] }),
                source.otherTemplateRecordCount, source.step.rawValue,
            ])
            newSources[source.path] = db.lastInsertedRowID
            try addContents(of: source, as: db.lastInsertedRowID)
        }
    }

    /// What the source is known by again: its content, and the shorter ones that it goes on from.
    private func addContents(of source: SourceSummary, as id: Int64) throws {
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO content VALUES (?, ?, ?, ?)")
        for content in source.continued + [source.identity].compactMap(\.self) {
            try insert.execute(arguments: [id, content.byteCount, content.head, content.tag])
        }
    }

    /// The case has a source of this path and content.
    private func isStored(_ source: SourceSummary) throws -> Bool {
        guard let sha256 = source.sha256 else { return false }
        let sql = "SELECT EXISTS(SELECT 1 FROM source WHERE path = ? AND sha256 = ?)"
        return try db.cachedStatement(sql: sql).fetchTruth([StoredText.text(source.path), sha256])
    }

    /// Removes what the case has of a shorter state of the same source, and returns whether there was one.
    ///
    /// A source that grew begins with all that the case has of it. One that was written anew, such as an export, has the
    /// same path, begins at the same time and is no shorter; one that was rotated begins later, and both stay. Of one that
    /// could not be read there is nothing to keep.
    @discardableResult
    func removeSuperseded(by source: SourceSummary) throws -> Bool {
        let ids = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM source WHERE path = :path AND (sha256 IS NOT :sha OR sha256 IS NULL)
                AND (from_ns IS :from OR byte_count = 0) AND byte_count <= :size
                UNION SELECT s.id FROM source s JOIN content c ON c.source_id = s.id AND c.byte_count = s.byte_count
                WHERE c.tag IN (SELECT value FROM json_each(:continued)) AND c.byte_count < :size
                """,
            arguments: [
                "path": StoredText.text(source.path), "sha": source.sha256, "from": source.span?.from.nanoseconds,
                "size": source.byteCount, "continued": StoredText.json(source.continued.map(\.tag)),
            ])
        for id in ids {
            for table in [
                "event", "minute", "template_count", "crash", "sample_minute", "fine_sample", "attribute_count",
                "request_minute", "content",
            ] {
                try db.execute(sql: "DELETE FROM \(table) WHERE source_id = ?", arguments: [id])
            }
            try db.execute(sql: "DELETE FROM source WHERE id = ?", arguments: [id])
        }
        return !ids.isEmpty
    }

    mutating func id(of entity: Entity) throws -> Int64 {
        if let id = entities[entity] { return id }
        let arguments: StatementArguments = [StoredText.text(entity.name), entity.kind.rawValue]
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO entity(name, kind) VALUES (?, ?)").execute(
            arguments: arguments)
        let select = try db.cachedStatement(sql: "SELECT id FROM entity WHERE name = ? AND kind = ?")
        return try Self.cache(Int64.fetchOne(select, arguments: arguments), for: entity, in: &entities)
    }

    mutating func id(of series: SeriesKey) throws -> Int64 {
        if let id = seriesIDs[series] { return id }
        let arguments: StatementArguments = [
            StoredText.text(series.name), try id(of: series.entity), StoredText.text(series.peer) ?? "",
            StoredText.text(series.labels),
        ]
        let insert = "INSERT OR IGNORE INTO series(name, entity_id, peer, labels) VALUES (?, ?, ?, ?)"
        try db.cachedStatement(sql: insert).execute(arguments: arguments)
        let select = "SELECT id FROM series WHERE name = ? AND entity_id = ? AND peer = ? AND labels = ?"
        let id = try Int64.fetchOne(db.cachedStatement(sql: select), arguments: arguments)
        return try Self.cache(id, for: series, in: &seriesIDs)
    }

    /// How many rows one statement inserts: to begin and to end one takes as long as a row.
    private static let rowsOfStatement = 16

    /// Inserts a row for each of `elements`, whose values `add` binds; `sql` makes the statement of what stands for rows.
    static func insert<Element>(
        _ elements: [Element], columnCount: Int, in db: Database, by sql: (String) -> String,
        _ add: (Element, inout RowInserter) throws -> Void
    ) throws {
        let row = "(\(Array(repeating: "?", count: columnCount).joined(separator: ", ")))"
        let rows = Array(repeating: row, count: rowsOfStatement).joined(separator: ", ")
        let wholeCount = elements.count / rowsOfStatement * rowsOfStatement
        if wholeCount > 0 {
            var several = RowInserter(try db.cachedStatement(sql: sql(rows)))
            for index in 0..<wholeCount {
                try add(elements[index], &several)
                if (index + 1).isMultiple(of: rowsOfStatement) { try several.insert() }
            }
        }
        if wholeCount < elements.count {
            var one = RowInserter(try db.cachedStatement(sql: sql(row)))
            for element in elements[wholeCount...] {
                try add(element, &one)
                try one.insert()
            }
        }
    }

    /// The numbers of a series and of its source; `nil` where that is not new.
    mutating func ids(of series: Series) throws -> (series: Int64, source: Int64)? {
        guard let source = newSources[series.source] else { return nil }
        return (try id(of: series.key), source)
    }

    private static func cache<Key>(_ id: Int64?, for key: Key, in ids: inout [Key: Int64]) throws -> Int64 {
        guard let id else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no row for \(key)") }
        ids[key] = id
        return id
    }
}

extension Statement {
    fileprivate func fetchTruth(_ arguments: StatementArguments) throws -> Bool {
        try Bool.fetchOne(self, arguments: arguments) ?? false
    }
}
