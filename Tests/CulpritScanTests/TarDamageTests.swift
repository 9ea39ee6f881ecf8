import CulpritScan
import CulpritTestSupport
import Testing

/// Behind damage in a tar its next members are read.
struct TarDamageTests {
    typealias Reading = SourceOpenerTests.Reading

    static let members = (0..<6).map { number in
        (name: "\(number).log", bytes: Array(("member \(number)\n" + SourceOpenerTests.long(300)).utf8))
    }

    /// Where the header of each member is.
    static let headers = members.indices.map { index in
        members[..<index].reduce(0) { $0 + 512 + ($1.bytes.count + 511) / 512 * 512 }
    }

    static func text(_ index: Int) -> String { String(decoding: members[index].bytes, as: UTF8.self) }

    @Test("Behind a damaged header the next member is read", arguments: [0, 3, 100, 124, 150, 257, 400])
    func bentHeader(offset: Int) throws {
        var bytes = Bytes.tar(Self.members)
        bytes[Self.headers[2] + offset] ^= 0x01
        let reading = try SourceOpenerTests.read(bytes)
        #expect(Set(reading.texts.keys) == ["!0.log", "!1.log", "!3.log", "!4.log", "!5.log"])
        #expect(reading.texts["!5.log"] == Self.text(5))
        #expect(reading.failures.count == 1)
        #expect(reading.failures.first?.contains("begins at byte \(Self.headers[3])") ?? false, "\(reading.failures)")
    }

    @Test("The bytes of a member whose header is lost are counted")
    func unreadBytes() throws {
        var bytes = Bytes.tar(Self.members)
        bytes.replaceSubrange(Self.headers[2]..<Self.headers[2] + 512, with: [UInt8](repeating: 0x55, count: 512))
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "input")
        let file = try SourceOpener.open(path) { source in
            var text: [UInt8] = []
            while source.read(into: &text) {}
        }
        let unread = try #require(file.failure?.unreadByteCount)
        #expect(abs(unread - (Self.headers[3] - Self.headers[2])) <= 512)
    }

    @Test("A header that was overwritten with NUL bytes is not the end")
    func zeroedHeader() throws {
        var bytes = Bytes.tar(Self.members)
        bytes.replaceSubrange(Self.headers[2]..<Self.headers[2] + 512, with: [UInt8](repeating: 0, count: 512))
        let reading = try SourceOpenerTests.read(bytes)
        #expect(Set(reading.texts.keys) == ["!0.log", "!1.log", "!3.log", "!4.log", "!5.log"])
        #expect(reading.failures.count == 1)
        #expect(reading.failures.first?.contains("belong to no member") ?? false, "\(reading.failures)")
    }

    @Test(
        "Bytes that went missing from the middle cost the members that they were in", arguments: [1, 100, 512, 5_000])
    func missingBytes(count: Int) throws {
        var bytes = Bytes.tar(Self.members)
        let start = Self.headers[2] + 600
        bytes.removeSubrange(start..<start + count)
        let reading = try SourceOpenerTests.read(bytes)
        for index in [0, 1, 3, 4, 5] { #expect(reading.texts["!\(index).log"] == Self.text(index), "\(index)") }
        // Whole blocks are missing from a text unseen, but for the one in which the next header is.
        #expect(reading.failures.count == 1)
    }

    @Test("A compressed tar whose beginning is lost is read from its first header on", arguments: ["zstd", "bzip2"])
    func lostBeginning(format: String) throws {
        let bytes = Bytes.tar(Self.members)
        let cut = Self.headers[2] + 700
        var frames = try [Array(bytes[..<cut]), Array(bytes[cut...])].map { part in
            format == "zstd" ? try Bytes.zstd(part) : Compressed.stream(part, .bzip2)
        }
        for index in 60..<100 { frames[0][index] ^= 0xFF }
        let reading = try SourceOpenerTests.read(Array(frames.joined()))
        for index in [3, 4, 5] { #expect(reading.texts["!\(index).log"] == Self.text(index), "\(index)") }
        #expect(reading.failures.count == 1)
    }

    @Test(
        "Behind a gap in a compressed tar the next member is read", arguments: ["zstd", "gzip", "xz", "bzip2", "lz4"])
    func gap(format: String) throws {
        let bytes = Bytes.tar(Self.members)
        let cuts = [0, Self.headers[2] + 1_000, Self.headers[3] + 700, bytes.count]
        var frames = try (0..<3).map { part in
            let part = Array(bytes[cuts[part]..<cuts[part + 1]])
            return switch format {
            case "zstd": try Bytes.zstd(part)
            case "gzip": Compressed.stream(part, .gzip)
            case "xz": Compressed.stream(part, .xz)
            case "bzip2": Compressed.stream(part, .bzip2)
            default: Compressed.stream(part, .lz4)
            }
        }
        frames[1].removeLast(frames[1].count / 2)
        let reading = try SourceOpenerTests.read(Array(frames.joined()))
        for index in [0, 1, 4, 5] { #expect(reading.texts["!\(index).log"] == Self.text(index), "\(index)") }
        // What a decoder makes of the bytes at the cut may come behind it.
        #expect(reading.texts["!2.log", default: "none"].hasPrefix(Self.text(2).prefix(400)))
        #expect(reading.failures.count >= 1)
        #expect(reading.failures.first?.contains("at byte ") ?? false)
    }

    @Test("Tars one after the other are read as one")
    func joined() throws {
        let bytes = Bytes.tar(Array(Self.members.prefix(2))) + Bytes.tar(Array(Self.members.suffix(2)))
        let reading = try SourceOpenerTests.read(bytes)
        #expect(Set(reading.texts.keys) == ["!0.log", "!1.log", "!4.log", "!5.log"])
        #expect(reading.failures == [])
    }

    @Test("Whatever bytes are bent, members that were not touched are read", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let whole = Bytes.tar(Self.members)
        for _ in 0..<60 {
            var bytes = whole
            let touched = Int.random(in: 1..<5, using: &generator)
            let range = Self.headers[touched]..<Self.headers[touched + 1]
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                // What makes no header of another kind: those of long names and sparse files say where data is.
                let at = Int.random(in: range, using: &generator)
                if at - range.lowerBound != 156 { bytes[at] = .random(in: 0...255, using: &generator) }
            }
            let reading = try SourceOpenerTests.read(bytes)
            for index in 0..<6 where index != touched {
                #expect(reading.texts["!\(index).log"] == Self.text(index), "seed \(seed), \(touched), \(index)")
            }
        }
    }

    @Test("A tar of nothing but headers that lead nowhere ends soon")
    func manyHeaders() throws {
        // A header of a long name whose name is missing.
        var header = Array(Bytes.tar([("x", [])]).prefix(512))
        header[156] = UInt8(ascii: "L")
        header.replaceSubrange(148..<156, with: Array("        ".utf8))
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        header.replaceSubrange(148..<154, with: Array((String(repeating: "0", count: 6 - sum.count) + sum).utf8))
        header[154] = 0
        let reading = try SourceOpenerTests.read(Array(repeatElement(header, count: 4_000).joined()))
        #expect(reading.texts.count <= 4_000)
    }
}
