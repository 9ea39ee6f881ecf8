internal import CulpritModel

/// A reporting query on the replica db-2 holds up the replay of the primary's changes; readers wait behind it.
struct ReplicationLag: Fault {
    let timeline: Timeline
    let requestsPerSecond: Double

    let impacts: [MetricImpact] = [
        MetricImpact("pg_replication_lag_seconds", "db-2", growth: 0.72),
        MetricImpact("pg_stat_activity_count", "db-2", label: "active", shift: 70, delay: 20),
        MetricImpact("pg_locks_count", "db-2", scale: 3, delay: 10),
        MetricImpact("pg_stat_database_conflicts_total", "db-2", shift: 0.35),
        MetricImpact("node_load1", "db-2", scale: 1.8),
        MetricImpact("node_disk_io_time_seconds_total", "db-2", scale: 1.5),
        MetricImpact("node_cpu_seconds_total", "db-2", label: "user", scale: 1.7),
        MetricImpact("chat_db_pool_queue_length", "chat", shift: 60, delay: 40),
        MetricImpact("erlang_vm_process_count", "chat", scale: 1.25, delay: 60),
        MetricImpact("kafka_consumergroup_lag", "kafka", label: "chat-history", growth: 8, delay: 90),
        MetricImpact("haproxy_backend_http_responses_total", "edge", label: "5xx", shift: 32, delay: 60),
        MetricImpact("haproxy_backend_http_responses_total", "edge", label: "2xx", scale: 0.93, delay: 60),
        MetricImpact("haproxy_backend_response_time_average_seconds", "edge", shift: 1.5, delay: 60),
    ]

    func entries(
        from program: LogProgram, on host: Host, in second: Second, _ generator: inout SplitMix64
    ) -> [LogEntry] {
        switch program {
        case .postgresql where host.name == "db-2": return database(second, &generator)
        case .chat:
            let rate = max(0.01, requestsPerSecond / 6 * 0.06)
            return ChatComplaints.entries(in: second, rate: rate, &generator) { generator in
                guard generator.chance(0.35) else { return ChatComplaints.databaseTimeout("db-2", &generator) }
                return (
                    "warning",
                    "chat_store:history/3:136 message m\(generator.hex(12)) not yet on db-2 after "
                        + "\(generator.whole(3_000...9_000)) ms, answer is stale"
                )
            }
        default: return []
        }
    }

    func disturb(_ request: inout Request, second: Second, _ generator: inout SplitMix64) {
        guard request.kind.dependency == .replica else { return }
        if generator.chance(0.16 * second.intensity) {
            request.outcome = generator.chance(0.5) ? .timedOut : .answered(503)
            request.responseMilliseconds = generator.number(5_005...5_090)
        } else if generator.chance(0.75 * second.intensity) {
            request.responseMilliseconds += generator.logNormal(median: 2_600, sigma: 0.5)
        }
    }

    func queryFactor(_ host: Host, in second: Second, _ generator: inout SplitMix64) -> Double {
        guard host.name == "db-2", generator.chance(0.7) else { return 1 }
        return 1 + second.intensity * generator.logNormal(median: 600, sigma: 0.7)
    }

    func onceEntries(_ generator: inout SplitMix64) -> [PlacedEntry] {
        let host = Host(.db, 2)
        let last = timeline.faultEnd.advanced(bySeconds: -3)
        let minutes = Text.decimal(last.seconds(since: timeline.faultStart) * 1_000, 3)
        let report = "SELECT room_id, date_trunc('day', sent_at), count(*) FROM messages GROUP BY 1, 2 ORDER BY 3 DESC"
        return [
            PostgresFormat.entry(
                timeline.faultStart, process: 30_412, session: false, "LOG",
                "connection authorized: user=reporting database=chat application_name=nightly-report"),
            PostgresFormat.entry(
                last, process: 30_412, "FATAL", "terminating connection due to administrator command",
                details: ["STATEMENT:  \(report)"]),
            PostgresFormat.entry(
                last.advanced(bySeconds: 0.2), process: 869, session: false, "LOG",
                "recovery finished waiting after \(minutes) ms: recovery conflict on snapshot"),
        ].map { PlacedEntry(host: host, program: .postgresql, entry: $0) }
    }

    private func database(_ second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        guard !second.isAfterFault, generator.chance(0.14 * second.intensity) else { return [] }
        let (time, process) = (second.moment(&generator), generator.whole(12_000...32_000))
        let waited = "\(generator.whole(1_000...1_009)).\(Text.padded(generator.whole(0...999), 3)) ms"
        let select = "STATEMENT:  SELECT count(*) FROM messages WHERE room_id = $1 AND id > $2"
        switch generator.whole(0...9) {
        case 0...2:
            return [
                PostgresFormat.entry(
                    time, process: 869, session: false, "LOG",
                    "recovery still waiting after \(waited): recovery conflict on "
                        + "\(generator.pick(["snapshot", "snapshot", "lock"]))",
                    details: ["DETAIL:  Conflicting process\(generator.chance(0.5) ? "" : "es"): 30412."])
            ]
        case 3...5:
            return [
                PostgresFormat.entry(
                    time, process: process, "ERROR", "canceling statement due to conflict with recovery",
                    details: [
                        "DETAIL:  User query might have needed to see row versions that must be removed.", select,
                    ])
            ]
        case 6...7:
            return [
                PostgresFormat.entry(
                    time, process: process, "LOG",
                    "process \(process) still waiting for AccessShareLock on relation 24601 of database 16385 after "
                        + "\(waited)",
                    details: ["DETAIL:  Process holding the lock: 869. Wait queue: \(process).", select])
            ]
        case 8:
            let count = generator.whole(60...400)
            return [
                PostgresFormat.entry(
                    time, process: process, "LOG",
                    "process \(process) acquired AccessShareLock on relation 24601 of database 16385 after "
                        + "\(count * 31).\(generator.whole(100...999)) ms",
                    details: [select])
            ]
        default:
            return [
                PostgresFormat.entry(
                    time, process: process, "LOG",
                    "temporary file: path \"base/pgsql_tmp/pgsql_tmp30412.\(generator.whole(1...90))\", size "
                        + "\(generator.whole(200_000_000...1_073_741_824))"
                )
            ]
        }
    }
}
