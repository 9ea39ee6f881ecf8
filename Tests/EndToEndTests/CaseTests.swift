import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// The case file that a run keeps, and the questions to it.
    struct CaseTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private var file: String { folder.url.appending(path: "outage.case").path }

        private func investigate(_ inputs: String...) async throws -> ReportDocument {
            let run = try await Program.culprit.run(
                ["investigate", "--case", file, "--format", "json", "--quiet"] + inputs)
            #expect(run.status == 0, "\(run.err)")
            return try ReportDocument(run.out)
        }

        private func query(_ sql: String, format: String = "csv") async throws -> Program.Result {
            try await Program.culprit.run(["query", file, sql, "--format", format])
        }

        private func answer(_ sql: String) async throws -> [Substring] {
            let run = try await query(sql)
            #expect(run.status == 0, "\(run.err)")
            return Array(run.out.split(whereSeparator: \.isNewline).dropFirst())
        }

        private static let counts = """
            SELECT (SELECT count(*) FROM events), (SELECT sum(count) FROM minutes), (SELECT sum(count) FROM templates),
            (SELECT count(*) FROM sources), (SELECT sum(lines) FROM sources), (SELECT count(*) FROM crashes),
            (SELECT count(*) FROM crash_groups), (SELECT count(*) FROM causes), (SELECT count(*) FROM entities)
            """

        @Test("A second run over the same input changes nothing", arguments: Samples.outages)
        func twice(name: String) async throws {
            let sample = Samples.folder(name).path
            let first = try await investigate(sample)
            let counts = try await answer(Self.counts)
            let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
            let second = try await investigate(sample)
            #expect(first.verdict == second.verdict)
            #expect(first.accounting.lines == second.accounting.lines)
            #expect(first.accounting.sources == second.accounting.sources)
            #expect(try await answer(Self.counts) == counts)
            print("The case file of '\(name)' has \(size) bytes for \(first.accounting.bytesRead) bytes of sources.")
            #expect(size < 10_000_000)
            #expect(!FileManager.default.fileExists(atPath: file + "-journal"))
        }

        @Test(
            "A case made from the kept shape is as one that was made anew, but for its key; a damaged shape is not used"
        )
        func keptShape() async throws {
            let line = "2026-03-04T12:00:00Z web-1 shop: served\n"
            let log = try folder.write(line, to: "a.log")
            let cache = folder.url.appending(path: "cache")
            var shapes: [[Substring]] = []
            var keys: Set<Substring> = []
            for round in 0..<4 {
                let path = folder.url.appending(path: "\(round).case").path
                let kept = try? FileManager.default.contentsOfDirectory(
                    at: cache.appending(path: "culprit"), includingPropertiesForKeys: nil
                )
                .first { $0.pathExtension == "case" }
                #expect((kept == nil) == (round == 0))
                if round == 2, let kept {
                    var bytes = try Data(contentsOf: kept)
                    bytes[bytes.count / 2] ^= 1
                    try bytes.write(to: kept)
                }
                let run = try await Program.culprit.run(
                    ["investigate", log, "--case", path, "--quiet"], environment: ["XDG_CACHE_HOME": cache.path])
                #expect(run.status == 0, "\(run.err)")
                let shape = try await Program.culprit.run(
                    [
                        "query", path,
                        "SELECT type, name, sql FROM sqlite_schema UNION ALL SELECT * FROM about ORDER BY 1, 2, 3",
                    ])
                shapes.append(shape.out.split(separator: "\n"))
                keys.formUnion(
                    try await Program.culprit.run(["query", path, "SELECT hex(key) FROM content_key"]).lines)
            }
            #expect(shapes[0].count > 200)
            #expect(Set(shapes).count == 1)
            // Of four keys and one title.
            #expect(keys.count >= 4)
        }

        @Test("Runs at once that make one new case all keep what they read in it", arguments: 1...8)
        func together(round: Int) async throws {
            let names = ["a", "b", "c", "d"]
            for name in names {
                let line = "2026-03-04T12:00:00Z web-\(name) shop: served \(round)\n"
                try Data(line.utf8).write(to: folder.url.appending(path: "\(name).log"))
            }
            let path = folder.url.path
            let runs = try await withThrowingTaskGroup(of: Program.Result.self) { group in
                for name in names {
                    group.addTask {
                        try await Program.culprit.run(
                            ["investigate", "\(path)/\(name).log", "--case", "\(path)/outage.case", "--quiet"])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for run in runs { #expect(run.status == 0, "\(run.err)") }
            #expect(try await answer("SELECT count(*) FROM sources") == ["4"])
        }

        @Test("A run in parts gives the verdict of a run over the whole", arguments: Samples.outages)
        func parts(name: String) async throws {
            let sample = Samples.folder(name)
            let names = try FileManager.default.contentsOfDirectory(atPath: sample.path).sorted()
            let copy = folder.url.appending(path: "logs")
            try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
            var last: ReportDocument?
            for half in [names.prefix(names.count / 2), names.suffix(names.count - names.count / 2)] {
                for name in half {
                    try FileManager.default.copyItem(
                        at: sample.appending(path: name), to: copy.appending(path: name))
                }
                last = try await investigate(copy.path)
            }
            let truth = try TruthDocument(folder: sample)
            #expect(last?.verdict == ReportDocument.Verdict(category: truth.category, entity: truth.entity))
        }

        @Test("Of a file that grew only the growth is added")
        func grown() async throws {
            let old = "2026-03-04T10:00:00Z ERROR one\n2026-03-04T10:00:01Z ERROR two\n"
            let log = try folder.write(old, to: "app.log")
            #expect(try await investigate(log).accounting.lines == 2)
            _ = try folder.write(old + "2026-03-04T10:00:02Z ERROR three\n", to: "app.log")
            #expect(try await investigate(log).accounting.lines == 3)
            #expect(try await answer("SELECT count(*) FROM events") == ["3"])
            #expect(try await answer("SELECT sum(count) FROM minutes") == ["3"])
            #expect(try await answer("SELECT lines FROM sources") == ["3"])
        }

        private static let log = (0..<200).map { "2026-03-04T10:00:00.\(100 + $0)Z ERROR number \($0)\n" }.joined()

        private func counted() async throws -> [Substring] {
            try await answer("SELECT (SELECT sum(count) FROM minutes), sum(lines), count(*) FROM sources")
        }

        @Test("A log that was rotated, compressed, packed or piped is known again")
        func knownAgain() async throws {
            let log = try folder.write(Self.log, to: "logs/app.log")
            _ = try await investigate(folder.url.appending(path: "logs").path)
            let counts = try await counted()
            let steps = [
                "mv logs/app.log logs/app.log.1", "gzip logs/app.log.1",
                "mkdir logs/old && mv logs/app.log.1.gz logs/old",
                "tar -C logs -cf logs/all.tar old && rm -r logs/old",
            ]
            for step in steps {
                let run = try await Program.shell("cd '\(folder.url.path)' && \(step)", in: folder.url)
                try #require(run.status == 0, "\(run.err)")
                let report = try await investigate(folder.url.appending(path: "logs").path)
                #expect(report.accounting.lines == 200, "\(step)")
                #expect(try await counted() == counts, "\(step)")
            }
            let piped = try await Program.culprit.run(
                ["investigate", "-", "--case", file, "--quiet"], stdin: Array(Self.log.utf8))
            #expect(piped.status == 0)
            #expect(try await counted() == counts)
            #expect(try await answer("SELECT path FROM sources") == ["\(log.dropLast(7))all.tar!old/app.log.1.gz"])
        }

        @Test("Of a log that was rotated and went on, only what is new is added, also when it is piped")
        func rotatedAndGrown() async throws {
            let log = try folder.write(Self.log, to: "logs/app.log")
            _ = try await investigate(log)
            let grown = Self.log + "2026-03-04T10:00:02Z ERROR the last\n"
            _ = try folder.write(grown, to: "logs/app.log.1")
            _ = try folder.write("2026-03-04T10:00:03Z ERROR the next\n", to: "logs/app.log")
            _ = try await investigate(folder.url.appending(path: "logs").path)
            #expect(try await counted() == ["202,202,2"])
            // The shorter state is known too.
            let copy = try folder.write(Self.log, to: "copy.log")
            _ = try await investigate(copy)
            #expect(try await counted() == ["202,202,2"])
            let piped = try await Program.culprit.run(
                ["investigate", "-", "--case", file, "--quiet"],
                stdin: Array((grown + "2026-03-04T10:00:04Z ERROR more\n").utf8))
            #expect(piped.status == 0)
            #expect(try await counted() == ["203,203,2"])
        }

        @Test("Equal files of one run are all counted, a compressed copy beside its log is not")
        func copies() async throws {
            let path = folder.url.appending(path: "logs").path
            for name in ["a/app.log", "b/app.log"] { _ = try folder.write(Self.log, to: "logs/\(name)") }
            _ = try folder.write(ZstdCompressor.compress(Array(Self.log.utf8).span), to: "logs/b/app.log.zst")
            #expect(try await investigate(path).accounting.lines == 400)
            #expect(try await investigate(path).accounting.lines == 400)
        }

        /// What is done to the logs of one host between two runs, and how many lines are known behind the second.
        static let changes: [(step: String, lines: Int)] = [
            ("mv a/app.log a/server.log", 200),
            ("gzip a/app.log", 200),
            ("gzip -k a/app.log", 200),
            ("gzip a/app.log && zcat a/app.log.gz | zstd -q > a/app.log.zst && rm a/app.log.gz", 200),
            ("mkdir b && mv a/app.log b", 200),
            ("mv a b", 200),
            ("cp a/app.log a/app.log.bak", 200),
            ("cp a/app.log a/app-copy.log", 200),
            ("ln a/app.log app.link", 200),
            ("tar cf a.tar a", 200),
            ("mkdir b && cp a/app.log b", 400),
            ("mkdir b c && cp a/app.log b && cp a/app.log c", 600),
            ("mv a c && mkdir b && cp c/app.log b", 400),
            ("cp a/app.log a/other.log", 400),
            ("mkdir b && cat a/app.log > b/app.log && echo 2026-03-04T10:00:02Z ERROR more >> b/app.log", 401),
            ("mkdir b && (cat a/app.log; echo 2026-03-04T10:00:02Z ERROR more) > b/app.log && rm a/app.log", 201),
        ]

        @Test(
            "A log that moved is known again, and another that is equal is not taken for it",
            arguments: changes.map(\.step))
        func equalLogs(step: String) async throws {
            let lines = try #require(Self.changes.first { $0.step == step }).lines
            let logs = folder.url.appending(path: "logs").path
            _ = try folder.write(Self.log, to: "logs/a/app.log")
            #expect(try await investigate(logs).accounting.lines == 200)
            let run = try await Program.shell("cd '\(logs)' && \(step)", in: folder.url)
            try #require(run.status == 0, "\(run.err)")
            for _ in 0..<2 {
                #expect(try await investigate(logs).accounting.lines == lines)
                #expect(try await answer("SELECT sum(count) FROM minutes") == ["\(lines)"])
            }
            // What one run over it all counts is the same.
            let whole = try await Program.culprit.run(["investigate", logs, "--format", "json", "--quiet"])
            if step != "tar cf a.tar a" { #expect(try ReportDocument(whole.out).accounting.lines == lines) }
        }

        @Test("A file that was missing once is not missed for ever")
        func missedOnce() async throws {
            let path = folder.url.appending(path: "late.log").path
            let first = try await Program.culprit.run(["investigate", path, "--case", file, "--quiet"])
            #expect(first.status == 2)
            _ = try folder.write("2026-03-04T10:00:00Z ERROR one\n", to: "late.log")
            let second = try await investigate(path)
            #expect(second.accounting.sources == 1)
            #expect(second.accounting.incompleteSources == [])
        }

        @Test("A SELECT is answered in each format")
        func formats() async throws {
            _ = try await investigate(Samples.folder("hardware-failing-disk").path)
            let sql = "SELECT rank, category, entity, NULL AS absent FROM causes ORDER BY rank LIMIT 1"
            let table = try await query(sql, format: "table")
            #expect(table.out.contains("rank") && table.out.contains("db-1"))
            let csv = try await query(sql).out
            #expect(csv == "rank,category,entity,absent\r\n1,hardware,db-1,\r\n")
            struct Answer: Decodable {
                let rank: Int
                let entity: String
                let absent: String?
            }
            let line: Answer = try decoded(try await query(sql, format: "ndjson").out)
            #expect((line.rank, line.entity, line.absent) == (1, "db-1", nil))
            let rows: [Answer] = try decoded(try await query(sql, format: "json").out)
            #expect(rows.map(\.entity) == ["db-1"])
            let limited = try await Program.culprit.run([
                "query", file, "SELECT * FROM events", "--limit", "3", "--format", "ndjson",
            ])
            #expect(limited.lines.count == 3)
            #expect(limited.err.contains("--limit"))
        }

        @Test("The views that the help names are there, and each is explained")
        func views() async throws {
            _ = try await investigate(Samples.folder("hardware-failing-disk").path)
            let views = [
                "events", "templates", "crash_groups", "windows", "causes", "sources", "entities", "minutes", "about",
                "crashes", "congestion_windows", "proofs", "rules",
            ]
            let help = try await Program.culprit.run(["query", "--help"]).out
            for view in views {
                #expect(try await query("SELECT * FROM \(view) LIMIT 1").status == 0, "\(view)")
                if view != "about" {
                    #expect(
                        try await answer("SELECT count(*) > 1 FROM about WHERE view = '\(view)'") == ["1"], "\(view)")
                }
            }
            for view in views.prefix(8) { #expect(help.contains(view), "\(view)") }
        }

        @Test(
            "What would change the case is refused",
            arguments: [
                "DELETE FROM event", "INSERT INTO event(id) VALUES (1)", "UPDATE event SET text = ''",
                "DROP TABLE event",
                "PRAGMA journal_mode = WAL", "ATTACH 'x.db' AS x", "VACUUM", "CREATE TABLE x(a)",
                "SELECT 1; DELETE FROM event", "WITH x AS (SELECT 1) DELETE FROM event", "", "SELECT * FROM nowhere",
                "SELECT load_extension('x')", "SELECT writefile('x', 'y')",
            ])
        func writes(sql: String) async throws {
            let log = try folder.write("2026-03-04T10:00:00Z ERROR one\n", to: "app.log")
            _ = try await investigate(log)
            let before = try Data(contentsOf: URL(filePath: file))
            let run = try await query(sql)
            #expect(run.status == 1)
            #expect(run.out.isEmpty)
            #expect(run.err.hasPrefix("error: "))
            #expect(try Data(contentsOf: URL(filePath: file)) == before)
        }

        @Test("The digest of the day of an outage tells what the calm day before had not")
        func digest() async throws {
            // Both days of the samples are one day, so the calm one is simulated with a seed that dates it differently.
            let calm = folder.url.appending(path: "calm")
            for seed in 2...9 {
                try? FileManager.default.removeItem(at: calm)
                let run = try await Program.simulate.run(
                    [Samples.calm, "--size", "1MB", "--seed", "\(seed)", "--output", calm.path])
                try #require(run.status == 0)
                if try SourceText.of(calm.appending(path: "chat-1/chat.log.zst").path).line(1)?.hasPrefix("2026-03-04")
                    == false
                {
                    break
                }
            }
            let both = try await Program.culprit.run(
                ["investigate", calm.path, Samples.folder("bug-bad-release").path, "--case", file, "--quiet"])
            #expect(both.status == 0)
            let text = try await Program.culprit.run(["digest", "--case", file, "--day", "2026-03-04"])
            #expect(text.status == 0)
            #expect(text.out.hasPrefix("2026-03-04"))
            #expect(text.out.contains("function_clause in chat_attachment:decode_meta/2"))
            let json = try await Program.culprit.run([
                "digest", "--case", file, "--day", "2026-03-04", "--format", "json",
            ])
            #expect(json.status == 0)
            #expect(try JSONSerialization.jsonObject(with: Data(json.out.utf8)) is [String: Any])
            #expect(json.out.contains("decode_meta"))
            let quiet = try await Program.culprit.run(["digest", "--case", file, "--day", "2020-01-01"])
            #expect(quiet.status == 0)
            #expect(quiet.lines.count <= 3)
        }
    }
}
