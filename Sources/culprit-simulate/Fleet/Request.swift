/// One HTTP request on its way through an edge to a chat server.
struct Request {
    let kind: Kind
    let chat: Int
    /// Milliseconds from the connection to the first byte of the answer.
    var responseMilliseconds: Double
    var outcome = Outcome.answered(200)

    /// What a request does and on what it depends.
    struct Kind {
        let line: String
        let weight: Double
        let medianMilliseconds: Double
        let medianBytes: Double
        let status: Int
        let dependency: Dependency

        init(
            _ line: String, _ weight: Double, _ medianMilliseconds: Double, _ medianBytes: Double, _ status: Int,
            _ dependency: Dependency
        ) {
            (self.line, self.weight, self.status, self.dependency) = (line, weight, status, dependency)
            (self.medianMilliseconds, self.medianBytes) = (medianMilliseconds, medianBytes)
        }
    }

    /// What chat waits for to answer.
    enum Dependency {
        case queue, primary, replica, memory
    }

    /// How HAProxy saw the end of a request.
    enum Outcome {
        case answered(Int)
        /// The server closed the connection before it answered: 502 and `SH--`.
        case aborted
        /// `timeout server` went by: 504 and `sH--`.
        case timedOut
        /// No server of the backend was up: 503, `<NOSRV>` and `SC--`.
        case noServer
    }

    /// The requests that clients send; '%' stands for an identifier.
    static let kinds: [Kind] = [
        Kind("POST /v1/messages", 30, 24, 310, 201, .queue),
        Kind("POST /v1/messages/%/receipts", 18, 11, 120, 204, .queue),
        Kind("GET /v1/rooms/%/messages?limit=50", 22, 31, 9_400, 200, .replica),
        Kind("GET /v1/rooms", 8, 22, 4_100, 200, .replica),
        Kind("GET /v1/presence/%", 12, 4, 240, 200, .memory),
        Kind("POST /v1/sessions", 3, 64, 610, 200, .primary),
        Kind("PUT /v1/rooms/%/members", 2, 38, 180, 200, .primary),
        Kind("PUT /v1/profile", 1, 29, 350, 200, .primary),
        Kind("GET /v1/media/%", 4, 16, 64_000, 200, .memory),
    ]

    /// Draws a request as it goes when nothing is wrong, with the few failures of every day.
    static func drawn(load: Double, _ generator: inout SplitMix64) -> Request {
        var rest = generator.fraction() * 100
        let kind = kinds.first { candidate in
            rest -= candidate.weight
            return rest < 0
        }
        let chosen = kind ?? kinds[0]
        let median = chosen.medianMilliseconds * (0.7 + 0.3 * load)
        var request = Request(
            kind: chosen, chat: generator.whole(1...6),
            responseMilliseconds: generator.logNormal(median: median, sigma: 0.55))
        request.outcome = .answered(chosen.status)
        let luck = generator.fraction()
        if luck < 0.000_25 {
            request.outcome = .answered(generator.pick([500, 503]))
        } else if luck < 0.000_4 {
            request.outcome = generator.chance(0.5) ? .aborted : .timedOut
        } else if luck < 0.012 {
            request.outcome = .answered(generator.pick([400, 401, 403, 404, 404, 409, 429]))
        } else if luck < 0.017 {
            request.responseMilliseconds *= generator.number(5...20)
        }
        return request
    }
}
