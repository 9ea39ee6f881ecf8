import CulpritModel
import CulpritTestSupport
import Foundation
import GRDB
import Testing

@testable import CulpritStore

struct CaseFileTests {
    @Test("What is stored is read back as it was, also by the next run")
    func roundTrip() throws {
        let stored = try TemporaryCase()
        let contents = CaseFixture.contents
        try stored.file.store(contents)
        try stored.file.close()
        let file = try CaseFile(path: stored.file.path)
        #expect(try file.loadSources() == contents.sources)
        #expect(try file.loadEvents() == contents.events)
        #expect(try file.loadMinutes() == contents.minutes)
        #expect(try file.loadCrashes() == contents.crashes)
        #expect(try file.loadTemplates() == contents.templates)
        #expect(try file.loadAttributes() == contents.attributes)
        #expect(try file.loadRequestMinutes() == contents.requestMinutes)
        #expect(try file.loadReport()?.crashGroups == CaseFixture.conclusions.report.crashGroups)
        #expect(try file.loadReport()?.templateShifts == CaseFixture.conclusions.report.templateShifts)
        #expect(
            try file.loadLastCrashes(of: ["s1", "s2"], before: CaseFixture.secondDay.from) == [
                "s1": CaseFixture.time(0, 10)
            ])
        #expect(try file.knownSources() == CaseFixture.known(contents.sources))
        #expect(try file.loadClockOffsets() == CaseFixture.conclusions.report.clockOffsets)
        #expect(try file.loadEvents(in: CaseFixture.secondDay) == [contents.events[2]])
        let series = try #require(try file.loadSeries().first)
        #expect(series.key == contents.series[0].key)
        #expect(series.samples.map(\.value) == [2, 7])
    }

    @Test("Many rows go in, however many one statement takes", arguments: [0, 1, 15, 16, 17, 32, 53])
    func manyRows(count: Int) throws {
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        let source = contents.sources[0].path
        contents.events = (0..<count).map { index in
            let time = CaseFixture.time(0, Double(index))
            return CaseFixture.event(source, line: index + 1, at: time, rule: "known", text: "no \(index)")
        }
        contents.minutes = (0..<count).map { index in
            let key = MinuteKey(
                minute: CaseFixture.time(0, Double(index) * 60), entity: CaseFixture.host, template: Int64(index),
                severity: .error)
            return MinuteCount(key: key, source: source, count: index + 1)
        }
        contents.series[0].samples = (0..<count).map {
            Sample(time: CaseFixture.time(0, Double($0) * 60), value: Double($0))
        }
        // Those of a source that the case does not take are left out, wherever they stand.
        let strange = CaseFixture.event("other.log", line: 1, at: nil, rule: nil)
        let events = contents.events
        contents.events.insert(strange, at: count / 2)
        try stored.file.store(contents)
        #expect(try stored.file.loadEvents() == events)
        #expect(try stored.file.loadMinutes() == contents.minutes)
        #expect(try stored.file.loadSeries().flatMap { $0.samples.map(\.value) } == (0..<count).map(Double.init))
    }

    @Test("Minutes that began before a limit are forgotten, also where their source begins behind it")
    func forgottenMinutes() throws {
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        contents.sources[0].span?.from = CaseFixture.time(0, 90)
        try stored.file.store(contents)
        try stored.file.forget(before: CaseFixture.time(0, 75))
        #expect(try stored.file.loadMinutes() == [contents.minutes[1]])
    }

    @Test("A second store of the same contents changes nothing")
    func storingTwice() throws {
        let stored = try TemporaryCase()
        let contents = CaseFixture.contents
        try stored.file.store(contents)
        try stored.file.store(contents)
        #expect(try stored.file.loadSources() == contents.sources)
        #expect(try stored.file.loadEvents() == contents.events)
        #expect(try stored.file.loadMinutes() == contents.minutes)
        #expect(try stored.file.loadCrashes() == contents.crashes)
        #expect(try stored.file.loadTemplates() == contents.templates)
        #expect(try stored.file.loadAttributes() == contents.attributes)
        #expect(try stored.file.loadSeries().map { $0.samples.map(\.value) } == [[2, 7]])
    }

    @Test("A file that grew replaces its shorter state; one that was rotated is added")
    func changedSource() throws {
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        try stored.file.store(contents)
        contents.sources[0].sha256 = "a2"
        contents.sources[0].byteCount += 500
        #expect(try stored.file.forgetSuperseded(by: contents.sources) == ["logs/a.log.zst"])
        #expect(try stored.file.loadEvents() == [])
        try stored.file.store(contents)
        #expect(try stored.file.loadEvents().count == 3)
        contents.sources[0].sha256 = "a3"
        contents.sources[0].span?.from = CaseFixture.time(1, 0)
        try stored.file.store(contents)
        #expect(try stored.file.loadEvents().count == 6)
        #expect(try stored.file.knownSources().map(\.sha256) == ["a2", "a3", "bb"])
    }

    @Test("A source that grew under any name replaces its shorter state, which is still known")
    func grownSource() throws {
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        try stored.file.store(contents)
        let short = try #require(contents.sources[0].identity)
        let long = ContentIdentity(byteCount: 2_000, head: short.head, tag: "long")
        var grown = contents.sources[0]
        (grown.path, grown.sha256, grown.byteCount) = ("elsewhere/a.log.1", "a2", 2_000)
        (grown.identity, grown.continued) = (long, [short])
        #expect(try stored.file.forgetSuperseded(by: [grown]) == ["elsewhere/a.log.1"])
        #expect(try stored.file.loadEvents() == [])
        contents.sources = [grown]
        try stored.file.store(contents)
        #expect(try stored.file.knownSources().first?.states == [short, long])
        // The shorter state may turn up again, and so may another source that began in the same way.
        var other = grown
        (other.path, other.sha256, other.byteCount, other.span) = ("b.log", "a3", 1_500, nil)
        other.identity = ContentIdentity(byteCount: 1_500, head: short.head, tag: "other")
        #expect(try stored.file.forgetSuperseded(by: [other]) == [])
    }

    @Test("A source that was renamed has its new name, unless it is still where it was")
    func renamedSource() throws {
        let stored = try TemporaryCase()
        let contents = CaseFixture.contents
        try stored.file.store(contents)
        let content = try #require(contents.sources[0].identity)
        let old = Sighting(content: content, path: contents.sources[0].path, sha256: "aa")
        let new = Sighting(content: content, path: "logs/a.log.1.gz", sha256: "a2")
        try stored.file.follow([old, new])
        #expect(try stored.file.knownSources() == CaseFixture.known(contents.sources))
        try stored.file.follow([new])
        let source = try #require(try stored.file.knownSources().first { $0.states == [content] })
        #expect((source.path, source.sha256) == ("logs/a.log.1.gz", "a2"))
        #expect(try stored.file.loadEvents().allSatisfy { $0.location.source == "logs/a.log.1.gz" })
    }

    @Test("A source without a hash, as standard input is, does not double either")
    func sourceWithoutHash() throws {
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        contents.sources[0].sha256 = nil
        try stored.file.store(contents)
        try stored.file.store(contents)
        #expect(try stored.file.loadEvents().count == 3)
    }

    @Test("A NUL in a message does not cut it")
    func nulInText() throws {
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        contents.events = [CaseFixture.event("logs/a.log.zst", line: 1, at: nil, rule: nil, text: "a\0b")]
        try stored.file.store(contents)
        #expect(try stored.file.loadEvents().map(\.text) == ["a\u{2400}b"])
    }

    @Test("A case is one file, marked as ours")
    func oneFile() throws {
        let stored = try TemporaryCase()
        try stored.file.store(CaseFixture.contents)
        try stored.file.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: stored.folder.url.path) == ["test.culprit"])
        let queue = try DatabaseQueue(path: stored.file.path)
        #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA application_id") } == 0x4355_4C50)
        #expect(try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
        #expect(try queue.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") } == [])
    }

    @Test("Every table of ours is STRICT")
    func strictTables() throws {
        let stored = try TemporaryCase()
        try stored.file.close()
        let loose = try DatabaseQueue(path: stored.file.path).read { db in
            let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0"
            return try Set(String.fetchAll(db, sql: sql))
        }
        #expect(loose == ["grdb_migrations", "sqlite_schema"])
    }

    @Test("Every view works, and the table 'about' tells of each of its columns")
    func documentedViews() throws {
        let stored = try TemporaryCase()
        try stored.file.store(CaseFixture.contents)
        try stored.file.close()
        try DatabaseQueue(path: stored.file.path).read { db in
            // As questions are answered: a case may come from somebody else.
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            let views = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
            let expected = [
                "events", "templates", "crash_groups", "windows", "causes", "sources", "entities", "minutes",
            ]
            #expect(Set(expected).isSubset(of: views))
            #expect(try String.fetchAll(db, sql: "SELECT DISTINCT \"view\" FROM about ORDER BY 1") == views)
            for view in views {
                let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(view)")
                #expect(!rows.isEmpty, "\(view)")
                let columns = try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [view])
                let sql = "SELECT \"column\" FROM about WHERE \"view\" = ? AND \"column\" <> ''"
                #expect(try Set(String.fetchAll(db, sql: sql, arguments: [view])) == Set(columns), "\(view)")
            }
            let times = try String.fetchAll(db, sql: "SELECT time FROM events WHERE time IS NOT NULL ORDER BY time")
            #expect(times == ["2024-05-01T00:01:00Z", "2024-05-02T01:00:00.25Z"])
        }
    }

    static let garbage = [
        "x", "not a database, but some text that is long enough", String(repeating: "\0", count: 9_000),
    ]

    @Test("A file that is not SQLite is refused and left as it is", arguments: garbage)
    func garbageFile(text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "notes.txt")
        #expect(throws: CaseFileError.notADatabase(path: path)) { try CaseFile(path: path) }
        #expect(throws: CaseFileError.notADatabase(path: path)) { try CaseQuery(path: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test("Another program's database is refused and left as it is", arguments: [0, 1_234])
    func otherProgram(applicationID: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "places.sqlite").path
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "CREATE TABLE a(b); PRAGMA application_id = \(applicationID)") }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: path))
        let expected = CaseFileError.otherProgram(path: path, applicationID: applicationID)
        #expect(throws: expected) { try CaseFile(path: path) }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(expected.description.contains("try: "))
    }

    @Test(
        "Silent minutes of a log are read back as they were, and have few rows",
        arguments: [nil, 30..<190, 100..<101] as [Range<Int>?])
    func silence(minutes: Range<Int>?) throws {
        func time(_ minute: Int) -> Timestamp { CaseFixture.time(0, 0).advanced(bySeconds: Double(minute) * 60) }
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        let log = try #require(contents.sources.first)
        let samples = (0..<400).map { Sample(time: time($0), value: $0 % 100 == 7 ? 3 : 0) }
        let key = SeriesKey(name: LogMeasure.records.rawValue, entity: Entity("quiet", .host))
        contents.series = [Series(key: key, samples: samples, source: log.path)]
        try stored.file.store(contents)
        let span = minutes.map { TimeSpan(from: time($0.lowerBound), to: time($0.upperBound)) }
        let expected = samples.filter { span?.contains($0.time) ?? true }
        #expect(try stored.file.loadSeries(in: span).map(\.samples) == [expected])
        try stored.file.close()
        let queue = try DatabaseQueue(path: stored.file.path)
        let rowCount = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sample_minute") }
        #expect(rowCount ?? .max < 20)
    }

    @Test("Series by tens of seconds are read back as they were, in few rows, and go when the logs span more")
    func fineSeries() async throws {
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        contents.sources[0].step = .tenSeconds
        let log = contents.sources[0]
        let counts = (0..<600).map { step in
            Sample(
                time: CaseFixture.time(0, Double(step) * 10), value: step == 7 || (300..<310).contains(step) ? 3 : 0)
        }
        let samples = counts.map { Sample(time: $0.time, value: $0.value * LogStep.tenSeconds.countsPerMinute) }
        let key = SeriesKey(name: LogMeasure.calls.rawValue, entity: Entity("quiet", .host), peer: "db", labels: "")
        var series = Series(key: key, samples: samples, source: log.path)
        for (line, sample) in counts.filter({ $0.value > 0 }).enumerated() {
            series.note(Location(source: log.path, line: line + 1, byte: line * 40), of: sample.time, step: .tenSeconds)
        }
        contents.fineSeries = [CountedSeries(series, counts: counts)]
        contents.step = .tenSeconds
        try stored.file.store(contents)
        #expect(try stored.file.loadFineSeries() == contents.fineSeries)
        #expect(try stored.file.loadSources().first { $0.path == log.path }?.step == .tenSeconds)
        let span = TimeSpan(from: CaseFixture.time(0, 60), to: CaseFixture.time(0, 3_020))
        #expect(
            try stored.file.loadFineSeries(in: span).map(\.series.samples) == [
                samples.filter { span.contains($0.time) }
            ])
        let rows = "SELECT count(*) FROM fine_sample"
        #expect(try await CaseQuery(path: stored.file.path).run(rows).rows == [[.integer(14)]])
        contents.step = .minute
        try stored.file.store(contents)
        #expect(try stored.file.loadFineSeries().isEmpty)
        #expect(try stored.file.loadSources().allSatisfy { $0.step == .minute })
    }

    @Test("A row that stands for more steps than a program writes in one fills no memory")
    func endlessRows() throws {
        let stored = try TemporaryCase()
        var contents = CaseFixture.contents
        let log = contents.sources[0]
        let times = (0..<20).map { CaseFixture.time(0, Double($0) * 10) }
        let key = SeriesKey(name: LogMeasure.calls.rawValue, entity: Entity("quiet", .host), peer: "db", labels: "")
        let silence = Series(key: key, samples: times.map { Sample(time: $0, value: 0) }, source: log.path)
        contents.fineSeries = [CountedSeries(silence, counts: silence.samples)]
        contents.step = .tenSeconds
        try stored.file.store(contents)
        try stored.file.close()
        let queue = try DatabaseQueue(path: stored.file.path)
        let rowCount = try queue.write { db in
            try db.execute(sql: "UPDATE fine_sample SET steps = 9223372036854775807")
            try db.execute(sql: "UPDATE sample_minute SET minutes = 9223372036854775807")
            return try Int.fetchOne(db, sql: "SELECT count(*) FROM sample_minute") ?? 0
        }
        try queue.close()
        let again = try CaseFile(path: stored.file.path)
        #expect(try again.loadFineSeries().map { $0.series.count } == [720])
        #expect(rowCount > 0)
        #expect(try again.loadSeries().reduce(0) { $0 + $1.count } == 60 * rowCount)
    }

    @Test("A newer program's case is refused")
    func newerVersion() throws {
        let stored = try TemporaryCase()
        try stored.file.close()
        let queue = try DatabaseQueue(path: stored.file.path)
        try queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        #expect(throws: CaseFileError.newerVersion(path: stored.file.path, version: 99, supported: CaseSchema.version))
        {
            try CaseFile(path: stored.file.path)
        }
    }

    @Test("A folder that does not exist, and a folder in place of a file, are told of")
    func noFolder() throws {
        let folder = try TemporaryFolder()
        for path in [folder.url.appending(path: "none/a.culprit").path, folder.url.path] {
            let error = #expect(throws: CaseFileError.self) { try CaseFile(path: path) }
            guard case .cannotOpen(path, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }
}
