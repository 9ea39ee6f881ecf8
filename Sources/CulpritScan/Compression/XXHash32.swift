/// A running xxHash of 32 bits with seed 0, by which lz4 checks its frames (https://github.com/Cyan4973/xxHash).
struct XXHash32 {
    private var lanes: (UInt32, UInt32, UInt32, UInt32) = (prime1 &+ prime2, prime2, 0, 0 &- prime1)
    private var rest: [UInt8] = []
    private var byteCount = 0

    private static let prime1: UInt32 = 0x9E37_79B1
    private static let prime2: UInt32 = 0x85EB_CA77
    private static let prime3: UInt32 = 0xC2B2_AE3D
    private static let prime4: UInt32 = 0x27D4_EB2F
    private static let prime5: UInt32 = 0x1656_67B1
    private static let stripe = 16

    /// The hash of `bytes` alone.
    static func of(_ bytes: Span<UInt8>) -> UInt32 {
        var hash = XXHash32()
        hash.update(bytes)
        return hash.digest
    }

    mutating func update(_ bytes: Span<UInt8>) {
        byteCount += bytes.count
        var start = 0
        if !rest.isEmpty {
            start = min(Self.stripe - rest.count, bytes.count)
            rest.append(copying: bytes.extracting(0..<start))
            guard rest.count == Self.stripe else { return }
            let whole = rest
            take(whole.span, from: 0)
            rest.removeAll(keepingCapacity: true)
        }
        start = take(bytes, from: start)
        rest.append(copying: bytes.extracting(start..<bytes.count))
    }

    /// The hash of all bytes so far; more may follow.
    var digest: UInt32 {
        var hash =
            byteCount < Self.stripe
            ? Self.prime5
            : Self.rotate(lanes.0, 1) &+ Self.rotate(lanes.1, 7) &+ Self.rotate(lanes.2, 12)
                &+ Self.rotate(lanes.3, 18)
        hash &+= UInt32(truncatingIfNeeded: byteCount)
        var index = 0
        while index + 4 <= rest.count {
            let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(rest[index + $1]) << (8 * UInt32($1)) }
            hash = Self.rotate(hash &+ word &* Self.prime3, 17) &* Self.prime4
            index += 4
        }
        for byte in rest[index...] { hash = Self.rotate(hash &+ UInt32(byte) &* Self.prime5, 11) &* Self.prime1 }
        hash = (hash ^ hash >> 15) &* Self.prime2
        hash = (hash ^ hash >> 13) &* Self.prime3
        return hash ^ hash >> 16
    }

    /// Takes all whole stripes from `start` on, and returns where they end.
    @discardableResult private mutating func take(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var (lanes, offset) = (lanes, start)
        unsafe bytes.withUnsafeBytes { bytes in
            func word(_ index: Int) -> UInt32 {
                unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self))
            }
            while offset + Self.stripe <= bytes.count {
                lanes.0 = Self.round(lanes.0, word(0))
                lanes.1 = Self.round(lanes.1, word(1))
                lanes.2 = Self.round(lanes.2, word(2))
                lanes.3 = Self.round(lanes.3, word(3))
                offset += Self.stripe
            }
        }
        self.lanes = lanes
        return offset
    }

    @inline(__always) private static func round(_ lane: UInt32, _ word: UInt32) -> UInt32 {
        rotate(lane &+ word &* prime2, 13) &* prime1
    }

    @inline(__always) private static func rotate(_ value: UInt32, _ count: UInt32) -> UInt32 {
        value << count | value >> (32 - count)
    }
}
