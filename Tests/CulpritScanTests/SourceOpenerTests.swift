import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

struct SourceOpenerTests {
    /// What was read of one file.
    struct Reading: Equatable {
        var texts: [String: String] = [:]
        var failures: [String] = []
        var storedByteCount = 0
    }

    static func read(_ bytes: [UInt8]) throws -> Reading {
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "input")
        var reading = Reading()
        let file = try SourceOpener.open(path) { source in
            var content: [UInt8] = []
            while source.read(into: &content) {}
            let name = String(source.path.dropFirst(path.count))
            reading.texts[name] = String(decoding: content, as: UTF8.self)
            if let failure = source.failure { reading.failures.append(failure.reason) }
        }
        if let failure = file.failure { reading.failures.append(failure.reason) }
        reading.storedByteCount = file.byteCount
        return reading
    }

    static func long(_ lineCount: Int) -> String {
        var generator = SeededGenerator(seed: 7)
        return (0..<lineCount).map { "line \($0) \(generator.next())\n" }.joined()
    }

    static func wholeTexts() throws -> [(name: String, bytes: [UInt8], texts: [String: String])] {
        let text = Bytes.text
        let members = [("a.log", Array(text.utf8)), ("sub/b.log", Array(Bytes.other.utf8))]
        let both = ["!a.log": text, "!sub/b.log": Bytes.other]
        return try [
            ("plain", Array(text.utf8), ["": text]),
            ("empty", [], ["": ""]),
            ("one byte", Array("x".utf8), ["": "x"]),
            ("zstd", Bytes.zstd(text), ["": text]),
            ("zstd of nothing", Bytes.zstd(""), ["": ""]),
            ("zstd frames", Bytes.zstd(text) + Bytes.zstd(Bytes.other), ["": text + Bytes.other]),
            ("zstd skippable first", Bytes.skippable + Bytes.zstd(text), ["": text]),
            ("zstd skippable between", Bytes.zstd(text) + Bytes.skippable + Bytes.zstd(text), ["": text + text]),
            ("zstd twice", Bytes.zstd(Bytes.zstd(text)), ["": text]),
            ("gzip", Bytes.gzip, ["": text]),
            ("gzip members", Bytes.gzip + Bytes.gzip, ["": text + text]),
            ("bzip2", Bytes.bzip2, ["": text]),
            ("xz", Bytes.xz, ["": text]),
            ("lz4", Bytes.lz4, ["": text]),
            ("zip", Bytes.zip, ["!a.log": text, "!b.log": Bytes.other]),
            ("tar", Bytes.tar(members), both),
            ("tar.zst", Bytes.zstd(Bytes.tar(members)), both),
            ("gzip in tar", Bytes.tar([("a.log.gz", Bytes.gzip)]), ["!a.log.gz": text]),
            ("zstd in tar", Bytes.tar([("a", Bytes.zstd(text)), ("b", Bytes.xz)]), ["!a": text, "!b": text]),
            (
                "zip in tar.zst", Bytes.zstd(Bytes.tar([("z", Bytes.zip)])),
                ["!z!a.log": text, "!z!b.log": Bytes.other]
            ),
            (
                "text like cpio", Array("070701 12:00:01 [ERROR] mysqld: disk is full\n".utf8),
                ["": "070701 12:00:01 [ERROR] mysqld: disk is full\n"]
            ),
            ("text like bzip2", Array("BZh is a word\n".utf8), ["": "BZh is a word\n"]),
        ]
    }

    @Test("Each wrapping gives its texts")
    func wrappings() throws {
        for (name, bytes, texts) in try Self.wholeTexts() {
            let reading = try Self.read(bytes)
            #expect(reading.texts == texts, "\(name)")
            #expect(reading.failures == [], "\(name)")
            #expect(reading.storedByteCount == bytes.count, "\(name)")
        }
    }

    @Test("Every prefix of a zstd file gives a prefix of its text, and a failure unless it ends with a frame")
    func zstdPrefixes() throws {
        let (first, second) = (Self.long(6), Self.long(9))
        let frame = try Bytes.zstd(first)
        let bytes = try frame + Bytes.zstd(second)
        for count in 4...bytes.count {
            let reading = try Self.read(Array(bytes.prefix(count)))
            let text = try #require(reading.texts[""])
            #expect((first + second).hasPrefix(text), "\(count) bytes")
            if count >= frame.count { #expect(text.count >= first.count, "\(count) bytes") }
            let isComplete = count == frame.count || count == bytes.count
            #expect(reading.failures.count == (isComplete ? 0 : 1), "\(count) bytes: \(reading.failures)")
        }
    }

    @Test("Of a damaged zstd file everything before the damage is read")
    func damagedZstd() throws {
        // More than ten blocks of 128 KiB, nearly incompressible.
        let text = Self.long(60_000)
        var bytes = try Bytes.zstd(text)
        let place = bytes.count * 3 / 4
        for index in place..<place + 64 { bytes[index] ^= 0xA5 }
        let reading = try Self.read(bytes)
        let read = try #require(reading.texts[""])
        #expect(reading.failures.count == 1)
        #expect(reading.failures.first?.contains("zstd") ?? false)
        // What is read in the damaged block itself may be wrong; whole blocks before it are right.
        let sure = text.utf8.count * 3 / 4 - 2 * (128 << 10)
        #expect(read.utf8.count >= sure)
        #expect(read.utf8.prefix(sure).elementsEqual(text.utf8.prefix(sure)))
    }

    @Test("A wrong checksum is a failure")
    func wrongChecksum() throws {
        var bytes = try Bytes.zstd(Bytes.text)
        bytes[bytes.count - 1] ^= 1
        let reading = try Self.read(bytes)
        #expect(reading.failures.count == 1)
    }

    @Test("Garbage behind a frame is a failure, and the frame is read")
    func garbageAfterFrame() throws {
        let reading = try Self.read(Bytes.zstd(Bytes.text) + Array("plain text".utf8))
        #expect(reading.texts == ["": Bytes.text])
        #expect(reading.failures.count == 1)
    }

    static let archives = [Bytes.gzip, Bytes.bzip2, Bytes.xz, Bytes.lz4]

    @Test("Every prefix of a compressed file gives a prefix of its text and a failure", arguments: archives)
    func archivePrefixes(bytes: [UInt8]) throws {
        for count in 6..<bytes.count - 22 {
            let reading = try Self.read(Array(bytes.prefix(count)))
            #expect(Bytes.text.hasPrefix(reading.texts["", default: ""]), "\(count) bytes")
            #expect(reading.failures.count == 1, "\(count) bytes: \(reading)")
        }
    }

    @Test("Of a zip that ends before its directory the members are read as far as they go")
    func zipPrefixes() throws {
        let directory = 0x60
        for count in 6..<directory {
            let reading = try Self.read(Array(Bytes.zip.prefix(count)))
            for (name, text) in reading.texts {
                #expect((name == "!b.log" ? Bytes.other : Bytes.text).hasPrefix(text), "\(count) bytes")
            }
            #expect(!reading.failures.isEmpty, "\(count) bytes: \(reading)")
        }
    }

    @Test("A tar.zst that ends early gives its members up to there, and a failure")
    func truncatedTar() throws {
        let members = (0..<40).map { ("\($0).log", Array(Self.long(200 + $0).utf8)) }
        let bytes = try Bytes.zstd(Bytes.tar(members))
        for count in stride(from: 600, to: bytes.count, by: 9_973) {
            let reading = try Self.read(Array(bytes.prefix(count)))
            #expect(!reading.failures.isEmpty, "\(count) bytes")
            for (name, text) in reading.texts where !text.isEmpty {
                let member = try #require(members.first { "!\($0.0)" == name })
                #expect(String(decoding: member.1, as: UTF8.self).hasPrefix(text), "\(count) bytes, \(name)")
            }
        }
    }

    @Test("One damaged member of an archive does not keep the next from being read")
    func damagedMember() throws {
        var damaged = Bytes.gzip
        // RFC 1951 §3.2.3: the reserved type of block.
        damaged[10] = 0xFF
        let reading = try Self.read(Bytes.tar([("a.gz", damaged), ("b", Array(Bytes.other.utf8))]))
        #expect(reading.texts["!b"] == Bytes.other)
        #expect(reading.failures.count == 1)
    }

    @Test("A file that is wrapped too often is told of and not read")
    func tooDeep() throws {
        var bytes = Array(Bytes.text.utf8)
        for _ in 0..<9 { bytes = try Bytes.zstd(bytes) }
        let reading = try Self.read(bytes)
        #expect(reading.texts == [:])
        #expect(reading.failures.count == 1)
    }

    @Test("A file that asks for a huge window is refused")
    func hugeWindow() throws {
        // RFC 8878 §3.1.1.1.2: a window descriptor of 0xA8 is 2 GiB.
        let reading = try Self.read([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0x00, 0x00])
        #expect(reading.failures.count == 1)
    }

    @Test("The hash is that of the stored bytes")
    func contentHash() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("abc", to: "input")
        let hash = try SourceOpener.open(path) { _ in }.sha256
        #expect(try SourceOpener.sha256(of: path) == hash)
        // FIPS 180-2, appendix B.1.
        #expect(hash == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("Random bytes and bent archives are read to some end", arguments: [1, 2, 3] as [UInt64])
    func fuzz(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let seeds = try Self.wholeTexts().map(\.bytes).filter { !$0.isEmpty }
        for _ in 0..<150 {
            var bytes = seeds[Int.random(in: seeds.indices, using: &generator)]
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            let reading = try Self.read(bytes)
            let isBounded = reading.texts.values.allSatisfy { $0.utf8.count < 64 << 20 }
            #expect(isBounded, "seed \(seed)")
        }
    }

    @Test("A missing file cannot be opened, and says why")
    func missingFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "none").path
        #expect(throws: SourceError.cannotOpen(path, why: "No such file or directory")) {
            _ = try SourceOpener.open(path) { _ in }
        }
    }
}
