import CulpritModel
import CulpritRules
import Testing

@testable import CulpritPipeline

struct SourceNameTests {
    @Test(
        "A name keeps what says who wrote it, not what tells parts and copies apart",
        arguments: [
            ("chat-1/chat.log.zst", "chat"), ("chat.log.2.gz", "chat"), ("chat-part0.log", "chat"),
            ("chat_copy2.log", "chat"), ("chat (1).log", "chat"), ("chat.000.log", "chat"), ("chat.log.ab", "chat"),
            ("chat-2026-03-04.log", "chat"), ("85-copy", "85"), ("x.tar!var/log/chat.log", "chat"),
            ("chat-1.log", "chat-1"), ("chat.ab", "chat.ab"), ("part", "part"), ("-", "-"),
        ])
    func stem(path: String, stem: String) { #expect(SourceName(path: path).stem == stem) }

    @Test(
        "An archive is a folder of its members",
        arguments: [
            ("a/b.tar.gz!c/d.log", ["a", "b", "c"]), ("./a/d.log", ["a"]), ("/a/d.log", ["a"]), ("d.log", []),
            ("a.zip!b.tar!c.log", ["a", "b"]),
        ])
    func folders(path: String, folders: [String]) { #expect(SourceName(path: path).folders == folders) }
}

struct OriginFinderTests {
    static let rules = Result { try RuleSet() }

    /// A log, the input that led to it, the hosts that its records tell, and the program whose format they have.
    struct Log {
        let path: String
        var input = "in"
        var hosts: [String] = []
        var program: String?
        var otherCount = 0
    }

    static func outcome(_ log: Log) -> SourceOutcome {
        var outcome = SourceOutcome(summary: SourceSummary(path: log.path, content: .logs))
        outcome.input = log.input
        var told = log.hosts.map { Origin(host: Entity($0, .host), service: "sshd") }
        if log.hosts.isEmpty || log.program != nil { told.append(Origin()) }
        outcome.writers = told.map { origin in
            SourceOutcome.Writer(
                names: EntityNamer.Names(told: origin, program: origin.service == nil ? log.program : nil),
                recordCount: 10)
        }
        if log.otherCount > 0 {
            outcome.writers.append(
                SourceOutcome.Writer(
                    names: EntityNamer.Names(told: Origin(), program: nil),
                    recordCount: log.otherCount))
        }
        return outcome
    }

    /// Host and service of a record of the first of `logs` that tells neither, as `host service`.
    static func origin(in logs: [Log], calls: [Dependency] = []) throws -> String {
        let outcomes = logs.map(outcome)
        let finder = OriginFinder(outcomes, dependencies: calls, rules: try rules.get())
        let names = EntityNamer.Names(told: Origin(), program: logs[0].program)
        let origin = finder.origin(of: names, in: logs[0].path)
        return "\(origin.host?.name ?? "-") \(origin.service ?? "-")"
    }

    @Test(
        "What records tell goes before folders",
        arguments: [
            ([Log(path: "in/app.log")], "- app"),
            ([Log(path: "in/web-1/orders.log")], "web-1 orders"),
            ([Log(path: "in/a7/orders.log"), Log(path: "in/a7/syslog", hosts: ["web-1"])], "web-1 orders"),
            // A machine's own folder of logs.
            ([Log(path: "in/nginx/orders.log"), Log(path: "in/syslog", hosts: ["web-1"])], "web-1 orders"),
            // One machine that tells its name says nothing of the others.
            ([Log(path: "in/web-2/orders.log"), Log(path: "in/web-1/syslog", hosts: ["ip-1"])], "web-2 orders"),
            // What many machines sent to one.
            ([Log(path: "in/orders.log"), Log(path: "in/all.log", hosts: ["web-1", "web-2"])], "- orders"),
            // Deeper folders than the host's.
            ([Log(path: "in/web-2/var/orders.log"), Log(path: "in/web-1/syslog", hosts: ["web-2"])], "web-2 orders"),
        ])
    func hosts(logs: [Log], expected: String) throws { #expect(try Self.origin(in: logs) == expected) }

    @Test(
        "Hosts are found however they were handed over",
        arguments: [
            [Log(path: "w/web-1/orders.log", input: "w/web-1"), Log(path: "w/web-2/orders.log", input: "w/web-2")],
            [
                Log(path: "w/web-1/orders.log", input: "w/web-1/orders.log"),
                Log(path: "w/web-2/orders.log", input: "w/web-2/orders.log"),
            ],
            [
                Log(path: "w.tar.gz!logs/web-1/orders.log", input: "w.tar.gz"),
                Log(path: "w.tar.gz!logs/web-2/orders.log", input: "w.tar.gz"),
            ],
            [Log(path: "in/web-1.tar.zst!orders.log"), Log(path: "in/web-2.tar.zst!orders.log")],
            [
                Log(path: "b.zip!sos/var/log/app/orders.log", input: "b.zip"),
                Log(path: "b.zip!sos/var/log/messages", input: "b.zip", hosts: ["web-1"]),
            ],
        ])
    func forms(logs: [Log]) throws { #expect(try Self.origin(in: logs) == "web-1 orders") }

    @Test(
        "A file's name is the last to say which program wrote it, and only if it says something",
        arguments: [
            (Log(path: "in/db-1/x.log", program: "postgres"), "db-1 postgres"),
            // One line may look like another program's.
            (Log(path: "in/db-1/x.log", program: "postgres", otherCount: 20), "db-1 db"),
            (Log(path: "in/db-1/85-copy"), "db-1 db"),
            (Log(path: "in/web-1/chat.log"), "web-1 Chat"),
            (Log(path: "in/web-1/orders.log"), "web-1 orders"),
            (Log(path: "in/web-1/server.log"), "web-1 web"),
            (Log(path: "in/server.log"), "- server"),
        ])
    func services(log: Log, expected: String) throws {
        let calls = [Dependency(caller: "Chat", callee: "db")]
        #expect(try Self.origin(in: [log], calls: calls) == expected)
    }
}
