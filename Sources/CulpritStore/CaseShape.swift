internal import CulpritScan
internal import Foundation
internal import GRDB

/// The shape of a new case: what all migrations give, in one step.
///
/// Each migration makes SQLite read the whole schema anew, so the empty case that they give is kept in the user's cache
/// folder, for the build of the program that made it.
enum CaseShape {
    /// Fills the empty file of `queue`, in one transaction.
    static func give(to queue: DatabaseQueue) throws {
        let cache = build.flatMap { CacheFile(of: ["\(CaseSchema.version)", $0], kind: "case") }
        if let image = cache?.read(), (try? copy(image, to: queue)) != nil {
            try queue.write { db in try db.execute(sql: "UPDATE content_key SET key = randomblob(16)") }
            return
        }
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let memory = try DatabaseQueue(configuration: configuration)
        try CaseSchema.migrator.migrate(memory)
        try memory.backup(to: queue)
        if let cache, let image = try? image(of: memory) { cache.write(image) }
    }

    /// What tells one build of the program from another; `nil` where that is not known.
    private static var build: String? {
        guard let path = Bundle.main.executablePath,
            let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let modified = attributes[.modificationDate] as? Date, let size = attributes[.size] as? Int
        else { return nil }
        return "\(path)\n\(modified.timeIntervalSince1970)\n\(size)"
    }

    private static func copy(_ image: [UInt8], to queue: DatabaseQueue) throws {
        try withTemporaryFile { path in
            try Data(image).write(to: URL(filePath: path))
            var configuration = Configuration()
            configuration.readonly = true
            try DatabaseQueue(path: path, configuration: configuration).backup(to: queue)
        }
    }

    private static func image(of memory: DatabaseQueue) throws -> [UInt8] {
        try withTemporaryFile { path in
            let file = try DatabaseQueue(path: path)
            try memory.backup(to: file)
            try file.close()
            return [UInt8](try Data(contentsOf: URL(filePath: path)))
        }
    }

    private static func withTemporaryFile<Value>(_ body: (String) throws -> Value) throws -> Value {
        let file = FileManager.default.temporaryDirectory.appending(path: "culprit-\(UUID().uuidString).case")
        defer { try? FileManager.default.removeItem(at: file) }
        return try body(file.path)
    }
}
