import CulpritAnalysis
import CulpritModel
import Testing

struct RequestFlowTests {
    /// A step of a made-up request: who writes what, how many seconds after the step before.
    struct Step {
        let entity: String
        let text: String
        let seconds: Double
        var isError = false
    }

    private static let normal = [
        Step(entity: "front", text: "order asked", seconds: 0), Step(entity: "cart", text: "cart read", seconds: 0.01),
        Step(entity: "cart", text: "cart found", seconds: 0.01),
        Step(entity: "front", text: "order done", seconds: 0.01),
    ]

    /// An hour of requests, three a minute, those of the fault's minutes by `faulty`.
    private func requests(_ faulty: [Step], source: String = "shop.log") -> RequestLog {
        var log = RequestLog()
        var statements: [RequestLog.Statement] = []
        var request: UInt64 = 0
        for minute in 0..<60 {
            for part in 0..<3 {
                request &+= 0x9E37_79B9_7F4A_7C15
                var time = DiagnosisCase.time(minute, seconds: Double(part) * 15)
                for step in DiagnosisCase.faultMinutes.contains(minute) ? faulty : Self.normal {
                    time = time.advanced(bySeconds: step.seconds)
                    let statement = RequestLog.Statement(
                        entity: Entity(step.entity, .service), template: Template(id: 1, text: step.text),
                        isError: step.isError)
                    let number = statements.firstIndex(of: statement) ?? statements.count
                    if number == statements.count { statements.append(statement) }
                    log.add(
                        RequestLog.Step(
                            request: request, nanoseconds: time.nanoseconds, statement: Int32(number), source: 0,
                            line: log.steps.count + 1, byte: 100 * log.steps.count))
                }
            }
        }
        log.finish(statements: statements, source: source, clocks: [Entity("a-1", .host)])
        return log
    }

    @Test("Who calls whom is known from the ways of requests, for whatever asks behind the diagnosis")
    func calls() throws {
        var fleet = DiagnosisCase()
        fleet.requests = requests(Self.normal)
        #expect(try fleet.diagnosis().calls == [Dependency(caller: "front", callee: "cart")])
    }

    private func firstCause(_ faulty: [Step]) throws -> Cause? {
        var fleet = DiagnosisCase()
        fleet.requests = requests(faulty)
        return try fleet.diagnosis().causes.first
    }

    @Test(
        "A step that comes instead of the normal one is a bug of who takes it, logged as an error or not",
        arguments: [true, false])
    func replacedStep(isError: Bool) throws {
        var steps = Self.normal
        steps[2] = Step(entity: "cart", text: "nothing there at all", seconds: 0.01, isError: isError)
        let cause = try #require(try firstCause(steps))
        #expect(cause.entity.name == "cart" && cause.category == .bug)
        let evidence = try #require(cause.evidence.first)
        #expect(evidence.kind == .template && evidence.location.source == "shop.log")
        // The first request of the fault's minutes is the 121st of four steps each, and its third step is blamed.
        #expect(evidence.location.line == 483 && evidence.location.byte == 48_200)
    }

    @Test("Who no longer takes the step that it is asked for is blamed, not who goes on without")
    func skippedCallee() throws {
        let cause = try #require(try firstCause([Self.normal[0], Self.normal[3]]))
        #expect(cause.entity.name == "cart" && cause.category == .bug)
    }

    @Test("Time lost on the way between two entities is the network's, of the callee where nothing else tells")
    func slowBetween() throws {
        var steps = Self.normal
        steps[1] = Step(entity: "cart", text: "cart read", seconds: 1)
        steps[3] = Step(entity: "front", text: "order done", seconds: 1)
        let cause = try #require(try firstCause(steps))
        #expect(cause.entity.name == "cart" && cause.category == .network)
    }

    @Test("Time lost within an entity is a delay")
    func slowWithin() throws {
        var steps = Self.normal
        steps[2] = Step(entity: "cart", text: "cart found", seconds: 1)
        let cause = try #require(try firstCause(steps))
        #expect(cause.entity.name == "cart" && cause.category == .delay)
    }

    @Test("What stays as it is, differs in a parameter or is repaired is no evidence")
    func nothingWrong() throws {
        #expect(try firstCause(Self.normal) == nil)
        var steps = Self.normal
        steps[2] = Step(entity: "cart", text: "cart emptied", seconds: 0.01)
        #expect(try firstCause(steps) == nil)
    }

    @Test("The order of sources changes nothing")
    func order() throws {
        var steps = Self.normal
        steps[2] = Step(entity: "cart", text: "nothing there at all", seconds: 0.01, isError: true)
        let logs = [requests(steps, source: "a.log"), requests(Self.normal, source: "b.log")]
        let causes = try [logs, logs.reversed()].map { logs in
            var fleet = DiagnosisCase()
            for log in logs { fleet.requests.merge(log) }
            return try fleet.diagnosis().causes
        }
        #expect(causes[0] == causes[1])
    }

    @Test("A full log keeps whole requests, the same ones in every source")
    func thinning() {
        var logs = [RequestLog(limit: 100), RequestLog(limit: 100)]
        for request in 0..<1_000 as Range<UInt64> {
            for index in logs.indices {
                logs[index].add(
                    RequestLog.Step(
                        request: request &* 0x9E37_79B9_7F4A_7C15, nanoseconds: 0, statement: 0, source: 0, line: 1,
                        byte: 0))
            }
        }
        #expect(logs[0].steps.count <= 100 && !logs[0].steps.isEmpty)
        #expect(logs[0].steps.map(\.request) == logs[1].steps.map(\.request))
    }

    @Test("One endless request stays within the limit")
    func endlessRequest() {
        var log = RequestLog(limit: 100)
        for line in 1...1_000 {
            log.add(RequestLog.Step(request: 0, nanoseconds: 0, statement: 0, source: 0, line: line, byte: 0))
        }
        #expect(log.steps.count <= 100)
    }
}
