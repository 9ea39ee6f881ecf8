/// The text of lz4 blocks, of which the last 64 KiB may be referred to by the next
/// (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md).
struct Lz4Window {
    private var bytes: [UInt8] = []
    private var start = 0
    private var given = 0
    private var end = 0
    /// As far as two bytes can refer.
    private static let reach = 64 << 10

    mutating func clear() { (start, given, end) = (0, 0, 0) }

    /// Adds the text of the last block to `sum`.
    func add(to sum: inout XXHash32) { sum.update(bytes.span.extracting(start..<end)) }

    /// Appends what was not given yet to `buffer`, at most `capacity` bytes; `false` when there is nothing.
    mutating func give(to buffer: inout [UInt8], _ capacity: Int) -> Bool {
        let count = min(capacity, end - given)
        guard count > 0 else { return false }
        buffer.append(copying: bytes.span.extracting(given..<given + count))
        given += count
        return true
    }

    /// Takes a block, which has at most `limit` bytes of text; `false`, and nothing of it, when it is damaged.
    mutating func take(_ block: Span<UInt8>, isStored: Bool, limit: Int) -> Bool {
        makeRoom(limit)
        let begin = end
        let reached = unsafe bytes.withUnsafeMutableBytes { target in
            unsafe block.withUnsafeBytes { block in
                if !isStored { return unsafe Self.expand(block, into: target, from: begin, to: begin + limit) }
                unsafe UnsafeMutableRawBufferPointer(rebasing: target[begin...]).copyMemory(from: block)
                return begin + block.count
            }
        }
        end = reached ?? begin
        return reached != nil
    }

    /// Keeps what may be referred to, and makes room for a block behind it.
    private mutating func makeRoom(_ count: Int) {
        let kept = min(end, Self.reach)
        if end + count > bytes.count, end > kept {
            bytes.replaceSubrange(0..<kept, with: Array(bytes[end - kept..<end]))
            end = kept
        }
        if end + count > bytes.count { bytes += [UInt8](repeating: 0, count: end + count - bytes.count) }
        (start, given) = (end, end)
    }

    /// Returns where the text of the block ends, `nil` when it refers to what is not there or does not fit.
    private static func expand(
        _ block: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, from begin: Int, to limit: Int
    ) -> Int? {
        guard let source = block.baseAddress, let text = target.baseAddress else { return nil }
        var (read, written) = (0, begin)
        func longer(_ length: Int) -> Int? {
            guard length == 15 else { return length }
            var length = length
            while read < block.count {
                let byte = unsafe source.load(fromByteOffset: read, as: UInt8.self)
                read += 1
                length += Int(byte)
                if byte != 255 { return length }
            }
            return nil
        }
        while read < block.count {
            let token = unsafe source.load(fromByteOffset: read, as: UInt8.self)
            read += 1
            guard let literals = longer(Int(token >> 4)), literals <= block.count - read,
                literals <= limit - written
            else { return nil }
            unsafe (text + written).copyMemory(from: source + read, byteCount: literals)
            (read, written) = (read + literals, written + literals)
            // The last sequence has literals alone.
            if read == block.count { return written }
            guard read + 2 <= block.count else { return nil }
            let distance = unsafe Int(
                UInt16(littleEndian: source.loadUnaligned(fromByteOffset: read, as: UInt16.self)))
            read += 2
            guard let length = longer(Int(token & 15)).map({ $0 + 4 }), distance > 0, distance <= written,
                length <= limit - written
            else { return nil }
            let from = unsafe UnsafeRawPointer(text + (written - distance))
            if distance >= length {
                unsafe (text + written).copyMemory(from: from, byteCount: length)
            } else {
                // What is copied may be what this has just written.
                for index in 0..<length {
                    unsafe text.storeBytes(
                        of: from.load(fromByteOffset: index, as: UInt8.self), toByteOffset: written + index,
                        as: UInt8.self)
                }
            }
            written += length
        }
        return nil
    }
}
