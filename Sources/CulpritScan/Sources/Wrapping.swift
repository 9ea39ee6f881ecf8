/// How the content of a file is wrapped, told by its first bytes.
enum Wrapping: Equatable {
    case none
    case zstd
    case gzip
    /// Anything that libarchive unwraps.
    case archive

    static let prefixSize = 512

    init(prefix: Span<UInt8>) {
        func holds(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            guard prefix.count >= offset + magic.count else { return false }
            return magic.indices.allSatisfy { prefix[offset + $0] == magic[$0] }
        }
        // Text may begin with either magic, but not go on so: 'BZh9' and a block or the end, '070701' and a number.
        let isBzip2 = holds(Array("BZh".utf8)) && (holds([0x31, 0x41], at: 4) || holds([0x17, 0x72], at: 4))
        let isCpio =
            holds(Array("070701".utf8)) && prefix.count >= 14
            && (6..<14).allSatisfy { prefix[$0].isDigit || 0x41...0x46 ~= prefix[$0] & 0xDF }
        // RFC 8878 §3.1: a frame, or a skippable frame with any of sixteen magic numbers.
        if holds([0x28, 0xB5, 0x2F, 0xFD]) || (holds([0x2A, 0x4D, 0x18], at: 1) && prefix[0] & 0xF0 == 0x50) {
            self = .zstd
        } else if holds([0x1F, 0x8B, 0x08]) {
            self = .gzip
        } else if Self.archiveMagics.contains(where: { holds($0.bytes, at: $0.offset) }) || isBzip2 || isCpio {
            self = .archive
        } else {
            self = .none
        }
    }

    /// Whether nothing but text can begin so, although less is here than the farthest magic needs.
    ///
    /// A log that somebody is still writing to a pipe need not be waited for.
    static func isText(_ prefix: Span<UInt8>) -> Bool {
        prefix.firstIndex(of: 0x0A) != nil && prefix.firstIndex(of: 0) == nil && Wrapping(prefix: prefix) == .none
    }

    /// xz, lz4 and its older form, compress, zip, tar, 7-Zip.
    private static let archiveMagics: [(bytes: [UInt8], offset: Int)] = [
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], 0), ([0x04, 0x22, 0x4D, 0x18], 0), ([0x02, 0x21, 0x4C, 0x18], 0),
        ([0x1F, 0x9D], 0), ([0x50, 0x4B, 0x03, 0x04], 0), (Array("ustar".utf8), 257),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0),
    ]
}
