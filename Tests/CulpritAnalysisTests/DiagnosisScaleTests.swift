import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Testing

/// A diagnosis of eight times as many events takes no more than about eight times as long.
///
/// `CULPRIT_LONG_TESTS=1` runs it, since other tests at the same time would disturb what it measures. A run keeps some of
/// many alike events of a minute: ten million records that matter were 1.5 million events in a log of a hundred hosts.
struct DiagnosisScaleTests {
    private static let ids = ["disk", "refused", "denied", "slow"]

    private static func fleet(eventCount: Int) -> DiagnosisCase {
        var fleet = DiagnosisCase()
        for (index, id) in ids.enumerated() {
            fleet.rules[id] = Rule(
                id: id, title: "Title of \(id)", category: [.hardware, .network, .bug, .delay][index], severity: .error,
                weight: 1, explanation: "", remedies: [], references: [])
        }
        let kinds: [(id: String, kind: Correlation.Kind)] = [
            ("many", .rate(of: ["refused"], moreThan: 60, times: 5)),
            ("none", .absence(of: ["slow"], after: ["denied"])),
            ("chain", .sequence([["disk"], ["refused"]])),
        ]
        for (id, kind) in kinds {
            fleet.rules[id] = Rule(
                id: id, title: "Title of \(id)", category: .bug, severity: .error, weight: 1, explanation: "",
                remedies: [], references: [],
                correlation: Correlation(kind: kind, withinSeconds: 300, by: .host),
                suppression: Suppression(rules: ["slow"], withinSeconds: 60, by: .host))
        }
        let hostCount = 100
        fleet.events = (0..<eventCount).map { index in
            let (host, id) = ("node-\(index / (eventCount / hostCount + 1))", ids[index % ids.count])
            let seconds = Double(index % (eventCount / hostCount)) * 3_600 / Double(eventCount / hostCount)
            return Event(
                location: Location(source: "/logs/\(host)/syslog", line: index + 1, byte: index * 100),
                time: DiagnosisCase.time(0, seconds: seconds), severity: .error, host: host, service: "app",
                entity: Entity(host, .host), rule: id, category: fleet.rules[id]?.category, template: Int64(index % 4),
                text: "something failed \(index)", captures: [])
        }
        return fleet
    }

    private static func seconds(_ eventCount: Int) throws -> Double {
        var fleet = fleet(eventCount: eventCount)
        let events = fleet.events
        var causes: [Cause] = []
        let time = try ContinuousClock().measure {
            fleet.events = correlate(events, rules: fleet.rules, observed: Observation(spans: [:]), baseline: nil)
            causes = try fleet.diagnosis().causes
        }
        #expect(!causes.isEmpty)
        return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }

    @Test("Time grows with the number of events, not with its square", .enabled(if: LongTests.areAskedFor))
    func scale() throws {
        _ = try Self.seconds(10_000)
        let (few, many) = (try Self.seconds(100_000), try Self.seconds(800_000))
        print("A diagnosis of 100,000 events took \(few) s, of 800,000 \(many) s.")
        #expect(many < 16 * few, "\(few) s, then \(many) s")
    }
}
