internal import CulpritModel
internal import CulpritTestSupport

/// The kinds of logs that take different ways through the program.
enum LogKind: String, CaseIterable, Sendable, CustomStringConvertible {
    /// Requests: parts in many places, all of them digits.
    case access
    /// A header, and messages that differ in numbers; troubles of several lines.
    case java
    /// Keys and values that have to be found, and ids of which no two are alike.
    case json
    /// The same without braces.
    case logfmt
    /// Times without a year, and several programs.
    case syslog
    /// A header, and in each message ids with letters: no line has the shape of another.
    case task

    var description: String { rawValue }

    /// A line that no rule knows.
    func line(at time: Timestamp, _ generator: inout SeededGenerator) -> String {
        switch self {
        case .access:
            let size = Int.random(in: 200...90_000, using: &generator)
            let path =
                [
                    "/api/v1/items/\(generator.digits(4))", "/login", "/static/app.\(generator.digits(2)).js",
                    "/health",
                ].randomElement(using: &generator) ?? ""
            return "10.0.\(generator.digits(1)).\(generator.digits(2)) - - [\(LogClock.common(time))] "
                + "\"GET \(path) HTTP/1.1\" 200 \(size) \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\""
        case .java:
            let message =
                [
                    "Order \(generator.digits(5)) stored in \(generator.digits(2)) ms",
                    "Cache holds \(generator.digits(4)) entries, \(generator.digits(2)) of them new",
                    "Segment \(generator.digits(10)) of \(generator.digits(5)) bytes came from 10.0.0.\(generator.digits(2))",
                    "Session \(generator.digits(6)) of user \(generator.digits(3)) ended after \(generator.digits(3)) s",
                ].randomElement(using: &generator) ?? ""
            return "\(LogClock.iso(time)) INFO [pool-1-thread-\(generator.digits(2))] com.example.store.OrderService: "
                + message
        case .json:
            return "{\"time\":\"\(LogClock.iso(time, "T", "."))Z\",\"level\":\"info\",\"service\":\"cart\","
                + "\"msg\":\"request done\",\"trace_id\":\"\(generator.hex())\",\"status\":200,"
                + "\"duration_ms\":\(generator.digits(3)),\"items\":\(generator.digits(1))}"
        case .logfmt:
            return "time=\(LogClock.iso(time, "T", "."))Z level=info service=cart msg=\"request done\" "
                + "request_id=\(generator.hex()) status=200 duration=\(generator.digits(3))ms items=\(generator.digits(1))"
        case .syslog:
            let message =
                [
                    "sshd[\(generator.digits(4))]: Accepted publickey for deploy from 10.0.3.\(generator.digits(2)) port "
                        + "\(generator.digits(5)) ssh2",
                    "CRON[\(generator.digits(4))]: (root) CMD (/usr/local/bin/rotate \(generator.digits(1)))",
                    "haproxy[\(generator.digits(4))]: Proxy fe_main counted \(generator.digits(4)) sessions",
                    "systemd[1]: Started Session \(generator.digits(4)) of User deploy.",
                ].randomElement(using: &generator) ?? ""
            return "\(LogClock.syslog(time)) web-1 \(message)"
        case .task:
            return "\(LogClock.iso(time, " ", ".")) \(generator.digits(4)) INFO store.volume.worker "
                + "[task-\(generator.hex())] Volume \(generator.hex()) was attached in \(generator.digits(2)) s"
        }
    }

    /// A record that a rule knows.
    func trouble(at time: Timestamp) -> String {
        let refused = "dial tcp 10.0.0.7:6379: connect: connection refused"
        return switch self {
        case .access: "10.0.0.7 - - [\(LogClock.common(time))] \"GET /login HTTP/1.1\" 503 190 \"-\" \"curl/8.5\""
        case .java:
            """
            \(LogClock.iso(time)) ERROR [pool-1-thread-12] com.example.store.OrderService: Order not stored
            java.sql.SQLTransientConnectionException: Connection is not available, request timed out after 30000ms.
            \tat com.example.store.Pool.lend(Pool.java:88)
            \tat com.example.store.OrderService.store(OrderService.java:41)
            """
        case .json:
            "{\"time\":\"\(LogClock.iso(time, "T", "."))Z\",\"level\":\"error\",\"service\":\"cart\",\"msg\":\"\(refused)\"}"
        case .logfmt: "time=\(LogClock.iso(time, "T", "."))Z level=error service=cart msg=\"\(refused)\""
        case .syslog:
            "\(LogClock.syslog(time)) web-1 kernel: Out of memory: Killed process 812 (java) total-vm:8123456kB"
        case .task: "\(LogClock.iso(time, " ", ".")) 2931 ERROR store.volume.worker [-] \(refused)"
        }
    }
}

extension SeededGenerator {
    /// So many digits, of which the first is not zero.
    fileprivate mutating func digits(_ count: Int) -> Int {
        let least = (1..<count).reduce(1) { power, _ in power * 10 }
        return Int.random(in: least..<least * 10, using: &self)
    }

    /// Sixteen hexadecimal digits.
    fileprivate mutating func hex() -> String { String(next() | 1 << 63, radix: 16) }
}
