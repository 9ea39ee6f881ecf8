internal import CulpritModel

/// Release 4.8.1 of chat crashes on attachments without a type, on every chat server, until 4.8.0 is back.
struct BadRelease: Fault {
    let timeline: Timeline
    let requestsPerSecond: Double

    let impacts: [MetricImpact] = [
        MetricImpact("chat_process_restarts_total", "chat", shift: 4.5),
        MetricImpact("erlang_vm_process_count", "chat", scale: 0.82),
        MetricImpact("erlang_vm_run_queue", "chat", scale: 2.2),
        MetricImpact("node_load1", "chat", scale: 1.5),
        MetricImpact("node_cpu_seconds_total", "chat", label: "user", scale: 1.4),
        MetricImpact("haproxy_backend_http_responses_total", "edge", label: "5xx", shift: 110, delay: 5),
        MetricImpact("haproxy_backend_http_responses_total", "edge", label: "2xx", scale: 0.76, delay: 5),
        MetricImpact("haproxy_backend_response_errors_total", "edge", shift: 60, delay: 5),
        MetricImpact("haproxy_backend_response_time_average_seconds", "edge", scale: 1.6, delay: 5),
        MetricImpact("haproxy_backend_active_servers", "edge", shift: -1.2, delay: 10),
        MetricImpact("kafka_consumergroup_lag", "kafka", label: "chat-push", scale: 0.8, delay: 20),
    ]

    func onceEntries(_ generator: inout SplitMix64) -> [PlacedEntry] {
        var placed: [PlacedEntry] = []
        for host in Fleet.hosts(in: .chat) {
            let span = restarts(of: host.number)
            placed += restart(of: host, at: span.from, from: "4.8.0", to: "4.8.1", &generator)
            placed += restart(of: host, at: span.to, from: "4.8.1", to: "4.8.0", &generator)
            placed += failedChecks(of: host, &generator)
        }
        return placed
    }

    func entries(
        from program: LogProgram, on host: Host, in second: Second, _ generator: inout SplitMix64
    ) -> [LogEntry] {
        guard program == .chat, runsBadRelease(host.number, in: second) else { return [] }
        let rate = max(0.004, requestsPerSecond / 6 * 0.25) * second.intensity
        var entries: [LogEntry] = []
        for _ in 0..<min(4, generator.poisson(rate)) {
            let crash = ChatCrashes.ofBadRelease(&generator)
            entries += ErlangFormat.reports(crash, at: second.moment(&generator), &generator)
        }
        if generator.chance(0.006 * second.intensity) {
            let report = """
                    supervisor: {local,chat_router_sup}
                    errorContext: shutdown
                    reason: reached_max_restart_intensity
                    offender: [{pid,\(ErlangFormat.pid(&generator))},
                               {id,chat_router},
                               {mfargs,{chat_router,start_link,[]}},
                               {restart_type,transient},
                               {significant,false},
                               {shutdown,5000},
                               {child_type,worker}]
                """
            entries.append(ErlangFormat.entry(second.moment(&generator), "error", "<0.1201.0>", report))
        }
        return entries
    }

    func disturb(_ request: inout Request, second: Second, _ generator: inout SplitMix64) {
        guard request.kind.dependency == .queue, runsBadRelease(request.chat, in: second),
            generator.chance(0.45 * second.intensity)
        else { return }
        request.responseMilliseconds *= generator.number(0.5...2)
        let luck = generator.fraction()
        request.outcome =
            luck < 0.5 ? .aborted : luck < 0.85 ? .answered(503) : luck < 0.96 ? .answered(500) : .noServer
    }

    /// The release rolls over the servers one after the other, both ways; the last is back when the fault ends.
    private func restarts(of chat: Int) -> TimeSpan {
        let lag = Double(chat - 1) * 9.5
        return TimeSpan(
            from: timeline.faultStart.advanced(bySeconds: lag), to: timeline.faultEnd.advanced(bySeconds: lag - 55))
    }

    private func runsBadRelease(_ chat: Int, in second: Second) -> Bool {
        let span = restarts(of: chat)
        return second.start.seconds(since: span.from) >= 7 && second.start.seconds(since: span.to) < 1
    }

    private func restart(
        of host: Host, at time: Timestamp, from old: String, to new: String, _ generator: inout SplitMix64
    ) -> [PlacedEntry] {
        let process = generator.whole(9_000...64_000)
        let system: [(Double, String, String)] = [
            (
                0, "sshd[\(process)]",
                "Accepted publickey for deploy from 10.20.9.7 port \(generator.whole(32_768...60_999)) ssh2: "
                    + "ED25519 SHA256:hB3mXw9zEoKq2LrVtYcN8sUfPdGjAiR5TnQxMvZkWlE"
            ),
            (1.2, "sudo", "  deploy : PWD=/home/deploy ; USER=root ; COMMAND=/usr/bin/systemctl restart chat"),
            (1.4, "systemd[1]", "Stopping chat.service - Chat server \(old)..."),
            (3.1, "systemd[1]", "chat.service: Deactivated successfully."),
            (3.1, "systemd[1]", "Stopped chat.service - Chat server \(old)."),
            (3.3, "systemd[1]", "Starting chat.service - Chat server \(new)..."),
            (6.8, "systemd[1]", "Started chat.service - Chat server \(new)."),
        ]
        let chat: [(Double, String, String, String)] = [
            (1.5, "notice", "<0.9.0>", "init: SIGTERM received - shutting down"),
            (
                3.6, "notice", "<0.44.0>",
                "release_handler: chat release \(new) is current (was \(old)), previous release kept as old"
            ),
            (5.9, "info", "<0.812.0>", "chat_app:start/2:33 chat_core version \(new) starting on 'chat@\(host.name)'"),
            (6.7, "info", "<0.812.0>", "    application: chat_core\n    started_at: 'chat@\(host.name)'"),
        ]
        return system.map { delay, tag, message in
            PlacedEntry(
                host: host, program: .syslog,
                entry: SyslogFormat.entry(time.advanced(bySeconds: delay), host, tag, message))
        }
            + chat.map { delay, level, pid, message in
                PlacedEntry(
                    host: host, program: .chat,
                    entry: ErlangFormat.entry(time.advanced(bySeconds: delay), level, pid, message))
            }
    }

    /// HAProxy takes a chat server out when its health check fails and in again when it answers.
    private func failedChecks(of chat: Host, _ generator: inout SplitMix64) -> [PlacedEntry] {
        var placed: [PlacedEntry] = []
        var time = timeline.faultStart.advanced(bySeconds: generator.number(90...300))
        while time < timeline.faultEnd.advanced(bySeconds: -60) {
            let outage = generator.number(12...40)
            let left = generator.whole(3...5)
            for edge in Fleet.hosts(in: .edge) {
                let down = time.advanced(bySeconds: generator.number(0...2))
                let tag = "haproxy[\(2_210 + edge.number)]"
                let lost =
                    "Server be_chat/\(chat.name) is DOWN, reason: Layer7 wrong status, code: 503, info: \"Service "
                    + "Unavailable\", check duration: \(generator.whole(1...9))ms. \(left) active and 0 backup "
                    + "servers left. "
                    + "\(generator.whole(4...40)) sessions active, 0 requeued, 0 remaining in queue."
                let back =
                    "Server be_chat/\(chat.name) is UP, reason: Layer7 check passed, code: 200, check duration: "
                    + "\(generator.whole(1...9))ms. \(left + 1) active and 0 backup servers online. 0 sessions "
                    + "requeued, "
                    + "0 total in queue."
                for (moment, text) in [(down, lost), (down.advanced(bySeconds: outage), back)] {
                    placed.append(
                        PlacedEntry(host: edge, program: .haproxy, entry: SyslogFormat.entry(moment, edge, tag, text)))
                }
            }
            time = time.advanced(bySeconds: generator.number(150...420))
        }
        return placed
    }
}
