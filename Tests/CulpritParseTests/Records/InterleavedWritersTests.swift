import CulpritModel
import CulpritParse
import CulpritScan
import CulpritTestSupport
import Testing

/// Lines of several writers in one source are put together by writer.
struct InterleavedWritersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let lines: [String]
        /// The message of each record, with the number of its first line and of its lines.
        let records: [Expected]
    }

    struct Expected: Sendable, Equatable {
        let line: Int
        let count: Int
        let message: String

        init(_ line: Int, _ count: Int, _ message: String) {
            (self.line, self.count, self.message) = (line, count, message)
        }

        init(_ record: ReadRecord) { self.init(record.line, record.lineCount, record.message) }
    }

    static let cases = [
        Case(
            testDescription: "docker compose",
            lines: [
                "shop-1  | Traceback (most recent call last):", "cart-1  | ready",
                "shop-1  |   File \"a.py\", line 1, in f", "cart-1  | steady", "shop-1  | KeyError: 'x'",
                "shop-1  | next",
            ],
            records: [
                Expected(1, 3, "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'x'"),
                Expected(2, 1, "ready"), Expected(4, 1, "steady"), Expected(6, 1, "next"),
            ]),
        Case(
            testDescription: "kubectl with prefix and time",
            lines: [
                "[pod/a-1/app] 2026-03-03T14:00:01.000000001Z panic: no disk",
                "[pod/b-1/app] 2026-03-03T14:00:01.000000002Z ready",
                "[pod/a-1/app] 2026-03-03T14:00:01.000000003Z ",
                "[pod/a-1/app] 2026-03-03T14:00:01.000000004Z goroutine 1 [running]:",
                "[pod/b-1/app] 2026-03-03T14:00:01.000000005Z goroutine of nothing",
                "[pod/a-1/app] 2026-03-03T14:00:01.000000006Z main.main()",
            ],
            records: [
                Expected(1, 4, "panic: no disk\n\ngoroutine 1 [running]:\nmain.main()"), Expected(2, 1, "ready"),
                Expected(5, 1, "goroutine of nothing"),
            ]),
        Case(
            testDescription: "syslog by program and process",
            lines: [
                "Mar  3 14:00:01 web2 shop[12]: java.io.IOException: gone",
                "Mar  3 14:00:01 web2 shop[13]: java.io.IOException: away",
                "Mar  3 14:00:01 web2 shop[12]: \tat a.b(C.java:1)",
                "Mar  3 14:00:01 web2 shop[13]: \tat a.c(C.java:2)",
                "Mar  3 14:00:02 web2 shop[12]: Caused by: x", "Mar  3 14:00:02 web2 shop[12]: stopped",
            ],
            records: [
                Expected(1, 3, "java.io.IOException: gone\n\tat a.b(C.java:1)\nCaused by: x"),
                Expected(2, 2, "java.io.IOException: away\n\tat a.c(C.java:2)"), Expected(6, 1, "stopped"),
            ]),
        Case(
            testDescription: "a header within the lines of a writer",
            lines: [
                "2026-03-03T14:00:01Z stdout F 2026-03-03 14:00:01,123 ERROR [main] com.example.App: lost",
                "2026-03-03T14:00:01Z stderr F steady", "2026-03-03T14:00:01Z stdout F java.io.IOException: gone",
                "2026-03-03T14:00:01Z stdout F \tat a.b(C.java:1)",
                "2026-03-03T14:00:01Z stdout F 2026-03-03 14:00:01,124 INFO [main] com.example.App: found",
            ],
            records: [
                Expected(1, 3, "lost\njava.io.IOException: gone\n\tat a.b(C.java:1)"), Expected(2, 1, "steady"),
                Expected(5, 1, "found"),
            ]),
        Case(
            testDescription: "lines that a container runtime cut, with another stream between",
            lines: [
                "2026-03-03T14:00:01Z stdout P {\"level\":\"error\",", "2026-03-03T14:00:01Z stderr F steady",
                "2026-03-03T14:00:01Z stdout F \"msg\":\"no disk\"}", "2026-03-03T14:00:01Z stdout F next",
            ],
            records: [Expected(1, 2, "no disk"), Expected(2, 1, "steady"), Expected(4, 1, "next")]),
        Case(
            testDescription: "lines that Docker cut, with another stream between",
            lines: [
                #"{"log":"no ","stream":"stderr","time":"2026-03-03T14:00:01Z"}"#,
                #"{"log":"steady\n","stream":"stdout","time":"2026-03-03T14:00:01Z"}"#,
                #"{"log":"disk\n","stream":"stderr","time":"2026-03-03T14:00:01Z"}"#,
            ],
            records: [Expected(1, 2, "no disk"), Expected(2, 1, "steady")]),
        Case(
            testDescription: "a journal as JSON",
            lines: [
                #"{"__REALTIME_TIMESTAMP":"1772546401000001","_PID":"7","_COMM":"shop","MESSAGE":"panic: no disk"}"#,
                #"{"__REALTIME_TIMESTAMP":"1772546401000002","_PID":"8","_COMM":"shop","MESSAGE":"  in between"}"#,
                #"{"__REALTIME_TIMESTAMP":"1772546401000003","_PID":"7","_COMM":"shop","MESSAGE":"goroutine 1 [running]:"}"#,
            ],
            records: [Expected(1, 2, "panic: no disk\ngoroutine 1 [running]:"), Expected(2, 1, "  in between")]),
        Case(
            testDescription: "an object over several lines of a writer",
            lines: [
                "shop-1  | {", "cart-1  | {", "shop-1  |   \"msg\": \"no disk\"", "cart-1  | broken", "shop-1  | }",
                "shop-1  |   more",
            ],
            records: [
                Expected(1, 3, "no disk"), Expected(2, 1, "{"), Expected(4, 1, "broken"), Expected(6, 1, "  more"),
            ]),
        Case(
            testDescription: "two hosts with a program of sixteen letters",
            lines: [
                "Mar  3 14:00:01 web1 checkout-service: java.io.IOException: gone",
                "Mar  3 14:00:01 web2 checkout-service: java.io.IOException: away",
                "Mar  3 14:00:01 web1 checkout-service: \tat a.b(C.java:1)",
                "Mar  3 14:00:01 web2 checkout-service: \tat a.c(C.java:2)",
            ],
            records: [
                Expected(1, 2, "java.io.IOException: gone\n\tat a.b(C.java:1)"),
                Expected(2, 2, "java.io.IOException: away\n\tat a.c(C.java:2)"),
            ]),
        Case(
            testDescription: "a writer that was silent goes on with nothing",
            lines: [
                "Mar  3 14:00:01 web2 shop[12]: java.io.IOException: gone",
                "Mar  3 14:00:09 web2 shop[12]: \tat a.b(C.java:1)",
            ],
            records: [Expected(1, 1, "java.io.IOException: gone"), Expected(2, 1, "\tat a.b(C.java:1)")]),
        Case(
            testDescription: "a line without a writer goes on the line before it",
            lines: ["shop-1  | a", "cart-1  | b", "    more of b", "shop-1  |   more of a"],
            records: [Expected(1, 2, "a\n  more of a"), Expected(2, 2, "b\n    more of b")]),
        Case(
            testDescription: "in syslog what is indented is a record of its own, but in a trace",
            lines: [
                "Mar  3 14:00:01 web2 sudo:    shop : TTY=pts/1 ; COMMAND=/bin/ls",
                "Mar  3 14:00:01 web2 sudo:    cart : TTY=pts/2 ; COMMAND=/bin/ls",
            ],
            records: [
                Expected(1, 1, "   shop : TTY=pts/1 ; COMMAND=/bin/ls"),
                Expected(2, 1, "   cart : TTY=pts/2 ; COMMAND=/bin/ls"),
            ]),
        Case(
            testDescription: "records of one writer that begin alike stay apart",
            lines: ["shop-1  | Error: a", "shop-1  | Error: b", "shop-1  | ready"],
            records: [Expected(1, 1, "Error: a"), Expected(2, 1, "Error: b"), Expected(3, 1, "ready")]),
    ]

    @Test("Each writer's lines make its records", arguments: cases)
    func writers(example: Case) throws {
        let text = example.lines.joined(separator: "\n") + "\n"
        #expect(try Reading(text).records.map(Expected.init) == example.records)
        try RecordReaderTests().checkAccounting(of: [Array(text.utf8)])
    }

    private static let pieces: [[String]] = [
        ["ready"], ["cannot reach db:5432"], ["java.io.IOException: gone", "\tat a.b(C.java:1)", "Caused by: x.Y: z"],
        ["Traceback (most recent call last):", "  File \"a.py\", line 1, in f", "KeyError: 'x'"],
        ["panic: no disk", "", "goroutine 1 [running]:", "main.main()", "\t/a/main.go:6 +0x1d"],
        ["{", "  \"msg\": \"no disk\",", "  \"level\": \"error\"", "}"],
        ["{\"level\":\"warn\",\"msg\":\"cold\"}"],
        [
            "2026-03-03 14:00:01,123 ERROR [main] com.example.App: lost", "java.io.IOException: gone",
            "\tat a.b(C.java:1)",
        ],
    ]

    @Test("Interleaving changes no writer's records", arguments: 1...20 as ClosedRange<UInt64>)
    func interleaving(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var queues: [[String]] = (0..<3).map { writer in
            (0..<4).flatMap { _ in Self.pieces.randomElement(using: &generator) ?? [] }
                .map { "Mar  3 14:00:01 web2 shop\(writer)[1\(writer)]: \($0)" }
        }
        let alone = try queues.map { try Reading($0.joined(separator: "\n") + "\n").records.map(\.message) }
        var lines: [String] = []
        while let writer = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(using: &generator) {
            lines.append(queues[writer].removeFirst())
        }
        let records = try Reading(lines.joined(separator: "\n") + "\n").records
        for writer in queues.indices {
            let found = records.filter { $0.service == "shop\(writer)" }.map(\.message)
            #expect(found == alone[writer], "seed \(seed), writer \(writer)")
        }
    }

    @Test("Of any number of writers only so many records are held")
    func manyWriters() throws {
        let rules = try Reading.rules.get()
        var reader = RecordReader(rules, reference: Reading.reference)
        var count = 0
        for writer in 0..<1_000 {
            reader.read(Array("shop-\(writer)  | a\n".utf8).span) { _ in count += 1 }
        }
        #expect(count >= 900)
        reader.finish { _ in count += 1 }
        #expect(count == 1_000)
    }
}
