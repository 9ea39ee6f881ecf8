/// The routine lines of one Kafka broker.
struct KafkaLog {
    let host: Host
    let linesPerSecond: Double

    /// Returns what the broker tells in `second` when nothing is wrong.
    func entries(in second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        let count = generator.poisson(linesPerSecond * second.load)
        return (0..<count).map { _ in
            let (message, logger) = message(&generator)
            return KafkaFormat.entry(second.moment(&generator), "INFO", message, logger: logger)
        }
    }

    private func message(_ generator: inout SplitMix64) -> (message: String, logger: String) {
        let topic = generator.pick(["chat.messages", "chat.messages", "chat.receipts", "chat.push"])
        let partition = "\(topic)-\(generator.whole(0...47))"
        let offset = generator.whole(410_000_000...480_000_000)
        switch generator.whole(0...9) {
        case 0...3:
            return (
                "[UnifiedLog partition=\(partition), dir=/var/lib/kafka/data] Rolled new log segment at offset "
                    + "\(offset) in \(generator.whole(1...9)) ms.", "kafka.log.UnifiedLog"
            )
        case 4...6:
            return (
                "[ProducerStateManager partition=\(partition)] Wrote producer snapshot at offset \(offset) with "
                    + "\(generator.whole(0...6)) producer ids in \(generator.whole(1...7)) ms.",
                "org.apache.kafka.storage.internals.log.ProducerStateManager"
            )
        case 7:
            return (
                "[LocalLog partition=\(partition), dir=/var/lib/kafka/data] Deleting segment files LogSegment("
                    + "baseOffset=\(offset), size=1073740\(generator.whole(100...999)), lastModifiedTime="
                    + "17723\(generator.whole(10_000_000...99_999_999)), largestRecordTimestamp=Some(17723"
                    + "\(generator.whole(10_000_000...99_999_999))))", "kafka.log.LocalLog$"
            )
        case 8:
            return (
                "[GroupMetadataManager brokerId=\(host.number)] Group push-\(generator.hex(4)) transitioned to Dead in "
                    + "generation \(generator.whole(2...900))", "kafka.coordinator.group.GroupMetadataManager"
            )
        default:
            return (
                "[SocketServer listenerType=BROKER, nodeId=\(host.number)] Closing idle connection 10.20.3."
                    + "\(10 + host.number):9092-10.20.2.\(generator.whole(11...16)):\(generator.whole(32_768...60_999))"
                    + "-\(generator.whole(10...900))", "kafka.network.Processor"
            )
        }
    }
}
