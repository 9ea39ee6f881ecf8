internal import CulpritModel

/// Lines as syslogd writes them to a file (RFC 3164), in UTC.
enum SyslogFormat {
    /// Returns `Mar  3 14:00:01 db-1 sshd[812]: message`; `tag` has the process id where there is one.
    static func entry(_ time: Timestamp, _ host: Host, _ tag: String, _ message: String) -> LogEntry {
        LogEntry(time: time, text: "\(header(time, host)) \(tag): \(message)")
    }

    /// Returns a line of the kernel with the seconds since it started.
    static func kernel(_ time: Timestamp, _ host: Host, since start: Timestamp, _ message: String) -> LogEntry {
        let uptime = host.uptimeSeconds + time.seconds(since: start)
        return entry(time, host, "kernel", "[\(Text.decimal(uptime, 6))] \(message)")
    }

    /// Returns the date, with a space for a leading zero, and the name of the host.
    static func header(_ time: Timestamp, _ host: Host) -> String {
        let civil = time.civil
        let clock = "\(Text.padded(civil.hour)):\(Text.padded(civil.minute)):\(Text.padded(civil.second))"
        return "\(Text.months[civil.month - 1]) \(civil.day < 10 ? " " : "")\(civil.day) \(clock) \(host.name)"
    }
}
