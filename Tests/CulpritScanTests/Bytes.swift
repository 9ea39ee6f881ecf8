import CulpritScan
import Foundation

/// Wrapped bytes to read in tests; what this library cannot write was made by the programs they are named after.
enum Bytes {
    /// What all of `compressed` hold.
    static let text = "first line\nsecond line\n"
    static let other = "other\n"

    static let gzip = base64("H4sIAAAAAAAAA0vLLCouUcjJzEvlKk5Nzs9LgbABLFpFXRcAAAA=")
    static let bzip2 = base64(
        "QlpoOTFBWSZTWYsT4YQAAATRgAAQQAAPJZwAIAAhoTIxlCAaAJEqMZVoywSC/VfxdyRThQkIsT4YQA==")
    static let xz = base64(
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAWZmlyc3QgbGluZQpzZWNvbmQgbGluZQoAABLpMe+yotpkAAEvF4EISbEftvN9AQAAAAAEWVo=")
    static let lz4 = base64("BCJNGGRApxcAAIBmaXJzdCBsaW5lCnNlY29uZCBsaW5lCgAAAADs+R6u")
    /// Holds `a.log` with `text` and `b.log` with `other`.
    static let zip = base64(
        """
        UEsDBBQAAAAIAEpIeF0sWkVdFAAAABcAAAAFAAAAYS5sb2dLyywqLlHIycxL5SpOTc7PS4GwAVBLAwQKAAAAAABKSHhdbn5gCQYAAAAGAAAABQAA\
        AGIubG9nb3RoZXIKUEsBAh4DFAAAAAgASkh4XSxaRV0UAAAAFwAAAAUAAAAAAAAAAQAAAKSBAAAAAGEubG9nUEsBAh4DCgAAAAAASkh4XW5+YAkG\
        AAAABgAAAAUAAAAAAAAAAQAAAKSBNwAAAGIubG9nUEsFBgAAAAACAAIAZgAAAGAAAAAAAA==
        """)

    static func zstd(_ text: String) throws -> [UInt8] { try zstd(Array(text.utf8)) }

    static func zstd(_ bytes: [UInt8]) throws -> [UInt8] { try ZstdCompressor.compress(bytes.span) }

    /// A frame that decoders skip (RFC 8878 §3.1.2).
    static let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]

    /// An archive of `members` in the format of POSIX.1-1988.
    static func tar(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        for member in members {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at offset: Int) {
                for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
            }
            put(member.name, at: 0)
            put("0000644", at: 100)
            let octal = String(member.bytes.count, radix: 8)
            put(String(repeating: "0", count: 11 - octal.count) + octal, at: 124)
            put("00000000000", at: 136)
            put("        ", at: 148)
            put("0", at: 156)
            put("ustar", at: 257)
            put("00", at: 263)
            let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\0", at: 148)
            archive += header + member.bytes
            archive += [UInt8](repeating: 0, count: (512 - member.bytes.count % 512) % 512)
        }
        return archive + [UInt8](repeating: 0, count: 1_024)
    }

    private static func base64(_ text: String) -> [UInt8] { Data(base64Encoded: text).map(Array.init) ?? [] }
}
