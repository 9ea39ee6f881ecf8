internal import CulpritModel

/// The routine lines of one PostgreSQL server: sessions, sampled statements, checkpoints, autovacuum.
struct PostgresLog {
    let host: Host
    let linesPerSecond: Double
    let fault: any Fault

    /// Returns what the server tells in `second`; nothing once the fault has shut it down.
    func entries(in second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        guard !fault.isShutDown(host, in: second) else { return [] }
        let count = generator.poisson(linesPerSecond * second.load)
        var entries = (0..<count).map { _ in session(in: second, &generator) }
        let phase = Int(second.start.seconds) % 300
        if phase == 17 + host.number * 40 {
            let text = host.number == 1 ? "checkpoint starting: time" : "restartpoint starting: time"
            entries.append(PostgresFormat.entry(second.moment(&generator), process: 871, session: false, "LOG", text))
        } else if phase == 201 + host.number * 40 {
            entries.append(checkpoint(in: second, &generator))
        } else if host.number == 1, generator.chance(0.004) {
            entries.append(vacuum(in: second, &generator))
        }
        return entries
    }

    private func session(in second: Second, _ generator: inout SplitMix64) -> LogEntry {
        let (time, process) = (second.moment(&generator), generator.whole(12_000...32_000))
        let client = "10.20.2.\(generator.whole(11...16))"
        switch generator.whole(0...9) {
        case 0:
            return PostgresFormat.entry(
                time, process: process, session: false, "LOG",
                "connection received: host=\(client) port=\(generator.whole(32_768...60_999))")
        case 1:
            return PostgresFormat.entry(
                time, process: process, "LOG",
                "connection authorized: user=chat database=chat application_name=chat SSL enabled "
                    + "(protocol=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, bits=256)")
        case 2:
            let minutes = Text.padded(generator.whole(0...29))
            return PostgresFormat.entry(
                time, process: process, "LOG",
                "disconnection: session time: 0:\(minutes):\(Text.padded(generator.whole(0...59)))."
                    + "\(Text.padded(generator.whole(0...999), 3)) user=chat database=chat host=\(client) "
                    + "port=\(generator.whole(32_768...60_999))")
        default:
            var milliseconds = generator.logNormal(median: 3.4, sigma: 0.8)
            milliseconds *= fault.queryFactor(host, in: second, &generator)
            let statement = generator.pick(host.number == 1 ? Self.writes : Self.reads)
            return PostgresFormat.entry(
                time, process: process, "LOG",
                "duration: \(Text.decimal(milliseconds, 3)) ms  execute <unnamed>: \(statement)")
        }
    }

    private func checkpoint(in second: Second, _ generator: inout SplitMix64) -> LogEntry {
        let slow = fault.checkpointFactor(host, in: second)
        let buffers = generator.whole(2_100...4_800)
        let (write, sync) = (
            generator.number(171...184) * min(1.5, slow.squareRoot()), generator.number(0.02...0.09) * slow * slow
        )
        let longest = sync * generator.number(0.3...0.5)
        let distance = generator.whole(30_000...60_000)
        let lsn = "1A/\(generator.hex(8).uppercased())"
        return PostgresFormat.entry(
            second.moment(&generator), process: 871, session: false, "LOG",
            "\(host.number == 1 ? "checkpoint" : "restartpoint") complete: wrote \(buffers) buffers "
                + "(\(Text.decimal(Double(buffers) / 5_242.88, 1))%); 0 WAL file(s) added, 0 removed, "
                + "\(generator.whole(1...4)) recycled; write=\(Text.decimal(write, 3)) s, "
                + "sync=\(Text.decimal(sync, 3)) s, "
                + "total=\(Text.decimal(write + sync + 0.02, 3)) s; sync files=\(generator.whole(80...160)), "
                + "longest=\(Text.decimal(longest, 3)) s, average=\(Text.decimal(sync / 100, 3)) s; "
                + "distance=\(distance) kB, estimate=\(distance + 4_000) kB; lsn=\(lsn), redo lsn=\(lsn.dropLast(3))000"
        )
    }

    private func vacuum(in second: Second, _ generator: inout SplitMix64) -> LogEntry {
        let table = generator.pick(["sessions", "receipts", "presence_log", "rooms"])
        let (date, pages) = (second.moment(&generator), generator.whole(900...40_000))
        return PostgresFormat.entry(
            date, process: generator.whole(12_000...32_000), session: false, "LOG",
            "automatic analyze of table \"chat.public.\(table)\"\n"
                + "\tavg read rate: \(Text.decimal(generator.number(2...40), 3)) MB/s, avg write rate: "
                + "\(Text.decimal(generator.number(0...2), 3)) MB/s\n"
                + "\tbuffer usage: \(pages) hits, \(pages / 9) misses, \(pages / 300) dirtied\n"
                + "\tsystem usage: CPU: user: 0.\(generator.whole(10...60)) s, system: 0.0\(generator.whole(1...9)) s, "
                + "elapsed: \(Text.decimal(generator.number(0.6...4), 2)) s")
    }

    private static let writes = [
        "INSERT INTO messages (id, room_id, sender_id, body, sent_at) VALUES ($1, $2, $3, $4, $5)",
        "UPDATE receipts SET read_at = $1 WHERE user_id = $2 AND message_id = $3",
        "INSERT INTO sessions (id, user_id, device, opened_at) VALUES ($1, $2, $3, $4)",
        "SELECT id, password_hash, locked_until FROM users WHERE handle = $1",
        "UPDATE rooms SET last_message_id = $1 WHERE id = $2",
    ]
    private static let reads = [
        "SELECT id, sender_id, body, sent_at FROM messages WHERE room_id = $1 ORDER BY id DESC LIMIT 50",
        "SELECT r.id, r.title, r.last_message_id FROM rooms r JOIN members m ON m.room_id = r.id WHERE m.user_id = $1",
        "SELECT count(*) FROM messages WHERE room_id = $1 AND id > $2",
    ]
}
