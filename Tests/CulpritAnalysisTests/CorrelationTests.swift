import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Testing

struct CorrelationTests {
    private static let start = Timestamp(seconds: 1_772_582_400)

    /// A hit of `rule` on `host`, `seconds` after the start; its source is the host's log.
    private static func hit(
        _ rule: String, _ seconds: Double, on host: String = "a", line: Int = 0, value: String = ""
    ) -> Event {
        Event(
            location: Location(source: "\(host).log", line: line == 0 ? Int(seconds) + 1 : line, byte: 0),
            time: start.advanced(bySeconds: seconds), severity: .error, host: host, service: "s",
            entity: Entity(host, .host), rule: rule, category: .hardware, template: 1, text: "\(rule) text",
            captures: value.isEmpty ? [] : [Record.Field(name: "what", value: value)])
    }

    private static func rule(
        _ id: String, weight: Double = 1, _ kind: Correlation.Kind? = nil, within: Double = 60,
        by: Grouping = .host, silences: [String] = []
    ) -> Rule {
        Rule(
            id: id, title: id, category: .bug, severity: .error, weight: weight, explanation: "", remedies: [],
            references: [],
            correlation: kind.map { Correlation(kind: $0, withinSeconds: within, by: by) },
            suppression: silences.isEmpty ? nil : Suppression(rules: silences, withinSeconds: within, by: by))
    }

    private static func found(
        _ rule: Rule, in events: [Event], from: Double = 0, to: Double = 0, baseline: TimeSpan? = nil
    ) -> [Event] {
        let span = TimeSpan(from: start.advanced(bySeconds: from), to: start.advanced(bySeconds: max(to, 1)))
        let spans = Dictionary(events.map { ($0.location.source, span) }, uniquingKeysWith: { $1 })
        return correlate(
            events, rules: [rule.id: rule], observed: Observation(spans: spans), baseline: baseline
        ).filter { $0.rule == rule.id }
    }

    private static let chain = Correlation.Kind.sequence([["a"], ["b", "c"]])

    static let sequences: [(events: [(String, Double, String)], lines: [Int])] = [
        ([("a", 0, "x"), ("b", 60, "x")], [61]),
        ([("a", 0, "x"), ("c", 10, "x")], [11]),
        ([("a", 0, "x"), ("b", 61, "x")], []),
        ([("b", 0, "x"), ("a", 10, "x")], []),
        ([("a", 0, "x"), ("b", 10, "y")], []),
        ([("a", 0, "x"), ("a", 50, "x"), ("b", 100, "x")], [101]),
        ([("a", 0, "x"), ("b", 10, "x"), ("b", 20, "x")], [11]),
        ([("a", 0, "x"), ("b", 10, "x"), ("a", 20, "x"), ("b", 30, "x")], [11, 31]),
        ([("a", 5, "x"), ("b", 5, "x")], []),
    ]

    @Test("One step after the other, in time and on one host", arguments: sequences)
    func sequence(events: [(String, Double, String)], lines: [Int]) {
        let events = events.map { Self.hit($0.0, $0.1, on: $0.2) }
        let found = Self.found(Self.rule("r", Self.chain), in: events)
        #expect(found.map(\.location.line) == lines)
        #expect(found.allSatisfy { $0.category == .bug && $0.text.contains("a text") })
    }

    @Test("Of two records of one second that of the earlier step came first")
    func sameSecond() {
        let events = [Self.hit("b", 5, line: 1), Self.hit("a", 5, line: 2)]
        #expect(Self.found(Self.rule("r", Self.chain), in: events).map(\.location.line) == [1])
    }

    static let absences: [(signs: [Double], starts: [Double]?, end: Double, due: [Double])] = [
        ([0, 50, 100], nil, 150, []),
        ([0, 50, 100], nil, 161, [160]),
        ([0, 200, 250], nil, 260, [60]),
        ([0], nil, 10_000, [60]),
        ([30], [0], 1_000, []),
        ([61], [0], 1_000, [60]),
        ([], [0, 10, 20], 1_000, [60]),
        ([], [0], 30, []),
        ([40], [0, 500], 1_000, [560]),
        ([5], [], 1_000, [65]),
    ]

    @Test("What was due did not come, and the log went on", arguments: absences)
    func absence(signs: [Double], starts: [Double]?, end: Double, due: [Double]) {
        let kind = Correlation.Kind.absence(of: ["a"], after: starts?.isEmpty ?? true ? [] : ["b"])
        let events = signs.map { Self.hit("a", $0) } + (starts ?? []).map { Self.hit("b", $0) }
        let found = Self.found(Self.rule("r", kind), in: events, to: end)
        #expect(found.map { $0.time?.seconds(since: Self.start) } == due)
    }

    static let rates: [(times: [Double], more: Int, factor: Double?, lines: [Int])] = [
        ([0, 10, 20], 2, nil, [21]),
        ([0, 10, 20], 3, nil, []),
        ([0, 30, 61, 90], 2, nil, [91]),
        ([0, 10, 20, 30, 500, 510, 520], 2, nil, [21, 521]),
        // One hit in each of ten minutes is usual; three in one are no five times as many.
        ((0..<10).map { Double($0) * 60 } + [605, 610], 2, 5, []),
        ((0..<10).map { Double($0) * 60 } + [605, 610, 615, 620, 625, 630], 2, 5, [631]),
    ]

    @Test("More within the span than asked, and more than usual", arguments: rates)
    func rate(times: [Double], more: Int, factor: Double?, lines: [Int]) {
        let rule = Self.rule("r", .rate(of: ["a"], moreThan: more, times: factor))
        let found = Self.found(rule, in: times.map { Self.hit("a", $0) }, to: (times.last ?? 0) + 1)
        #expect(found.map(\.location.line) == lines)
    }

    @Test("A baseline that was named tells what is usual")
    func namedBaseline() {
        let events = (0..<30).map { Self.hit("a", Double($0) * 10) }
        let rule = Self.rule("r", .rate(of: ["a"], moreThan: 2, times: 2))
        let busy = TimeSpan(from: Self.start, to: Self.start.advanced(bySeconds: 300))
        let calm = TimeSpan(from: Self.start.advanced(bySeconds: -600), to: Self.start)
        #expect(Self.found(rule, in: events, to: 300, baseline: busy) == [])
        #expect(Self.found(rule, in: events, to: 300, baseline: calm).count == 1)
    }

    @Test("Hits are counted by what they captured")
    func grouping() {
        let events = (0..<6).map { Self.hit("a", Double($0), value: $0 % 2 == 0 ? "even" : "odd") }
        let rule = Self.rule("r", .rate(of: ["a"], moreThan: 2, times: nil), by: .capture("what"))
        #expect(Self.found(rule, in: events).map(\.location.line) == [5, 6])
    }

    @Test("A rule silences others around its hits, and those still silence what they name")
    func suppression() {
        let events = [
            Self.hit("cause", 100), Self.hit("symptom", 40), Self.hit("symptom", 161), Self.hit("symptom", 90, on: "b"),
            Self.hit("echo", 30),
        ]
        let rules = [Self.rule("cause", silences: ["symptom"]), Self.rule("symptom", silences: ["echo"])]
        let kept = correlate(
            events, rules: Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { $1 }),
            observed: Observation(spans: [:]), baseline: nil)
        #expect(kept.map(\.location) == [events[0], events[2], events[3]].map(\.location))
    }

    @Test("A record that several rules match is evidence for the strongest of them")
    func strongest() {
        let events = [Self.hit("weak", 5), Self.hit("strong", 5), Self.hit("weak", 6)]
        let rules = ["weak": Self.rule("weak"), "strong": Self.rule("strong", weight: 2)]
        let kept = correlate(events, rules: rules, observed: Observation(spans: [:]), baseline: nil)
        #expect(kept.map(\.rule) == ["strong", "weak"])
    }

    @Test("The order in which events come does not matter", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func order(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let events = (0..<300).map { index in
            Self.hit(
                ["a", "b", "c"].randomElement(using: &generator) ?? "a",
                Double(Int.random(in: 0..<2_000, using: &generator)),
                on: ["x", "y"].randomElement(using: &generator) ?? "x", line: index + 1)
        }
        let rules = [
            Self.rule("1", Self.chain), Self.rule("2", .absence(of: ["b"], after: [])),
            Self.rule("3", .absence(of: ["b"], after: ["a"])), Self.rule("4", .rate(of: ["a"], moreThan: 3, times: 1)),
            Self.rule("5", .rate(of: ["c"], moreThan: 4, times: nil), silences: ["b"]),
        ]
        let byID = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let span = TimeSpan(from: Self.start, to: Self.start.advanced(bySeconds: 2_000))
        func derived(_ events: [Event]) -> [Event] {
            correlate(
                events, rules: byID, observed: Observation(spans: ["x.log": span, "y.log": span]), baseline: nil
            ).filter { byID[$0.rule ?? ""] != nil }
        }
        let first = derived(events)
        #expect(Set(first.map(\.rule)).count == 5, "seed \(seed)")
        #expect(derived(events.shuffled(using: &generator)) == first, "seed \(seed)")
    }
}
