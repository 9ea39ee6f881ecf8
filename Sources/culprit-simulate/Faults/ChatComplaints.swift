/// The lines in which a chat server complains of what it depends on.
enum ChatComplaints {
    /// Returns that a statement on a database took too long.
    static func databaseTimeout(_ database: String, _ generator: inout SplitMix64) -> (level: String, message: String) {
        let statement = generator.pick(
            database == "db-1" ? ["insert_message", "update_receipt", "open_session"] : ["room_history", "room_list"])
        let room = generator.hex(8)
        switch generator.whole(0...3) {
        case 0:
            return (
                "warning",
                "chat_pool:checkout/2:88 pool \(database) exhausted: 40 of 40 busy, \(generator.whole(8...160)) waiting"
            )
        case 1:
            return (
                "error",
                "chat_http:reply/3:140 503 for room=r\(room): store unavailable after "
                    + "\(generator.whole(5_001...5_060)) ms"
            )
        default:
            return (
                "error",
                "chat_store:query/3:97 query \(statement) on \(database) failed: {error,timeout} after 5000 ms "
                    + "room=r\(room)"
            )
        }
    }

    /// Returns that a broker was not reached in time.
    static func brokerTimeout(_ generator: inout SplitMix64) -> (level: String, message: String) {
        let broker = "kafka-\(generator.whole(1...3))"
        let partition = "chat.messages-\(generator.whole(0...47))"
        switch generator.whole(0...4) {
        case 0:
            return (
                "error",
                "brod_client: chat_kafka client: payload connection down \(broker):9092 reason:{shutdown,tcp_closed}"
            )
        case 1:
            return (
                "warning",
                "chat_outbox:flush/1:119 \(generator.whole(12...900)) messages wait for \(partition), oldest "
                    + "\(generator.whole(2_000...29_000)) ms"
            )
        case 2:
            return ("error", "kpro_connection: failed to connect to \(broker):9092 reason:etimedout")
        default:
            return (
                "error",
                "chat_outbox:produce/3:76 produce to \(partition) on \(broker) failed: {error,timeout} after 10000 "
                    + "ms, retry \(generator.whole(1...3)) of 3"
            )
        }
    }

    /// Returns the complaints of one second at about `rate` a second, at most ten.
    static func entries(
        in second: Second, rate: Double, _ generator: inout SplitMix64,
        _ message: (inout SplitMix64) -> (level: String, message: String)
    ) -> [LogEntry] {
        (0..<min(10, generator.poisson(rate * second.intensity))).map { _ in
            let (level, text) = message(&generator)
            return ErlangFormat.entry(second.moment(&generator), level, ErlangFormat.pid(&generator), text)
        }
    }
}
