import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What broke is found in the samples of the repository and in others of the same kind.
    struct ScenarioTests {
        static let seeds = [11, 12, 13]

        @Test("The verdict on a sample is its truth", arguments: Samples.outages)
        func sample(name: String) async throws {
            try await expectTruth(in: Samples.folder(name))
        }

        @Test("Nothing is blamed for a calm day")
        func calmSample() async throws {
            try await expectCalm(Samples.folder(Samples.calm))
        }

        @Test("The verdict on outages of other seeds is their truth", arguments: Samples.outages, seeds)
        func otherSeed(name: String, seed: Int) async throws {
            let folder = try TemporaryFolder()
            try await expectTruth(in: simulated(name, seed: seed, in: folder))
        }

        @Test("Nothing is blamed for calm days of other seeds", arguments: seeds)
        func otherCalmSeed(seed: Int) async throws {
            let folder = try TemporaryFolder()
            try await expectCalm(simulated(Samples.calm, seed: seed, in: folder))
        }

        @Test(
            "Errors that go on all day are no outage, and those of half an hour may be all of one",
            arguments: [1_440, 29])
        func steady(minutes: Int) async throws {
            let folder = try TemporaryFolder()
            let start = Date(timeIntervalSince1970: 1_772_582_400)
            let lines = (0..<minutes * 3).map { number in
                let time = start.addingTimeInterval(Double(number) * 20).formatted(.iso8601)
                return "\(time) db-1 postgres[7]: ERROR:  deadlock detected\n"
            }
            try Data(lines.joined().utf8).write(to: folder.url.appending(path: "syslog"))
            let report = try await investigate(folder.url)
            #expect(report.verdict.category == (minutes < 30 ? "delay" : "undetermined"))
        }

        private func simulated(_ name: String, seed: Int, in folder: TemporaryFolder) async throws -> URL {
            let output = folder.url.appending(path: "sample")
            let run = try await Program.simulate.run(
                [name, "--size", "3MB", "--seed", "\(seed)", "--output", output.path])
            try #require(run.status == 0, "\(run.err)")
            return output
        }

        private func investigate(_ folder: URL) async throws -> ReportDocument {
            let run = try await Program.culprit.run(["investigate", folder.path, "--format", "json", "--quiet"])
            #expect(run.status == 0, "\(run.err)")
            let report = try ReportDocument(run.out)
            #expect(report.schema == "culprit.report/1")
            return report
        }

        private func expectTruth(in folder: URL) async throws {
            let truth = try TruthDocument(folder: folder)
            let report = try await investigate(folder)
            #expect(report.verdict == ReportDocument.Verdict(category: truth.category, entity: truth.entity))
            // RFC 3339 in UTC sorts as text.
            let (period, from, to) = (try #require(report.period), try #require(truth.from), try #require(truth.to))
            #expect(period.from < to && from < period.to, "found \(period), injected \(from) to \(to)")
            let first = try #require(report.causes.first)
            #expect(!first.evidence.isEmpty)
            for evidence in report.causes.flatMap(\.evidence) { try expectProof(evidence) }
        }

        private func expectCalm(_ folder: URL) async throws {
            let report = try await investigate(folder)
            #expect(report.verdict.category == "undetermined")
            for cause in report.causes {
                #expect(cause.confidence <= 0.5, "\(cause.category) of \(cause.entity)")
                for evidence in cause.evidence { try expectProof(evidence) }
            }
        }

        /// The line that a piece of evidence names holds what it quotes: behind a rule's title, and behind how many there
        /// were where several were seen together; what came before them follows a semicolon.
        private func expectProof(_ evidence: ReportDocument.Evidence) throws {
            guard evidence.kind == "rule" || evidence.kind == "change" || evidence.kind == "template" else { return }
            let text = try SourceText.of(evidence.source)
            let parts = evidence.text.prefix { $0 != "\n" }.split(separator: ": ", maxSplits: 2)
            let quotations = parts.indices.dropFirst().map { parts[$0...].joined(separator: ": ") }.flatMap {
                quotation in
                [quotation, quotation.split(separator: "; ").dropLast().joined(separator: "; ")]
            }.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            let line = try #require(text.line(evidence.line), "\(evidence.source) has no line \(evidence.line)")
            #expect(text.byte(ofLine: evidence.line) == evidence.byte)
            // A record may begin with a line that is only its header.
            let record = (evidence.line..<evidence.line + 4).compactMap(text.line).joined(separator: "\n")
            #expect(quotations.contains(where: record.contains), "'\(evidence.text)' is not in '\(line)'")
        }
    }
}
