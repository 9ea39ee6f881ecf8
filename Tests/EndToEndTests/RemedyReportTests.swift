import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What would have helped, as the reports of whole outages tell it.
    struct RemedyReportTests {
        private struct Document: Decodable {
            struct Remedy: Decodable {
                struct Minutes: Decodable {
                    let lower: Double
                    let upper: Double
                }
                struct Finding: Decodable {
                    let text: String
                    let source: String?
                    let line: Int?
                }
                let kind: String
                let minutesSaved: Minutes?
                let basis: String
                let findings: [Finding]
            }
            let computedRemedies: [Remedy]
        }

        private func remedies(of sample: String) async throws -> [Document.Remedy] {
            let run = try await Program.culprit.run(
                ["investigate", Samples.folder(sample).path, "--quiet", "--format", "json"])
            let document: Document = try decoded(run.out)
            return document.computedRemedies
        }

        @Test("Each outage has all five remedies, with bounds or with why there are none", arguments: Samples.outages)
        func all(name: String) async throws {
            let remedies = try await remedies(of: name)
            #expect(remedies.map(\.kind) == ["update", "balance", "watch", "protect", "ease"])
            for remedy in remedies {
                if let minutes = remedy.minutesSaved {
                    #expect(minutes.lower >= 0 && minutes.lower <= minutes.upper, "\(remedy.kind)")
                } else {
                    #expect(remedy.basis.hasPrefix("cannot estimate: "), "\(remedy.kind)")
                }
            }
        }

        @Test("The release behind an outage, its bug, and that going back helped are told with their lines")
        func release() async throws {
            let update = try #require(try await remedies(of: "bug-bad-release").first)
            let text = update.findings.map(\.text).joined(separator: "\n")
            #expect(text.contains("on chat (4.8.1)") && text.contains("A new bug came with it"), "\(text)")
            #expect(text.contains("taken back (4.8.0)") && text.contains("that helped"), "\(text)")
            let place = try #require(update.findings.first)
            let line = try await Program.culprit.run(["parse", try #require(place.source), "--format", "ndjson"])
            let number = try #require(place.line)
            let record = try #require(line.out.split(separator: "\n").first { $0.contains("\"line\":\(number),") })
            #expect(record.contains("4.8.1"), "\(record)")
            #expect((update.minutesSaved?.lower ?? 0) > 10)
        }

        @Test("Where nothing broke nothing is reckoned")
        func calm() async throws { #expect(try await remedies(of: "calm-day").isEmpty) }
    }
}
