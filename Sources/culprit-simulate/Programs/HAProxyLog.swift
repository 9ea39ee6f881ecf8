internal import CulpritModel

/// The request log of one edge, in HAProxy's `option httplog` format inside a syslog line.
struct HAProxyLog {
    let host: Host
    let requestsPerSecond: Double
    let fault: any Fault

    /// Returns the requests that ended in `second`; the line is written at the end, its date is when it began.
    func entries(in second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        let retries = 1 + 0.2 * second.intensity
        let count = generator.poisson(requestsPerSecond * second.load * retries)
        return (0..<count).map { _ in
            var request = Request.drawn(load: second.load, &generator)
            fault.disturb(&request, second: second, &generator)
            return entry(request, endingAt: second.moment(&generator), load: second.load, &generator)
        }
    }

    private func entry(
        _ request: Request, endingAt end: Timestamp, load: Double, _ generator: inout SplitMix64
    ) -> LogEntry {
        let parts = request.kind.line.split(separator: "%", omittingEmptySubsequences: false)
        let target = parts.count == 2 ? "\(parts[0])\(generator.hex(8))\(parts[1])" : String(parts[0])
        let request = ended(request, &generator)
        let begin = Timestamp(nanoseconds: end.nanoseconds - Int64(request.total) * 1_000_000)
        let client =
            "\(generator.whole(11...212)).\(generator.whole(0...255)).\(generator.whole(0...255))"
            + ".\(generator.whole(1...254)):\(generator.whole(1_025...65_500))"
        let active = Int(880 * load) + generator.whole(-30...30)
        let counts = "\(active)/\(active - 3)/\(generator.whole(20...60))/\(generator.whole(2...12))/0 0/0"
        return LogEntry(
            time: end,
            text: "\(SyslogFormat.header(end, host)) haproxy[\(2_210 + host.number)]: \(client) "
                + "[\(Text.acceptDate(begin))] fe_https~ be_chat/\(request.server) \(request.timers) "
                + "\(request.status) \(request.bytes) - - \(request.termination) \(counts) \"\(target) HTTP/2.0\"")
    }

    /// What the line says of the end of a request.
    private struct Ending {
        let server: String
        let timers: String
        let total: Int
        let status: Int
        let bytes: Int
        let termination: String
    }

    private func ended(_ request: Request, _ generator: inout SplitMix64) -> Ending {
        let wait = Int(generator.logNormal(median: 0.6, sigma: 0.8))
        let response = max(1, Int(request.responseMilliseconds))
        let server = "chat-\(request.chat)"
        switch request.outcome {
        case .answered(let status):
            let transfer = generator.whole(0...3)
            let bytes = status < 300 ? generator.logNormal(median: request.kind.medianBytes, sigma: 0.5) : 214
            return Ending(
                server: server, timers: "0/0/\(wait)/\(response)/\(wait + response + transfer)",
                total: wait + response + transfer, status: status, bytes: Int(bytes), termination: "----")
        case .aborted:
            return Ending(
                server: server, timers: "0/0/\(wait)/-1/\(wait + response)", total: wait + response, status: 502,
                bytes: 208, termination: "SH--")
        case .timedOut:
            return Ending(
                server: server, timers: "0/0/\(wait)/-1/\(30_001 + wait)", total: 30_001 + wait, status: 504,
                bytes: 194, termination: "sH--")
        case .noServer:
            return Ending(
                server: "<NOSRV>", timers: "0/-1/-1/-1/0", total: 0, status: 503, bytes: 221, termination: "SC--")
        }
    }
}
