import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Testing

struct CrashAssemblerTests {
    static let java = CrashGrammar(
        id: "java", kind: "exception", title: "{type}[ in {shortFrame}]", gap: 2, depth: 2, needsFrames: true)
    static let python = CrashGrammar(id: "python", kind: "exception", title: "{type}[ in {frame}]", innermost: .last)
    static let erlang = CrashGrammar(id: "erlang", kind: "error", title: "{exception}[ in {frame}]", stack: .erlang)
    static let kernel = CrashGrammar(id: "kernel", kind: "oops", title: "crash in {frame|=corrupted}", gap: 9, depth: 0)

    static func line(
        _ language: String, _ role: CrashLine.Role, _ captures: [String: String] = [:], title: String? = nil,
        isSingle: Bool = false, isNoise: Bool = false
    ) -> CrashLine {
        CrashLine(
            language: language, role: role, title: title, isSingle: isSingle, captures: captures, isNoise: isNoise)
    }

    static func crashes(_ lines: [CrashLine?], texts: [String] = []) -> [Crash] {
        var assembler = CrashAssembler(grammars: [java, python, erlang, kernel])
        var found: [Crash] = []
        for (index, line) in lines.enumerated() {
            let text = index < texts.count ? texts[index] : ""
            let location = Location(source: "log", line: index + 1, byte: index)
            if let crash = assembler.feed(
                line, text: text, location: location, time: Timestamp(seconds: Int64(index)), entity: nil)
            {
                found.append(crash)
            }
        }
        if let crash = assembler.finish() { found.append(crash) }
        return found
    }

    @Test("The stack of the last cause decides, and the outer exception names the crash")
    func causes() {
        let found = Self.crashes([
            nil, Self.line("java", .start, ["exception": "a.b.OuterException"]),
            Self.line("java", .frame, ["function": "a.b.Outer.run"]), nil,
            Self.line("java", .cause, ["exception": "java.io.IOException"]),
            Self.line("java", .frame, ["function": "java.lang.Thread.run"], isNoise: true),
            Self.line("java", .frame, ["function": "a.c.Disk$1.write"]), nil, nil, nil, nil,
        ])
        #expect(found.map(\.title) == ["OuterException in Disk.write"])
        #expect(found.map(\.frames) == [["a.c.Disk.write"]])
        #expect(found.map(\.location.line) == [2] && found.map(\.location.lineCount) == [6])
        #expect(found.first?.time == Timestamp(seconds: 1))
    }

    @Test("A name of an exception without a stack is only a message")
    func message() { #expect(Self.crashes([Self.line("java", .start, ["exception": "A"]), nil, nil, nil]).isEmpty) }

    @Test("The innermost frame may be the last, and the end names the exception")
    func python() {
        let found = Self.crashes([
            Self.line("python", .start), Self.line("python", .frame, ["function": "main"]),
            Self.line("python", .frame, ["function": "divide"]),
            Self.line("python", .end, ["exception": "ZeroDivisionError"]), nil,
        ])
        #expect(found.map(\.title) == ["ZeroDivisionError in divide"])
        #expect(found.map(\.frames) == [["divide", "main"]])
    }

    @Test("Erlang terms are read over line breaks, with arguments in place of an arity")
    func erlang() {
        let texts = [
            "Error in process <0.9.0> with exit value:", "{function_clause,[{shop,'add item',[[{a,\"}\"}],2],",
            "  [{file,\"shop.erl\"},{line,7}]},{gen_server,loop,7,[]}]}", "",
        ]
        let found = Self.crashes(
            [Self.line("erlang", .start, ["exception": "function_clause"]), nil, nil, nil], texts: texts)
        #expect(found.map(\.title) == ["function_clause in shop:add item/2"])
    }

    @Test("A second announcement belongs to the first, and a frame from the top goes first")
    func announcements() {
        let found = Self.crashes([
            Self.line("kernel", .start, title: "fault in {frame|=corrupted}"),
            Self.line("kernel", .start, title: "oops"),
            Self.line("kernel", .frame, ["function": "poll", "top": "poll"]),
            Self.line("kernel", .frame, ["function": "do_poll.isra.4"]),
            Self.line("kernel", .start, title: "next in {frame|=corrupted}"),
        ])
        #expect(found.map(\.title) == ["fault in poll", "next in corrupted"])
        #expect(found.map(\.frames) == [["poll", "do_poll"], []])
    }

    @Test("Reports of one line do not swallow each other")
    func single() {
        let line = Self.line("kernel", .start, ["task": "x"], title: "segfault of {task}", isSingle: true)
        #expect(Self.crashes([line, line, nil, line]).map(\.title) == Array(repeating: "segfault of x", count: 3))
    }

    @Test("A report without an end is cut off")
    func limits() {
        let lines = [Self.line("kernel", .start)] + Array(repeating: Self.line("kernel", .belongs), count: 2_000)
        #expect(Self.crashes(lines).allSatisfy { $0.location.lineCount <= 401 })
    }

    static let names: [(function: String, shown: String)] = [
        ("f.constprop.0", "f"), ("main.(*Shop).add", "main.(*Shop).add"),
        ("net/http.(*conn).serve", "http.(*conn).serve"),
        ("a::(anonymous namespace)::B::c(int, x<y>) const", "a::B::c"), ("v<int>::push(int)", "v<int>::push"),
        ("A$$Lambda$14/0x1.run", "A"), ("A$1.lambda$run$0", "A.lambda$run"), ("operator()(int)", "operator()"),
    ]

    @Test("Functions are shown without what differs between builds", arguments: names)
    func displayed(function: String, shown: String) {
        let found = Self.crashes([
            Self.line("python", .start), Self.line("python", .frame, ["function": function]),
        ])
        #expect(found.first?.frames == [shown])
    }

    @Test("Generics and lambda counters do not change a signature; another exception does")
    func signatures() {
        func signature(_ exception: String, _ function: String) -> String? {
            Self.crashes([
                Self.line("java", .start, ["exception": exception]), Self.line("java", .frame, ["function": function]),
            ]).first?.signature
        }
        #expect(signature("E", "a.B$1.c") == signature("E", "a.B$2.c"))
        #expect(signature("E", "a.B<x>.c") == signature("E", "a.B<y>.c"))
        #expect(signature("E", "a.B.c") != signature("F", "a.B.c"))
        #expect(signature("E", "a.B.c") != signature("E", "a.B.d"))
    }
}

struct CrashGroupTests {
    private static func crash(_ signature: String, at second: Int64?, line: Int) -> Crash {
        Crash(
            location: Location(source: "s", line: line, byte: line), time: second.map { Timestamp(seconds: $0) },
            entity: Entity("h\(line % 2)", .host), kind: "k", language: "l", title: "\(signature) \(line)",
            signature: signature, frames: [])
    }

    @Test("Groups do not depend on the order of crashes", arguments: [1, 2, 3] as [UInt64])
    func order(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let crashes = (0..<20).map { Self.crash("s\($0 % 3)", at: $0 % 4 == 0 ? nil : Int64($0 % 5), line: $0) }
        let shuffled = crashes.shuffled(using: &generator)
        #expect(groupCrashes(shuffled, baseline: nil) == groupCrashes(crashes, baseline: nil), "seed \(seed)")
    }

    @Test("A group that was there before is not new")
    func isNew() {
        let baseline = TimeSpan(from: Timestamp(seconds: 0), to: Timestamp(seconds: 100))
        let groups = groupCrashes(
            [
                Self.crash("old", at: 5, line: 1), Self.crash("old", at: 500, line: 2),
                Self.crash("new", at: 501, line: 3),
            ],
            baseline: baseline)
        #expect(groups.map(\.signature) == ["old", "new"])
        #expect(groups.map(\.isNew) == [false, true])
        #expect(groups.map(\.count) == [2, 1])
        #expect(groups.first?.firstSeen == Timestamp(seconds: 5))
    }
}
