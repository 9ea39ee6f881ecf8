import Testing

@testable import CulpritScan

struct ContentTagTests {
    private static let key = ContentKey((0..<16).map { UInt8($0 * 7 + 1) })

    /// How the UMAC-128 of contents of these lengths begins, which is what cases had before.
    @Test(
        "A content has the tag by which cases know it, whatever its pieces",
        arguments: [
            (0, "a3c8bcd4da33c04a"), (1, "af27aaa6209debb7"), (31, "4c19db69920073a0"), (1_024, "aa6cd66d9a65b7eb"),
            (1_025, "7adf8c72795b6c14"), (4_096, "565df597f4a4654c"), (100_000, "fa85f3bd4357f433"),
        ])
    func known(length: Int, tag: String) {
        let content = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 31 + ($0 >> 8)) }
        for piece in [1, 700, 1_024, 200_000] where length / piece < 10_000 {
            var running = ContentTag(key: Self.key)
            for start in stride(from: 0, to: length, by: piece) {
                running.update(content.span.extracting(start..<min(start + piece, length)))
            }
            #expect(running.hexadecimal == tag)
        }
    }

    @Test("A content has another tag under another key")
    func keys() {
        var (one, other) = (ContentTag(key: Self.key), ContentTag(key: .random()))
        one.update([1, 2, 3].span)
        other.update([1, 2, 3].span)
        #expect(one.hexadecimal != other.hexadecimal)
    }
}
