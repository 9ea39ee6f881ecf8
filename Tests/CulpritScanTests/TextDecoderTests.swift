import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

struct TextDecoderTests {
    static func text(_ bytes: [UInt8], chunks: () -> Int = { .max }) -> [UInt8] {
        var decoder = TextDecoder(prefix: Array(bytes.prefix(512)))
        var (text, start) = ([UInt8](), 0)
        while start < bytes.count {
            let count = min(chunks(), bytes.count - start)
            let end = text.count
            text += bytes[start..<start + count]
            decoder.decode(&text, from: end)
            start += count
        }
        decoder.endPart(of: &text)
        return text
    }

    static func utf16(_ text: String, bigEndian: Bool = false, mark: Bool = true) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    static let line = "2026-03-04 10:00:00 ERROR Größe 大きさ 💥 of the file\r\n"

    static let cases: [(String, [UInt8], String)] = [
        ("plain", Array(line.utf8), line),
        ("UTF-8 mark", [0xEF, 0xBB, 0xBF] + Array(line.utf8), line),
        ("UTF-16LE mark", utf16(line), line),
        ("UTF-16BE mark", utf16(line, bigEndian: true), line),
        ("UTF-16LE", utf16(line + line, mark: false), line + line),
        ("UTF-16BE", utf16(line + line, bigEndian: true, mark: false), line + line),
        ("mark alone", [0xFF, 0xFE], ""),
        ("UTF-16 cut", utf16("ab").dropLast(), "a\u{FFFD}"),
        ("half a pair", utf16("a💥").dropLast(2), "a\u{FFFD}"),
        ("second half alone", utf16("a") + [0x00, 0xDC] + utf16("b", mark: false), "a\u{FFFD}b"),
        ("two first halves", utf16("a") + [0x3D, 0xD8] + utf16("b", mark: false), "a\u{FFFD}b"),
        ("short text with NUL", [0x61, 0, 0x62, 0x0A], "ab\n"),
        ("colour", Array("\u{1B}[1;31mERROR\u{1B}[0m disk\n".utf8), "ERROR disk\n"),
        ("256 colours", Array("\u{1B}[38;5;208mx\u{1B}[m\n".utf8), "x\n"),
        ("erase", Array("a\u{1B}[2K\rb\n".utf8), "a\rb\n"),
        ("title", Array("\u{1B}]0;window\u{07}a\u{1B}]8;;http://x\u{1B}\\b\n".utf8), "ab\n"),
        ("charset", Array("\u{1B}(Ba\u{1B}c\n".utf8), "a\n"),
        ("open sequence", Array("a\u{1B}[31\nb\u{1B}]0;never ended\nc\u{1B}\nd".utf8), "a\nb\nc\nd"),
        ("twice", Array("\u{1B}\u{1B}[31ma\n".utf8), "a\n"),
        ("escape at the end", Array("a\u{1B}".utf8), "a"),
        ("colour in UTF-16", utf16("\u{1B}[31mred\u{1B}[0m\n"), "red\n"),
        ("NUL bytes", Array("a\0\0b\n\0\0\0\nc".utf8), "ab\n\nc"),
        ("not UTF-8", [0x61, 0xE9, 0x80, 0x0A], String(decoding: [0x61, 0xE9, 0x80, 0x0A] as [UInt8], as: UTF8.self)),
    ]

    @Test("Every encoding gives its text, in one piece and in chunks", arguments: cases)
    func texts(name: String, bytes: [UInt8], text: String) {
        #expect(String(decoding: Self.text(bytes), as: UTF8.self) == text, "\(name)")
        for size in 1...7 {
            #expect(String(decoding: Self.text(bytes) { size }, as: UTF8.self) == text, "\(name), chunks of \(size)")
        }
    }

    @Test("Any chunks of any bytes give the same text, with the lines of the bytes", arguments: [1, 2, 3] as [UInt64])
    func randomChunks(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [0x1B, 0x5B, 0x5D, 0x30, 0x3B, 0x6D, 0x07, 0x5C, 0x0A, 0x00, 0x41, 0xC3, 0xFF]
        for round in 0..<300 {
            let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            let whole = Self.text(bytes)
            let parts = Self.text(bytes) { Int.random(in: 1...9, using: &generator) }
            #expect(whole == parts, "seed \(seed), round \(round)")
            // UTF-16 has its own newlines.
            if bytes.prefix(2) != [0xFF, 0xFE] {
                #expect(whole.count { $0 == 0x0A } == bytes.count { $0 == 0x0A }, "seed \(seed), round \(round)")
            }
        }
    }

    @Test("A file in UTF-16 is read as text, its beginning too", arguments: [false, true])
    func openedSource(bigEndian: Bool) throws {
        let folder = try TemporaryFolder()
        let bytes = Self.utf16(String(repeating: Self.line, count: 30_000), bigEndian: bigEndian)
        let path = try folder.write(Bytes.zstd(bytes), to: "input")
        var text: [UInt8] = []
        _ = try SourceOpener.open(path) { source in
            #expect(source.peek(100).starts(with: Self.line.utf8))
            while source.read(into: &text) {}
            #expect(source.byteCount == bytes.count)
        }
        #expect(String(decoding: text, as: UTF8.self) == String(repeating: Self.line, count: 30_000))
    }
}
