/// What a source's decompressed bytes are known by again, whatever its name and its compression.
package struct ContentIdentity: Sendable, Hashable {
    package let byteCount: Int
    /// The SHA-256 of the first bytes, as many as `headLength` says: a quick sign that another source may be the same.
    package let head: String
    /// A tag of all bytes, under the key of the case.
    package let tag: String

    package init(byteCount: Int, head: String, tag: String) {
        (self.byteCount, self.head, self.tag) = (byteCount, head, tag)
    }

    /// The head of a source of `byteCount` bytes: a power of two, so that one that grew has a few heads to try.
    package static func headLength(of byteCount: Int) -> Int {
        byteCount == 0 ? 0 : 1 << (Int.bitWidth - 1 - min(byteCount, longestHead).leadingZeroBitCount)
    }

    package static let longestHead = 4_096
}
