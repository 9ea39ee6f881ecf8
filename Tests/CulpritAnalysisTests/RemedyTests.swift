import CulpritAnalysis
import CulpritModel
import Testing

/// Remedies reckoned from an hour of a made-up fleet; users feel the trouble from minute 40 to minute 50.
struct RemedyTests {
    private static let responses = Signal(
        id: "responses", bad: .both, category: nil, weight: 0, isImpact: false, isCongestion: false)
    private static let records = Signal(
        id: "errors", bad: .up, category: nil, weight: 1, isImpact: true, isCongestion: false)

    private var series: [MeasuredSeries] = []
    private var events: [Event] = []
    private var rules: [String: Rule] = [:]
    private var dependencies: [Dependency] = []
    private var hosts: [String: Set<String>] = [:]
    /// The rules that speak for the best cause.
    private var proofs: [String] = []

    private static func minute(_ minute: Int, seconds: Double = 0) -> Timestamp {
        DiagnosisCase.time(minute, seconds: seconds)
    }

    private mutating func add(
        _ name: String, of entity: String, _ signal: Signal, labels: String = "", _ value: (Int) -> Double
    ) {
        let samples = (0..<60).map { Sample(time: Self.minute($0).minuteStart, value: value($0)) }
        let key = SeriesKey(name: name, entity: Entity(entity, .host), labels: labels)
        series.append(
            MeasuredSeries(series: Series(key: key, samples: samples, source: "\(entity).log"), signal: signal))
    }

    private mutating func add(
        _ id: String, change: String? = nil, category: CulpritModel.Category? = nil, on entity: String, at minute: Int,
        version: String? = nil, text: String? = nil
    ) {
        rules[id] = Rule(
            id: id, title: "Title of \(id)", category: category, severity: .warning, weight: 1, explanation: "",
            remedies: [], references: [], change: change)
        events.append(
            Event(
                location: Location(source: "\(entity).log", line: minute + 1, byte: 0), time: Self.minute(minute),
                severity: .info, host: entity, service: nil, entity: Entity(entity, .host), rule: id,
                category: category, template: 1, text: text ?? id,
                captures: version.map { [Record.Field(name: "version", value: $0)] } ?? []))
    }

    private func remedy(
        _ kind: ComputedRemedy.Kind, of culprit: String, alertAt alert: Int = 41,
        category: CulpritModel.Category = .bug
    ) throws -> ComputedRemedy {
        let period = TimeSpan(from: Self.minute(40), to: Self.minute(50))
        var report = Report(
            period: period, baseline: nil,
            verdict: Verdict(category: category, entity: culprit, confidence: 1, summary: ""), causes: [],
            crashGroups: [],
            congestionWindows: [], timeline: [], sources: [])
        report.causes = [
            Cause(
                entity: Entity(culprit, .host), category: category, score: 5, confidence: 1, firstSeen: nil,
                lastSeen: nil, summary: "",
                evidence: proofs.map { rule in
                    Evidence(
                        kind: .rule, speaksFor: true, weight: 3,
                        location: Location(source: "a.log", line: 1, byte: 0), time: nil, text: "", rule: rule)
                }, remedies: [])
        ]
        var source = SourceSummary(path: "all.log", content: .logs)
        source.span = TimeSpan(from: Self.minute(0), to: Self.minute(60))
        report.sources = [source]
        report.details.impact = Impact(span: period)
        report.details.impact?.requests = Impact.Requests(
            failed: 1_210, beyondUsual: 1_200, total: 20_000, countedBy: "http_requests_total")
        report.details.detection.firstEvidence = Self.minute(40)
        report.details.detection.firstPossibleAlert = Self.minute(alert)
        let input = DiagnosisInput(
            events: EventIndex(events), crashes: [], crashGroups: [], windows: [], series: series,
            requests: RequestLog(),
            dependencies: dependencies, rules: rules, hostsByService: hosts, period: period, isOutageCertain: true,
            baseline: nil)
        let remedies = try #require(RemedyFinder(report: report, input: input, calls: dependencies)).remedies()
        #expect(remedies.map(\.kind) == ComputedRemedy.Kind.allCases)
        return try #require(remedies.first { $0.kind == kind })
    }

    private func minutes(of remedy: ComputedRemedy) -> [Double]? {
        if case .minutes(let lower, let upper, _) = remedy.saving { [lower, upper] } else { nil }
    }

    private func text(of remedy: ComputedRemedy) -> String { remedy.findings.map(\.text).joined(separator: "\n") }

    // MARK: update

    @Test("A release that did harm and was taken back could have been taken back at the alert")
    mutating func update() throws {
        add("roll", change: "deploy", on: "web-1", at: 39, version: "4.10.0")
        add("roll", change: "deploy", on: "web-2", at: 40, version: "4.10.0")
        add("roll", change: "deploy", on: "web-1", at: 47, version: "4.9.0")
        for host in ["web-1", "web-2"] {
            add("log_error_records", of: host, Self.records) { (40..<47).contains($0) ? 50 : Double($0 % 2) }
        }
        let remedy = try remedy(.update, of: "web")
        #expect(minutes(of: remedy) == [6, 10])
        let text = text(of: remedy)
        #expect(text.contains("Title of roll on web (4.10.0)"), "\(text)")
        #expect(text.contains("It was taken back (4.9.0)") && text.contains("that helped"), "\(text)")
        #expect(remedy.findings.first?.location == Location(source: "web-1.log", line: 40, byte: 0))
    }

    @Test("What rules of the verdict's category saw tells of harm, even where errors are as many as before")
    mutating func hits() throws {
        add("roll", change: "deploy", on: "web-1", at: 39, version: "4.10.0")
        add("crash", category: .bug, on: "web-1", at: 41)
        add("slow", category: .delay, on: "web-1", at: 41)
        add("log_error_records", of: "web-1", Self.records) { Double($0 % 3) }
        add("log_rule_hits", of: "web-1", Self.records, labels: "rule=\"slow\"") { _ in 90 }
        add("log_rule_hits", of: "web-1", Self.records, labels: "rule=\"crash\"") { $0 < 40 ? 0 : 20 }
        let remedy = try remedy(.update, of: "web")
        #expect(minutes(of: remedy) == [0, 10])
        #expect(text(of: remedy).contains("0.00 signs of trouble a minute before it"), "\(text(of: remedy))")
    }

    @Test("A release after which no more failed is not said to have done harm")
    mutating func harmlessUpdate() throws {
        add("roll", change: "deploy", on: "web-1", at: 39, version: "4.10.0")
        add("log_error_records", of: "web-1", Self.records) { Double($0 % 3) }
        let remedy = try remedy(.update, of: "web")
        #expect(minutes(of: remedy) == nil && text(of: remedy).contains("signs of trouble a minute"))
    }

    @Test("A change on something else, or long before, is none", arguments: [("db-1", 39), ("web-1", -40)])
    mutating func otherUpdate(host: String, minute: Int) throws {
        add("roll", change: "deploy", on: host, at: minute, version: "2")
        #expect(try remedy(.update, of: "web").findings.isEmpty)
    }

    // MARK: balance

    @Test("Unequal traffic is told from unequal speed", arguments: [(true, false), (false, true), (false, false)])
    mutating func balance(isTrafficUneven: Bool, isSpeedUneven: Bool) throws {
        for host in 1...3 {
            let load = isTrafficUneven && host == 3 ? 300.0 : 100
            let time = isSpeedUneven && host == 3 ? 0.4 : 0.1
            add("log_http_responses", of: "web-\(host)", Self.responses, labels: "code=\"2xx\"") { minute in
                load + Double((minute * 7 + host * 3) % 5)
            }
            add("duration_seconds", of: "web-\(host)", DiagnosisCase.latency) { minute in
                let isSlow = isTrafficUneven && host == 3 && (42..<46).contains(minute)
                return (isSlow ? 5 : time) + 0.0001 * Double((minute * 5 + host) % 3)
            }
        }
        let remedy = try remedy(.balance, of: "web")
        let text = text(of: remedy)
        #expect(text.contains("is uneven: Gini") == isTrafficUneven, "\(text)")
        #expect(text.contains("web-1 100, web-2 100, web-3 25") == isSpeedUneven, "\(text)")
        #expect(minutes(of: remedy) == (isTrafficUneven ? [0, 4] : [0, 0]), "\(remedy.saving)")
    }

    @Test("Without the load of replicas balance cannot be judged")
    mutating func noBalance() throws {
        add("log_http_responses", of: "web-1", Self.responses) { _ in 5 }
        #expect(minutes(of: try remedy(.balance, of: "web")) == nil)
    }

    // MARK: watch

    @Test("The alert saves at least its head start and at most the time until people acted")
    mutating func watch() throws {
        add("fix", change: "configuration", on: "web-1", at: 46)
        #expect(minutes(of: try remedy(.watch, of: "web", alertAt: 38)) == [3, 8])
        #expect(minutes(of: try remedy(.watch, of: "web", alertAt: 42)) == [0, 4])
    }

    @Test("Where nobody is seen to act, what an alert saves cannot be told")
    mutating func nobodyActed() throws {
        add("fix", change: "configuration", on: "db-1", at: 46)
        #expect(minutes(of: try remedy(.watch, of: "web")) == nil)
    }

    @Test("What is done elsewhere about the culprit is an action: a standby takes over, others are told to leave it")
    mutating func actedElsewhere() throws {
        add("takeover", change: "failover", on: "db-2", at: 47)
        let remedy = try remedy(.watch, of: "db-1")
        #expect(minutes(of: remedy) == [0, 6])
        #expect(text(of: remedy).contains("Title of takeover on db-2, at"), "\(text(of: remedy))")
        add("switch", change: "configuration", on: "web-1", at: 45, text: "pool db-1 replaced, primary is now db-2.")
        #expect(minutes(of: try self.remedy(.watch, of: "db-1")) == [0, 4])
    }

    @Test(
        "What is done about others is none",
        arguments: [
            ("failover", "web-1", "took over"), ("configuration", "web-1", "pool db-11 replaced"),
            ("deploy", "db-2", "db-1.old gone"),
        ])
    mutating func actedOnOthers(kind: String, host: String, text: String) throws {
        add("change", change: kind, on: host, at: 46, text: text)
        #expect(minutes(of: try remedy(.watch, of: "db-1")) == nil)
    }

    // MARK: protect

    @Test("Of each machine one warning is told, and only of the culprit and of what it needs")
    mutating func warnings() throws {
        dependencies = [Dependency(caller: "web", callee: "db"), Dependency(caller: "db", callee: "san")]
        for (id, host, minute) in [
            ("ecc", "db-1", 10), ("smart", "db-1", 20), ("fan", "san-1", 5), ("ecc", "web-1", 3), ("smart", "db-2", 2),
        ] { add(id, category: .hardware, on: host, at: minute) }
        proofs = ["smart"]
        let remedy = try remedy(.protect, of: "db-1", category: .hardware)
        let told = remedy.findings.map(\.text).filter { $0.contains("before the impact") }
        #expect(told.count == 2, "\(told)")
        #expect(told[0].hasPrefix("Title of smart on db-1 was told 20 min") && told[0].contains("and 1 other sign"))
        #expect(told[1].hasPrefix("Title of fan on san-1"))
        #expect(minutes(of: remedy) == [0, 10])
    }

    @Test("A warning of something else on the culprit could not have saved it")
    mutating func otherWarning() throws {
        add("ecc", category: .hardware, on: "db-1", at: 10)
        proofs = ["smart"]
        #expect(minutes(of: try remedy(.protect, of: "db-1", category: .hardware)) == nil)
    }

    @Test("A service on one host that others need is a single point of failure, one on two is not")
    mutating func singlePoint() throws {
        dependencies = [Dependency(caller: "web", callee: "db"), Dependency(caller: "web", callee: "cache")]
        hosts = ["db": ["db-1"], "cache": ["c-1", "c-2"]]
        let remedy = try remedy(.protect, of: "db")
        #expect(text(of: remedy) == "db runs on one host, db-1, and web need it.")
        #expect(minutes(of: remedy) == [0, 10])
        #expect(minutes(of: try self.remedy(.protect, of: "cache")) == nil)
    }

    @Test("Warnings before the impact, backups and failovers are told")
    mutating func history() throws {
        add("smart", category: .hardware, on: "db-1", at: 10)
        add("smart", category: .hardware, on: "db-1", at: 20)
        add("backup-failed", category: .bug, on: "db-1", at: 15)
        add("done", change: "backup", on: "db-1", at: -2_000)
        add("takeover", change: "failover", on: "db-2", at: 44)
        let remedy = try remedy(.protect, of: "db-1")
        let text = text(of: remedy)
        #expect(text.contains("Title of smart on db-1 was told 30 min before"), "\(text)")
        #expect(text.contains("Backups were in trouble before it") && text.contains("34 h old"), "\(text)")
        #expect(text.contains("stale"), "\(text)")
        #expect(
            text.contains("Title of takeover on db-2 4 min after the onset; users felt it for 6 min more"), "\(text)")
        #expect(minutes(of: remedy) == [0, 4])
    }

    // MARK: ease

    @Test("Demand that rose first is told from requests that are tried again", arguments: [(35, true), (42, false)])
    mutating func demand(from minute: Int, isFirst: Bool) throws {
        add("log_http_responses", of: "web-1", Self.responses, labels: "code=\"2xx\"") {
            (minute..<50).contains($0) ? 300 : 100 + Double($0 % 5)
        }
        let remedy = try remedy(.ease, of: "web")
        let text = text(of: remedy)
        #expect(text.contains("demand came first") == isFirst, "\(text)")
        #expect(text.contains("tried again; let clients wait") != isFirst, "\(text)")
        #expect(text.contains("A notice for users: \"From 2023-11-14"), "\(text)")
        let upper = try #require(minutes(of: remedy)?.last)
        #expect((7.5...10).contains(upper), "\(upper)")
    }

    @Test("Failures that rise are no demand")
    mutating func failures() throws {
        add("log_http_responses", of: "web-1", Self.responses, labels: "code=\"2xx\"") { _ in 100 }
        add("log_http_responses", of: "web-1", Self.responses, labels: "code=\"5xx\"") { $0 < 40 ? 1 : 900 }
        #expect(minutes(of: try remedy(.ease, of: "web")) == [0, 0])
    }

    @Test("Nothing is reckoned where nothing is blamed")
    func undetermined() {
        let report = Report(
            period: TimeSpan(from: Self.minute(40), to: Self.minute(50)), baseline: nil,
            verdict: Verdict(category: nil, entity: "", confidence: 0, summary: ""), causes: [], crashGroups: [],
            congestionWindows: [], timeline: [], sources: [])
        let input = DiagnosisInput(
            events: EventIndex([]), crashes: [], crashGroups: [], windows: [], series: [], requests: RequestLog(),
            dependencies: [],
            rules: [:], hostsByService: [:], period: nil, isOutageCertain: true, baseline: nil)
        #expect(RemedyFinder(report: report, input: input, calls: []) == nil)
    }
}
