import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Testing

/// What users felt, reckoned from an hour of a made-up fleet; they feel the trouble from minute 40 to minute 50.
struct ImpactTests {
    private static let span = TimeSpan(from: minute(40), to: minute(50))
    private static let errors = Signal(
        id: "errors", bad: .up, category: nil, weight: 1, isImpact: true, isCongestion: false)
    private static let latency = Signal(
        id: "latency", bad: .up, category: nil, weight: 1, isImpact: true, isCongestion: true)

    private var measured: [MeasuredSeries] = []
    private var minutes: [RequestMinute] = []
    private var windows: [Window] = []
    private var calls: [Dependency] = []

    private static func minute(_ minute: Int) -> Timestamp { DiagnosisCase.time(minute).minuteStart }

    private static func isBad(_ minute: Int) -> Bool { (40..<50).contains(minute) }

    /// Adds a counter that grows by `perMinute` in each minute.
    private mutating func count(
        _ name: String, _ labels: String, of entity: String, _ perMinute: (Int) -> Double
    ) {
        var total = 0.0
        let samples = (-1..<60).map { minute in
            total += minute < 0 ? 0 : perMinute(minute)
            return Sample(time: Self.minute(minute).advanced(bySeconds: 59), value: total)
        }
        let key = SeriesKey(name: name, entity: Entity(entity, .host), labels: labels)
        let series = Series(key: key, store: SampleStore(samples), isCounter: true, source: "m.prom")
        measured.append(MeasuredSeries(series: series, signal: Self.errors))
    }

    private mutating func gauge(_ name: String, of entity: String, _ value: (Int) -> Double) {
        let samples = (0..<60).map { Sample(time: Self.minute($0).advanced(bySeconds: 59), value: value($0)) }
        let key = SeriesKey(name: name, entity: Entity(entity, .host))
        measured.append(
            MeasuredSeries(series: Series(key: key, samples: samples, source: "m.prom"), signal: Self.latency))
    }

    /// Adds the access records of an hour: of each minute so many answers, failures and the seconds that the others took.
    private mutating func log(
        _ service: String, on entity: String, answered: Int, failed: (Int) -> Int,
        seconds: (Int) -> [Double] = { _ in [] }
    ) {
        for index in 0..<60 {
            var minute = RequestMinute(
                minute: Self.minute(index), entity: Entity(entity, .host), service: service, source: "\(entity).log")
            (minute.answeredCount, minute.failedCount) = (answered, failed(index))
            for value in seconds(index) { minute.durations.add(seconds: value) }
            for client in 0..<failed(index) { minute.failedClients.insert(UInt64(client % 7)) }
            minutes.append(minute)
        }
    }

    private mutating func hit(_ entity: Entity, at minute: Int) {
        windows.append(
            Window(
                span: TimeSpan(from: Self.minute(minute), to: Self.minute(50)),
                series: SeriesKey(name: "errors", entity: entity), signal: Self.errors, score: 0.9, direction: .up,
                expected: 0, peak: 9, source: "m.prom"))
    }

    private func impact() throws -> Impact {
        let report = Report(
            period: Self.span, baseline: nil,
            verdict: Verdict(category: .bug, entity: "web", confidence: 1, summary: ""), causes: [], crashGroups: [],
            congestionWindows: [], timeline: [], sources: [])
        let input = DiagnosisInput(
            events: EventIndex([]), crashes: [], crashGroups: [], windows: windows, series: measured,
            requests: RequestLog(),
            dependencies: calls, rules: [:], hostsByService: [:], period: Self.span, isOutageCertain: true,
            baseline: nil)
        let details = ReportDetailer(
            report: report, input: input, requestMinutes: minutes, calls: calls,
            changes: ChangeLog(EventIndex([]), rules: [:])
        ).details()
        return try #require(details.impact)
    }

    // MARK: Failed

    @Test("Failures are counted from access records alone, beyond the usual ones")
    mutating func logs() throws {
        for host in ["web-1", "web-2"] { log("nginx", on: host, answered: 100, failed: { Self.isBad($0) ? 30 : 2 }) }
        let requests = try #require(try impact().requests)
        #expect(requests.failed == 600 && requests.total == 2_000 && requests.beyondUsual == 560)
        #expect(requests.countedBy == "the access records of nginx")
    }

    @Test("A counter of failures that stood still tells of none, and no counter tells nothing")
    mutating func none() throws {
        #expect(try impact().requests == nil)
        count("http_requests_total", "code=\"200\"", of: "web-1") { _ in 100 }
        var requests = try #require(try impact().requests)
        #expect(requests.failed == 0 && requests.beyondUsual == 0 && requests.total == 1_000)
        count("http_requests_total", "code=\"503\"", of: "web-1") { _ in 0 }
        requests = try #require(try impact().requests)
        #expect(requests.failed == 0 && requests.total == 1_000)
    }

    @Test("Where failures alone are counted, nobody can tell of how many")
    mutating func failuresAlone() throws {
        count("errors_total", "status=\"5xx\"", of: "web-1") { Self.isBad($0) ? 7 : 0 }
        let requests = try #require(try impact().requests)
        #expect(requests.failed == 70 && requests.total == nil)
    }

    @Test("A request is counted once: by the outermost hop, and there by what counted most")
    mutating func oneView() throws {
        calls = [Dependency(caller: "edge", callee: "app")]
        count("proxy_responses_total", "code=\"2xx\"", of: "edge-1") { _ in 400 }
        count("proxy_responses_total", "code=\"5xx\"", of: "edge-1") { Self.isBad($0) ? 40 : 0 }
        count("app_responses_total", "code=\"200\"", of: "app-1") { _ in 4_000 }
        count("app_responses_total", "code=\"500\"", of: "app-1") { Self.isBad($0) ? 900 : 0 }
        log("haproxy", on: "edge-1", answered: 50, failed: { Self.isBad($0) ? 5 : 0 })
        log("nginx", on: "app-1", answered: 5_000, failed: { Self.isBad($0) ? 950 : 0 })
        let requests = try #require(try impact().requests)
        #expect(requests.countedBy == "proxy_responses_total" && requests.failed == 400)
    }

    @Test("One program on two hops counts on the outer one only")
    mutating func oneProgram() throws {
        calls = [Dependency(caller: "edge", callee: "app")]
        for host in ["edge-1", "app-1", "app-2"] {
            log("nginx", on: host, answered: 100, failed: { Self.isBad($0) ? 10 : 0 })
        }
        let requests = try #require(try impact().requests)
        #expect(requests.failed == 100 && requests.total == 1_000)
    }

    @Test("What both ends of a call report is counted at one of them")
    mutating func mesh() throws {
        for reporter in ["source", "destination"] {
            count("mesh_requests_total", "reporter=\"\(reporter)\",response_code=\"200\"", of: "web") { _ in 100 }
            count("mesh_requests_total", "reporter=\"\(reporter)\",response_code=\"503\"", of: "web") {
                Self.isBad($0) ? 10 : 0
            }
        }
        #expect(try impact().requests?.failed == 100)
    }

    // MARK: Slow

    @Test("Requests are slow that took longer than 99 of 100 at other times")
    mutating func slow() throws {
        log("nginx", on: "web-1", answered: 100, failed: { _ in 0 }) { minute in
            Self.isBad(minute)
                ? Array(repeating: 3, count: 40) + Array(repeating: 0.05, count: 60)
                : [0.2] + Array(repeating: 0.05, count: 99)
        }
        let slow = try #require(try impact().slow)
        #expect(slow.count == 400 && slow.total == 1_000)
        let limit = try #require(slow.limitSeconds)
        #expect(limit >= 0.05 && limit < 0.3)
    }

    @Test("Nothing is slow that is as fast as ever, and nobody can tell without normal times")
    mutating func notSlow() throws {
        #expect(try impact().slow == nil)
        log("nginx", on: "web-1", answered: 100, failed: { _ in 0 }) { _ in [0.2] + Array(repeating: 0.05, count: 99) }
        #expect(try impact().slow?.count == 0)
        minutes.removeAll { !Self.span.contains($0.minute) }
        #expect(try impact().slow == nil)
    }

    @Test("Histograms of metrics tell it too, within what their quantiles know", arguments: [(0.3, 1.0), (0.05, 0.3)])
    mutating func histograms(p50: Double, p90: Double) throws {
        gauge("http_request_seconds_p50", of: "web-1") { Self.isBad($0) ? p50 : 0.02 }
        gauge("http_request_seconds_p90", of: "web-1") { Self.isBad($0) ? p90 : 0.06 }
        gauge("http_request_seconds_p99", of: "web-1") { Self.isBad($0) ? 4 : 0.1 }
        count("http_request_seconds_count", "", of: "web-1") { _ in 600 }
        let slow = try #require(try impact().slow)
        #expect(slow.countedBy == "http_request_seconds" && slow.total == 6_000)
        // Half of them where the median is above what 99 of 100 took; between a tenth and a half where it is below.
        #expect(p50 > 0.1 ? slow.count == 2_900 : (600..<2_900).contains(slow.count), "\(slow.count)")
    }

    // MARK: Whom it hit

    @Test("All that were hit are counted, however few are listed, in the order of being hit")
    mutating func affected() throws {
        for index in 0..<500 { hit(Entity("node-\(index)", .host), at: 40 + index % 3) }
        hit(Entity("shop", .service), at: 39)
        let impact = try impact()
        #expect(impact.entityCount == 501 && impact.hostCount == 500)
        #expect(impact.entities.count < 501 && impact.entities.first?.entity == "shop")
        #expect(impact.entities.map(\.since) == impact.entities.map(\.since).sorted())
    }

    @Test("Clients that saw a failure are told apart")
    mutating func clients() throws {
        log("nginx", on: "web-1", answered: 100, failed: { Self.isBad($0) ? 20 : 0 })
        #expect(try impact().failedClients == Impact.Clients(count: 7, isExact: true))
    }

    // MARK: Counting

    @Test("Writers that turn out to be one are counted together")
    mutating func united() {
        for service in ["nginx", "nginx", "other"] {
            log(service, on: "web-1", answered: 10, failed: { _ in 3 }, seconds: { _ in [0.1] })
        }
        let united = RequestMinute.united(minutes.reversed())
        #expect(united.count == 120 && united.map(\.minute) == united.map(\.minute).sorted())
        let nginx = united.filter { $0.service == "nginx" }
        #expect(nginx.allSatisfy { ($0.answeredCount, $0.failedCount, $0.durations.total) == (20, 6, 2) })
    }

    @Test(
        "A few different ones are counted exactly, many within a tenth, in any order", arguments: [1, 7, 511, 40_000])
    func sketch(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        let hashes = (0..<count).map { _ in generator.next() }
        let sketch = DistinctSketch(hashes + hashes)
        let error = Double(abs(sketch.estimate - count)) / Double(count)
        #expect(sketch.isExact ? error == 0 : error < 0.1, "\(sketch.estimate)")
        let half = DistinctSketch(hashes.reversed().prefix(count / 2))
        var united = DistinctSketch(hashes.prefix(count - count / 2))
        united.formUnion(half)
        #expect(united == sketch)
    }

    @Test("Durations fall into buckets that they are no longer than", arguments: [1e-7, 0.003, 0.25, 1, 77, 1e9])
    func buckets(seconds: Double) throws {
        var counts = DurationCounts()
        counts.add(seconds: seconds)
        let bucket = try #require(counts.bucket(ofQuantile: 0.5))
        let end = DurationCounts.upperEnd(of: bucket)
        #expect(end >= min(seconds, 4_200) && (end <= 1.4143 * seconds || seconds < 1e-6), "\(end)")
        #expect(counts.count(above: bucket) == 0 && (bucket == 0 || counts.count(above: bucket - 1) == 1))
        counts.subtract(counts)
        #expect(counts.total == 0)
    }
}
