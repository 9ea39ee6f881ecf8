import CulpritModel
import CulpritParse
import CulpritRules
import CulpritTestSupport
import Testing

struct ShapeMemoryTests {
    @Test("A line is read behind others of its shape as it is read alone", arguments: 1...3)
    func memory(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lines = try Reading.rules.get().formats.filter { $0.kind != .csv }.flatMap(\.examples).map(\.line)
        #expect(lines.count > 50)
        for line in lines where !line.contains("\n") {
            let others = (0..<6).map { _ in
                String(
                    decoding: line.utf8.map { byte in
                        byte &- 0x30 < 10 && Int.random(in: 0..<6, using: &random) == 0
                            ? 0x30 + UInt8.random(in: 0...9, using: &random) : byte
                    }, as: UTF8.self)
            }
            // What goes on the line before is not read alone: a line that its writer cut, or one whose time became none.
            let whole = try Reading(line).records.map(\.format)
            guard try Reading(line + "\n" + line).records.count == 2 * whole.count else { continue }
            let lines = try [line] + others.filter { try Reading($0).records.map(\.format) == whole }
            let together = try Reading(lines.joined(separator: "\n")).records.map(\.parts)
            let alone = try lines.flatMap { try Reading($0).records }.map(\.parts)
            #expect(together == alone, "seed \(seed): \(line)")
        }
    }
}

extension ReadRecord {
    /// What does not depend on the records before; those tell which day a time of day is of, and the order of its numbers.
    fileprivate var parts: [String] {
        [format ?? "", host ?? "", service ?? "", severity?.name ?? "", message, time == nil ? "" : "timed"]
    }
}
