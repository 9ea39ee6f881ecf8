import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What `culprit-simulate` writes, and what it tells of it.
    struct SimulatorTests {
        private struct Truth: Decodable {
            struct Second: Decodable, Equatable {
                let scenario: String
                let category: String
                let entity: String
                let from: String
                let to: String
            }
            struct Trouble: Decodable { let category: String }
            let category: String
            let from: String
            let to: String
            let second: Second?
            let noise: [Trouble]
        }

        private func made(_ arguments: [String], in folder: TemporaryFolder, as name: String) async throws -> URL {
            let output = folder.url.appending(path: name)
            let run = try await Program.simulate.run(arguments + ["--output", output.path])
            #expect(run.status == 0, "\(run.err)")
            return output
        }

        private func truth(_ folder: URL) throws -> Truth {
            try decoded(String(contentsOf: folder.appending(path: "truth.json"), encoding: .utf8))
        }

        @Test("The committed samples are what it writes", arguments: Samples.outages + [Samples.calm])
        func samples(name: String) async throws {
            let folder = try TemporaryFolder()
            let made = try await made([name, "--size", "8MB", "--seed", "1", "--level", "19"], in: folder, as: "again")
            let committed = Samples.folder(name)
            let paths = try FileManager.default.subpathsOfDirectory(atPath: committed.path).sorted()
            #expect(try FileManager.default.subpathsOfDirectory(atPath: made.path).sorted() == paths)
            for path in paths where path.contains(".") {
                let (one, other) = (committed.appending(path: path), made.appending(path: path))
                #expect(try Data(contentsOf: one) == Data(contentsOf: other), "\(path)")
            }
        }

        @Test("A second fault comes beside the first, and the truth tells of both")
        func second() async throws {
            let folder = try TemporaryFolder()
            let arguments = ["hardware-failing-disk", "--size", "2MB", "--seed", "5", "--plain"]
            let alone = try await made(arguments, in: folder, as: "alone")
            let both = try await made(arguments + ["--second", "network-congested-backbone"], in: folder, as: "both")
            let (one, two) = (try truth(alone), try truth(both))
            #expect(one.second == nil && two.category == "hardware" && (one.from, one.to) == (two.from, two.to))
            let second = try #require(two.second)
            #expect(second.category == "network" && second.entity == "rtr-2")
            // RFC 3339 in UTC sorts as text.
            #expect(second.from >= two.from && second.from < two.to && second.to > two.from)
            let router = try String(contentsOf: both.appending(path: "rtr-2/syslog"), encoding: .utf8)
            let database = try String(contentsOf: both.appending(path: "db-1/syslog"), encoding: .utf8)
            #expect(router.contains("NIC Link is Down") && database.contains("blk_update_request"))
            let quiet = try String(contentsOf: alone.appending(path: "rtr-2/syslog"), encoding: .utf8)
            #expect(!quiet.contains("NIC Link is Down"))
        }

        @Test("There are so many times as many small troubles", arguments: [(0, 0...0), (1, 11...33), (5, 55...165)])
        func noise(factor: Int, expected: ClosedRange<Int>) async throws {
            let folder = try TemporaryFolder()
            let made = try await made(
                ["bug-bad-release", "--size", "1MB", "--noise", "\(factor)"], in: folder, as: "noisy")
            let noise = try truth(made).noise
            #expect(expected.contains(noise.count), "\(noise.count)")
            #expect(factor == 0 || Set(noise.map(\.category)).count == 4)
        }

        @Test(
            "What makes no sense is refused",
            arguments: [
                ["calm-day", "--second", "bug-bad-release"], ["bug-bad-release", "--second", "bug-bad-release"],
                ["bug-bad-release", "--second", "calm-day"], ["bug-bad-release", "--noise", "51"],
            ])
        func refused(arguments: [String]) async throws {
            let run = try await Program.simulate.run(arguments + ["--output", "/nowhere"])
            #expect(run.status == 64 && run.err.contains("'--"), "\(run.err)")
        }
    }
}
