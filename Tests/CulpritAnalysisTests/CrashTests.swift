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
        start: CrashStart? = nil, isSingle: Bool = false, isNoise: Bool = false, marks: [String] = []
    ) -> CrashLine {
        let plain = CrashStart(titles: title.map { [$0] } ?? [], isSingle: isSingle)
        let frame = captures["function"].map {
            CrashFrame(
                function: $0, isNoise: isNoise, isDispatcher: captures["dispatcher"] != nil, alias: captures["alias"])
        }
        return CrashLine(
            language: language, role: role, start: role == .start ? start ?? plain : nil, captures: captures,
            frame: frame, marks: marks.map { CrashLine.Mark(name: $0, frame: frame) })
    }

    static func crashes(_ lines: [CrashLine?], texts: [String] = []) -> [Crash] {
        var assembler = CrashAssembler(grammars: [java, python, erlang, kernel])
        var found: [Crash] = []
        for (index, line) in lines.enumerated() {
            let text = index < texts.count ? texts[index] : ""
            let location = Location(source: "log", line: index + 1, byte: index)
            found += assembler.feed(
                line, text: text, context: line?.captures["context"] ?? "", location: location,
                time: Timestamp(seconds: Int64(index)), entity: nil)
        }
        return found + assembler.finish()
    }

    @Test("The next failure of an Erlang process is a crash of its own once the first has told its stack")
    func consecutiveTerms() {
        let term = "{badarith,[{crates_lid,weigh,1,[]}]}"
        let lines = [Self.line("erlang", .start), nil, Self.line("erlang", .start), Self.line("erlang", .start), nil]
        #expect(Self.crashes(lines, texts: ["first", term, "second", "again", term]).count == 2)
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

    @Test("A chain that is printed from its root goes on behind the end of each part, and nothing else does")
    func chain() {
        let grammar = CrashGrammar(
            id: "python", kind: "exception", title: "{type} in {frame}", innermost: .last, printsRootFirst: true)
        func crashes(_ lines: [(line: CrashLine?, text: String)]) -> [Crash] {
            var assembler = CrashAssembler(grammars: [grammar])
            var found: [Crash] = []
            for (index, line) in lines.enumerated() {
                let location = Location(source: "log", line: index + 1, byte: index)
                found += assembler.feed(line.line, text: line.text, location: location, time: nil, entity: nil)
            }
            return found + assembler.finish()
        }
        func part(_ function: String, _ exception: String) -> [(line: CrashLine?, text: String)] {
            [
                (Self.line("python", .start), "Traceback"),
                (Self.line("python", .frame, ["function": function]), "File"),
                (Self.line("python", .end, ["exception": exception]), exception),
            ]
        }
        let link: [(line: CrashLine?, text: String)] = [
            (nil, ""), (Self.line("python", .cause), "direct cause"), (nil, ""),
        ]
        #expect(
            crashes(part("dig", "RootError") + link + part("serve", "OuterError")).map(\.title) == ["RootError in dig"])
        let apart = crashes(part("dig", "RootError") + [(nil, "next"), (nil, "more")] + part("serve", "OuterError"))
        #expect(apart.map(\.title) == ["RootError in dig", "OuterError in serve"])
        #expect(apart.map(\.location.lineCount) == [3, 3])
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

    static let fault = CrashStart(
        titles: ["fault in {frame|=corrupted}"], ways: [["top", "trace", "stack"], ["trace", "stack"]])

    @Test("The way to the guilty frame goes from mark to mark; noise on it does not count")
    func ways() {
        let lines = [
            Self.line("kernel", .frame, ["function": "bystander"]),
            Self.line("kernel", .belongs, ["function": "memcpy"], isNoise: true, marks: ["top"]),
            Self.line("kernel", .belongs, marks: ["trace"]),
            Self.line("kernel", .frame, ["function": "die"], isNoise: true),
            Self.line("kernel", .frame, ["function": "guilty"]), Self.line("kernel", .belongs, marks: ["stack"]),
            Self.line("kernel", .frame, ["function": "allocator"]),
        ]
        let start = Self.line("kernel", .start, start: Self.fault)
        #expect(Self.crashes([start] + lines).map(\.title) == ["fault in guilty"])
        #expect(Self.crashes([start] + lines.prefix(4)).map(\.title) == ["fault in corrupted"])
        #expect(Self.crashes([start] + lines.dropFirst(2).prefix(3)).map(\.title) == ["fault in guilty"])
    }

    @Test("What a dispatcher called is guilty of a stall, and where many meet is guilty of a hang")
    func picks() {
        let stack = [
            Self.line("kernel", .belongs, marks: ["trace"]), Self.line("kernel", .frame, ["function": "spin"]),
            Self.line("kernel", .frame, ["function": "sync_all", "alias": "sync"]),
            Self.line("kernel", .frame, ["function": "sys_sync"]),
            Self.line("kernel", .frame, ["function": "do_call", "dispatcher": "do_call"]),
        ]
        let ways = [["trace", "stack"]]
        let stall = CrashStart(titles: ["stall in {frame}"], ways: ways, picksDispatched: true)
        let hang = CrashStart(titles: ["hang in {frame}"], ways: ways)
        #expect(Self.crashes([Self.line("kernel", .start, start: stall)] + stack).map(\.title) == ["stall in sys_sync"])
        #expect(Self.crashes([Self.line("kernel", .start, start: hang)] + stack).map(\.title) == ["hang in sync"])
    }

    @Test("Interleaved writers have a report each, and what repeats a report is none")
    func interleaved() {
        func line(_ context: String, _ role: CrashLine.Role, _ function: String? = nil) -> CrashLine {
            var captures = ["context": context]
            captures["function"] = function
            return Self.line("kernel", role, captures, start: Self.fault, marks: role == .belongs ? ["trace"] : [])
        }
        let echo = Self.line(
            "kernel", .start, ["context": "T1"], start: CrashStart(titles: ["panic"], isEcho: true))
        let found = Self.crashes([
            line("T1", .start), line("T2", .start), line("T2", .belongs), line("T1", .belongs),
            line("T2", .frame, "second"), line("T1", .frame, "first"), line("T1", .end), echo,
        ])
        #expect(found.map(\.title).sorted() == ["fault in first", "fault in second"])
        #expect(Self.crashes([echo]).map(\.title) == ["panic"])
    }

    @Test("The first title that can be filled is taken, and a condition goes before the frames")
    func titles() {
        let start = CrashStart(
            titles: ["{?code}{code} of {name}", "{name}[ at {file}]"], leads: ["{condition} in {base}", "{name}"])
        func crash(_ captures: [String: String]) -> Crash? {
            Self.crashes([
                Self.line("kernel", .start, captures, start: start), Self.line("kernel", .frame, ["function": "f"]),
            ]).first
        }
        #expect(crash(["name": "n", "code": "7"])?.title == "7 of n")
        #expect(crash(["name": "n", "file": "/a/b.c"])?.title == "n at /a/b.c")
        #expect(crash(["name": "n"])?.frames == ["n", "f"])
        #expect(crash(["name": "n", "file": "/a/b.c", "condition": "x > 0"])?.frames == ["x > 0 in b.c", "f"])
    }

    @Test("Of a recursion without end only what repeats counts")
    func recursion() {
        func names(_ functions: [String], endless: [String]) -> [String]? {
            let grammar = CrashGrammar(id: "r", kind: "error", title: "{type}", endless: endless)
            var assembler = CrashAssembler(grammars: [grammar])
            let lines =
                [Self.line("r", .start, ["exception": "StackOverflow"])]
                + functions.map { Self.line("r", .frame, ["function": $0]) }
            for (index, line) in lines.enumerated() {
                let location = Location(source: "log", line: index + 1, byte: index)
                _ = assembler.feed(line, text: "", location: location, time: nil, entity: nil)
            }
            return assembler.finish().first?.frames
        }
        let stack = ["leaf", "a", "b", "a", "b", "a", "b", "main"]
        #expect(names(stack, endless: ["stackoverflow"]) == Array(stack.dropFirst()))
        #expect(names(stack, endless: []) == stack)
        #expect(names(["leaf", "a", "b"], endless: ["stackoverflow"]) == ["leaf", "a", "b"])
    }

    @Test("Reports of one line do not swallow each other")
    func single() {
        let line = Self.line("kernel", .start, ["task": "x"], title: "segfault of {task}", isSingle: true)
        #expect(Self.crashes([line, line, nil, line]).map(\.title) == Array(repeating: "segfault of x", count: 3))
    }

    @Test("A report without an end is cut off")
    func limits() {
        let lines = [Self.line("kernel", .start)] + Array(repeating: Self.line("kernel", .belongs), count: 2_000)
        #expect(Self.crashes(lines).allSatisfy { $0.location.lineCount <= 1_001 })
    }

    static let names: [(function: String, shown: String)] = [
        ("f.constprop.0", "f"), ("main.(*Shop).add", "main.(*Shop).add"),
        ("net/http.(*conn).serve", "http.(*conn).serve"),
        ("a::(anonymous namespace)::B::c(int, x<y>) const", "a::B::c"), ("v<int>::push(int)", "v<int>::push"),
        ("A$$Lambda$14/0x1.run", "A"), ("A$1.lambda$run$0", "A.lambda$run"), ("operator()(int)", "operator"),
        ("_ZN4shop5Crate4openEv", "shop::Crate::open"),
        ("_ZN5CrateD2Ev", "Crate::~Crate"), ("_Z4openi", "open"), ("_ZN99x", "_ZN99x"),
        ("stub$8d1.cfi", "stub$8d1.cfi"),
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
        let grouper = CrashGrouper(reference: nil)
        #expect(grouper.groups(of: shuffled) == grouper.groups(of: crashes), "seed \(seed)")
    }

    @Test("A group that was there before is not new")
    func isNew() {
        let baseline = TimeSpan(from: Timestamp(seconds: 0), to: Timestamp(seconds: 100))
        let groups = CrashGrouper(reference: baseline).groups(
            of: [
                Self.crash("old", at: 5, line: 1), Self.crash("old", at: 500, line: 2),
                Self.crash("new", at: 501, line: 3),
            ])
        #expect(groups.map(\.signature) == ["old", "new"])
        #expect(groups.map(\.isNew) == [false, true])
        #expect(groups.map(\.count) == [2, 1])
        #expect(groups.first?.firstSeen == Timestamp(seconds: 5))
    }
}
