import CulpritAnalysis
import CulpritModel
import Testing

struct DiagnosisTests {
    private static func isFault(_ minute: Int) -> Bool { DiagnosisCase.faultMinutes.contains(minute) }

    @Test("What flaps is told with its period")
    func flapping() throws {
        let window = Window(
            span: TimeSpan(from: DiagnosisCase.time(0), to: DiagnosisCase.time(60)),
            series: SeriesKey(name: "cpu", entity: Entity("cart", .service)), signal: DiagnosisCase.cpu, score: 0.9,
            direction: .up, expected: 1, peak: 9, source: "m", shape: .flapping(periodSeconds: 720))
        let input = DiagnosisInput(
            events: EventIndex([]), crashes: [], crashGroups: [], windows: [window], series: [], requests: RequestLog(),
            dependencies: [], rules: [:], hostsByService: [:], period: nil, isOutageCertain: true, baseline: nil)
        let cause = try #require(diagnose(input, weights: DiagnosisCase.weights()).causes.first)
        #expect(cause.evidence.map(\.text) == ["cpu rose from 1 to 9, and back again once in 720 s"])
    }

    @Test(
        "The one among its peers whose processor is busier than any ever was is blamed",
        arguments: [1, 2, 3] as [UInt64])
    func busyProcessor(seed: UInt64) throws {
        var fleet = DiagnosisCase(seed: seed)
        for name in ["cart", "email", "front", "stock"] {
            fleet.add("cpu_percent", of: name, DiagnosisCase.cpu, level: 10) {
                name == "stock" && Self.isFault($0) ? 60 : 0
            }
        }
        let diagnosis = try fleet.diagnosis()
        #expect(diagnosis.verdict.entity == "stock" && diagnosis.verdict.category == .hardware)
        let evidence = try #require(diagnosis.causes.first?.evidence.first)
        #expect(evidence.location.source == "stock.csv" && evidence.text.contains("cpu_percent rose"))
    }

    @Test("What a series does all the time is no evidence")
    func usualSpikes() throws {
        var fleet = DiagnosisCase()
        fleet.add("cpu_percent", of: "stock", DiagnosisCase.cpu, level: 10) { $0 / 5 % 2 == 0 ? 60 : 0 }
        #expect(try fleet.diagnosis().causes.isEmpty)
    }

    @Test("A level that the time beside the period shares is a drift")
    func drift() throws {
        func score(of minutes: Range<Int>) throws -> Double {
            var fleet = DiagnosisCase()
            fleet.add("cpu_percent", of: "stock", DiagnosisCase.cpu, level: 10) { minutes.contains($0) ? 60 : 0 }
            fleet.add("cpu_percent", of: "cart", DiagnosisCase.cpu, level: 10)
            return try fleet.diagnosis().causes.first?.score ?? 0
        }
        #expect(try score(of: 30..<60) < 0.5 * score(of: 40..<50))
    }

    @Test(
        "Slowness is blamed on the deepest that is slow", arguments: [["front", "cart", "store"], ["front", "cart"]])
    func deepestSlow(slow: [String]) throws {
        var fleet = DiagnosisCase()
        fleet.dependencies = [Dependency(caller: "front", callee: "cart"), Dependency(caller: "cart", callee: "store")]
        for name in ["front", "cart", "store"] {
            fleet.add("latency_p90", of: name, DiagnosisCase.latency, level: 0.1) {
                slow.contains(name) && Self.isFault($0) ? 1 : 0
            }
        }
        let first = try #require(try fleet.diagnosis().causes.first)
        #expect(first.entity.name == slow.last && first.category == .delay)
    }

    @Test("Who fails for others has a bug, also where it is slow too")
    func failing() throws {
        var fleet = DiagnosisCase()
        fleet.dependencies = [Dependency(caller: "front", callee: "search")]
        for name in ["front", "search", "store"] {
            fleet.add("availability", of: name, DiagnosisCase.availability, level: 100) {
                name != "store" && Self.isFault($0) ? -30 : 0
            }
        }
        fleet.add("latency_p90", of: "search", DiagnosisCase.latency, level: 0.1) { Self.isFault($0) ? 0.5 : 0 }
        let first = try #require(try fleet.diagnosis().causes.first)
        #expect(first.entity.name == "search" && first.category == .bug)
    }

    @Test("A path that adds time where both ends measured the call is the network's, at the end that bad paths share")
    func pathShare() throws {
        var fleet = DiagnosisCase()
        for caller in ["front", "checkout"] {
            for callee in ["cart", "store"] {
                fleet.add("source_seconds", of: caller, to: callee, .unknown, level: 0.1) {
                    callee == "cart" && Self.isFault($0) ? 0.5 : 0
                }
                fleet.add("destination_seconds", of: caller, to: callee, .unknown, level: 0.08)
            }
        }
        let diagnosis = try fleet.diagnosis()
        #expect(diagnosis.verdict.entity == "cart" && diagnosis.verdict.category == .network)
    }

    @Test("A slow server is not its path's fault")
    func slowServer() throws {
        var fleet = DiagnosisCase()
        for side in ["source", "destination"] {
            fleet.add("\(side)_seconds", of: "front", to: "cart", .unknown, level: 0.1) { Self.isFault($0) ? 0.5 : 0 }
        }
        #expect(try !fleet.diagnosis().causes.contains { $0.category == .network })
    }

    @Test("Slow paths of a machine at its limit are the machine's")
    func busyMachine() throws {
        var fleet = DiagnosisCase()
        fleet.add("source_seconds", of: "front", to: "cart", .unknown, level: 0.1) { Self.isFault($0) ? 0.5 : 0 }
        fleet.add("destination_seconds", of: "front", to: "cart", .unknown, level: 0.08)
        fleet.add("cpu_percent", of: "cart", DiagnosisCase.cpu, level: 10) { Self.isFault($0) ? 80 : 0 }
        let first = try #require(try fleet.diagnosis().causes.first)
        #expect(first.entity.name == "cart" && first.category == .hardware)
    }

    @Test("Who is asked as often and asks no longer took another way in its code")
    func lostCalls() throws {
        var fleet = DiagnosisCase()
        fleet.dependencies = [
            Dependency(caller: "front", callee: "checkout"), Dependency(caller: "checkout", callee: "email"),
        ]
        for name in ["front", "checkout", "email"] {
            fleet.add("requests", of: name, DiagnosisCase.traffic, level: 100) {
                name == "email" && Self.isFault($0) ? -200 : 0
            }
        }
        let first = try #require(try fleet.diagnosis().causes.first)
        #expect(first.entity.name == "checkout" && first.category == .bug)
    }

    @Test("What a program only informs of weighs less than what it calls an error")
    func informing() throws {
        var fleet = DiagnosisCase()
        fleet.addHit(of: "cart", severity: .info)
        fleet.addHit(of: "store", severity: .error)
        let causes = try fleet.diagnosis().causes
        #expect(causes.map(\.entity.name) == ["store", "cart"])
        #expect(causes[1].score < causes[0].score)
    }

    private static let fillings: [(hits: [Hit], expected: String)] = [
        ([Hit(9, ["peer": "db-2"]), Hit(1, ["peer": "db-1"])], "Ping db-1 from the host."),
        ([Hit(1), Hit(5, ["peer": "db-3", "host": "web"]), Hit(3, ["peer": "db-2"])], "Ping db-2 from web."),
        ([Hit(1, ["peer": ""]), Hit(2, ["peer": "db-2"])], "Ping db-2 from the host."),
        ([Hit(1)], "Ping the peer from the host."),
    ]

    struct Hit {
        let seconds: Double
        let captured: [String: String]

        init(_ seconds: Double, _ captured: [String: String] = [:]) {
            (self.seconds, self.captured) = (seconds, captured)
        }
    }

    @Test(
        "What a remedy names is what the first hit captured, or else the first that captured it", arguments: fillings)
    func remedy(hits: [Hit], expected: String) throws {
        var fleet = DiagnosisCase()
        for hit in hits {
            fleet.addHit(
                of: "shop", severity: .error, after: hit.seconds, captured: hit.captured,
                remedies: ["Ping <peer> from <host>."])
        }
        #expect(try fleet.diagnosis().causes.first?.remedies.first == expected)
    }

    @Test(
        "What a replica shows whose machine broke is no part of what its group shows",
        arguments: [(true, "db-2"), (false, "postgres")])
    func twoFaults(isMachineBroken: Bool, expected: String) throws {
        var fleet = DiagnosisCase()
        fleet.hosts = ["postgres": ["db-1", "db-2"]]
        for (host, count) in [("db-1", 20), ("db-2", 30)] {
            for seconds in 0..<count {
                fleet.addEvent("slow", .delay, of: Entity("postgres", .service), on: host, after: Double(seconds))
            }
        }
        if isMachineBroken {
            for id in ["disk", "sata", "smart", "ext4"] {
                for seconds in 0..<100 {
                    fleet.addEvent(id, .hardware, of: Entity("db-1", .host), on: "db-1", after: Double(seconds))
                }
            }
        }
        #expect(try fleet.diagnosis().causes.first { $0.category == .delay }?.entity.name == expected)
    }

    @Test("The order of the series changes nothing")
    func order() throws {
        var fleet = DiagnosisCase()
        for name in ["cart", "email", "front"] {
            fleet.add("cpu_percent", of: name, DiagnosisCase.cpu, level: 10) { Self.isFault($0) ? 30 : 0 }
            fleet.add("latency_p90", of: name, DiagnosisCase.latency, level: 0.1) { Self.isFault($0) ? 1 : 0 }
        }
        let causes = try fleet.diagnosis().causes
        fleet.series.reverse()
        #expect(try fleet.diagnosis().causes == causes)
        #expect(!causes.isEmpty)
    }
}
