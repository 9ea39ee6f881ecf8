import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// When people were told, as the logs of what watches tell.
    struct DetectionTests {
        private struct Document: Decodable {
            struct Detection: Decodable {
                struct Moment: Decodable {
                    let time: String
                    let line: Int
                }

                let firstPossibleAlert: String?
                let firstAlertSeen: Moment?
                let minutesLost: Double?
            }

            let detection: Detection
        }

        /// A monitoring server tells of a host that flaps every hour, and at last of what broke.
        private static let log = [
            "[1772632800] SERVICE NOTIFICATION: duty;printer;PING;WARNING;notify-by-email;slow",
            "[1772636400] SERVICE NOTIFICATION: duty;printer;PING;WARNING;notify-by-email;slow",
            "[1772640900] SERVICE NOTIFICATION: duty;printer;PING;WARNING;notify-by-email;slow",
            "[1772641500] SERVICE NOTIFICATION: duty;chat;HTTP;CRITICAL;notify-by-email;HTTP CRITICAL - 502 Bad Gateway",
        ]

        private func detection(_ lines: [String]) async throws -> Document.Detection {
            let folder = try TemporaryFolder()
            var inputs = [Samples.folder("bug-bad-release").path]
            if !lines.isEmpty {
                let file = folder.url.appending(path: "nagios.log")
                try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
                inputs.append(file.path)
            }
            let run = try await Program.culprit.run(["investigate"] + inputs + ["--format", "json", "--quiet"])
            try #require(run.status == 0, "\(run.err)")
            let document: Document = try decoded(run.out)
            return document.detection
        }

        @Test("The first alert that is not sent at other times too is the first seen, with what was lost before it")
        func firstAlert() async throws {
            let detection = try await detection(Self.log)
            let seen = try #require(detection.firstAlertSeen)
            #expect(seen.time == "2026-03-04T16:25:00Z" && seen.line == 4)
            let possible = try #require(detection.firstPossibleAlert.flatMap { try? Date($0, strategy: .iso8601) })
            let lost = try Date(seen.time, strategy: .iso8601).timeIntervalSince(possible) / 60
            #expect(detection.minutesLost == lost.rounded())
        }

        @Test("Without a log of alerts none was seen, and nothing can be told to be lost", arguments: [0, 3])
        func noAlert(count: Int) async throws {
            let detection = try await detection(Array(Self.log.prefix(count)))
            #expect(detection.firstAlertSeen == nil && detection.minutesLost == nil)
        }
    }
}
