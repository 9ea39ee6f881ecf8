import CulpritModel
import CulpritRules
import Testing

struct CrashRuleTests {
    static func language(start: String, more: String = "") -> String {
        """
        masks:
          - {match: '(?<=\\W)\\d+(?=\\W|$)', as: NUM}
        languages:
          - id: crates
            kind: crash
            order: 1
            innermost: first
            title: '{message}'
            context: '^\\[(?<context>\\w*)\\]'
            prefix: '^sys_'
            start:
              - \(start)
            frames: ['^at (?<function>\\w+)(?: by (?<caller>\\w+))?(?: in (?<file>\\S+))?$']
            marks: {trace: '^trace'}
            dispatchers: [{match: run_queue, as: queue}]
            noise: ['^die$']
            noise_places: ['^/lib/']
            namesakes: ['^main$']
        \(more)
        """
    }

    static func classifier(start: String) throws -> CrashClassifier {
        let file = RuleFile(path: "crashes/test.yaml", text: language(start: start))
        return CrashClassifier(try RuleSet(files: RuleSetTests.weights + [file]))
    }

    static let open = OpenCrash(language: "crates", start: 0)

    @Test("Messages are masked, and writers are told by the header of a line")
    func masks() throws {
        let classifier = try Self.classifier(start: "{match: '^lost (?<message>.*)', ways: [[trace, stack]]}")
        let found = classifier.classify(Array("lost 3 of 12, lid3".utf8).span, open: nil)
        #expect(found?.captures["message"] == "3 of NUM, lid3")
        #expect(found?.start?.ways == [["trace", "stack"]])
        #expect(classifier.context(of: Array("[T7] lost".utf8).span) == "T7")
        #expect(classifier.context(of: Array("lost".utf8).span) == "")
    }

    static let frames: [(line: String, frame: CrashFrame)] = [
        ("at sys_open", CrashFrame(function: "open")), ("at die", CrashFrame(function: "die", isNoise: true)),
        ("at die by unpack", CrashFrame(function: "unpack")),
        ("at open in /lib/x.c", CrashFrame(function: "open", location: "/lib/x.c", isNoise: true)),
        ("at main in /src/crate.c", CrashFrame(function: "crate.c", location: "/src/crate.c")),
        ("at run_queue", CrashFrame(function: "run_queue", isDispatcher: true, alias: "queue")),
        ("at lid_lock", CrashFrame(function: "lid_lock", isNoise: true)),
        ("at all_sync", CrashFrame(function: "all_sync", alias: "sync")),
    ]

    @Test("A frame is named, judged and gathered as its language and its report's beginning say", arguments: frames)
    func frame(line: String, frame: CrashFrame) throws {
        let start = "{match: '^lost', skip: [_lock], gather: [{match: _sync, as: sync}]}"
        let found = try Self.classifier(start: start).classify(Array(line.utf8).span, open: Self.open)
        #expect(found?.frame == frame)
    }

    @Test("A way over a mark that is none is told")
    func unknownMark() {
        let text = Self.language(start: "{match: lost, ways: [[trace, stak]]}")
        let diagnostics = RuleSetTests.diagnostics(text, path: "crashes/test.yaml")
        #expect(
            diagnostics.map(\.what) == ["A start of crash language 'crates' goes by the mark 'stak', which is none."])
        #expect(diagnostics.first?.remedy == "The marks are start, stack, trace.")
    }

    @Test("A pattern of a gathering that does not compile is told with its line")
    func badPattern() {
        let text = Self.language(start: "{match: lost, gather: ['(']}")
        #expect(RuleSetTests.diagnostics(text, path: "crashes/test.yaml").map(\.place?.line) == [12])
    }
}
