import CulpritModel
import CulpritTestSupport
import Foundation
import GRDB
import Testing

@testable import CulpritStore

struct MigrationTests {
    @Test("A case of each older shape opens, keeps what it has, and takes more", arguments: 1..<CaseSchema.version)
    func older(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "old.case").path
        let queue = try DatabaseQueue(path: path)
        #expect(CaseSchema.migrator.migrations.count == CaseSchema.version)
        try Self.give(queue, version, and: "PRAGMA user_version = \(version)")
        try queue.close()
        let file = try CaseFile(path: path)
        #expect(try file.loadSources().map(\.path) == ["a.log"])
        try file.store(CaseFixture.contents)
        #expect(try file.loadSources().count > 1)
        #expect(try file.loadReport() != nil)
        try file.close()
    }

    @Test("Tags of contents are cut to the length that they have now")
    func tags() throws {
        let queue = try DatabaseQueue()
        let tag = "aa6cd66d9a65b7eb09209f7d3b4f3c96"
        try Self.give(queue, 15, and: "INSERT INTO content VALUES (1, 2, 'head', '\(tag)')")
        try CaseSchema.migrator.migrate(queue)
        #expect(try queue.read { try String.fetchAll($0, sql: "SELECT tag FROM content") } == ["aa6cd66d9a65b7eb"])
    }

    /// Gives an empty database the shape of a case of `version`, one source, and what `sql` adds.
    private static func give(_ queue: DatabaseQueue, _ version: Int, and sql: String) throws {
        try CaseSchema.migrator.migrate(queue, upTo: CaseSchema.migrator.migrations[version - 1])
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO source(path, content, formats, stored_byte_count, byte_count, line_count, record_count,
                    timed_record_count, formatted_record_count, event_count, sample_count, gaps)
                    VALUES ('a.log', 'logs', '["json"]', 1, 2, 3, 3, 3, 3, 0, 0, '[]');
                    \(sql)
                    """)
        }
    }
}
