internal import CulpritModel

/// The disk sda of db-1 has sectors that cannot be read; in the end db-2 is promoted and db-1 shut down.
struct FailingDisk: Fault {
    let timeline: Timeline
    let requestsPerSecond: Double

    let impacts: [MetricImpact] = [
        MetricImpact("node_disk_io_time_seconds_total", "db-1", shift: 0.8),
        MetricImpact("node_disk_read_time_seconds_total", "db-1", shift: 5),
        MetricImpact("node_disk_write_time_seconds_total", "db-1", shift: 3),
        MetricImpact("node_disk_writes_completed_total", "db-1", scale: 0.4),
        MetricImpact("node_cpu_seconds_total", "db-1", label: "iowait", shift: 0.45),
        MetricImpact("node_load1", "db-1", scale: 3, shift: 12),
        MetricImpact("pg_stat_activity_count", "db-1", label: "active", shift: 110, delay: 20),
        MetricImpact("pg_stat_database_xact_commit_total", "db-1", scale: 0.35, delay: 20),
        MetricImpact("chat_db_pool_queue_length", "chat", shift: 45, delay: 30),
        MetricImpact("erlang_vm_process_count", "chat", scale: 1.3, delay: 40),
        MetricImpact("haproxy_backend_http_responses_total", "edge", label: "5xx", shift: 65, delay: 40),
        MetricImpact("haproxy_backend_http_responses_total", "edge", label: "2xx", scale: 0.85, delay: 40),
        MetricImpact("haproxy_backend_response_time_average_seconds", "edge", shift: 1.1, delay: 40),
        MetricImpact("chat_message_delivery_seconds", "chat", shift: 2.4, delay: 40),
    ]

    func entries(
        from program: LogProgram, on host: Host, in second: Second, _ generator: inout SplitMix64
    ) -> [LogEntry] {
        switch program {
        case .syslog where host.name == "db-1": return system(host, second, &generator)
        case .postgresql where host.name == "db-1": return database(second, &generator)
        case .chat:
            let rate = max(0.01, requestsPerSecond / 6 * 0.1)
            return ChatComplaints.entries(in: second, rate: rate, &generator) {
                ChatComplaints.databaseTimeout("db-1", &$0)
            }
        default: return []
        }
    }

    func disturb(_ request: inout Request, second: Second, _ generator: inout SplitMix64) {
        let needsDisk: Bool = request.kind.dependency == .primary || request.kind.dependency == .queue
        guard needsDisk, !second.isAfterFault else { return }
        if generator.chance(0.3 * second.intensity) {
            request.outcome = generator.chance(0.35) ? .timedOut : .answered(503)
            request.responseMilliseconds = generator.number(5_005...5_090)
        } else if generator.chance(0.6 * second.intensity) {
            request.responseMilliseconds += generator.logNormal(median: 1_300, sigma: 0.7)
        }
    }

    func queryFactor(_ host: Host, in second: Second, _ generator: inout SplitMix64) -> Double {
        guard host.name == "db-1", generator.chance(0.6) else { return 1 }
        return 1 + second.intensity * generator.logNormal(median: 350, sigma: 0.9)
    }

    func checkpointFactor(_ host: Host, in second: Second) -> Double {
        host.name == "db-1" ? 1 + 19 * second.intensity : 1
    }

    func isShutDown(_ host: Host, in second: Second) -> Bool { host.name == "db-1" && second.isAfterFault }

    func onceEntries(_ generator: inout SplitMix64) -> [PlacedEntry] {
        let (primary, replica) = (Host(.db, 1), Host(.db, 2))
        var placed: [PlacedEntry] = []
        var (sectors, errors) = (8, 3)
        for minute in stride(from: 0.5, to: timeline.faultEnd.seconds(since: timeline.faultStart) / 60, by: 4) {
            let time = timeline.faultStart.advanced(bySeconds: minute * 60 + generator.number(0...9))
            let more = generator.whole(9...41)
            for text in [
                "\(sectors) Currently unreadable (pending) sectors", "\(sectors) Offline uncorrectable sectors",
                "ATA error count increased from \(errors) to \(errors + more)",
            ] {
                let entry = SyslogFormat.entry(time, primary, "smartd[655]", "Device: /dev/sda [SAT], \(text)")
                placed.append(PlacedEntry(host: primary, program: .syslog, entry: entry))
            }
            (sectors, errors) = (sectors + 8 * generator.whole(1...9), errors + more)
        }
        for (host, delay, text) in [
            (primary, 0.0, "received fast shutdown request"), (primary, 0.1, "aborting any active transactions"),
            (primary, 0.9, "shutting down"), (primary, 1.6, "database system is shut down"),
            (replica, 2.4, "received promote request"),
            (
                replica, 2.4,
                "redo done at 1A/9F3C2E10 system usage: CPU: user: 41.20 s, system: 12.77 s, elapsed: 982210.33 s"
            ),
            (replica, 2.6, "selected new timeline ID: 2"), (replica, 2.9, "archive recovery complete"),
            (replica, 3.1, "database system is ready to accept connections"),
        ] {
            let time = timeline.faultEnd.advanced(bySeconds: delay + 1)
            let entry = PostgresFormat.entry(time, process: 868, session: false, "LOG", text)
            placed.append(PlacedEntry(host: host, program: .postgresql, entry: entry))
        }
        for host in Fleet.hosts(in: .chat) {
            let time = timeline.faultEnd.advanced(bySeconds: generator.number(5...9))
            let entry = ErlangFormat.entry(
                time, "notice", "<0.830.0>", "chat_pool:switch/2:131 pool db-1 replaced, primary is now db-2")
            placed.append(PlacedEntry(host: host, program: .chat, entry: entry))
        }
        return placed
    }

    private func database(_ second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        guard !second.isAfterFault, generator.chance(0.16 * second.intensity) else { return [] }
        let relation = generator.pick([24_601, 24_601, 24_608, 24_615])
        let process = generator.whole(12_000...32_000)
        if generator.chance(0.12) {
            return [
                PostgresFormat.entry(
                    second.moment(&generator), process: process, "ERROR",
                    "canceling statement due to statement timeout",
                    details: [
                        "STATEMENT:  INSERT INTO messages (id, room_id, sender_id, body, sent_at) VALUES ($1, $2, $3, "
                            + "$4, $5)"
                    ])
            ]
        }
        return [
            PostgresFormat.entry(
                second.moment(&generator), process: process, "ERROR",
                "could not read block \(generator.whole(48_000...61_000)) in file \"base/16385/\(relation)\": "
                    + "Input/output error",
                details: [
                    "STATEMENT:  SELECT id, sender_id, body, sent_at FROM messages WHERE room_id = $1 ORDER BY id "
                        + "DESC LIMIT 50"
                ])
        ]
    }

    private func system(_ host: Host, _ second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        guard !second.isAfterFault, generator.chance(0.09 * second.intensity) else { return [] }
        let sector = generator.whole(723_400_000...723_900_000)
        let tag = generator.whole(0...31)
        let bytes = (0..<4).map { Text.padded(0, 1) + String(sector >> (24 - 8 * $0) & 0xff, radix: 16) }.map {
            String($0.suffix(2))
        }
        let address = "\(bytes[3]):\(bytes[2]):\(bytes[1])/00:00:\(bytes[0]):00:00"
        var messages = [
            "ata1.00: exception Emask 0x0 SAct 0x\(String(1 << tag, radix: 16)) SErr 0x0 action 0x0",
            "ata1.00: irq_stat 0x40000008",
            "ata1.00: failed command: READ FPDMA QUEUED",
            "ata1.00: cmd 60/08:\(String(tag * 8, radix: 16)):\(address)/40 tag \(tag) ncq dma 4096 in",
            "         res 41/40:08:\(address)/00 Emask 0x409 (media error) <F>",
            "ata1.00: status: { DRDY ERR }", "ata1.00: error: { UNC }", "ata1.00: configured for UDMA/133",
            "sd 0:0:0:0: [sda] tag#\(tag) FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_OK "
                + "cmd_age=\(generator.whole(2...7))s",
            "sd 0:0:0:0: [sda] tag#\(tag) Sense Key : Medium Error [current]",
            "sd 0:0:0:0: [sda] tag#\(tag) Add. Sense: Unrecovered read error - auto reallocate failed",
            "sd 0:0:0:0: [sda] tag#\(tag) CDB: Read(10) 28 00 \(bytes.joined(separator: " ")) 00 00 08 00",
            "blk_update_request: I/O error, dev sda, sector \(sector) op 0x0:(READ) flags 0x80700 phys_seg 1 prio "
                + "class 0",
            "ata1: EH complete",
        ]
        if generator.chance(0.2) {
            let inode = generator.whole(2_880_000...2_890_000)
            messages.append(
                "EXT4-fs error (device sda1): __ext4_find_entry:1663: inode #\(inode): comm postgres: reading "
                    + "directory lblock 0"
            )
        }
        if generator.chance(0.1) {
            messages.append("Buffer I/O error on dev sda1, logical block \(sector / 8), async page read")
        }
        let time = second.moment(&generator)
        return messages.enumerated().map { index, message in
            SyslogFormat.kernel(
                Timestamp(nanoseconds: time.nanoseconds + Int64(index) * 4_000), host, since: timeline.start, message)
        }
    }
}
