extension Span<UInt8> {
    /// A hash that texts have in common when they differ in the values of their digits alone.
    ///
    /// `seed` keeps others from choosing texts that collide.
    package func shapeHash(seed: UInt64) -> UInt64 { hash(seed: seed, each: withoutDigits) }

    /// A hash of the bytes, the same in every run for the same `seed`.
    package func hash(seed: UInt64) -> UInt64 { hash(seed: seed) { $0 } }

    /// Thirty-two bytes a step in two halves that do not wait for each other, mixed as wyhash (Wang Yi) does; `block` makes
    /// of sixteen bytes what is hashed of them.
    @inline(__always) private func hash(seed: UInt64, each block: (SIMD16<UInt8>) -> SIMD16<UInt8>) -> UInt64 {
        // A text that makes this factor zero forgets the seed and what stands before: it must not be known.
        let secret = 0xE703_7ED1_A0B4_28DB ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        @inline(__always) func step(_ hash: UInt64, _ bytes: SIMD16<UInt8>) -> UInt64 {
            let words = unsafe unsafeBitCast(block(bytes), to: SIMD2<UInt64>.self)
            return mix(words[0] ^ hash, words[1] ^ secret)
        }
        var hash = seed ^ (UInt64(count) &* 0xA076_1D64_78BD_642F)
        return unsafe withUnsafeBytes { bytes in
            guard bytes.count >= 16 else {
                // The second word may overlap the first.
                var words = SIMD2<UInt64>()
                if bytes.count >= 8 {
                    words[0] = unsafe bytes.loadUnaligned(as: UInt64.self)
                    words[1] = unsafe bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
                } else if bytes.count >= 4 {
                    words[0] = unsafe UInt64(bytes.loadUnaligned(as: UInt32.self))
                    words[1] = unsafe UInt64(bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
                } else {
                    for index in indices { words[0] = words[0] << 8 | UInt64(self[index]) }
                }
                return step(hash, unsafe unsafeBitCast(words, to: SIMD16<UInt8>.self))
            }
            @inline(__always) func sixteen(at offset: Int) -> SIMD16<UInt8> {
                unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            }
            var offset = 0
            if bytes.count > 32 {
                var other = hash ^ 0x8EBC_6AF0_9C88_C6E3
                repeat {
                    hash = step(hash, sixteen(at: offset))
                    other = step(other, sixteen(at: offset + 16))
                    offset += 32
                } while offset + 32 < bytes.count
                hash ^= other
            }
            if offset + 16 < bytes.count { hash = step(hash, sixteen(at: offset)) }
            // The last sixteen may overlap those before.
            return step(hash, sixteen(at: bytes.count - 16))
        }
    }
}

@inline(__always) private func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}

/// Makes each byte that is a digit a zero.
///
/// In sums and shifts alone: comparing vectors is a loop over their elements.
@inline(__always) private func withoutDigits(_ bytes: SIMD16<UInt8>) -> SIMD16<UInt8> {
    let offset = bytes ^ SIMD16(repeating: 0x30)
    // The high bit of each byte that is no digit: from 128 as it is, or more than 9 behind the zero.
    let others = (offset &+ SIMD16(repeating: 0x76)) | offset
    let kept = unsafe unsafeBitCast(
        unsafeBitCast(others, to: SIMD16<Int8>.self) &>> SIMD16(repeating: 7), to: SIMD16<UInt8>.self)
    return bytes & (kept | SIMD16(repeating: 0x30))
}
