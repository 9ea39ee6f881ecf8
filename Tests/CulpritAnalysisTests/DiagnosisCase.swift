import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Foundation

/// An outage of a made-up fleet, an hour of samples and requests a minute apart, the fault in ten of its minutes.
struct DiagnosisCase {
    static let start = Timestamp(seconds: 1_700_000_000)
    static let faultMinutes = 40..<50
    static let latency = Signal(
        id: "latency", bad: .up, category: nil, weight: 1, isImpact: true, isCongestion: true)
    static let availability = Signal(
        id: "availability", bad: .down, category: nil, weight: 1, isImpact: true, isCongestion: false)
    static let cpu = Signal(id: "cpu", bad: .up, category: .hardware, weight: 1, isImpact: false, isCongestion: false)
    static let traffic = Signal(
        id: "traffic", bad: .both, category: nil, weight: 0.6, isImpact: false, isCongestion: false)

    var series: [MeasuredSeries] = []
    var events: [Event] = []
    var rules: [String: Rule] = [:]
    var requests = RequestLog()
    /// The machines of each service.
    var hosts: [String: Set<String>] = [:]
    var dependencies: [Dependency] = []
    private var generator: SeededGenerator

    init(seed: UInt64 = 1) { generator = SeededGenerator(seed: seed) }

    static func time(_ minute: Int, seconds: Double = 0) -> Timestamp {
        start.advanced(bySeconds: Double(minute) * 60 + seconds)
    }

    /// Adds a series of `level` with a little noise, to which `change` adds something in its minutes.
    mutating func add(
        _ name: String, of entity: String, to peer: String? = nil, _ signal: Signal, level: Double,
        change: (Int) -> Double = { _ in 0 }
    ) {
        let samples = (0..<60).map { minute in
            let noise = level * Double.random(in: -0.03...0.03, using: &generator)
            return Sample(time: Self.time(minute), value: max(0, level + noise + change(minute)))
        }
        let key = SeriesKey(name: name, entity: Entity(entity, .service), peer: peer)
        series.append(
            MeasuredSeries(series: Series(key: key, samples: samples, source: "\(entity).csv"), signal: signal))
    }

    /// Adds a rule and a record of `entity` that it saw `seconds` after the fault began, of `severity` as the record says.
    mutating func addHit(
        of entity: String, severity: Severity, after seconds: Double = 0, captured: [String: String] = [:],
        remedies: [String] = []
    ) {
        rules["refused"] = Rule(
            id: "refused", title: "Refused", category: .network, severity: .error, weight: 2, explanation: "",
            remedies: remedies, references: [])
        events.append(
            Event(
                location: Location(source: "\(entity).log", line: events.count + 1, byte: 0),
                time: Self.time(Self.faultMinutes.lowerBound, seconds: seconds), severity: severity, host: nil,
                service: entity, entity: Entity(entity, .service), rule: "refused", category: .network, template: 1,
                text: "refused", captures: captured.map { Record.Field(name: $0.key, value: $0.value) }))
    }

    /// Adds a rule of `category` and a record on `host` that it saw `seconds` after the fault began.
    mutating func addEvent(
        _ id: String, _ category: CulpritModel.Category, of entity: Entity, on host: String, after seconds: Double
    ) {
        rules[id] = Rule(
            id: id, title: "Title of \(id)", category: category, severity: .error, weight: 2, explanation: "",
            remedies: [], references: [])
        events.append(
            Event(
                location: Location(source: "\(host).log", line: events.count + 1, byte: 0),
                time: Self.time(Self.faultMinutes.lowerBound, seconds: seconds), severity: .error, host: host,
                service: entity.kind == .service ? entity.name : nil, entity: entity, rule: id, category: category,
                template: 1, text: id, captures: []))
    }

    /// What `diagnose` concludes with the weights of the rules.
    func diagnosis() throws -> Diagnosis {
        let input = DiagnosisInput(
            events: EventIndex(events), crashes: [], crashGroups: [], windows: [], series: series, requests: requests,
            dependencies: dependencies, rules: rules, hostsByService: hosts,
            period: TimeSpan(
                from: Self.time(Self.faultMinutes.lowerBound), to: Self.time(Self.faultMinutes.upperBound)),
            isOutageCertain: true, baseline: TimeSpan(from: Self.start, to: Self.time(60)))
        return diagnose(input, weights: try Self.weights())
    }

    /// The weights as `Rules/diagnosis.yaml` has them.
    static func weights() throws -> DiagnosisWeights {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "Rules/diagnosis.yaml"), encoding: .utf8)
        var values: [String: Double] = [:]
        for match in text.matches(of: #/name: (?<name>\w+), value: (?<value>-?[\d.]+)/#) {
            values[String(match.name)] = Double(match.value)
        }
        return DiagnosisWeights(values: values)
    }
}
