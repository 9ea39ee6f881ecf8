extension Span<UInt8> {
    /// A hash that texts have in common when they differ in the values of their digits alone.
    ///
    /// `seed` keeps others from choosing texts that collide.
    package func shapeHash(seed: UInt64) -> UInt64 { hash(seed: seed, each: withoutDigits) }

    /// A hash of the bytes, the same in every run for the same `seed`.
    package func hash(seed: UInt64) -> UInt64 { hash(seed: seed) { $0 } }

    /// Thirty-two bytes a step in two halves that do not wait for each other, mixed as wyhash (Wang Yi) does; `word` makes
    /// of eight bytes what is hashed of them.
    @inline(__always) private func hash(seed: UInt64, each word: (UInt64) -> UInt64) -> UInt64 {
        var hash = seed ^ (UInt64(count) &* 0xA076_1D64_78BD_642F)
        return unsafe withUnsafeBytes { bytes in
            guard bytes.count >= 16 else {
                // The second word may overlap the first.
                var (low, high): (UInt64, UInt64) = (0, 0)
                if bytes.count >= 8 {
                    low = unsafe bytes.loadUnaligned(as: UInt64.self)
                    high = unsafe bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
                } else if bytes.count >= 4 {
                    low = unsafe UInt64(bytes.loadUnaligned(as: UInt32.self))
                    high = unsafe UInt64(bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
                } else {
                    for index in indices { low = low << 8 | UInt64(self[index]) }
                }
                return mix(word(low) ^ hash, word(high) ^ 0xE703_7ED1_A0B4_28DB)
            }
            @inline(__always) func step(_ hash: UInt64, at offset: Int) -> UInt64 {
                let low = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let high = unsafe bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
                return mix(word(low) ^ hash, word(high) ^ 0xE703_7ED1_A0B4_28DB)
            }
            var other = hash ^ 0x8EBC_6AF0_9C88_C6E3
            var offset = 0
            while offset + 32 < bytes.count {
                hash = step(hash, at: offset)
                other = step(other, at: offset + 16)
                offset += 32
            }
            if offset + 16 < bytes.count { hash = step(hash, at: offset) }
            // The last sixteen may overlap those before.
            return step(hash ^ other, at: bytes.count - 16)
        }
    }
}

@inline(__always) private func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

/// Makes each byte of `word` that is a digit a zero; eight at a time, without a branch.
@inline(__always) private func withoutDigits(_ word: UInt64) -> UInt64 {
    let offset = word ^ 0x3030_3030_3030_3030
    // The high bit of each byte that is no digit: from 128 as it is, or more than 9 behind the zero.
    let others = ((offset & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | offset
    let digits = ~others & 0x8080_8080_8080_8080
    return word & ~((digits >> 3) &- (digits >> 7))
}
