import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// Inputs whose messages all differ.
    struct TemplateMemoryTests {
        private let folder: TemporaryFolder

        init() throws { folder = try TemporaryFolder() }

        private static let letters = Array("abcdefghijklmnopqrstuvwxyz".utf8)

        /// Lines of words that nobody wrote, so that each is a template of its own; every tenth is one that is usual.
        private static func lines(_ count: Int, seed: UInt64) -> [UInt8] {
            var generator = SeededGenerator(seed: seed)
            var text: [UInt8] = []
            for number in 0..<count {
                let (minute, second) = (number / 600 % 60, number / 10 % 60)
                let time = "2026-03-04T04:\(String(100 + minute).dropFirst()):\(String(100 + second).dropFirst())Z "
                text += Array("\(time)web-\(number % 2) shop[7]: ".utf8)
                if number % 10 == 0 {
                    text += Array("cart was saved".utf8)
                } else {
                    for _ in 0..<4 {
                        for _ in 0..<9 { text.append(letters[Int.random(in: 0..<26, using: &generator)]) }
                        text.append(0x20)
                    }
                }
                text.append(0x0A)
            }
            return text
        }

        private struct Document: Decodable {
            struct Accounting: Decodable {
                let records: Int
                let recordsOfOtherTemplates: Int
            }

            let accounting: Accounting
        }

        @Test("Records beyond the bound count as one, whatever the jobs and the division into files")
        func bounded() async throws {
            let first = try folder.write(Self.lines(24_000, seed: 1), to: "a.log")
            let second = try folder.write(Self.lines(12_000, seed: 2), to: "b.log")
            var outputs: Set<String> = []
            var counts: Set<String> = []
            for (index, jobs) in ["1", "2", "3"].enumerated() {
                let file = folder.url.appending(path: "\(index).case").path
                let run = try await Program.culprit.run(
                    ["investigate", first, second, "--format", "json", "--quiet", "--jobs", jobs, "--case", file])
                #expect(run.status == 0, "\(run.err)")
                outputs.insert(run.out)
                let query = """
                    SELECT count(*), sum(count), (SELECT count FROM templates WHERE template = '<other>'),
                    (SELECT sum(count) FROM minutes), (SELECT sum(count) FROM minutes WHERE template = '<other>')
                    FROM templates
                    """
                counts.insert(try await Program.culprit.run(["query", file, query, "--format", "csv"]).out)
            }
            #expect(outputs.count == 1 && counts.count == 1)
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let accounting = try decoder.decode(Document.self, from: Data(try #require(outputs.first).utf8)).accounting
            #expect(accounting.records == 36_000)
            // Of 32,400 templates of one record, half are kept, and the one that is usual where its id is small.
            let other = accounting.recordsOfOtherTemplates
            #expect([16_016, 16_017, 19_616, 19_617].contains(other), "\(other)")
            let row = try #require(counts.first?.split(whereSeparator: \.isNewline).last)
            #expect(row.split(separator: ",").dropFirst() == ["36000", "\(other)", "36000", "\(other)"])
        }
    }
}
