/// What runs a command every day, early in the morning, without being in the way.
package struct DigestSchedule {
    private let words: [String]

    /// `words` is the command with its arguments, which have no line breaks.
    package init(words: [String]) { self.words = words }

    /// A service and a timer, each under its file name.
    package var systemdUnits: String {
        // Percent signs are specifiers and dollars variables to systemd (systemd.unit(5), systemd.service(5)).
        let command = words.map { word in
            let safe = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
                .replacing("$", with: "$$")
            return isPlain(word) ? safe : "\"\(safe)\""
        }.joined(separator: " ")
        return """
            # /etc/systemd/system/culprit-digest.service
            [Unit]
            Description=Culprit's digest of yesterday

            [Service]
            Type=oneshot
            ExecStart=/usr/bin/env \(command)
            Nice=19
            IOSchedulingClass=idle
            CPUWeight=20

            # /etc/systemd/system/culprit-digest.timer
            [Unit]
            Description=Culprit's digest every day

            [Timer]
            OnCalendar=*-*-* 00:15:00 UTC
            RandomizedDelaySec=30m
            Persistent=true

            [Install]
            WantedBy=timers.target

            # Then: systemctl daemon-reload && systemctl enable --now culprit-digest.timer

            """
    }

    /// One line for `crontab -e`, where a percent sign is the end of the line (crontab(5)).
    package var crontabLine: String {
        let command = words.map { isPlain($0) ? $0 : "'" + $0.replacing("'", with: "'\\''") + "'" }
            .joined(separator: " ")
        let delayed = "15 0 * * * sleep $(shuf -i 0-1800 -n 1) && nice -n 19 ionice -c 3 \(command)"
        return delayed.replacing("%", with: "\\%") + "\n"
    }

    private func isPlain(_ word: String) -> Bool {
        !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:@+,=".contains($0)) }
    }
}
