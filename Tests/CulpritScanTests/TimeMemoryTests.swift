import CulpritModel
import CulpritScan
import CulpritTestSupport
import Testing

struct TimeMemoryTests {
    static let reference = TimeReference(latest: Timestamp(seconds: 1_772_650_000))
    static let pairs = [
        ("2026-03-03T14:00:01.123Z", "2026-03-03T14:00:59.001Z"), ("2026-03-03 14:00:01,5", "2026-03-03 14:00:02,7"),
        ("Mar  3 14:00:01", "Mar  3 14:00:09"), ("03/Mar/2026:14:00:01 +0100", "03/Mar/2026:14:00:30 +0100"),
        ("2026-03-03T14:00:01.123456789+05:30", "2026-03-03T14:00:07.000000001+05:30"),
        ("260303 14:00:01", "260303 14:00:44"),
        ("260303 140001", "260303 140059"), ("20260303T140001.5Z", "20260303T140002.7Z"),
    ]

    @Test("A time of the same minute is what parsing it gives", arguments: pairs)
    func sameMinute(first: String, second: String) throws {
        var memory = TimeMemory()
        let found = try #require(remembered(first, by: &memory))
        let expected = try #require(Self.parse(second))
        #expect(recalled(second, by: memory)?.time == expected.time)
        #expect(recalled(first, by: memory)?.time == found.time)
        #expect(recalled(second, by: memory)?.range == expected.range)
    }

    @Test(
        "Anything else is not recalled",
        arguments: [
            "2026-03-03T14:01:01.123Z", "2026-03-03T14:00:1x.123Z", "2026-03-03T14:00:60.123Z",
            "2026-03-03T14:00:01.12Z",
            "2026-03-03T14:00:01,123Z", "2026-03-03T14:00:01.123X", "2026-03-03T14:00:01.1x3Z", "",
        ])
    func other(text: String) throws {
        var memory = TimeMemory()
        _ = try #require(remembered("2026-03-03T14:00:01.123Z", by: &memory))
        #expect(recalled(text, by: memory) == nil)
    }

    @Test("Random times are recalled as they are parsed", arguments: 1...20)
    func random(seed: UInt64) throws {
        var (random, memory) = (SeededGenerator(seed: seed), TimeMemory())
        for _ in 0..<200 {
            let second = Int.random(in: 0...61, using: &random)
            let text = "2026-03-03 14:0\(Int.random(in: 0...1, using: &random)):\(second < 10 ? "0" : "")\(second).5"
            let parsed = Self.parse(text)
            if let recalled = recalled(text, by: memory) {
                #expect(recalled.time == parsed?.time, "seed \(seed): \(text)")
            }
            if parsed != nil { _ = remembered(text, by: &memory) }
        }
    }

    private static func parse(_ text: String) -> ParsedTime? {
        TimestampParser.parse(Array(text.utf8).span, at: 0, reference: reference)
    }

    private func remembered(_ text: String, by memory: inout TimeMemory) -> ParsedTime? {
        let bytes = Array(text.utf8)
        guard let found = TimestampParser.parse(bytes.span, at: 0, reference: Self.reference) else { return nil }
        memory.remember(bytes.span, 0..<bytes.count, as: found)
        return found
    }

    private func recalled(_ text: String, by memory: TimeMemory) -> ParsedTime? {
        let bytes = Array(text.utf8)
        return memory.recall(bytes.span, 0..<bytes.count)
    }
}
