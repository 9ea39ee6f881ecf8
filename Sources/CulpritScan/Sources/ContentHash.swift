internal import CNettle

/// A running SHA-256 (FIPS 180-4), by Nettle.
package struct ContentHash {
    private var context = sha256_ctx()

    package init() { unsafe nettle_sha256_init(&context) }

    /// The hash of `bytes` alone.
    package static func of(_ bytes: Span<UInt8>) -> String {
        var hash = ContentHash()
        hash.update(bytes)
        return hash.hexadecimal
    }

    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe nettle_sha256_update(&context, $0.count, $0.baseAddress) }
    }

    /// The digest of all bytes so far; more may follow.
    package var hexadecimal: String {
        var finished = context
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        unsafe digest.withUnsafeMutableBufferPointer {
            unsafe nettle_sha256_digest(&finished, $0.count, $0.baseAddress)
        }
        return Self.hexadecimal(digest)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
