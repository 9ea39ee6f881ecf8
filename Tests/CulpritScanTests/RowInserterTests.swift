import CulpritScan
import GRDB
import Testing

struct RowInserterTests {
    private static func database() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: "CREATE TABLE t(id INTEGER PRIMARY KEY, share REAL, text TEXT) STRICT") }
        return queue
    }

    private static let sql = "INSERT INTO t VALUES (?, ?, ?)"

    @Test("What is inserted is what is there, row after row", arguments: ["", "a", "äöü €", "🚚 'quoted' \"\n\t"])
    func values(text: String) throws {
        try Self.database().write { db in
            var row = RowInserter(try db.cachedStatement(sql: Self.sql))
            for (id, share, value) in [(Int.min, -0.5, text), (0, 1e300, nil), (Int.max, 0, text + text)]
                as [(Int, Double, String?)]
            {
                row.add(id)
                row.add(share)
                row.add(value)
                try row.insert()
            }
            let found = try Row.fetchAll(db, sql: "SELECT * FROM t ORDER BY id")
            #expect(found.map { $0[0] as Int } == [.min, 0, .max])
            #expect(found.map { $0[1] as Double } == [-0.5, 1e300, 0])
            #expect(found.map { $0[2] as String? } == [text, nil, text + text])
        }
    }

    @Test("A row that the table does not take is told with its reason, and the next one goes in")
    func refused() throws {
        try Self.database().write { db in
            var row = RowInserter(try db.cachedStatement(sql: Self.sql))
            func insert(_ id: Int, _ inserter: inout RowInserter) throws {
                inserter.add(id)
                inserter.add(0)
                inserter.add(nil as String?)
                try inserter.insert()
            }
            try insert(1, &row)
            #expect { try insert(1, &row) } throws: { error in
                let error = error as? DatabaseError
                return error?.resultCode == .SQLITE_CONSTRAINT && error?.message?.contains("t.id") == true
            }
            try insert(2, &row)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM t") == 2)
        }
    }
}
