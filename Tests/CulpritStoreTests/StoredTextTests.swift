import CulpritTestSupport
import Foundation
import Testing

@testable import CulpritStore

/// Lists of texts become the same JSON as by the system's encoder.
struct StoredTextTests {
    private static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test("Every control character, and texts of many languages")
    func everyByte() throws {
        let texts = (0..<0x100).map { "a\(Character(Unicode.Scalar($0)!))b" } + ["", "\"", "\\", "/", "語 🧨 é", "\r\n"]
        #expect(StoredText.json(texts) == (try Self.encoded(texts)))
        #expect(StoredText.json([texts, [], ["x"]]) == (try Self.encoded([texts, [], ["x"]])))
        #expect(StoredText.json([] as [String]) == "[]" && StoredText.json([] as [[String]]) == "[]")
    }

    @Test("Random texts", arguments: 1...20 as ClosedRange<UInt64>)
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let texts = (0..<50).map { _ in
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        let json = StoredText.json(texts)
        #expect(json == (try Self.encoded(texts)))
        #expect(try StoredText.strings(json) == texts)
    }
}
