/// How the content of a file is wrapped, told by its first bytes.
enum Wrapping: Equatable {
    case none
    case zstd
    case gzip
    case xz
    case bzip2
    case lz4
    case tar
    /// Anything else that libarchive unwraps.
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
        } else if holds([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            self = .xz
        } else if isBzip2 {
            self = .bzip2
        } else if holds([0x04, 0x22, 0x4D, 0x18]) {
            self = .lz4
        } else if holds(Array("ustar".utf8), at: 257) {
            self = .tar
        } else if Self.archiveMagics.contains(where: { holds($0) }) || isCpio {
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

    /// The older form of lz4, compress, zip, 7-Zip.
    private static let archiveMagics: [[UInt8]] = [
        [0x02, 0x21, 0x4C, 0x18], [0x1F, 0x9D], [0x50, 0x4B, 0x03, 0x04], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],
    ]
}
