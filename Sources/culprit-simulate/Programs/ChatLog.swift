/// The routine lines of one Erlang chat server.
struct ChatLog {
    let host: Host
    let linesPerSecond: Double

    /// Returns what the server tells in `second` when nothing is wrong.
    func entries(in second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        let count = generator.poisson(linesPerSecond * second.load)
        return (0..<count).map { _ in
            let (level, message) = message(&generator)
            return ErlangFormat.entry(second.moment(&generator), level, ErlangFormat.pid(&generator), message)
        }
    }

    private func message(_ generator: inout SplitMix64) -> (level: String, message: String) {
        let (user, room) = ("u\(generator.whole(100_000...999_999))", "r\(generator.hex(8))")
        let duration = Text.decimal(generator.logNormal(median: 9, sigma: 0.6), 1)
        switch generator.whole(0...99) {
        case 0...49:
            return (
                "info",
                "chat_router:handle_cast/2:388 routed message m\(generator.hex(12)) room=\(room) "
                    + "recipients=\(generator.whole(1...24)) in \(duration) ms"
            )
        case 50...69:
            return ("info", "chat_session:init/1:74 session opened user=\(user) device=\(generator.pick(Self.devices))")
        case 70...84:
            let reason = generator.pick(["normal", "normal", "client_closed", "idle_timeout", "replaced"])
            return ("info", "chat_session:terminate/2:201 session closed user=\(user) reason=\(reason)")
        case 85...93:
            return (
                "info",
                "chat_store:history/3:131 history room=\(room) rows=\(generator.whole(0...50)) from db-2 in "
                    + "\(duration) ms"
            )
        case 94...97:
            return (
                "notice",
                "chat_push:deliver/2:95 push batch delivered count=\(generator.whole(20...400)) "
                    + "failed=\(generator.whole(0...3)) in \(duration) ms"
            )
        case 98:
            return (
                "warning",
                "chat_session:handle_info/2:166 slow client user=\(user) outbound queue \(generator.whole(51...140))"
            )
        default:
            return ("notice", "chat_auth:verify/2:58 token rejected user=\(user) reason=expired")
        }
    }

    private static let devices = ["ios", "ios", "android", "android", "android", "web", "desktop"]
}
