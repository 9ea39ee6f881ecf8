internal import CulpritModel

/// The routine lines of the system log of one host: cron, systemd, sshd, chronyd, and bgpd on the routers.
struct SystemLog {
    let host: Host

    /// Returns what the system tells in `second` when nothing is wrong.
    func entries(in second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        var entries: [LogEntry] = []
        let secondOfHour = Int(second.start.seconds % 3_600)
        if secondOfHour % 300 == 1 {
            let command =
                host.group == .db
                ? "(postgres) CMD (/usr/local/bin/wal-archive-check)"
                : "(root) CMD (command -v debian-sa1 > /dev/null && debian-sa1 1 1)"
            entries.append(line(second, "CRON[\(generator.whole(9_000...64_000))]", command, &generator))
        }
        if secondOfHour == 1_021 {
            entries.append(
                line(
                    second, "CRON[\(generator.whole(9_000...64_000))]",
                    "(root) CMD (cd / && run-parts --report /etc/cron.hourly)", &generator))
        }
        if generator.chance(0.004) { entries += routine(second, &generator) }
        if host.group == .rtr, generator.chance(0.006) {
            let peer = "10.20.0.\(3 - host.number)"
            entries.append(
                line(
                    second, "bgpd[1188]",
                    generator.pick([
                        "[HVRWP-5R9NQ] bgp_update_receive: rcvd End-of-RIB for IPv4 Unicast from \(peer) in vrf "
                            + "default",
                        "[M59KS-A3ZXZ] bgp_update_receive: rcvd End-of-RIB for IPv4 Unicast from "
                            + "192.0.2.\(host.number) in vrf default",
                        "[PAPP6-VDAWM] \(peer)(rtr-\(3 - host.number)) rcvd UPDATE about 203.0.113.0/24 IPv4 unicast "
                            + "-- withdrawn",
                        "[TN0HX-6G1RR] 192.0.2.\(host.number)(isp-\(host.number)) rcvd UPDATE w/ attr: nexthop "
                            + "192.0.2.\(host.number), origin i, path 64512 64\(generator.whole(500...999))",
                    ]), &generator))
        }
        return entries
    }

    private func routine(_ second: Second, _ generator: inout SplitMix64) -> [LogEntry] {
        let process = generator.whole(9_000...64_000)
        switch generator.whole(0...7) {
        case 0:
            let time = second.moment(&generator)
            return [
                ("systemd[1]", "Starting sysstat-collect.service - system activity accounting tool..."),
                ("systemd[1]", "sysstat-collect.service: Deactivated successfully."),
                ("systemd[1]", "Finished sysstat-collect.service - system activity accounting tool."),
            ].map { SyslogFormat.entry(time, host, $0.0, $0.1) }
        case 1:
            return [
                line(
                    second, "systemd[1]", "Started Session \(generator.whole(1_000...9_000)) of user monitor.",
                    &generator)
            ]
        case 2:
            return [line(second, "chronyd[702]", "Selected source 10.20.0.\(generator.whole(1...2))", &generator)]
        case 3:
            return [
                line(
                    second, "sshd[\(process)]",
                    "Accepted publickey for monitor from 10.20.9.5 port \(generator.whole(32_768...60_999)) ssh2: "
                        + "ED25519 SHA256:q0V8sYpX3uJm1Z7rN5wKcB2dTfGhLxAeQnRvIoPtUyM",
                    &generator)
            ]
        case 4:
            return [
                line(second, "sshd[\(process)]", "pam_unix(sshd:session): session closed for user monitor", &generator)
            ]
        case 5:
            return [
                line(
                    second, "sshd[\(process)]",
                    "Received disconnect from 10.20.9.5 port \(generator.whole(32_768...60_999)):11: disconnected by "
                        + "user",
                    &generator)
            ]
        case 6:
            return [
                line(second, "systemd-logind[688]", "Removed session \(generator.whole(1_000...9_000)).", &generator)
            ]
        default:
            return [
                line(
                    second, "dbus-daemon[612]", "[system] Successfully activated service 'org.freedesktop.hostname1'",
                    &generator)
            ]
        }
    }

    private func line(_ second: Second, _ tag: String, _ message: String, _ generator: inout SplitMix64) -> LogEntry {
        SyslogFormat.entry(second.moment(&generator), host, tag, message)
    }
}
