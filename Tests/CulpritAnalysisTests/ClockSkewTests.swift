import CulpritAnalysis
import CulpritModel
import CulpritTestSupport
import Testing

/// Machines whose clocks are off are found by requests that several of them logged.
struct ClockSkewTests {
    static let hosts = ["web-1", "web-2", "cart-1", "db-1"]

    /// Requests that `web` takes, `cart` handles for it and `db` for that; each host writes with its own clock.
    private static func log(
        offsets: [Double], isQueued: Bool = false, isOneLine: Bool = false, _ generator: inout SeededGenerator
    ) -> RequestLog {
        var log = RequestLog()
        for request in 0..<200 as Range<UInt64> {
            var time = Double(request) * 3
            func wait(_ longest: Double) -> Double { Double.random(in: 0.0001...longest, using: &generator) }
            let web = Int.random(in: 0...1, using: &generator)
            var steps: [(host: Int, seconds: Double)] = []
            for (depth, host) in [web, 2, 3].enumerated() {
                // What is put into a queue is handled when its turn comes.
                if isQueued, depth > 0 { time += wait(60) }
                steps.append((host, time))
                time += wait(0.02)
                if isQueued { steps.append((host, time)) }
            }
            if !isQueued, !isOneLine {
                for host in [3, 2, web] {
                    time += wait(0.05)
                    steps.append((host, time))
                }
            }
            for (line, step) in steps.enumerated() {
                log.add(
                    RequestLog.Step(
                        request: request &* 0x9E37_79B9_7F4A_7C15,
                        nanoseconds: Int64((step.seconds + offsets[step.host]) * 1e9), statement: Int32(step.host),
                        source: 0, clock: Int32(step.host), line: line + 1, byte: 0))
            }
        }
        log.finish(
            statements: hosts.map {
                RequestLog.Statement(
                    entity: Entity($0, .service), template: Template(id: 1, text: "x"), isError: false)
            }, source: "a.log", clocks: hosts.map { Entity($0, .host) })
        return log
    }

    @Test("The offsets of simulated machines are recovered", arguments: 1...10 as ClosedRange<UInt64>)
    func recovered(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var offsets = [0, 0, 0, 0.0]
        let off = Int.random(in: 0..<4, using: &generator)
        offsets[off] = [-3_600, -30.25, 0.5, 7, 90].randomElement(using: &generator) ?? 1
        let found = ClockSkew(Self.log(offsets: offsets, &generator), dependencies: []).offsets()
        try #require(found.map(\.host) == [Self.hosts[off]], "seed \(seed)")
        #expect(abs(found[0].seconds - offsets[off]) <= (found[0].uncertaintySeconds ?? 0), "seed \(seed)")
        #expect((found[0].uncertaintySeconds ?? 1) < 0.02, "seed \(seed)")
        #expect(found[0].requestCount >= 80)
    }

    @Test(
        "Machines that agree, or of which one handles later what it is handed, have no offset",
        arguments: [true, false])
    func none(isQueued: Bool) {
        var generator = SeededGenerator(seed: 5)
        let log = Self.log(offsets: [0, 0, 0, 0], isQueued: isQueued, &generator)
        #expect(ClockSkew(log, dependencies: []).offsets().isEmpty)
    }

    @Test("Where a callee only seems to begin before its caller, it is behind by at least so much")
    func bound() throws {
        var generator = SeededGenerator(seed: 6)
        let log = Self.log(offsets: [0, 0, -4, -4], isOneLine: true, &generator)
        #expect(ClockSkew(log, dependencies: []).offsets().isEmpty)
        let calls = [Dependency(caller: "web", callee: "cart"), Dependency(caller: "cart", callee: "db")]
        let found = ClockSkew(log, dependencies: calls).offsets()
        #expect(found.map(\.host) == ["cart-1"])
        #expect(found.allSatisfy { $0.uncertaintySeconds == nil && $0.seconds < -3.9 && $0.seconds >= -4 })
    }

    @Test("Ids that are on every machine, or too few, tell nothing")
    func nothing() {
        var log = RequestLog()
        for line in 0..<1_000 {
            log.add(
                RequestLog.Step(
                    request: 1, nanoseconds: Int64(line) * 1_000_000_000, statement: 0, source: 0,
                    clock: Int32(line % 50), line: line + 1, byte: 0))
        }
        let statement = RequestLog.Statement(
            entity: Entity("a", .service), template: Template(id: 1, text: "x"), isError: false)
        log.finish(statements: [statement], source: "a.log", clocks: (0..<50).map { Entity("h\($0)", .host) })
        #expect(ClockSkew(log, dependencies: []).offsets().isEmpty)
        #expect(ClockSkew(RequestLog(), dependencies: []).offsets().isEmpty)
    }

    /// Connections that begin on `web` and on `db`, whose clock is off by `offset` and gains `rate` in a second; `share` of
    /// them are of an end that was used again.
    private static func connections(
        offset: Double, rate: Double = 0, strays: Double = 0, count: Int = 200, isCoarse: Bool = false,
        _ generator: inout SeededGenerator
    ) -> RequestLog {
        var log = RequestLog()
        for connection in 0..<UInt64(count) {
            let time = 1_772_546_400 + Double(connection) * 20 + Double.random(in: 0..<15, using: &generator)
            var later = time + Double.random(in: -0.01...0.03, using: &generator)
            if Double.random(in: 0..<1, using: &generator) < strays {
                later += Double.random(in: -600...600, using: &generator)
            }
            later += offset + rate * (time - 1_772_546_400 - Double(count) * 10)
            for (clock, seconds) in [time, later].enumerated() {
                let nanoseconds = Int64((isCoarse ? seconds.rounded(.down) : seconds) * 1e9)
                log.add(
                    RequestLog.Step(
                        request: connection &* 0x9E37_79B9_7F4A_7C15, nanoseconds: nanoseconds, statement: 0, source: 0,
                        clock: Int32(clock), line: 1, byte: 0))
            }
        }
        log.finish(statements: [], source: "a.log", clocks: [Entity("db-1", .host), Entity("web-1", .host)])
        return log
    }

    @Test("Connections that both ends log tell the offset", arguments: [-3_600, -30, 0.5, 7] as [Double], [0, 0.05])
    func connected(offset: Double, strays: Double) throws {
        var generator = SeededGenerator(seed: 8)
        let log = Self.connections(offset: offset, strays: strays, &generator)
        let found = ClockSkew(RequestLog(), connections: log, dependencies: []).offsets()
        try #require(found.count == 1)
        // Of two clocks nobody knows which one is right.
        let seconds = found[0].host == "web-1" ? found[0].seconds : -found[0].seconds
        #expect(abs(seconds - offset) <= (found[0].uncertaintySeconds ?? 0))
        #expect((found[0].uncertaintySeconds ?? 9) <= 0.11)
        #expect(found[0].drift == nil)
    }

    @Test("Times of whole seconds tell it to the second")
    func coarse() throws {
        var generator = SeededGenerator(seed: 9)
        let log = Self.connections(offset: 40, isCoarse: true, &generator)
        let found = ClockSkew(RequestLog(), connections: log, dependencies: []).offsets()
        try #require(found.count == 1)
        #expect(abs(abs(found[0].seconds) - 40) <= 1.2)
    }

    @Test("A few connections, and those that do not agree, tell nothing")
    func noConnections() {
        var generator = SeededGenerator(seed: 10)
        for log in [
            Self.connections(offset: 30, count: 5, &generator),
            Self.connections(offset: 30, strays: 0.5, &generator),
            Self.connections(offset: 0, &generator),
        ] {
            #expect(ClockSkew(RequestLog(), connections: log, dependencies: []).offsets().isEmpty)
        }
    }

    @Test("The drift of a clock is found", arguments: [1e-3, -4e-4, 2e-2], [0, 0.04])
    func drift(rate: Double, strays: Double) throws {
        var generator = SeededGenerator(seed: 11)
        let log = Self.connections(offset: 12, rate: rate, strays: strays, &generator)
        let found = ClockSkew(RequestLog(), connections: log, dependencies: []).offsets()
        try #require(found.count == 1)
        let sign: Double = found[0].host == "web-1" ? 1 : -1
        let drift = try #require(found[0].drift)
        #expect(abs(sign * drift.rate - rate) < 3e-5)
        for second in stride(from: 0.0, through: 4_000, by: 500) {
            let expected = 12 + rate * (second - 2_000)
            let told = Double(found[0].nanoseconds(at: Timestamp(seconds: 1_772_546_400 + Int64(second)))) / 1e9
            #expect(abs(sign * told - expected) < 0.15, "\(second)")
        }
    }
}
