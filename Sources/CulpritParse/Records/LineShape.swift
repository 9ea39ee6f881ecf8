/// What the beginning of a line looks like: the same for lines that differ in their numbers.
enum LineShape {
    private static let symbolLimit = 40

    /// A hash (FNV-1a) of the first forty symbols, a run of digits being one.
    ///
    /// In an inner text, which is free of words as a header is not, a run of small letters is one too.
    static func hash(_ text: Span<UInt8>, isInner: Bool) -> UInt64 {
        var hash: UInt64 = isInner ? 0x9E37_79B9_7F4A_7C15 : 0xCBF2_9CE4_8422_2325
        var (index, symbols) = (0, 0)
        while index < text.count, symbols < symbolLimit {
            var symbol = text[index]
            index += 1
            if symbol &- 0x30 < 10 {
                symbol = 0x30
                while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
            } else if isInner, symbol &- 0x61 < 26 {
                symbol = 0x61
                while index < text.count, text[index] &- 0x61 < 26 { index += 1 }
            }
            hash = (hash ^ UInt64(symbol)) &* 0x0000_0100_0000_01B3
            symbols += 1
        }
        return hash
    }
}
