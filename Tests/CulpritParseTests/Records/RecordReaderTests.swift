import CulpritModel
import CulpritParse
import CulpritRules
import CulpritTestSupport
import Testing

struct RecordReaderTests {
    struct Boundary: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        /// The message of each record.
        let messages: [String]

        init(_ name: String, _ text: String, _ messages: [String]) {
            (self.name, self.text, self.messages) = (name, text, messages)
        }

        var testDescription: String { name }
    }

    static let log4j = "2026-03-03 14:00:01,123 ERROR [main] com.example.App: "
    static let dartTrace =
        ["Unhandled exception:", "NoSuchMethodError: The method 'go' was called on null.", "Receiver: null"]
        + ["Tried calling: go()", "#0      Object.noSuchMethod (dart:core-patch/object_patch.dart:38:5)"]
        + (1...6).map { "#\($0)      step\($0) (package:shop/cart.dart:\($0)0:3)" }
    static let cases = [
        Boundary("nothing", "", []),
        Boundary("one line", "a\n", ["a"]),
        Boundary("no final newline", "a\nb", ["a", "b"]),
        Boundary("CRLF", "a\r\nb\r\n", ["a", "b"]),
        Boundary("only newlines", "\n\n", ["", ""]),
        Boundary("indented continuation", "a\n  b\n\tc\nd\n", ["a\n  b\n\tc", "d"]),
        Boundary(
            "stack trace",
            log4j + "lost\njava.io.IOException: gone\n\tat a.b(C.java:1)\nCaused by: x\n" + log4j + "next\n",
            ["lost\njava.io.IOException: gone\n\tat a.b(C.java:1)\nCaused by: x", "next"]),
        Boundary("blank lines in a record", log4j + "a\n\nb\n" + log4j + "c\n", ["a\n\nb", "c"]),
        Boundary(
            "trace without a header", "boom\n\tat x\nCaused by: y\n\tat z\ndone\n",
            ["boom\n\tat x\nCaused by: y\n\tat z", "done"]),
        Boundary(
            "Dart's trace", dartTrace.joined(separator: "\n") + "\nnext\n", [dartTrace.joined(separator: "\n"), "next"]),
        Boundary(
            "continuation in the middle of CRLF", log4j + "a\r\n\tb\r\n" + log4j + "c\r\n", ["a\n\tb", "c"]),
        Boundary(
            "kernel lines begin with a space", "[    1.000001] a\n[   12.000001] b\n", ["a", "b"]),
        Boundary(
            "CSV with a quoted newline",
            "timestamp,level,service,message\n1772546402,ERROR,shop,\"a\nb, \"\"c\"\"\"\n1772546403,INFO,cart,d\n",
            ["timestamp,level,service,message", "a\nb, \"c\"", "d"]),
        Boundary(
            "JSON in CSV",
            "timestamp,message\n1772546402,\"{\"\"level\"\":\"\"error\"\",\"\"msg\"\":\"\"no disk\"\"}\"\n",
            ["timestamp,message", "no disk"]),
        Boundary(
            "nested Docker JSON",
            #"{"log":"{\"level\":\"warn\",\"msg\":\"cache \\\"a\\\" is cold\"}\n","stream":"stderr","time":"2026-03-03T14:00:01Z"}"#
                + "\n", [#"cache "a" is cold"#]),
        Boundary(
            "JSON whose keys are names of columns", "{\"a\":1,\"msg\":\"a\",\"time\":\"2026-03-03T14:00:01Z\"}\n", ["a"]
        ),
        Boundary(
            "JSON, then a continuation",
            "{\"level\":\"error\",\"msg\":\"a\\tb\",\"time\":\"2026-03-03T14:00:01Z\"}\n  c\n",
            ["a\tb\n  c"]),
        Boundary(
            "JSON objects over several lines", "{\n  \"a\": {\"b\": 1},\n  \"msg\": \"x\"\n}\n{\n  \"msg\": \"y\"\n}\n",
            ["x", "y"]),
        Boundary(
            "an object behind a header, and one with a time of its own",
            log4j + "body\n{\n  \"a\": 1\n}\n{\n  \"time\": \"2026-03-03T14:00:02Z\",\n  \"msg\": \"y\"\n}\n",
            ["body\n{\n  \"a\": 1\n}", "y"]),
        Boundary("an object that never ends", "{\n  \"a\": 1,\nlost\n", ["{\n  \"a\": 1,", "lost"]),
        Boundary(
            "a Python traceback ends with its error",
            "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'x'\ndone\n",
            ["Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'x'", "done"]),
        Boundary(
            "a Go panic with its goroutines",
            "panic: no disk\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/main.go:6 +0x1d\nexit status 2\nready\n",
            ["panic: no disk\n\ngoroutine 1 [running]:\nmain.main()\n\t/a/main.go:6 +0x1d\nexit status 2", "ready"]),
        Boundary(
            "a PHP exception",
            "PHP Fatal error:  Uncaught exception 'E' in /a.php:5\nStack trace:\n#0 /a.php(9): f()\n#1 {main}\nx\n",
            ["PHP Fatal error:  Uncaught exception 'E' in /a.php:5\nStack trace:\n#0 /a.php(9): f()\n#1 {main}", "x"]),
        Boundary(
            "a level that begins a line begins a record", log4j + "a\nWARN  | b | main\n", ["a", "b | main"]),
        Boundary(
            "a quoted time and a number do not begin a record",
            log4j + "a\ncall f(1, '2026-03-03 00:00:00');\nid 1772546401 done\n",
            ["a\ncall f(1, '2026-03-03 00:00:00');\nid 1772546401 done"]),
        Boundary(
            "lines that a container runtime cut",
            "2026-03-03T14:00:01Z stdout P {\"level\":\"error\",\n2026-03-03T14:00:01Z stdout F \"msg\":\"no disk\"}\n"
                + "2026-03-03T14:00:02Z stdout F next\n", ["no disk", "next"]),
        Boundary(
            "lines that Docker cut",
            #"{"log":"no ","stream":"stderr","time":"2026-03-03T14:00:01Z"}"# + "\n"
                + #"{"log":"disk\n","stream":"stderr","time":"2026-03-03T14:00:01Z"}"# + "\n", ["no disk"]),
        Boundary("indented headers", "  2026-03-03 14:00:01 a\n  2026-03-03 14:00:02 b\n", ["a", "b"]),
    ]

    @Test("A day before the month is learnt from a date that can be nothing else")
    func dateOrder() throws {
        let reading = try Reading("25/03/2026 14:00:01 a\n04/03/2026 14:00:01 b\n")
        #expect(reading.records.map(\.time) == ["2026-03-25T14:00:01Z", "2026-03-04T14:00:01Z"])
    }

    @Test("Kernel times count from a boot that a line with both times tells, and without one they are none")
    func bootTime() throws {
        let both = "Mar  4 10:00:00 db1 kernel: [  100.000000] a\n"
        let reading = try Reading("[   99.000000] x\n" + both + "[  160.500000] b\n[   40.000000] c\n")
        #expect(
            reading.records.map(\.time) == [
                nil, "2026-03-04T10:00:00Z", "2026-03-04T10:01:00.500Z", "2026-03-04T09:59:00Z",
            ])
    }

    @Test("Keys that no format names give time, severity and message by what they look like")
    func unknownKeys() throws {
        let text = """
            {"evt":{"detectedTime":"2026-03-03T14:00:01Z","threatSeverity":"critical"},"summary":"no disk"}

            """
        let record = try #require(try Reading(text).records.first)
        #expect(record.time == "2026-03-03T14:00:01Z")
        #expect(record.severity == .critical)
        #expect(record.message == "no disk")
    }

    @Test("A record ends where the next begins", arguments: cases)
    func boundaries(boundary: Boundary) throws {
        let reading = try Reading(boundary.text)
        #expect(reading.records.map(\.message) == boundary.messages)
        try checkAccounting(of: [Array(boundary.text.utf8)])
    }

    @Test("A journal's JSON gives host, service, time and priority")
    func journal() throws {
        let text = """
            {"__REALTIME_TIMESTAMP":"1772546401123456","PRIORITY":"3","_HOSTNAME":"db1","_COMM":"kernel","MESSAGE":"I/O error"}

            """
        let record = try #require(try Reading(text).records.first)
        #expect(record.format == "journald-json")
        #expect(record.time == "2026-03-03T14:00:01.123456Z")
        #expect([record.host, record.service] == ["db1", "kernel"])
        #expect(record.severity == .error)
        #expect(record.message == "I/O error")
    }

    @Test("A syslog line that carries a line of a program has the host of one and the level of the other")
    func nestedSyslog() throws {
        let text =
            "Mar  3 14:00:02 web2 shop[12]: {\"level\":\"error\",\"msg\":\"no disk\",\"time\":\"2026-03-03T14:00:01.5Z\"}\n"
        let record = try #require(try Reading(text).records.first)
        #expect([record.host, record.service] == ["web2", "shop"])
        #expect(record.severity == .error)
        #expect(record.time == "2026-03-03T14:00:01.500Z")
        #expect(record.message == "no disk")
    }

    @Test("A line of ten megabytes is one line of which four are kept, whatever the chunks are")
    func longLine() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000_000) + Array("\nshort\n".utf8)
        let whole = try Reading([bytes])
        #expect(whole.records.last?.message == "short")
        #expect(whole.records.map(\.message.utf8.count) == [4 << 20, 5])
        #expect(whole.records.map(\.line) == [1, 2])
        #expect(whole.records.map(\.byte) == [0, 10_000_001])
        let halves = [Array(bytes[..<7_000_001]), Array(bytes[7_000_001...])]
        #expect(try Reading(halves) == whole)
    }

    @Test("A record without an end is cut")
    func longRecord() throws {
        let text = Self.log4j + "a\n" + String(repeating: "\tat somewhere in the code\n", count: 40_000)
        let reading = try Reading(text)
        #expect(reading.recordCount > 1)
        #expect(reading.records.allSatisfy { $0.message.utf8.count < 300_000 })
        try checkAccounting(of: [Array(text.utf8)])
    }

    /// The lines, bytes and records that are counted are those that were read.
    func checkAccounting(of chunks: [[UInt8]], _ comment: Comment? = nil) throws {
        let bytes = Array(chunks.joined())
        let reading = try Reading(chunks)
        #expect(reading.records.count == reading.recordCount, comment)
        #expect(reading.records.map(\.lineCount).reduce(0, +) == reading.lineCount, comment)
        // Records come in the order in which they begin, each at the beginning of a line.
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
        #expect(reading.records.isEmpty || reading.records[0].line == 1, comment)
        for (record, next) in zip(reading.records, reading.records.dropFirst()) {
            #expect(record.line < next.line, comment)
        }
        for record in reading.records { #expect(record.byte == starts[record.line - 1], comment) }
    }

    static let continuations = [
        "\tat a.b(C.java:1)", "", "  more", "Caused by: x", "\"", "{", "  \"a\": 1", "}", "shop-1  |   more",
        "cart-1  | {",
        "cart-1  | }", "2026-03-03T14:00:01Z stderr P half", "2026-03-03T14:00:01Z stdout F   \"a\": 1",
        "Mar  3 14:00:01 web2 shop[12]: \tat a.b(C.java:1)", "Mar  3 14:00:01 web2 shop[12]: panic: no disk",
    ]

    /// Lines of all formats and of none, some damaged.
    static func randomText(_ generator: inout SeededGenerator) throws -> [UInt8] {
        let formats = try Reading.rules.get().formats
        var bytes = Array((Int.random(in: 0..<8, using: &generator) == 0 ? "timestamp,level,message\n" : "").utf8)
        for _ in 0..<Int.random(in: 1...25, using: &generator) {
            let example =
                formats.randomElement(using: &generator)?.examples.randomElement(using: &generator)?.line ?? ""
            var line = Array(example.utf8)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: line = Array((continuations.randomElement(using: &generator) ?? "").utf8)
            case 1 where !line.isEmpty:
                line[Int.random(in: line.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            case 2: line = Array(line.prefix(Int.random(in: 0...line.count, using: &generator)))
            default: break
            }
            bytes += line + (Bool.random(using: &generator) ? [0x0A] : [0x0D, 0x0A])
        }
        if Bool.random(using: &generator) { bytes.removeLast() }
        return bytes
    }

    @Test(
        "The same bytes in any chunks give the same records, and each byte is in one", arguments: [1, 2, 3] as [UInt64])
    func anyChunks(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<25 {
            let bytes = try Self.randomText(&generator)
            let whole = try Reading([bytes])
            var (chunks, start) = ([[UInt8]](), 0)
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 1...40, using: &generator))
                chunks.append(Array(bytes[start..<end]))
                start = end
            }
            let parts = try Reading(chunks)
            #expect(parts == whole, "seed \(seed), round \(round)")
            try checkAccounting(of: [bytes], "seed \(seed), round \(round)")
        }
    }

    @Test("What a part of a text gives is what the whole gives first", arguments: [1, 2, 3] as [UInt64])
    func anyPrefix(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rules = try Reading.rules.get()
        for round in 0..<25 {
            let bytes = try Self.randomText(&generator)
            let whole = try Reading([bytes]).records
            var reader = RecordReader(rules, reference: Reading.reference)
            var records: [ReadRecord] = []
            let count = Int.random(in: 0...bytes.count, using: &generator)
            reader.read(bytes.span.extracting(0..<count)) { records.append(ReadRecord($0, rules)) }
            #expect(records == Array(whole.prefix(records.count)), "seed \(seed), round \(round)")
            // What is held back is little.
            #expect(whole.count - records.count <= 65 + bytes[count...].count { $0 == 0x0A }, "seed \(seed)")
        }
    }

    @Test("Random bytes are read to their end", arguments: [1, 2, 3] as [UInt64])
    func randomBytes(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("\n\r\t {}\"\\:,=[]<>u0123456789aMar-./T".utf8)
        for round in 0..<40 {
            let bytes = (0..<Int.random(in: 0...600, using: &generator)).map { _ in
                Bool.random(using: &generator)
                    ? UInt8.random(in: 0...255, using: &generator)
                    : alphabet[Int.random(in: alphabet.indices, using: &generator)]
            }
            try checkAccounting(of: [bytes], "seed \(seed), round \(round)")
            try checkAccounting(of: [Array("timestamp,level,message\n".utf8) + bytes], "seed \(seed), round \(round)")
            try checkAccounting(of: [Array("{\"message\":\"".utf8) + bytes], "seed \(seed), round \(round)")
        }
    }

    @Test("A level may be padded", arguments: ["WARN ", " WARN", "warn", "WARNING   "])
    func paddedLevel(level: String) throws {
        let line = "{\"time\":\"2026-03-03T14:00:01Z\",\"log_level\":\"\(level)\",\"msg\":\"cache is cold\"}\n"
        #expect(try Reading(line).records.map(\.severity) == [.warning])
    }

    @Test("A message of Redis may begin with a level of its own")
    func redisLevel() throws {
        let reading = try Reading("12 Mar 10:03:19 * WARNING the disk is slow\n12 Mar 10:03:20 # Error moving a file\n")
        #expect(reading.records.map(\.severity) == [.notice, .warning])
    }
}
