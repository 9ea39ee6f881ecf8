import CulpritModel
import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// Congestion windows are where congestion was injected, and nowhere on a calm day.
    struct CongestionTests {
        static let seeds = [21, 22]
        /// What `CULPRIT_LONG_TESTS=1` tries as well; takes minutes.
        static let longSeeds = Array(100..<120)

        private struct Document: Decodable {
            struct Window: Decodable {
                let from: String
                let to: String
                let entity: String
                let kind: String
            }

            let congestionWindows: [Window]
        }

        private struct Truth: Decodable {
            struct Span: Decodable {
                let entity: String
                let from: String
                let to: String
            }

            let congestion: [Span]
        }

        @Test("Injected congestion is found in the samples", arguments: Samples.outages)
        func samples(name: String) async throws { try await expectOverlap(in: Samples.folder(name)) }

        @Test("The windows of a congested path are listed behind those of its series")
        func listed() async throws {
            let folder = Samples.folder("network-congested-backbone").path
            let text = try await Program.culprit.run(["windows", folder, "--quiet"])
            let isKind = { (line: Substring) in
                ["congestion of ", "failing link of ", "slow server of "].contains { line.contains($0) }
            }
            #expect(text.lines.contains(where: isKind), "\(text.out.suffix(500))")
            let json = try await Program.culprit.run(["windows", folder, "--quiet", "--format", "json"])
            #expect(json.out.contains("\"congestion_windows\": [") && json.out.contains("\"lost_requests\""))
        }

        @Test("A calm day has no congestion")
        func calm() async throws { #expect(try await windows(of: Samples.folder(Samples.calm)).isEmpty) }

        @Test("Injected congestion is found with other seeds", arguments: Samples.outages + [Samples.calm], seeds)
        func otherSeeds(name: String, seed: Int) async throws { try await expectOverlap(of: name, seed: seed) }

        @Test(
            "Injected congestion is found with many seeds", .enabled(if: LongTests.areAskedFor),
            arguments: ["network-congested-backbone", Samples.calm], longSeeds)
        func manySeeds(name: String, seed: Int) async throws { try await expectOverlap(of: name, seed: seed) }

        private func expectOverlap(of name: String, seed: Int) async throws {
            let folder = try TemporaryFolder()
            let output = folder.url.appending(path: "sample")
            let run = try await Program.simulate.run(
                [name, "--size", "3MB", "--seed", "\(seed)", "--output", output.path])
            try #require(run.status == 0, "\(run.err)")
            if name == Samples.calm {
                #expect(try await windows(of: output).isEmpty)
            } else {
                try await expectOverlap(in: output)
            }
        }

        private func expectOverlap(in folder: URL) async throws {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let truth = try decoder.decode(
                Truth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
            let windows = try await windows(of: folder)
            for injected in truth.congestion {
                let span = try span(injected.from, injected.to)
                let ratios = try windows.filter { $0.entity == injected.entity }.map {
                    try self.span($0.from, $0.to).overlapRatio(with: span)
                }
                #expect(ratios.max() ?? 0 >= 0.6, "\(injected.entity): \(windows)")
            }
        }

        private func windows(of folder: URL) async throws -> [Document.Window] {
            let run = try await Program.culprit.run(["investigate", folder.path, "--format", "json", "--quiet"])
            #expect(run.status == 0, "\(run.err)")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Document.self, from: Data(run.out.utf8)).congestionWindows
        }

        private func span(_ from: String, _ to: String) throws -> TimeSpan {
            func time(_ text: String) throws -> Timestamp {
                let whole = try #require(text.split(separator: ".").first.map { $0.hasSuffix("Z") ? $0 : $0 + "Z" })
                let date = try Date(String(whole), strategy: .iso8601)
                return Timestamp(seconds: Int64(date.timeIntervalSince1970))
            }
            return TimeSpan(from: try time(from), to: try time(to))
        }
    }
}
