import CulpritTestSupport
import Foundation
import Testing

/// A crash report in the layout of its language or system, with the title that an engineer would give it.
struct CrashSample: Sendable, CustomTestStringConvertible {
    let name: String
    let title: String
    /// What tells the crash stands in the first half, so that half a report is enough.
    var tellsEarly = true
    /// Lines of others between its own do it no harm.
    var bearsOthers = true
    let text: String

    static let all = languages + native + kernels

    var testDescription: String { name }

    /// The same crash of another run and build: other addresses, lines, processes and threads.
    var moved: String {
        text.replacing(#/0x[0-9a-f]{5,}/#) { address in
            String(address.output.map { Self.digits[$0] ?? $0 })
        }
        .replacing(#/(\.(?:java|kt|scala|go|js|rb|cs|rs|swift|dart|exs?|erl|cc?):|line )(\d+)/#) {
            Self.raised($0.1, $0.2)
        }
        .replacing(#/(goroutine |==|Task-|pid[=:] ?|tid=|thread T|checkout-|<0\.|PID: |packer/|CPU |task )(\d+)/#) {
            Self.raised($0.1, $0.2)
        }
    }

    private static let digits: [Character: Character] = ["1": "5", "8": "6", "9": "3"]

    private static func raised(_ word: Substring, _ number: Substring) -> String { "\(word)\((Int(number) ?? 0) + 11)" }

    /// Its lines with those of another program, or of another task of the kernel, between them.
    var interleaved: String {
        let isConsole = text.hasPrefix("[   41.102030][  T812]")
        let other = isConsole ? "[   41.102031][  T900] usb 1-1: new device" : "2026-03-04T10:11:12Z INFO served"
        return text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n\(other)\n")
    }

    var cut: String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.prefix((lines.count + 1) * 2 / 3).joined(separator: "\n")
    }
}

extension EndToEnd {
    /// Crash reports of all languages and systems, each read from a log of its own.
    struct CrashReportTests {
        private struct Crash: Decodable {
            let source: String
            let title: String
            let signature: String
        }

        /// The first crash in each file, from one run over all of them.
        private static let crashes = Task {
            let folder = try TemporaryFolder()
            for sample in CrashSample.all {
                _ = try folder.write(sample.text, to: "\(sample.name).log")
                _ = try folder.write(sample.moved, to: "\(sample.name).moved.log")
                _ = try folder.write(sample.interleaved, to: "\(sample.name).interleaved.log")
                _ = try folder.write(sample.cut, to: "\(sample.name).cut.log")
            }
            let run = try await Program.culprit.run(["crashes", folder.url.path, "--format", "ndjson", "--quiet"])
            var found: [String: Crash] = [:]
            for line in run.out.split(separator: "\n") {
                let crash = try JSONDecoder().decode(Crash.self, from: Data(line.utf8))
                let file = URL(filePath: crash.source).lastPathComponent
                if found[file] == nil { found[file] = crash }
            }
            return found
        }

        private static func crash(_ sample: CrashSample, _ variant: String = "") async throws -> Crash? {
            try await crashes.value["\(sample.name)\(variant).log"]
        }

        @Test("A report has the title an engineer would give it", arguments: CrashSample.all)
        func title(sample: CrashSample) async throws {
            #expect(try await Self.crash(sample)?.title == sample.title)
        }

        @Test("Other addresses, lines, processes and threads are the same bug", arguments: CrashSample.all)
        func moved(sample: CrashSample) async throws {
            let signature = try #require(await Self.crash(sample)?.signature)
            #expect(try await Self.crash(sample, ".moved")?.signature == signature)
        }

        @Test("Lines of others between those of a report change nothing", arguments: CrashSample.all)
        func interleaved(sample: CrashSample) async throws {
            guard sample.bearsOthers else { return }
            #expect(try await Self.crash(sample, ".interleaved")?.title == sample.title)
        }

        @Test("A report that was cut is one still", arguments: CrashSample.all)
        func cut(sample: CrashSample) async throws {
            #expect(try await Self.crash(sample, ".cut") != nil || !sample.tellsEarly)
        }
    }
}
