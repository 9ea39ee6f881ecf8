internal import CBzip2

/// Decodes bzip2 streams by libbz2; `Bzip2Blocks` below it makes a stream of each block.
@safe final class Bzip2Decoder: FrameDecoder {
    static let names = (format: "bzip2", frame: "block")
    static let firstByte = UInt8(ascii: "B")
    static let beginningSize = 10

    /// On the heap, because libbz2's state points back to it.
    private let stream: UnsafeMutablePointer<bz_stream>
    /// The text of the block, and how much of it was given out since it is known to be right.
    private var held: [UInt8] = []
    private var given = 0
    private var isComplete = false

    init() throws(StreamFailure) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: bz_stream())
        if unsafe BZ2_bzDecompressInit(stream, 0, 0) != BZ_OK { throw StreamFailure("out of memory") }
    }

    deinit {
        unsafe BZ2_bzDecompressEnd(stream)
        unsafe stream.deallocate()
    }

    static func mayBegin(_ bytes: Span<UInt8>) -> Bool {
        guard bytes[1] == UInt8(ascii: "Z"), bytes[2] == UInt8(ascii: "h") else { return false }
        let (blockMark, endMark) = (Bzip2Blocks.blockMark, Bzip2Blocks.endMark)
        return bytes.holds(blockMark.span, at: 4) || bytes.holds(endMark.span, at: 4)
    }

    func reset() {
        (isComplete, given) = (false, 0)
        held.removeAll(keepingCapacity: true)
        unsafe BZ2_bzDecompressEnd(stream)
        // When this fails, the first call that decodes says so.
        unsafe BZ2_bzDecompressInit(stream, 0, 0)
    }

    /// A block is given out once its sum was found right: of one that is damaged all bytes are wrong.
    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep {
        if isComplete { return give(to: &buffer, capacity, consumed: 0) }
        var (status, consumed) = (BZ_OK, 0)
        held.append(addingCapacity: capacity) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, producedByteCount in
                unsafe input.withUnsafeBytes { source in
                    // libbz2 only reads from it.
                    unsafe stream.pointee.next_in = UnsafeMutablePointer(
                        mutating: source.bindMemory(to: CChar.self).baseAddress)
                    unsafe stream.pointee.avail_in = UInt32(source.count)
                    unsafe stream.pointee.next_out = UnsafeMutableRawPointer(target.baseAddress)?.assumingMemoryBound(
                        to: CChar.self)
                    unsafe stream.pointee.avail_out = UInt32(capacity)
                    status = unsafe BZ2_bzDecompress(stream)
                    consumed = unsafe source.count - Int(stream.pointee.avail_in)
                    producedByteCount = unsafe capacity - Int(stream.pointee.avail_out)
                }
            }
        }
        switch status {
        case BZ_OK where held.count <= Self.longestBlock: return FrameStep(consumedByteCount: consumed, state: .more)
        case BZ_STREAM_END: return give(to: &buffer, capacity, consumed: consumed)
        case BZ_OK, BZ_DATA_ERROR: return damaged("its data or its sum is wrong", consumed)
        case BZ_DATA_ERROR_MAGIC: return damaged("no block begins here", consumed)
        default: return damaged("libbz2 error \(status)", consumed)
        }
    }

    private func give(to buffer: inout [UInt8], _ capacity: Int, consumed: Int) -> FrameStep {
        let count = min(capacity, held.count - given)
        buffer.append(copying: held.span.extracting(given..<given + count))
        (isComplete, given) = (true, given + count)
        return FrameStep(consumedByteCount: consumed, state: given == held.count ? .end : .more)
    }

    private func damaged(_ why: String, _ consumed: Int) -> FrameStep {
        FrameStep(consumedByteCount: consumed, state: .damaged(FrameDamage(why: why)))
    }

    /// The largest block is of 900 kB, and its first run-length code makes at most 255 bytes of five.
    private static let longestBlock = 900_000 / 5 * 259
}
