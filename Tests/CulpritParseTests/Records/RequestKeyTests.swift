import CulpritModel
import CulpritParse
import CulpritRules
import Testing

/// What JSON and logfmt call the parts of a request of which series are made.
struct RequestKeyTests {
    /// The parts of a request that a record has.
    struct Parts: Equatable {
        var sent: Int64?
        var received: Int64?
        var seconds: Double?
        var peer: String?
        var client: String?
        var status: Int?
    }

    /// The parts of the one record that `line` is.
    private static func parts(of line: String) throws -> Parts? {
        var reader = RecordReader(try Reading.rules.get(), reference: Reading.reference)
        var found: [Parts] = []
        let take = { (record: borrowing RecordBuffer) in
            found.append(
                Parts(
                    sent: record.sentBytes, received: record.receivedBytes, seconds: record.durationSeconds,
                    peer: record.peer.flatMap { record.text($0) }, client: record.client.flatMap { record.text($0) },
                    status: record.status))
        }
        reader.read(Array((line + "\n").utf8).span) { take($0) }
        reader.finish { take($0) }
        return found.count == 1 ? found[0] : nil
    }

    static let bytesSent = [
        "http.response.body.bytes", "http.response.bytes", "httpRequest.responseSize", "body_bytes_sent", "bytes_sent",
        "response_size", "DownstreamContentSize",
    ]
    static let bytesReceived = [
        "http.request.body.bytes", "http.request.bytes", "httpRequest.requestSize", "bytes_received", "request_size",
        "RequestContentSize",
    ]
    static let durations: [(key: String, seconds: Double)] = [
        ("request_time", 250), ("duration_s", 250), ("duration_seconds", 250), ("elapsed_seconds", 250),
        ("latency_seconds", 250), ("responseTime", 0.25), ("response_time_ms", 0.25), ("responseTimeMs", 0.25),
        ("request_time_ms", 0.25), ("duration_ms", 0.25), ("durationMs", 0.25), ("latency_ms", 0.25),
        ("latencyMs", 0.25), ("elapsed_ms", 0.25), ("elapsedMs", 0.25), ("duration_us", 0.000_25),
        ("elapsed_us", 0.000_25), ("latency_us", 0.000_25), ("event.duration", 0.000_000_25),
        ("duration_ns", 0.000_000_25), ("elapsed_ns", 0.000_000_25),
    ]
    static let peers = [
        "upstream_addr", "upstream_host", "upstream_cluster", "server.address", "destination.address", "peer.service",
        "net.peer.name", "ServiceAddr",
    ]
    static let clients = [
        "client.ip", "source.ip", "client.address", "source.address", "httpRequest.remoteIp", "request.client_ip",
        "request.remote_ip", "req.remoteAddress", "ClientHost", "client_ip", "clientip", "remote_addr", "remote_ip",
        "remote_address",
    ]

    private static func json(_ key: String, _ value: String, isNested: Bool) -> String {
        let names = key.split(separator: ".")
        let member =
            isNested
            ? names.map { "\"\($0)\":" }.joined(separator: "{") + value
                + String(repeating: "}", count: names.count - 1)
            : "\"\(key)\":\(value)"
        return "{\"time\":\"2026-03-03T14:00:01Z\",\"msg\":\"done\",\(member)}"
    }

    @Test("JSON tells how many bytes were sent and received", arguments: [false, true])
    func jsonBytes(isNested: Bool) throws {
        for key in Self.bytesSent {
            #expect(try Self.parts(of: Self.json(key, "512", isNested: isNested)) == Parts(sent: 512), "\(key)")
        }
        for key in Self.bytesReceived {
            #expect(try Self.parts(of: Self.json(key, "512", isNested: isNested)) == Parts(received: 512), "\(key)")
        }
    }

    @Test("JSON tells how long a request took, in its own unit", arguments: [false, true])
    func jsonDuration(isNested: Bool) throws {
        for (key, seconds) in Self.durations {
            let parts = try #require(try Self.parts(of: Self.json(key, "250", isNested: isNested)))
            #expect(abs(try #require(parts.seconds, "\(key)") - seconds) < seconds * 1e-9, "\(key)")
            #expect(parts == Parts(seconds: parts.seconds), "\(key)")
        }
    }

    @Test("JSON tells who called and who was called", arguments: [false, true])
    func jsonEnds(isNested: Bool) throws {
        for key in Self.peers {
            let parts = try Self.parts(of: Self.json(key, "\"10.0.0.9\"", isNested: isNested))
            #expect(parts == Parts(peer: "10.0.0.9"), "\(key)")
        }
        for key in Self.clients {
            let parts = try Self.parts(of: Self.json(key, "\"10.0.0.9\"", isNested: isNested))
            #expect(parts == Parts(client: "10.0.0.9"), "\(key)")
        }
    }

    /// What a line of logfmt begins with, of each of its formats.
    static let logfmt = [
        "time=2026-03-03T14:00:01Z level=info msg=done", "time=2026-03-03T14:00:01Z lvl=info msg=done",
        "time=2026-03-03T14:00:01Z msg=done", "time=2026-03-03T14:00:01Z type=get",
    ]

    @Test("So does logfmt", arguments: logfmt)
    func logfmtParts(start: String) throws {
        for key in ["bytes_sent", "response_size"] {
            #expect(try Self.parts(of: "\(start) \(key)=512") == Parts(sent: 512), "\(key)")
        }
        for key in ["duration_s", "duration_seconds"] {
            #expect(try Self.parts(of: "\(start) \(key)=2.5") == Parts(seconds: 2.5), "\(key)")
        }
        for key in ["duration_ms", "elapsed_ms", "latency_ms", "time_ms"] {
            #expect(try Self.parts(of: "\(start) \(key)=2500") == Parts(seconds: 2.5), "\(key)")
        }
        for key in ["upstream_addr", "upstream"] {
            #expect(try Self.parts(of: "\(start) \(key)=10.0.0.9:80") == Parts(peer: "10.0.0.9:80"), "\(key)")
        }
        for key in ["remote_addr", "client_ip"] {
            #expect(try Self.parts(of: "\(start) \(key)=10.0.0.9") == Parts(client: "10.0.0.9"), "\(key)")
        }
        let all = "\(start) status=503 bytes_sent=7 duration_ms=20 upstream=shop remote_addr=10.0.0.9"
        #expect(
            try Self.parts(of: all)
                == Parts(sent: 7, seconds: 0.02, peer: "shop", client: "10.0.0.9", status: 503))
    }

    static let noNumbers = ["-", "\"\"", "\"many\"", "-3", "1e999", "null", "true", "12345678901234567890"]

    @Test("What is no number is no size and no duration", arguments: noNumbers)
    func noNumber(value: String) throws {
        let parts = try #require(try Self.parts(of: Self.json("bytes_sent", value, isNested: false)))
        #expect(parts.sent == nil)
        guard value != "12345678901234567890" else { return }
        #expect(try Self.parts(of: Self.json("duration_ms", value, isNested: false))?.seconds == nil)
        let start = Self.logfmt[0]
        #expect(try Self.parts(of: "\(start) bytes_sent=\(value) duration_ms=\(value)") == Parts())
    }
}
