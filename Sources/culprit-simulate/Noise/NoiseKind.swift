internal import CulpritModel

/// The small troubles of every day; none of them makes an outage.
enum NoiseKind: CaseIterable {
    case oldCrash, cronFailure, sshScan
    case correctedMemoryError, smartTemperature
    case clockHiccup, nameHiccup, lostKeepalive
    case slowQuery, groupRebalance, lockWait

    /// The category that the trouble would have as a cause.
    var category: String {
        switch self {
        case .oldCrash, .cronFailure, .sshScan: "bug"
        case .correctedMemoryError, .smartTemperature: "hardware"
        case .clockHiccup, .nameHiccup, .lostKeepalive: "network"
        case .slowQuery, .groupRebalance, .lockWait: "delay"
        }
    }

    /// Returns the trouble at `time` on a host where it can be.
    func drawn(at time: Timestamp, timeline: Timeline, _ generator: inout SplitMix64) -> NoiseItem {
        let host = host(&generator)
        let entries = self.entries(host, time, timeline, &generator)
        return NoiseItem(category: category, host: host, time: time, entries: entries)
    }

    private func host(_ generator: inout SplitMix64) -> Host {
        switch self {
        case .oldCrash: generator.pick(Fleet.hosts(in: .chat))
        case .correctedMemoryError, .clockHiccup, .cronFailure: generator.pick(Fleet.hosts.filter { $0.group != .rtr })
        case .smartTemperature: generator.pick(Fleet.hosts(in: .kafka) + Fleet.hosts(in: .db))
        case .sshScan, .nameHiccup: generator.pick(Fleet.hosts(in: .edge) + Fleet.hosts(in: .chat))
        case .lostKeepalive: Host(.rtr, 1)
        case .slowQuery: generator.pick(Fleet.hosts(in: .db))
        case .groupRebalance: generator.pick(Fleet.hosts(in: .kafka))
        case .lockWait: Host(.db, 1)
        }
    }

    private func entries(
        _ host: Host, _ time: Timestamp, _ timeline: Timeline, _ generator: inout SplitMix64
    ) -> [PlacedEntry] {
        func system(_ lines: [(delay: Double, tag: String, message: String)]) -> [PlacedEntry] {
            lines.map { line in
                let moment = time.advanced(bySeconds: line.delay)
                let entry =
                    line.tag == "kernel"
                    ? SyslogFormat.kernel(moment, host, since: timeline.start, line.message)
                    : SyslogFormat.entry(moment, host, line.tag, line.message)
                return PlacedEntry(host: host, program: .syslog, entry: entry)
            }
        }
        let process = generator.whole(9_000...64_000)
        switch self {
        case .oldCrash:
            let crash = ChatCrashes.old(&generator)
            return ErlangFormat.reports(crash, at: time, &generator).map {
                PlacedEntry(host: host, program: .chat, entry: $0)
            }
        case .cronFailure:
            return system([
                (0, "CRON[\(process)]", "(backup) CMD (/usr/local/bin/ship-logs --since yesterday)"),
                (
                    2.1, "ship-logs[\(process + 1)]",
                    "ERROR: upload of /var/log/archive.\(generator.whole(1...9)).gz rejected: HTTP 403"
                ),
                (2.2, "CRON[\(process)]", "(CRON) info (No MTA installed, discarding output)"),
            ])
        case .sshScan:
            let address = "198.51.100.\(generator.whole(2...250))"
            return system(
                (0..<generator.whole(3...8)).map { attempt in
                    let user = generator.pick(["root", "admin", "oracle", "test", "ubuntu"])
                    return (
                        Double(attempt) * 2.3, "sshd[\(process + attempt)]",
                        "Failed password for invalid user \(user) from \(address) port "
                            + "\(generator.whole(32_768...60_999)) ssh2"
                    )
                })
        case .correctedMemoryError:
            let count = generator.whole(1...2)
            return system([
                (0, "kernel", "mce: [Hardware Error]: Machine check events logged"),
                (
                    0.01, "kernel",
                    "EDAC MC0: \(count) CE memory read error on CPU_SrcID#0_MC#0_Chan#1_DIMM#0 (channel:1 slot:0 "
                        + "page:0x\(generator.hex(6)) offset:0x\(generator.hex(2))0 grain:32 syndrome:0x0)"
                ),
            ])
        case .smartTemperature:
            let degrees = generator.whole(31...38)
            return system([
                (
                    0, "smartd[655]",
                    "Device: /dev/sda [SAT], SMART Usage Attribute: 194 Temperature_Celsius changed from "
                        + "\(degrees + 30) to \(degrees + 32)"
                )
            ])
        case .clockHiccup:
            return system([
                (0, "chronyd[702]", "Can't synchronise: no selectable sources"),
                (generator.number(60...130), "chronyd[702]", "Selected source 10.20.0.1"),
            ])
        case .nameHiccup:
            return system([
                (
                    0, "systemd-resolved[590]",
                    "Using degraded feature set UDP instead of UDP+EDNS0 for DNS server 10.20.0.53."
                ),
                (
                    5, "systemd-resolved[590]",
                    "Grace period over, resuming full feature set (UDP+EDNS0) for DNS server 10.20.0.53."
                ),
            ])
        case .lostKeepalive:
            return system([
                (
                    0, "bgpd[1188]",
                    "%NOTIFICATION: received from neighbor 192.0.2.1 6/4 (Cease/Administrative Reset) 0 bytes"
                ),
                (
                    0.002, "bgpd[1188]",
                    "%ADJCHANGE: neighbor 192.0.2.1(isp-1) in vrf default Down BGP Notification received"
                ),
                (generator.number(4...9), "bgpd[1188]", "%ADJCHANGE: neighbor 192.0.2.1(isp-1) in vrf default Up"),
            ])
        case .slowQuery:
            let milliseconds = Text.decimal(generator.number(1_800...6_500), 3)
            return [
                PlacedEntry(
                    host: host, program: .postgresql,
                    entry: PostgresFormat.entry(
                        time, process: process % 30_000, "LOG",
                        "duration: \(milliseconds) ms  statement: SELECT count(*) FROM messages WHERE body ILIKE "
                            + "'%invoice%'"
                    ))
            ]
        case .lockWait:
            let waited = "1000.\(Text.padded(generator.whole(10...999), 3)) ms"
            return [
                PlacedEntry(
                    host: host, program: .postgresql,
                    entry: PostgresFormat.entry(
                        time, process: 21_337, "LOG",
                        "process 21337 still waiting for ShareLock on transaction "
                            + "\(generator.whole(88_000_000...89_000_000)) after \(waited)",
                        details: [
                            "DETAIL:  Process holding the lock: 20981. Wait queue: 21337.",
                            "STATEMENT:  UPDATE rooms SET last_message_id = $1 WHERE id = $2",
                        ]))
            ]
        case .groupRebalance:
            let generation = generator.whole(40...400)
            return [
                (
                    0.0,
                    "[GroupCoordinator \(host.number)]: Preparing to rebalance group chat-push in state "
                        + "PreparingRebalance with old generation \(generation) (__consumer_offsets-31) (reason: "
                        + "Adding new member push-\(generator.hex(6)) with group instance id None)"
                ),
                (
                    3.0,
                    "[GroupCoordinator \(host.number)]: Stabilized group chat-push generation \(generation + 1) "
                        + "(__consumer_offsets-31) with 4 members"
                ),
            ].map { delay, message in
                PlacedEntry(
                    host: host, program: .kafka,
                    entry: KafkaFormat.entry(
                        time.advanced(bySeconds: delay), "INFO", message,
                        logger: "kafka.coordinator.group.GroupCoordinator"))
            }
        }
    }
}
