import CulpritModel
import CulpritStore
import Testing

struct CaseQueryTests {
    private func openCase() throws -> (TemporaryCase, CaseQuery) {
        let stored = try TemporaryCase()
        try stored.file.store(CaseFixture.contents)
        return (stored, try CaseQuery(path: stored.file.path))
    }

    @Test("A question gets names and values")
    func answer() async throws {
        let (_, query) = try openCase()
        let result = try await query.run("-- who?\nSELECT entity, category, rank, confidence, NULL AS n FROM causes;")
        #expect(result.columns == ["entity", "category", "rank", "confidence", "n"])
        #expect(result.rows == [[.text("db-3"), .text("hardware"), .integer(1), .real(0.9), .null]])
        #expect(!result.isTruncated)
    }

    @Test("No more rows than the limit")
    func rowLimit() async throws {
        let (_, query) = try openCase()
        let result = try await query.run("SELECT id FROM events", rowLimit: 2)
        #expect(result.rows.count == 2)
        #expect(result.isTruncated)
    }

    static let forbidden = [
        "DELETE FROM event", "UPDATE event SET text = ''", "INSERT INTO about VALUES ('a', 'b', 'c')",
        "DROP TABLE event",
        "CREATE TABLE a(b)", "CREATE TEMP TABLE a(b)", "ATTACH '/tmp/x' AS x", "/* a */ ATTACH '/tmp/x' AS x",
        "DETACH main", "VACUUM INTO '/tmp/culprit-x'", "PRAGMA query_only = OFF", "EXPLAIN PRAGMA user_version = 3",
        "BEGIN IMMEDIATE", "WITH a AS (SELECT 1) DELETE FROM event", "SELECT 1; DELETE FROM event",
        "EXPLAIN QUERY PLAN ATTACH '/tmp/x' AS x", "SELECT load_extension('/tmp/x.so')", "", "-- nothing", "/* open",
    ]

    @Test("Nothing but a question is run", arguments: forbidden)
    func readOnly(sql: String) async throws {
        let (stored, query) = try openCase()
        await #expect(throws: QueryError.self) { try await query.run(sql) }
        #expect(try stored.file.loadEvents() == CaseFixture.contents.events)
    }

    @Test("A question can be explained")
    func explain() async throws {
        let (_, query) = try openCase()
        #expect(try await !query.run("EXPLAIN QUERY PLAN SELECT * FROM events").rows.isEmpty)
    }

    @Test(
        "A mistyped name gets the nearest",
        arguments: [("SELECT * FROM event_s", "events"), ("SELECT sverity FROM events", "severity")])
    func nearestName(sql: String, nearest: String) async throws {
        let (_, query) = try openCase()
        let error = await #expect(throws: QueryError.self) { try await query.run(sql) }
        #expect(error?.description.contains("Did you mean '\(nearest)'?") == true)
    }

    @Test("An endless question is given up")
    func timeout() async throws {
        let (_, query) = try openCase()
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        let error = await #expect(throws: QueryError.self) { try await query.run(sql, timeout: .milliseconds(100)) }
        guard case .tookTooLong = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try await query.run("SELECT 1").rows == [[.integer(1)]])
    }

    @Test("A case that does not exist is not made by a question")
    func noCase() throws {
        #expect(throws: CaseFileError.self) { try CaseQuery(path: "/nonexistent/x.culprit") }
    }
}
