import CulpritScan
import CulpritTestSupport
import Testing

/// What is behind damage is read, and what was lost is told with its byte.
struct DamageTests {
    typealias Reading = SourceOpenerTests.Reading

    static let parts = (0..<3).map { "part \($0) begins\n" + SourceOpenerTests.long(400) + "part \($0) ends\n" }

    static func frames(_ format: String) throws -> [[UInt8]] {
        try parts.map { part in
            switch format {
            case "zstd": try Bytes.zstd(part)
            case "xz": Compressed.stream(Array(part.utf8), .xz)
            case "bzip2": Compressed.stream(Array(part.utf8), .bzip2)
            case "lz4": Compressed.stream(Array(part.utf8), .lz4)
            default: Compressed.stream(Array(part.utf8), .gzip)
            }
        }
    }

    static let formats = ["zstd", "gzip", "xz", "bzip2", "lz4"]

    @Test("Behind a frame that was cut short the next one is read", arguments: formats, [0.1, 0.5, 0.9])
    func cutFrame(format: String, share: Double) throws {
        let frames = try Self.frames(format)
        let cut = Int(Double(frames[1].count) * share)
        let reading = try SourceOpenerTests.read(frames[0] + frames[1].prefix(cut) + frames[2])
        let text = try #require(reading.texts[""])
        #expect(text.hasPrefix(Self.parts[0]))
        #expect(text.hasSuffix("\n" + Self.parts[2]))
        #expect(reading.failures.count == 1)
        #expect(reading.failures[0].contains("begins at byte \(frames[0].count + cut)"), "\(reading.failures)")
    }

    @Test("A gap in what is compressed twice is a gap, and what is behind it is read", arguments: formats)
    func cutInside(format: String) throws {
        let frames = try Self.frames(format)
        let outer = try frames.map { try Bytes.zstd($0) }
        let reading = try SourceOpenerTests.read(outer[0] + outer[1].prefix(outer[1].count / 2) + outer[2])
        let text = try #require(reading.texts[""])
        #expect(text.hasPrefix(Self.parts[0]))
        #expect(text.hasSuffix("\n" + Self.parts[2]))
        #expect(reading.failures.count == 1)
    }

    /// One stream of more than two blocks, the text of each and where the second is.
    static func blocks(_ format: String) -> (bytes: [UInt8], text: [UInt8]) {
        let text = Array(SourceOpenerTests.long(160_000).utf8)
        return (format == "xz" ? Compressed.xzBlocks(text) : Compressed.stream(text, .bzip2), text)
    }

    @Test("Behind a block that is damaged the next one is read", arguments: ["xz", "bzip2"], [1, 2] as [UInt64])
    func bentBlock(format: String, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var (bytes, text) = Self.blocks(format)
        #expect(try SourceOpenerTests.read(bytes).texts[""]?.utf8.elementsEqual(text) ?? false)
        let place = Int.random(in: bytes.count * 2 / 5..<bytes.count * 3 / 5, using: &generator)
        for index in place..<place + 1_000 { bytes[index] = .random(in: 0...255, using: &generator) }
        let reading = try SourceOpenerTests.read(bytes)
        let read = Array(try #require(reading.texts[""]).utf8)
        let limit = 1 << 20
        let sure = text.count * 2 / 5 - limit
        #expect(sure > 0 && read.count >= text.count - 2 * limit)
        let (isBeginningRight, isEndRight) = (
            read.prefix(sure).elementsEqual(text.prefix(sure)), read.suffix(sure).elementsEqual(text.suffix(sure))
        )
        #expect(isBeginningRight)
        #expect(isEndRight)
        #expect(reading.failures.count == 1)
        #expect(reading.failures.allSatisfy { $0.contains("damaged \(format) data at byte ") }, "\(reading.failures)")
    }

    @Test("Behind a frame with damaged bytes the next one is read", arguments: formats, [1, 2, 3] as [UInt64])
    func bentFrame(format: String, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let frames = try Self.frames(format)
        for _ in 0..<40 {
            var bent = frames[1]
            let at = Int.random(in: 0..<bent.count, using: &generator)
            bent[at] ^= UInt8.random(in: 1...255, using: &generator)
            let reading = try SourceOpenerTests.read(frames[0] + bent + frames[2])
            let text = try #require(reading.texts[""])
            #expect(text.hasPrefix(Self.parts[0]), "seed \(seed), byte \(at)")
            #expect(text.hasSuffix(Self.parts[2]), "seed \(seed), byte \(at)")
            let isWhole = text == Self.parts.joined()
            // A gzip header has a time and a system, which say nothing of the content.
            #expect(reading.failures.count == 1 || isWhole, "seed \(seed), byte \(at)")
            #expect(reading.failures.allSatisfy { $0.contains("at byte ") })
        }
    }

    @Test("Bytes that are no frame are passed over and counted", arguments: formats)
    func garbageBetween(format: String) throws {
        let frames = try Self.frames(format)
        let garbage = Array("this is no frame; (\u{1F}\u{8B} and BZh9 neither ".utf8)
        let folder = try TemporaryFolder()
        let path = try folder.write(frames[0] + garbage + frames[1], to: "input")
        var failure: StreamFailure?
        var text: [UInt8] = []
        _ = try SourceOpener.open(path) { source in
            while source.read(into: &text) {}
            failure = source.failure
        }
        #expect(String(decoding: text, as: UTF8.self) == Self.parts[0] + Self.parts[1])
        #expect(failure?.unreadByteCount == garbage.count)
    }

    @Test("NUL bytes behind a frame are padding", arguments: formats)
    func padding(format: String) throws {
        let frames = try Self.frames(format)
        let reading = try SourceOpenerTests.read(frames[0] + [UInt8](repeating: 0, count: 1_000) + frames[1])
        #expect(reading.texts == ["": Self.parts[0] + Self.parts[1]])
        #expect(reading.failures == [])
    }

    @Test("A wrong sum is told, and the text is there", arguments: formats)
    func wrongSum(format: String) throws {
        let frames = try Self.frames(format)
        var bent = frames[0]
        // The last four bytes are the sum of zstd, bzip2 and lz4; those of gzip before the last four, of xz in its footer.
        bent[bent.count - (format == "gzip" ? 5 : format == "xz" ? 9 : 2)] ^= 1
        let reading = try SourceOpenerTests.read(bent + frames[1])
        #expect(reading.texts == ["": Self.parts[0] + Self.parts[1]])
        #expect(reading.failures.count == 1)
    }

    @Test("A file of nothing but beginnings of frames ends soon", arguments: formats)
    func manyBeginnings(format: String) throws {
        let beginning = try Array(Self.frames(format)[0].prefix(12))
        let bytes = Array(repeatElement(beginning, count: 200_000).joined())
        let reading = try SourceOpenerTests.read(bytes)
        #expect(reading.failures.count == 1)
    }

    @Test("A window that is too large is told with what to do, and the next frame is read")
    func hugeWindow() throws {
        let folder = try TemporaryFolder()
        // RFC 8878 §3.1.1.1.2: a window descriptor of 0xA8 is 2 GiB.
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0x00, 0x00]
        let path = try folder.write(frame + Bytes.zstd(Bytes.text), to: "input")
        var (text, failure) = ([UInt8](), StreamFailure?.none)
        _ = try SourceOpener.open(path) { source in
            while source.read(into: &text) {}
            failure = source.failure
        }
        #expect(String(decoding: text, as: UTF8.self) == Bytes.text)
        #expect(failure?.reason.contains("128 MiB") ?? false)
        #expect(failure?.remedy?.contains("--long=31") ?? false)
    }

    @Test("Every prefix of a compressed file gives a prefix of its text", arguments: Compressed.Filter.allCases)
    func prefixes(filter: Compressed.Filter) throws {
        let text = SourceOpenerTests.long(9_000)
        let bytes = Compressed.stream(Array(text.utf8), filter)
        #expect(try SourceOpenerTests.read(bytes).texts == ["": text])
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<30 {
            let count = Int.random(in: 16..<bytes.count, using: &generator)
            let reading = try SourceOpenerTests.read(Array(bytes.prefix(count)))
            #expect(text.hasPrefix(reading.texts["", default: ""]), "\(filter), \(count) bytes")
            #expect(reading.failures.count == 1, "\(filter), \(count) bytes")
        }
    }

    /// A block is 900 KB for bzip2, 4 MiB for lz4; libarchive gives out 64 KiB at a time.
    static let cuts: [(Compressed.Filter, lineCount: Int, loss: Int)] = [
        (.gzip, 9_000, 1_000), (.xz, 20_000, 70_000), (.bzip2, 60_000, 970_000), (.lz4, 200_000, 4_300_000),
    ]

    @Test("Of a file that was cut short everything before the cut is read", arguments: cuts)
    func toTheCut(filter: Compressed.Filter, lineCount: Int, loss: Int) throws {
        let text = Array(SourceOpenerTests.long(lineCount).utf8)
        let bytes = Compressed.stream(text, filter)
        let reading = try SourceOpenerTests.read(Array(bytes.dropLast(100)))
        let cut = Array(reading.texts["", default: ""].utf8)
        let isPrefix = text.starts(with: cut)
        #expect(isPrefix)
        let count = cut.count
        #expect(count >= text.count - loss)
    }

    @Test("A bomb is stopped, and told")
    func bomb() throws {
        var bytes = [UInt8](repeating: 0x61, count: 1 << 20)
        bytes[bytes.count - 1] = 0x0A
        // 1.5 GiB of 200 KB.
        bytes = try Array(repeatElement(Bytes.zstd(String(decoding: bytes, as: UTF8.self)), count: 1_536).joined())
        let folder = try TemporaryFolder()
        let path = try folder.write(Bytes.zstd(bytes), to: "input")
        var (count, failure) = (0, StreamFailure?.none)
        var chunk: [UInt8] = []
        _ = try SourceOpener.open(path) { source in
            while source.read(into: &chunk) {
                count += chunk.count
                chunk.removeAll(keepingCapacity: true)
            }
            failure = source.failure
        }
        #expect(count < 1_100 << 20)
        #expect(failure?.reason.contains("1000 times") ?? false)
        #expect(failure?.remedy != nil)
    }
}
