internal import CulpritScan
internal import Foundation
internal import GRDB

/// One case: an SQLite file with all that was found, and its only writer.
///
/// The file is whole after every call. Between calls there is no second file beside it: the journal is a rollback
/// journal, which SQLite removes with each commit.
package final class CaseFile: Sendable {
    package let path: String
    private let queue: DatabaseQueue

    /// Opens the case at `path`, or makes a new one where there is no file or an empty one, unless it must be there.
    package init(path: String, mustExist: Bool = false) throws(CaseFileError) {
        self.path = path
        if mustExist, !FileManager.default.fileExists(atPath: path) { throw .missing(path: path) }
        do {
            try Self.checkHeader(path: path)
            let lock = Self.openingLock(of: path)
            defer { try? lock?.close() }
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            if try Self.checkOwner(of: queue, path: path) {
                try CaseShape.give(to: queue)
            } else {
                try CaseSchema.migrator.migrate(queue)
            }
            try queue.writeWithoutTransaction { db in
                // A file without write permission opens all the same; only a lock for writing tells.
                try db.inTransaction(.immediate) { .commit }
                let version = try Int.fetchOne(db, sql: "PRAGMA user_version")
                if version != CaseSchema.version { try db.execute(sql: "PRAGMA user_version = \(CaseSchema.version)") }
            }
        } catch {
            throw CaseFileError(error, path: path)
        }
    }

    /// Keeps others from opening the file at `path` until the handle is closed, by `flock(2)`; `nil` where it cannot be
    /// written, of which SQLite tells.
    ///
    /// Two that find a new file would both give it its shape, the second over what the first has stored by then.
    private static func openingLock(of path: String) -> FileHandle? {
        // Where there is no file; one that is there stays as it is.
        try? Data().write(to: URL(filePath: path), options: .withoutOverwriting)
        guard let file = FileHandle(forUpdatingAtPath: path) else { return nil }
        // A signal may end the wait early.
        while flock(file.fileDescriptor, LOCK_EX) != 0, errno == EINTR {}
        return file
    }

    /// Ends the work on the file; no other call may follow.
    package func close() throws(CaseFileError) {
        do { try queue.close() } catch { throw CaseFileError(error, path: path) }
    }

    /// Runs `body` in one transaction: all of it is stored, or nothing.
    func write<Value>(_ body: (Database) throws -> Value) throws(CaseFileError) -> Value {
        do { return try queue.write(body) } catch { throw CaseFileError(error, path: path) }
    }

    /// Runs `body` in one transaction on another thread, and `work` here in the meantime, of which it returns the value.
    func write<Value>(
        _ body: @escaping @Sendable (Database) throws -> Void, meanwhile work: () -> Value
    ) throws(CaseFileError) -> Value {
        let end = Guarded<Result<Void, any Error>?>(nil)
        queue.asyncWrite(body) { _, result in end.withLock { $0 = result } }
        let value = work()
        let result = end.withLock(when: { $0 != nil }) { $0 }
        do { try result?.get() } catch { throw CaseFileError(error, path: path) }
        return value
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(CaseFileError) -> Value {
        do { return try queue.read(body) } catch { throw CaseFileError(error, path: path) }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "culprit.case"
        configuration.busyMode = .timeout(10)
        // Rows name only what this program stored before them; looking it up again for each takes long.
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            // A case may come from somebody else: its views must not call functions with side effects.
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Refuses a file that is not SQLite before SQLite sees it, which takes a file of a few bytes for an empty one.
    static func checkHeader(path: String) throws(CaseFileError) {
        // With a journal beside it the file may be unfinished, and SQLite knows how to put it right.
        guard let file = FileHandle(forReadingAtPath: path), !FileManager.default.fileExists(atPath: path + "-journal")
        else { return }
        defer { try? file.close() }
        let head = try? file.read(upToCount: 16)
        if let head, !head.isEmpty, head != Data("SQLite format 3\0".utf8) { throw .notADatabase(path: path) }
    }

    /// Whether the file at `path` says in its header that it is a case (SQLite's file format, 1.3.16).
    package static func isCase(at path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        guard let head = try? file.read(upToCount: 72), head.count == 72 else { return false }
        let id = head.suffix(4).reduce(0) { $0 << 8 | Int($1) }
        return head.prefix(16) == Data("SQLite format 3\0".utf8) && id == CaseSchema.applicationID
    }

    /// Refuses a database of another program or a newer one, and says whether the file is empty.
    static func checkOwner(of queue: DatabaseQueue, path: String) throws -> Bool {
        try queue.read { db in
            let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let tableCount = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            if id != CaseSchema.applicationID && (id != 0 || tableCount > 0) {
                throw CaseFileError.otherProgram(path: path, applicationID: id)
            }
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            if version > CaseSchema.version {
                throw CaseFileError.newerVersion(path: path, version: version, supported: CaseSchema.version)
            }
            return tableCount == 0
        }
    }
}
