internal import CulpritModel

/// One run: an outage of a chosen size in a folder, the same bytes for the same arguments.
struct Simulation {
    let scenario: Scenario
    private let second: (scenario: Scenario, timeline: Timeline)?
    private let noiseFactor: Double
    private let seed: UInt64
    private let statedSeed: UInt64
    let output: String
    /// The level of zstd, or `nil` for plain text.
    let level: Int?
    private let timeline: Timeline
    private let resolution: MetricsFile.Resolution
    private let requestsPerSecond: Double

    init(
        scenario: Scenario, second: Scenario?, noise: Double, size: ByteSize, seed: UInt64, output: String, level: Int?
    ) {
        (self.scenario, noiseFactor, self.output, self.level) = (scenario, noise, output, level)
        // Two scenarios of one seed share nothing but the day.
        var mixed = SplitMix64(seed: seed, part: scenario.rawValue)
        (self.statedSeed, self.seed) = (seed, mixed.next())
        let timeline = Timeline(scenario: scenario, seed: seed)
        self.timeline = timeline
        self.second = second.map { ($0, Timeline(scenario: $0, beside: timeline, seed: seed)) }
        resolution = MetricsFile.Resolution(byteCount: size.byteCount)
        let metrics = resolution.estimatedByteCount(spanSeconds: timeline.spanSeconds)
        // Measured: a request brings so many bytes over all logs, the system logs and the fault itself take the rest.
        let requests = Double(size.byteCount - metrics - Self.fixedByteCount) / (scenario == .badRelease ? 420 : 345)
        requestsPerSecond = max(0.02, requests / Double(timeline.spanSeconds))
    }

    /// Writes the folder and returns the number of bytes of text in it.
    func run() throws -> Int {
        let (fault, each) = faults()
        let noise = Noise.items(timeline: timeline, seed: seed, scenario: scenario, factor: noiseFactor)
        var generator = SplitMix64(seed: seed, part: "once")
        let placed = fault.onceEntries(&generator) + noise.flatMap(\.entries)
        var byteCount = 0
        for host in Fleet.hosts {
            for program in host.programs {
                let extra = placed.filter { $0.host == host && $0.program == program }.map(\.entry)
                byteCount += try write(program, of: host, fault: fault, extra: extra)
            }
        }
        let metrics = MetricsFile(timeline: timeline, fault: fault, seed: seed, resolution: resolution)
        byteCount += try metrics.write(to: "\(output)/metrics/node.om", level: level)
        let calls = ["caller,callee"] + Fleet.calls.map { "\($0.caller.rawValue),\($0.callee.rawValue)" }
        byteCount += try write(calls, to: "topology.csv")
        let truth = Truth(
            scenario: scenario, second: second?.scenario, seed: statedSeed, faults: each, noise: noise)
        _ = try write([truth.json()], to: "truth.json")
        return byteCount
    }

    private static let fixedByteCount = 130_000

    /// What goes wrong: all of it in one, and each by itself.
    private func faults() -> (all: any Fault, each: [any Fault]) {
        let fault = scenario.fault(timeline, requestsPerSecond: requestsPerSecond)
        guard let second else { return (fault, [fault]) }
        let other = second.scenario.fault(second.timeline, requestsPerSecond: requestsPerSecond)
        return (FaultPair(first: fault, second: other), [fault, other])
    }

    private func write(_ program: LogProgram, of host: Host, fault: any Fault, extra: [LogEntry]) throws -> Int {
        var file = try ChunkedFile(path: "\(output)/\(host.name)/\(program.fileName)", level: level)
        var generator = SplitMix64(seed: seed, part: "\(host.name) \(program.rawValue)")
        let routine = routine(of: program, on: host, fault: fault)
        // Sorting is stable by the index: records of one moment keep the order in which they were told.
        var waiting = Self.sorted(extra)[...]
        var carried: [LogEntry] = []
        for offset in 0..<timeline.spanSeconds {
            let second = Second(timeline.start.advanced(bySeconds: Double(offset)), of: timeline)
            let end = second.start.advanced(bySeconds: 1)
            var entries = carried + routine(second, &generator)
            entries += fault.entries(from: program, on: host, in: second, &generator)
            while let next = waiting.first, next.time < end {
                entries.append(next)
                waiting.removeFirst()
            }
            // The reports of a crash may run into the next second.
            let sorted = Self.sorted(entries)
            let cut = sorted.firstIndex { $0.time >= end } ?? sorted.endIndex
            for entry in sorted[..<cut] { try file.append(line: entry.text) }
            carried = Array(sorted[cut...])
        }
        for entry in carried { try file.append(line: entry.text) }
        return try file.close()
    }

    private typealias Routine = (Second, inout SplitMix64) -> [LogEntry]

    private func routine(of program: LogProgram, on host: Host, fault: any Fault) -> Routine {
        let rate = requestsPerSecond
        switch program {
        case .haproxy: return HAProxyLog(host: host, requestsPerSecond: rate / 3, fault: fault).entries
        case .chat: return ChatLog(host: host, linesPerSecond: rate / 6 * 0.5).entries
        case .kafka: return KafkaLog(host: host, linesPerSecond: rate / 3 * 0.1).entries
        case .postgresql: return PostgresLog(host: host, linesPerSecond: rate / 2 * 0.2, fault: fault).entries
        case .syslog: return SystemLog(host: host).entries
        }
    }

    private func write(_ lines: [String], to name: String) throws -> Int {
        var file = try ChunkedFile(path: "\(output)/\(name)", level: nil)
        for line in lines { try file.append(line: line) }
        return try file.close()
    }

    private static func sorted(_ entries: [LogEntry]) -> [LogEntry] {
        entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}
