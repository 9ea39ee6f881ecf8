package import CulpritModel
internal import Foundation
internal import GRDB

/// Ad-hoc questions to a case, on a connection that cannot change it.
package final class CaseQuery: Sendable {
    package let path: String
    private let queue: DatabaseQueue

    /// Opens the case at `path`, which must exist, for reading only.
    package init(path: String) throws(CaseFileError) {
        self.path = path
        if !FileManager.default.fileExists(atPath: path) { throw .missing(path: path) }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY")
        }
        do {
            try CaseFile.checkHeader(path: path)
            queue = try DatabaseQueue(path: path, configuration: configuration)
            if try CaseFile.checkOwner(of: queue, path: path) { throw CaseFileError.notADatabase(path: path) }
        } catch {
            throw CaseFileError(error, path: path)
        }
    }

    package func close() throws(CaseFileError) {
        do { try queue.close() } catch { throw CaseFileError(error, path: path) }
    }

    /// Answers one `SELECT`, with at most `rowLimit` rows, and gives up after `timeout`.
    package func run(
        _ sql: String, rowLimit: Int = 10_000, timeout: Duration = .seconds(30)
    ) async throws(QueryError) -> QueryResult {
        // Some statements act when they are only prepared (PRAGMA), and SQLite counts ATTACH as reading.
        guard let verb = QueryText.verb(of: sql) else { throw .empty }
        guard ["SELECT", "WITH", "VALUES", "EXPLAIN"].contains(verb) else { throw .notAQuestion(verb: verb) }
        let queue = self.queue
        let watch = Task {
            try await Task.sleep(for: timeout)
            queue.interrupt()
        }
        defer { watch.cancel() }
        do {
            return try await queue.read { db in try Self.answer(sql, in: db, rowLimit: rowLimit) }
        } catch let error as QueryError {
            throw error
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            throw .tookTooLong(sql, seconds: Double(timeout.components.seconds))
        } catch let error as DatabaseError {
            throw .refused(sql, why: error.message ?? "SQLite code \(error.resultCode.rawValue)", nearest: nil)
                .withNearestName(among: await names())
        } catch {
            throw .refused(sql, why: "\(error)", nearest: nil)
        }
    }

    private static func answer(_ sql: String, in db: Database, rowLimit: Int) throws -> QueryResult {
        let statement = try db.makeStatement(sql: sql)
        guard statement.isReadonly else { throw QueryError.notAQuestion(verb: QueryText.verb(of: sql) ?? "") }
        let width = statement.columnNames.count
        var (rows, isTruncated) = ([[QueryValue]](), false)
        let cursor = try Row.fetchCursor(statement)
        while let row = try cursor.next() {
            if rows.count >= rowLimit {
                isTruncated = true
                break
            }
            rows.append((0..<width).map { value(row[$0]) })
        }
        return QueryResult(columns: statement.columnNames, rows: rows, isTruncated: isTruncated)
    }

    private static func value(_ value: DatabaseValue) -> QueryValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let bytes): .blob(byteCount: bytes.count)
        }
    }

    /// The names of views and of their columns.
    private func names() async -> [String] {
        let names = try? await queue.read { db in
            try String.fetchAll(
                db, sql: "SELECT DISTINCT \"view\" FROM about UNION SELECT \"column\" FROM about WHERE \"column\" <> ''"
            )
        }
        return names ?? []
    }
}
