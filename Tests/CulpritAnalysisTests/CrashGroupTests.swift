import CulpritModel
import CulpritTestSupport
import Testing

@testable import CulpritAnalysis

struct CrashGrouperTests {
    static let day = 86_400.0
    static let start = Timestamp(seconds: 1_714_557_600)

    static func crash(
        _ signature: String, at seconds: Double?, line: Int, frames: [String] = [],
        attributes: [(String, String)] = []
    ) -> Crash {
        var crash = Crash(
            location: Location(source: "s", line: line, byte: line),
            time: seconds.map { start.advanced(bySeconds: $0) }, entity: Entity("orders", .service), kind: "k",
            language: "l", title: signature, signature: signature, frames: frames)
        let service = attributes.contains { $0.0 == "service" } ? [] : [("service", "shop")]
        crash.attributes = (service + attributes).map { Record.Field(name: $0.0, value: $0.1) }
        return crash
    }

    static let reference = TimeSpan(from: start.advanced(bySeconds: -7 * day), to: start)

    @Test(
        "A bug is new, known or has come back, by when it crashed before",
        arguments: [
            ([5], nil, CrashGroup.State.new), ([-5, 5], nil, .known), ([-8 * day, 5], nil, .returned),
            ([5], -8 * day, .returned), ([5], -2 * day, .known), ([-8 * day, -5, 5], nil, .known), ([nil], nil, .new),
        ] as [([Double?], Double?, CrashGroup.State)])
    func state(times: [Double?], earlier: Double?, state: CrashGroup.State) {
        var grouper = CrashGrouper(reference: Self.reference)
        if let earlier { grouper.earlier = ["a": Self.start.advanced(bySeconds: earlier)] }
        let crashes = times.enumerated().map { Self.crash("a", at: $0.element, line: $0.offset + 1) }
        #expect(grouper.groups(of: crashes).map(\.state) == [state])
    }

    @Test("Without anything to hold it against, nothing is known to be new")
    func noReference() {
        #expect(CrashGrouper(reference: nil).groups(of: [Self.crash("a", at: 5, line: 1)]).map(\.state) == [.known])
    }

    @Test("A bug that is new to a case and crashed in an earlier one has come back")
    func earlierCase() {
        var report = Report(
            period: nil, baseline: nil, verdict: Verdict(category: nil, entity: "", confidence: 0, summary: ""),
            causes: [], crashGroups: [], congestionWindows: [], timeline: [], sources: [])
        var earlier = report
        let grouper = CrashGrouper(reference: Self.reference)
        earlier.crashGroups = grouper.groups(of: [Self.crash("a", at: 5, line: 1)])
        report.crashGroups = grouper.groups(of: [Self.crash("a", at: 5, line: 1), Self.crash("b", at: 5, line: 2)])
        report.takeReturned(of: earlier)
        #expect(report.crashGroups.map(\.state) == [.returned, .new])
    }

    @Test("Frames have the share of crashes that pass through them, however often one does")
    func frameShares() {
        let crashes = [
            Self.crash("a", at: 1, line: 1, frames: ["f", "g", "f"]),
            Self.crash("a", at: 2, line: 2, frames: ["h", "g"]),
        ]
        let shares = CrashGrouper(reference: nil).groups(of: crashes)[0].details.frameShares
        #expect(shares.map(\.frame) == ["g", "f", "h"])
        #expect(shares.map(\.share) == [1, 0.5, 0.5])
    }

    @Test("Frames of a group are bounded")
    func manyFrames() {
        let crashes = (0..<20).map { Self.crash("a", at: 1, line: $0, frames: ["f\($0)", "g"]) }
        let shares = CrashGrouper(reference: nil).groups(of: crashes)[0].details.frameShares
        #expect(shares.count == 10 && shares[0].frame == "g")
    }

    private static let deploy = Rule(
        id: "change-deploy", title: "A version was deployed", category: nil, severity: .info, weight: 0,
        explanation: "",
        remedies: [], references: [], change: "deploy")

    static func change(_ version: String, of entity: String, what: String? = nil, at seconds: Double) -> Event {
        let captures = [("version", version), ("what", what)].compactMap { name, value in
            value.map { Record.Field(name: name, value: $0) }
        }
        return Event(
            location: Location(source: "deploys", line: Int(seconds) + 10_000, byte: 0),
            time: start.advanced(bySeconds: seconds), severity: .info, host: nil, service: entity,
            entity: Entity(entity, .service), rule: "change-deploy", category: nil, template: 1, text: "deployed",
            captures: captures)
    }

    @Test("The version is what the record says, or else what the last change brought")
    func versions() {
        var grouper = CrashGrouper(reference: nil)
        grouper.changes = ChangeLog(
            EventIndex([
                Self.change("1.0", of: "orders", at: -9_000), Self.change("1.1", of: "argo", what: "orders", at: 100),
                Self.change("9.9", of: "other", at: 0),
            ]), rules: ["change-deploy": Self.deploy])
        let crashes = [
            Self.crash("a", at: 200, line: 1), Self.crash("a", at: 50, line: 2),
            Self.crash("a", at: 300, line: 3, attributes: [("version", "2.0-rc")]),
        ]
        #expect(grouper.groups(of: crashes)[0].details.versions == ["1.0", "1.1", "2.0-rc"])
    }

    @Test(
        "The change before the first crash is the last one on what crashed, within an hour",
        arguments: [
            ([("orders", nil, -60)], -60), ([("orders", nil, -60), ("orders", nil, -30)], -30),
            ([("orders", nil, -3_601)], nil), ([("orders", nil, 60)], nil), ([("other", nil, -60)], nil),
            ([("argo", "orders", -60)], -60),
        ] as [([(String, String?, Double)], Double?)])
    func changeBefore(changes: [(String, String?, Double)], expected: Double?) {
        var grouper = CrashGrouper(reference: nil)
        grouper.changes = ChangeLog(
            EventIndex(changes.map { Self.change("1", of: $0.0, what: $0.1, at: $0.2) }),
            rules: ["change-deploy": Self.deploy])
        let group = grouper.groups(of: [Self.crash("a", at: 0, line: 1), Self.crash("a", at: 90, line: 2)])[0]
        #expect(group.details.change?.time == expected.map { Self.start.advanced(bySeconds: $0) })
    }

    @Test("Another program of the same machine has another version")
    func otherProgram() {
        let change = Self.change("14.2", of: "postgres", at: -60)
        let onHost = Event(
            location: change.location, time: change.time, severity: .info, host: "web-1", service: "postgres",
            entity: change.entity, rule: change.rule, category: nil, template: 1, text: "", captures: change.captures)
        var grouper = CrashGrouper(reference: nil)
        grouper.changes = ChangeLog(EventIndex([onHost]), rules: ["change-deploy": Self.deploy])
        let crash = Self.crash("a", at: 0, line: 1, attributes: [("host", "web-1"), ("service", "orders")])
        let details = grouper.groups(of: [crash])[0].details
        #expect(details.versions == [] && details.change?.entity == "postgres")
    }

    @Test("A restart is the change before a crash only where nothing else was changed")
    func restart() {
        let rules = [
            "change-deploy": Self.deploy,
            "change-start": Rule(
                id: "change-start", title: "Started", category: nil, severity: .info, weight: 0, explanation: "",
                remedies: [], references: [], change: "restart"),
        ]
        let deploy = Self.change("1", of: "orders", at: -60)
        let start = Event(
            location: Location(source: "starts", line: 1, byte: 0), time: Self.start.advanced(bySeconds: -30),
            severity: .info, host: nil, service: "orders", entity: deploy.entity, rule: "change-start", category: nil,
            template: 1, text: "", captures: [])
        for (changes, title) in [([deploy, start], "A version was deployed"), ([start], "Started")] {
            var grouper = CrashGrouper(reference: nil)
            grouper.changes = ChangeLog(EventIndex(changes), rules: rules)
            #expect(grouper.groups(of: [Self.crash("a", at: 0, line: 1)])[0].details.change?.what == title)
        }
    }

    @Test("A change on one machine of a service is none on another")
    func otherHost() {
        let changes = [("1.0", "web-1", -600.0), ("1.1", "web-2", -60)].map { version, host, seconds in
            let change = Self.change(version, of: "orders", at: seconds)
            return Event(
                location: change.location, time: change.time, severity: .info, host: host, service: "orders",
                entity: change.entity, rule: change.rule, category: nil, template: 1, text: "",
                captures: change.captures)
        }
        var grouper = CrashGrouper(reference: nil)
        grouper.changes = ChangeLog(EventIndex(changes), rules: ["change-deploy": Self.deploy])
        for (host, version) in [("web-1", "1.0"), ("web-2", "1.1"), (nil, "1.1"), ("web-3", nil)]
            as [(String?, String?)]
        {
            let attributes = [host.map { ("host", $0) }, ("service", "orders")].compactMap(\.self)
            let group = grouper.groups(of: [Self.crash("a", at: 0, line: 1, attributes: attributes)])[0]
            #expect(group.details.versions == [version].compactMap(\.self), "\(host ?? "no host")")
            #expect((group.details.change == nil) == (version == nil), "\(host ?? "no host")")
        }
    }

    static func usual(_ counts: [(String, String, Int)]) -> [AttributeCount] {
        counts.map {
            AttributeCount(
                attribute: Record.Field(name: $0.0, value: $0.1), service: $0.0 == "service" ? $0.1 : "shop",
                source: "s", count: $0.2)
        }
    }

    @Test("What more of the crashes have than of all records is found")
    func correlations() throws {
        var grouper = CrashGrouper(reference: nil)
        grouper.usual = Self.usual([
            ("version", "1", 900), ("version", "2", 100), ("host", "a", 500), ("host", "b", 500), ("zone", "z", 1_000),
        ])
        let crashes = (0..<12).map { number in
            Self.crash(
                "s", at: Double(number) * 60, line: number + 1,
                attributes: [
                    ("version", number == 0 ? "1" : "2"), ("host", number % 2 == 0 ? "a" : "b"), ("zone", "z"),
                ])
        }
        let found = grouper.groups(of: crashes)[0].details.correlations
        #expect(found.map(\.attribute) == ["version"] && found.map(\.value) == ["2"])
        let one = try #require(found.first)
        #expect(one.share == 11.0 / 12 && one.usualShare == 0.1 && one.falseDiscoveryRate < 1e-6)
    }

    @Test("What runs what crashes does not stand out by that alone, and one service's bug says so already")
    func sameService() {
        var grouper = CrashGrouper(reference: nil)
        grouper.usual =
            Self.usual([("host", "a", 50), ("host", "b", 50), ("service", "shop", 100), ("service", "other", 10_000)])
            + [
                AttributeCount(
                    attribute: Record.Field(name: "host", value: "c"), service: "other", source: "s", count: 10_000)
            ]
        let crashes = (0..<20).map { number in
            Self.crash("s", at: Double(number) * 60, line: number, attributes: [("host", number % 2 == 0 ? "a" : "b")])
        }
        #expect(grouper.groups(of: crashes)[0].details.correlations.isEmpty)
        let mixed =
            crashes
            + (0..<9).map { number in
                Self.crash("s", at: Double(number) * 60, line: 100 + number, attributes: [("service", "other")])
            }
        #expect(grouper.groups(of: mixed)[0].details.correlations.first?.value == "shop")
    }

    @Test("A storm of crashes in one minute proves nothing")
    func storm() {
        var grouper = CrashGrouper(reference: nil)
        grouper.usual = Self.usual([("host", "a", 100), ("host", "b", 900)])
        let crashes = (0..<500).map {
            Self.crash("s", at: Double($0) / 10, line: $0, attributes: [("host", "a")])
        }
        #expect(grouper.groups(of: crashes)[0].details.correlations.isEmpty)
    }

    @Test("Of many attributes that mean nothing few or none are taken for something", arguments: [1, 2, 3] as [UInt64])
    func chance(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var grouper = CrashGrouper(reference: nil)
        let names = (0..<20).map { "a\($0)" }
        grouper.usual = Self.usual(names.flatMap { name in (0..<5).map { (name, "v\($0)", 200) } })
        let crashes = (0..<2_000).map { number in
            Self.crash(
                "s\(number % 20)", at: Double(number) * 60, line: number,
                attributes: names.map { ($0, "v\(Int.random(in: 0..<5, using: &generator))") })
        }
        let groups = grouper.groups(of: crashes)
        #expect(groups.flatMap(\.details.correlations).count <= 2, "seed \(seed)")
        #expect(grouper.groups(of: crashes.shuffled(using: &generator)) == groups, "seed \(seed)")
    }
}

struct SignificanceTests {
    @Test(
        "Fisher's test gives the tail of the hypergeometric distribution",
        arguments: [
            (3, 4, 1, 4, 17.0 / 70), (4, 4, 0, 4, 1.0 / 70), (0, 4, 3, 4, 1), (5, 5, 5, 5, 1), (0, 0, 1, 2, 1),
        ] as [(Int, Int, Int, Int, Double)])
    func fisher(hits: Int, size: Int, usualHits: Int, usualSize: Int, chance: Double) {
        let found = Significance.fisher(hits: hits, of: size, usualHits: usualHits, of: usualSize)
        #expect(abs(found - chance) < 1e-9)
    }

    @Test("Fisher's test of large tables stays a chance")
    func largeTables() {
        let chance = Significance.fisher(hits: 9_000, of: 10_000, usualHits: 1_000_000, of: 100_000_000)
        #expect(chance >= 0 && chance < 1e-300)
        #expect(Significance.fisher(hits: 100, of: 10_000, usualHits: 1_000_000, of: 100_000_000) > 0.4)
    }

    @Test(
        "Student's distribution is that of the tables",
        arguments: [(0, 5, 1), (2.571, 5, 0.05), (12.706, 1, 0.05), (1.96, 1e6, 0.05), (3.291, 1e6, 0.001)]
            as [(Double, Double, Double)])
    func student(value: Double, degrees: Double, chance: Double) {
        #expect(abs(Significance.student(value, degreesOfFreedom: degrees) - chance) < chance * 2e-3 + 1e-9)
    }

    @Test("False discovery rates rise with the chances, and are never less than they")
    func falseDiscovery() {
        let rates = Significance.falseDiscoveryRates([0.04, 0.01, 0.5, 0.02])
        #expect(zip(rates, [0.16 / 3, 0.04, 0.5, 0.04]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(Significance.falseDiscoveryRates([]).isEmpty)
    }
}
