import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// The verdict is about what happened, not about how the files were handed over.
    struct InvarianceTests {
        enum Change: String, CaseIterable {
            case renamed, decompressed, split, numbered, merged, packed, hosts, moved
        }

        /// A file of a sample: its folder, its name without the ending of compression, and its text.
        private struct File {
            let folder: String
            let name: String
            let lines: [Substring]

            var isLog: Bool { folder != "metrics" }
        }

        private static func files(of sample: URL) throws -> [File] {
            let folders = try FileManager.default.contentsOfDirectory(at: sample, includingPropertiesForKeys: nil)
                .filter(\.isFolder)
            return try folders.sorted { $0.path < $1.path }.flatMap { folder in
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
                    let text = String(
                        decoding: try SourceText.of(folder.appending(path: name).path).bytes, as: UTF8.self)
                    return File(
                        folder: folder.lastPathComponent, name: String(name.dropLast(".zst".count)),
                        lines: text.split(separator: "\n"))
                }
            }
        }

        private static func write(_ lines: some Sequence<Substring>, to name: String, in folder: TemporaryFolder) throws
        {
            _ = try folder.write(lines.joined(separator: "\n") + "\n", to: "sample/\(name)")
        }

        /// Writes `sample` anew as `change` says, and returns the inputs that lead to it.
        private static func inputs(_ change: Change, of sample: URL, in folder: TemporaryFolder) async throws
            -> [String]
        {
            let root = folder.url.appending(path: "sample")
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            let files = try files(of: sample)
            for (number, file) in files.enumerated() {
                let name = "\(file.folder)/\(file.name)"
                switch change {
                case .renamed:
                    try write(
                        file.lines, to: file.isLog ? "\(file.folder)/\(number * 37 % 101)-copy" : name, in: folder)
                case .split, .numbered:
                    let size = file.isLog ? file.lines.count / 3 + 1 : file.lines.count
                    for (part, first) in stride(from: 0, to: file.lines.count, by: size).enumerated() {
                        let lines = file.lines[first..<min(file.lines.count, first + size)]
                        let (stem, ending) = (name.prefix { $0 != "." }, name.drop { $0 != "." })
                        let split =
                            change == .split ? "\(stem)-part\(part)\(ending)" : "\(name).a\(["a", "b", "c"][part])"
                        try write(lines, to: file.isLog ? split : name, in: folder)
                    }
                case .merged:
                    guard !files[..<number].contains(where: { $0.folder == file.folder }) else { continue }
                    let all = files.filter { $0.folder == file.folder }.flatMap(\.lines)
                    try write(all, to: file.isLog ? "\(file.folder)/all.log" : name, in: folder)
                case .hosts:
                    let text = file.lines.joined(separator: "\n")
                        .replacing(/\b(chat|db|edge|kafka|rtr)-(\d)\b/) { "x\($0.1)-\($0.2)" }
                    let host = file.isLog ? "x\(file.folder)" : file.folder
                    try write(text.split(separator: "\n"), to: "\(host)/\(file.name)", in: folder)
                case .moved: try write(file.lines.map(Self.later), to: name, in: folder)
                case .packed, .decompressed: try write(file.lines, to: name, in: folder)
                }
            }
            guard change == .packed else { return [root.path] }
            let run = try await Program.shell("tar -cf sample.tar sample", in: folder.url)
            try #require(run.status == 0, "\(run.err)")
            return [root.path + ".tar"]
        }

        /// A line of a log or of metrics, written a week later.
        private static func later(_ line: Substring) -> Substring {
            var text = String(line)
            for (day, next) in [
                ("2026-03-04", "2026-03-11"), ("04/Mar/2026", "11/Mar/2026"), ("2026-03-05", "2026-03-12"),
            ] {
                text = text.replacing(day, with: next)
            }
            if text.hasPrefix("Mar  4") { text = "Mar 11" + text.dropFirst(6) }
            if text.hasPrefix("Mar  5") { text = "Mar 12" + text.dropFirst(6) }
            if let end = text.lastIndex(of: " "), let seconds = Int(text[text.index(after: end)...]),
                seconds > 1_700_000_000, !text.hasPrefix("20")
            {
                text = "\(text[..<end]) \(seconds + 604_800)"
            }
            return Substring(text)
        }

        private static func topology(_ change: Change, of sample: URL, in folder: TemporaryFolder) throws -> String {
            let text = try String(contentsOf: sample.appending(path: "topology.csv"), encoding: .utf8)
            let renamed = text.replacing(/\b(chat|db|edge|kafka)\b/) { "x\($0.1)" }
            return try folder.write(change == .hosts ? renamed : text, to: "calls.csv")
        }

        private static func investigate(_ inputs: [String], topology: String) async throws -> ReportDocument {
            let options = ["--topology", topology, "--format", "json", "--quiet"]
            return try ReportDocument(try await Program.culprit.run(["investigate"] + inputs + options).out)
        }

        @Test(
            "The verdict stays, and how sure it is, however files are called, cut, put together or packed, whatever hosts are called and whenever it was",
            arguments: Samples.outages + [Samples.calm], Change.allCases)
        func handedOver(name: String, change: Change) async throws {
            let (folder, sample) = (try TemporaryFolder(), Samples.folder(name))
            let inputs = try await Self.inputs(change, of: sample, in: folder)
            let calls = try Self.topology(change, of: sample, in: folder)
            let found = try await Self.investigate(inputs, topology: calls)
            let expected = try await Self.investigate(
                [sample.path], topology: sample.appending(path: "topology.csv").path)
            let renamed = expected.verdict.entity.replacing(/^(chat|db|edge|kafka|rtr)\b/) { "x\($0.1)" }
            #expect(found.verdict.category == expected.verdict.category)
            #expect(found.verdict.entity == (change == .hosts ? renamed : expected.verdict.entity))
            let (one, other) = (try #require(found.causes.first), try #require(expected.causes.first))
            #expect((one.confidence - other.confidence).magnitude < 0.001, "\(one.confidence) for \(other.confidence)")
        }

        @Test("Folders of hosts may be named one by one, in any order", arguments: Samples.outages)
        func hostByHost(name: String) async throws {
            let sample = Samples.folder(name)
            let folders = try FileManager.default.contentsOfDirectory(at: sample, includingPropertiesForKeys: nil)
                .filter(\.isFolder).map(\.path).sorted(by: >)
            let topology = sample.appending(path: "topology.csv").path
            let found = try await Self.investigate(folders, topology: topology)
            let expected = try await Self.investigate([sample.path], topology: topology)
            #expect(found.verdict == expected.verdict)
            #expect(found.causes.map(\.confidence) == expected.causes.map(\.confidence))
        }
    }
}
