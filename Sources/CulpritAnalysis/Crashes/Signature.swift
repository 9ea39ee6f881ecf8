/// Hashes that are the same in every run and on every machine.
enum Signature {
    /// Returns FNV-1a (64 bits) of `parts`, each with its end, as 16 hexadecimal digits.
    ///
    /// [The FNV hash](http://www.isthe.com/chongo/tech/comp/fnv/).
    static func of(_ parts: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
