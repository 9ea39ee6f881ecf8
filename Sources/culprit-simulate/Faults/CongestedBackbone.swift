internal import CulpritModel

/// The link of router rtr-2 that carries the traffic between chat and kafka drops packets and flaps.
struct CongestedBackbone: Fault {
    let timeline: Timeline
    let requestsPerSecond: Double

    var congestedEntities: [String] { ["rtr-2"] }

    let impacts: [MetricImpact] = [
        MetricImpact("node_network_transmit_drop_total", "rtr-2", label: "enp3s0f1", shift: 240),
        MetricImpact("node_network_receive_errs_total", "rtr-2", label: "enp3s0f1", shift: 6),
        MetricImpact("node_network_transmit_bytes_total", "rtr-2", scale: 0.62),
        MetricImpact("node_network_receive_bytes_total", "rtr-2", scale: 0.7),
        MetricImpact("node_cpu_seconds_total", "rtr-2", label: "system", scale: 1.6),
        MetricImpact("node_netstat_Tcp_RetransSegs", "chat", shift: 85, delay: 5),
        MetricImpact("node_netstat_Tcp_RetransSegs", "kafka", shift: 130, delay: 5),
        MetricImpact("node_network_transmit_bytes_total", "kafka", scale: 0.7, delay: 5),
        MetricImpact("kafka_server_replicamanager_underreplicatedpartitions", "kafka", shift: 9, delay: 30),
        MetricImpact("kafka_consumergroup_lag", "kafka", growth: 14, delay: 60),
        MetricImpact("chat_message_delivery_seconds", "chat", shift: 3.5, delay: 25),
        MetricImpact("erlang_vm_process_count", "chat", scale: 1.2, delay: 45),
        MetricImpact("haproxy_backend_http_responses_total", "edge", label: "5xx", shift: 55, delay: 35),
        MetricImpact("haproxy_backend_http_responses_total", "edge", label: "2xx", scale: 0.88, delay: 35),
        MetricImpact("haproxy_backend_response_time_average_seconds", "edge", shift: 0.8, delay: 35),
    ]

    func entries(
        from program: LogProgram, on host: Host, in second: Second, _ generator: inout SplitMix64
    ) -> [LogEntry] {
        switch program {
        case .syslog where host.name == "rtr-2": return router(host, second, &generator)
        case .kafka: return broker(host, second, &generator)
        case .chat:
            let rate = max(0.01, requestsPerSecond / 6 * 0.09)
            return ChatComplaints.entries(in: second, rate: rate, &generator) { ChatComplaints.brokerTimeout(&$0) }
        default: return []
        }
    }

    func disturb(_ request: inout Request, second: Second, _ generator: inout SplitMix64) {
        guard request.kind.dependency == .queue else { return }
        if generator.chance(0.24 * second.intensity) {
            request.outcome = generator.chance(0.55) ? .timedOut : .answered(503)
            request.responseMilliseconds = generator.number(10_010...10_400)
        } else if generator.chance(0.7 * second.intensity) {
            // Retransmission timeouts double from 200 ms.
            request.responseMilliseconds +=
                generator.pick([200, 200, 200, 600, 600, 1_400, 3_000]) + generator.number(0...90)
        }
    }

    func onceEntries(_ generator: inout SplitMix64) -> [PlacedEntry] {
        let host = Host(.rtr, 2)
        var placed: [PlacedEntry] = []
        var time = timeline.faultStart.advanced(bySeconds: generator.number(10...40))
        while time < timeline.faultEnd.advanced(bySeconds: -30) {
            let down = generator.number(3...11)
            let messages = [
                (0.0, "ixgbe 0000:03:00.1 enp3s0f1: NIC Link is Down"),
                (down, "ixgbe 0000:03:00.1 enp3s0f1: NIC Link is Up 10 Gbps, Flow Control: RX/TX"),
            ]
            for (delay, message) in messages {
                let entry = SyslogFormat.kernel(time.advanced(bySeconds: delay), host, since: timeline.start, message)
                placed.append(PlacedEntry(host: host, program: .syslog, entry: entry))
            }
            placed += lostPeer(host, at: time.advanced(bySeconds: generator.number(9...30)), &generator)
            time = time.advanced(bySeconds: generator.number(100...210))
        }
        let repair: [(Double, String, String)] = [
            (
                -20, "sshd[41022]",
                "Accepted publickey for netops from 10.20.9.8 port 50122 ssh2: ED25519 "
                    + "SHA256:Yw2kLmTq8rVbNcXzJ5hGdF1sAoPeUi4RtQv7BnMxKjE"
            ),
            (
                -1, "sudo",
                "  netops : TTY=pts/0 ; PWD=/home/netops ; USER=root ; COMMAND=/usr/sbin/ip link set enp3s0f1 down"
            ),
            (
                6, "bgpd[1188]",
                "[M59KS-A3ZXZ] bgp_update_receive: rcvd End-of-RIB for IPv4 Unicast from 10.20.0.1 in vrf default"
            ),
        ]
        placed += repair.map { delay, tag, message in
            let entry = SyslogFormat.entry(timeline.faultEnd.advanced(bySeconds: delay), host, tag, message)
            return PlacedEntry(host: host, program: .syslog, entry: entry)
        }
        return placed
    }

    private func lostPeer(_ host: Host, at time: Timestamp, _ generator: inout SplitMix64) -> [PlacedEntry] {
        let peer = generator.pick(["10.20.0.1(rtr-1)", "192.0.2.2(isp-2)", "10.20.3.1(leaf-3)", "10.20.3.1(leaf-3)"])
        let address = peer.prefix { $0 != "(" }
        return [
            (0.0, "[HTQD2-0R1WR] \(address) [FSM] Hold timer expired (Established->Idle), fd 26"),
            (0.001, "%NOTIFICATION: sent to neighbor \(address) 4/0 (Hold Timer Expired) 0 bytes"),
            (0.002, "%ADJCHANGE: neighbor \(peer) in vrf default Down BGP Notification send"),
            (generator.number(14...31), "%ADJCHANGE: neighbor \(peer) in vrf default Up"),
        ].map { delay, message in
            let entry = SyslogFormat.entry(time.advanced(bySeconds: delay), host, "bgpd[1188]", message)
            return PlacedEntry(host: host, program: .syslog, entry: entry)
        }
    }

    private func router(_ host: Host, _ second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        guard !second.isAfterFault, generator.chance(0.07 * second.intensity) else { return [] }
        let (queue, dropped) = (generator.whole(0...7), generator.whole(1_800...26_000))
        let time = second.moment(&generator)
        switch generator.whole(0...3) {
        case 0:
            return [
                SyslogFormat.kernel(
                    time, host, since: timeline.start,
                    "ixgbe 0000:03:00.1 enp3s0f1: NETDEV WATCHDOG: CPU: \(generator.whole(0...7)): transmit queue "
                        + "\(queue) timed out \(generator.whole(5_010...9_800)) ms"
                )
            ]
        case 1:
            return [
                SyslogFormat.entry(
                    time, host, "bgpd[1188]",
                    "[X8BNV-HVPE6] 10.20.3.1 [Event] BGP connection closed fd 26, output queue "
                        + "\(generator.whole(40...900))"
                )
            ]
        default:
            return [
                SyslogFormat.entry(
                    time, host, "ifmond[930]",
                    "enp3s0f1: output queue \(queue) full, \(dropped) packets dropped in last 10 s, utilization "
                        + "\(generator.whole(96...100))%"
                )
            ]
        }
    }

    private func broker(_ host: Host, _ second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        guard generator.chance(0.05 * second.intensity) else { return [] }
        let other = host.number % 3 + 1
        let partition = "chat.messages-\(generator.whole(0...47))"
        let (time, offset) = (second.moment(&generator), generator.whole(410_000_000...480_000_000))
        switch generator.whole(0...3) {
        case 0:
            return [
                KafkaFormat.entry(
                    time, "INFO",
                    "[Partition \(partition) broker=\(host.number)] Shrinking ISR from 1,2,3 to \(host.number). "
                        + "Leader: (highWatermark: "
                        + "\(offset), endOffset: \(offset + 812)). Out of sync replicas: (brokerId: \(other), "
                        + "endOffset: \(offset)).",
                    logger: "kafka.cluster.Partition")
            ]
        case 1:
            return [
                KafkaFormat.entry(
                    time, "WARN",
                    "[ReplicaFetcher replicaId=\(host.number), leaderId=\(other), fetcherId=0] Error in response for "
                        + "fetch request "
                        + "(type=FetchRequest, replicaId=\(host.number), maxWait=500, minBytes=1, maxBytes=10485760, "
                        + "fetchData={})",
                    logger: "kafka.server.ReplicaFetcherThread",
                    trace: [
                        "java.io.IOException: Connection to \(other) was disconnected before the response was read",
                        "\tat org.apache.kafka.clients.NetworkClientUtils.sendAndReceive(NetworkClientUtils.java:99)",
                        "\tat kafka.server.BrokerBlockingSender.sendRequest(BrokerBlockingSender.scala:114)",
                        "\tat kafka.server.RemoteLeaderEndPoint.fetch(RemoteLeaderEndPoint.scala:79)",
                        "\tat kafka.server.AbstractFetcherThread.processFetchRequest(AbstractFetcherThread.scala:316)",
                        "\tat kafka.server.AbstractFetcherThread.doWork(AbstractFetcherThread.scala:98)",
                        "\tat org.apache.kafka.server.util.ShutdownableThread.run(ShutdownableThread.java:130)",
                    ])
            ]
        case 2:
            return [
                KafkaFormat.entry(
                    time, "INFO",
                    "[GroupCoordinator \(host.number)]: Member "
                        + "chat-history-\(generator.whole(1...6))-\(generator.hex(8)) in group chat-history "
                        + "has failed, removing it from the group", logger: "kafka.coordinator.group.GroupCoordinator")
            ]
        default:
            return [
                KafkaFormat.entry(
                    time, "INFO",
                    "[ReplicaFetcher replicaId=\(host.number), leaderId=\(other), fetcherId=0] Node \(other) "
                        + "disconnected.",
                    logger: "org.apache.kafka.clients.NetworkClient")
            ]
        }
    }
}
