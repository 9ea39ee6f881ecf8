import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// The digest that arrives every day.
    struct DigestCommandTests {
        private struct Document: Decodable {
            struct Verdict: Decodable {
                let category: String
                let entity: String
            }

            let quiet: Bool
            let verdict: Verdict?
        }

        private static let outageDay = 17

        /// A small fleet's day: what is always there, some known noise, and on one day a disk that fails.
        private func log(day: Int, _ generator: inout SeededGenerator) -> String {
            var lines: [(second: Int, text: String)] = []
            func add(_ second: Int, _ text: String) { lines.append((second, text)) }
            for second in stride(from: 0, to: 86_400, by: 300) {
                add(second, "web-1 app[12]: INFO request \(second) answered with 200 in \(second % 37) ms")
                add(second + 7, "db-1 postgres[3]: LOG:  checkpoint complete: wrote \(second % 91) buffers")
            }
            for _ in 0..<Int.random(in: 4...9, using: &generator) {
                let second = Int.random(in: 0..<86_000, using: &generator)
                add(
                    second,
                    "web-1 sshd[\(second)]: Failed password for invalid user admin from 192.0.2.7 port 4022 ssh2")
            }
            for _ in 0..<Int.random(in: 2...5, using: &generator) {
                let second = Int.random(in: 0..<86_000, using: &generator)
                add(second, "web-1 app[12]: ERROR cannot fetch avatar \(second) for user \(second % 97)")
            }
            if day == Self.outageDay {
                for index in 0..<12 {
                    add(
                        39_900 + index * 60,
                        "db-1 smartd[9]: Device: /dev/sda [SAT], 8 Currently unreadable (pending) sectors")
                }
                for index in 0..<30 {
                    let trouble = "EXT4-fs error (device sda1): ext4_find_entry:1455: inode #\(index): comm postgres: "
                    add(40_300 + index * 20, "db-1 kernel: \(trouble)reading directory lblock 0")
                }
                for index in 0..<240 {
                    add(
                        40_000 + index * 4,
                        "db-1 kernel: blk_update_request: I/O error, dev sda, sector \(index)88 op 0x0:(READ)")
                    add(40_001 + index * 4, "web-1 app[12]: ERROR query \(index) failed: db-1 does not answer")
                }
            }
            let date = "2026-05-\(day < 10 ? "0" : "")\(day)T"
            return lines.sorted { $0.second < $1.second }.map { line in
                let parts = [line.second / 3_600, line.second / 60 % 60, line.second % 60]
                let clock = parts.map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ":")
                return "\(date)\(clock).000Z \(line.text)\n"
            }.joined()
        }

        @Test("Of thirty days the one with an outage stands out")
        func month() async throws {
            let folder = try TemporaryFolder()
            let file = folder.url.appending(path: "month.case").path
            var generator = SeededGenerator(seed: 30)
            var loud: [Int] = []
            var times: [Duration] = []
            for day in 1...30 {
                let path = try folder.write(log(day: day, &generator), to: "day-\(day).log")
                let began = ContinuousClock.now
                let run = try await Program.culprit.run([
                    "digest", path, "--case", file, "--day", "2026-05-\(day)", "--format", "json", "--keep", "90d",
                ])
                times.append(ContinuousClock.now - began)
                try #require(run.status == 0, "\(run.err)")
                let digest = try JSONDecoder().decode(Document.self, from: Data(run.out.utf8))
                if !digest.quiet { loud.append(day) }
                if day == Self.outageDay {
                    #expect(digest.verdict?.category == "hardware" && digest.verdict?.entity == "db-1", "\(run.out)")
                }
            }
            #expect(loud.contains(Self.outageDay))
            // On the first day everything is new.
            #expect(loud.count { $0 > 1 && $0 != Self.outageDay } <= 4, "\(loud)")
            guard LongTests.areAskedFor else { return }
            // From the fourth day on there is something to hold a day against, and a day takes about as long as any.
            let (early, late) = (times[4..<9].min() ?? .zero, times[25..<30].min() ?? .zero)
            #expect(late / early < 1.5, "days 5 to 9 take \(early), days 26 to 30 \(late)")
        }

        private func outageCase(in folder: TemporaryFolder) async throws -> String {
            let file = folder.url.appending(path: "c.case").path
            let run = try await Program.culprit.run([
                "digest", Samples.folder("hardware-failing-disk").path, "--case", file, "--day", "2026-03-04",
            ])
            try #require(run.status == 0, "\(run.err)")
            #expect(run.out.contains("HARDWARE: db-1"))
            return file
        }

        @Test(
            "'--fail-on' exits with 3 on a finding of its categories",
            arguments: [("hardware", 3), ("network,hardware", 3), ("any", 3), ("network", 0)])
        func failOn(categories: String, status: Int32) async throws {
            let folder = try TemporaryFolder()
            let file = try await outageCase(in: folder)
            let arguments = ["digest", "--case", file, "--day", "2026-03-04", "--fail-on", categories]
            #expect(try await Program.culprit.run(arguments).status == status)
        }

        @Test("A mail has both parts and one line a header", arguments: ["ops@example.org"])
        func mail(address: String) async throws {
            let folder = try TemporaryFolder()
            let file = try await outageCase(in: folder)
            let sendmail = try folder.write("#!/bin/sh\necho \"$@\" > args; cat > mail\n", to: "bin/sendmail")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: sendmail)
            let run = try await Program.shell(
                "PATH=\"$PWD/bin:$PATH\" \"$CULPRIT\" digest --case '\(file)' --day 2026-03-04 --mail-to \(address)",
                in: folder.url)
            #expect(run.status == 0, "\(run.err)")
            let mail = try String(contentsOf: folder.url.appending(path: "mail"), encoding: .utf8)
            #expect(mail.hasPrefix("To: \(address)\nSubject: Culprit 2026-03-04: HARDWARE db-1\n"))
            #expect(mail.contains("Content-Type: text/plain") && mail.contains("Content-Type: text/html"))
            #expect(mail.split(separator: "\n").allSatisfy { $0.utf8.count <= 998 })
            let arguments = try String(contentsOf: folder.url.appending(path: "args"), encoding: .utf8)
            #expect(arguments == "-t -i\n")
        }

        @Test(
            "A mail system that refuses, and an address that is none, are told",
            arguments: ["a b@c", "x", "a@b\nBcc: c@d"])
        func badMail(address: String) async throws {
            let run = try await Program.culprit.run(["digest", "--case", "c", "--mail-to", address])
            #expect(run.status == 64)
            let folder = try TemporaryFolder()
            let file = try await outageCase(in: folder)
            let sendmail = try folder.write("#!/bin/sh\necho 'no route' >&2; exit 75\n", to: "bin/sendmail")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: sendmail)
            let refused = try await Program.shell(
                "PATH=\"$PWD/bin:$PATH\" \"$CULPRIT\" digest --case '\(file)' --day 2026-03-04 --mail-to a@b",
                in: folder.url)
            #expect(refused.status == 1)
            #expect(refused.err.contains("75: no route"))
        }

        /// Answers one request and writes what came to `request`.
        private static let server = """
            use IO::Socket::INET;
            my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1', Timeout => 60) or die;
            open(my $p, '>', 'port.new'); print $p $s->sockport; close $p; rename 'port.new', 'port';
            my $c = $s->accept or die; my ($head, $n) = ('', 0);
            while (my $l = <$c>) { $head .= $l; $n = $1 if $l =~ /^Content-Length: (\\d+)/i; last if $l eq "\\r\\n"; }
            read($c, my $body, $n); open(my $o, '>', 'request'); print $o $head, $body; close $o;
            print $c "HTTP/1.1 $ARGV[0] X\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n"; close $c;
            """

        @Test(
            "A webhook gets JSON, and one that refuses is told",
            .enabled(
                if: Program.system("perl") != nil && Program.system("curl") != nil, "perl or curl is not installed"),
            arguments: [("200", Int32(0)), ("500", 1)])
        func webhook(answer: String, status: Int32) async throws {
            let folder = try TemporaryFolder()
            let file = try await outageCase(in: folder)
            _ = try folder.write(Self.server, to: "server.pl")
            let line = """
                perl server.pl \(answer) & until [ -e port ]; do sleep 0.05; done
                "$CULPRIT" digest --case '\(file)' --day 2026-03-04 --webhook "http://127.0.0.1:$(cat port)/hook"
                """
            let run = try await Program.shell(line, in: folder.url)
            #expect(run.status == status, "\(run.err)")
            let request = try String(contentsOf: folder.url.appending(path: "request"), encoding: .utf8)
            #expect(request.hasPrefix("POST /hook ") && request.contains("Content-Type: application/json"))
            let body = try #require(request.components(separatedBy: "\r\n\r\n").last)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: String])
            #expect(object["text"]?.contains("HARDWARE: db-1") == true)
            #expect(!run.err.contains("/hook"), "the address is a secret")
        }

        @Test("Two digests of one case at once wait for each other, and nothing is counted twice")
        func atOnce() async throws {
            let folder = try TemporaryFolder()
            let sample = Samples.folder("hardware-failing-disk").path
            let file = folder.url.appending(path: "c.case").path
            let runs = try await withThrowingTaskGroup(of: Program.Result.self) { group in
                for _ in 1...3 {
                    group.addTask {
                        try await Program.culprit.run([
                            "digest", sample, "--case", file, "--day", "2026-03-04", "--format", "json",
                        ])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for run in runs { #expect(run.status == 0, "\(run.err)") }
            let counts = runs.map { run in
                run.out.firstMatch(of: #/"records": \{\s+"count": (\d+)/#).map { String($0.1) }
            }
            #expect(counts[0] != nil && Set(counts).count == 1, "\(counts)")
        }

        @Test("'--keep' forgets what is older")
        func keep() async throws {
            let folder = try TemporaryFolder()
            let file = try await outageCase(in: folder)
            let run = try await Program.culprit.run(["digest", "--case", file, "--day", "2026-08-01", "--keep", "90d"])
            #expect(run.status == 0, "\(run.err)")
            let query =
                "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM minutes) AS n, (SELECT count(*) FROM sources) > 0 AS s"
            let left = try await Program.culprit.run(["query", file, query, "--format", "csv"])
            #expect(left.out == "n,s\r\n0,1\r\n")
        }

        @Test("The units and the crontab line are what systemd and cron take")
        func schedule() async throws {
            let arguments = ["schedule", "/var/log", "/srv/100% $x", "--case", "/var/lib/c.case", "--keep", "90d"]
            let units = try await Program.culprit.run(arguments + ["--systemd"])
            #expect(units.status == 0)
            for line in ["RandomizedDelaySec=30m", "Persistent=true", "Nice=19", "IOSchedulingClass=idle"] {
                #expect(units.out.contains("\n\(line)\n"))
            }
            #expect(units.out.contains(#"culprit digest /var/log "/srv/100%% $$x" --case /var/lib/c.case --keep 90d"#))
            let cron = try await Program.culprit.run(arguments + ["--cron"])
            #expect(cron.out.split(separator: "\n").count == 1)
            #expect(cron.out.contains(#"'/srv/100\% $x'"#) && cron.out.contains("nice -n 19"))
            for wrong in [["schedule", "a", "--case", "/c", "--cron"], ["schedule", "/a", "--case", "/c"]] {
                #expect(try await Program.culprit.run(wrong).status == 64)
            }
        }
    }
}
