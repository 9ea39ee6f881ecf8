import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    @Suite(.serialized)
    struct ExplainTests {
        private struct Document: Decodable {
            struct Cause: Decodable {
                struct Evidence: Decodable { let weight: Double }
                let rank: Int
                let category: String
                let entity: String
                let score: Double
                let confidence: Double
                let evidence: [Evidence]
            }
            struct Term: Decodable {
                let name: String
                let value: Double
            }
            let cause: Cause
            let terms: [Term]
            let temperature: Double
            let logOfSum: Double
        }

        @Test("The terms of each cause are its score, and the score gives its confidence", arguments: Samples.outages)
        func sums(name: String) async throws {
            let folder = try TemporaryFolder()
            let file = folder.url.appending(path: "x.case").path
            let made = try await Program.culprit.run(
                ["investigate", Samples.folder(name).path, "--case", file, "--quiet", "--output", "/dev/null"])
            try #require(made.status == 0, "\(made.err)")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            for rank in 1...5 {
                let run = try await Program.culprit.run(["explain", file, "\(rank)", "--format", "json"])
                try #require(run.status == 0, "\(run.err)")
                let document = try decoder.decode(Document.self, from: Data(run.out.utf8))
                let sum =
                    document.cause.evidence.reduce(0) { $0 + $1.weight } + document.terms.reduce(0) { $0 + $1.value }
                #expect(document.cause.rank == rank)
                #expect(abs(sum - document.cause.score) < 1e-6, "cause \(rank) of \(name)")
                let confidence = exp(document.cause.score / document.temperature - document.logOfSum)
                #expect(abs(confidence - document.cause.confidence) < 1e-6, "cause \(rank) of \(name)")
            }
            let first = try await Program.culprit.run(["explain", file])
            #expect(first.out.contains("the sum: the score") && first.out.contains(" byte "), "\(first.out)")
            let none = try await Program.culprit.run(["explain", file, "bug:nobody"])
            #expect(none.status == 1 && none.err.contains("There is no cause 'bug:nobody'"), "\(none.err)")
        }

        @Test(
            "A verdict that rests on one rule says so, and what it would be without; one with much behind it does not")
        func support() async throws {
            let folder = try TemporaryFolder()
            let line =
                "2026-03-04T10:00:00Z db-1 kernel: blk_update_request: I/O error, dev sda, sector 12 op 0x0:(READ)\n"
            let path = try folder.write(line, to: "kern.log")
            let lone = try await Program.culprit.run(["investigate", path, "--quiet"])
            #expect(lone.out.hasPrefix("HARDWARE: db-1"), "\(lone.out)")
            let words = lone.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let sentence = "Rests on the rule 'kernel-block-io-error': without it the verdict would be undetermined"
            #expect(words.contains(sentence), "\(lone.out)")
            let outage = try await Program.culprit.run(
                ["investigate", Samples.folder("hardware-failing-disk").path, "--quiet"])
            #expect(!outage.out.contains("Rests on"), "\(outage.out)")
        }
    }
}
