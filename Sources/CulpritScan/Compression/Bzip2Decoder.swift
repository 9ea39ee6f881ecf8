internal import CBzip2

/// Decodes bzip2 streams by libbz2; `Bzip2Blocks` below it makes a stream of each block.
@safe final class Bzip2Decoder: FrameDecoder {
    static let names = (format: "bzip2", frame: "block")
    static let firstByte = UInt8(ascii: "B")
    static let beginningSize = 10

    /// On the heap, because libbz2's state points back to it.
    private let stream: UnsafeMutablePointer<bz_stream>

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
        bytes[1] == UInt8(ascii: "Z") && bytes[2] == UInt8(ascii: "h")
            && (bytes.holds(Bzip2Blocks.blockMark.span, at: 4) || bytes.holds(Bzip2Blocks.endMark.span, at: 4))
    }

    func reset() {
        unsafe BZ2_bzDecompressEnd(stream)
        // When this fails, the first call that decodes says so.
        unsafe BZ2_bzDecompressInit(stream, 0, 0)
    }

    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep {
        var (status, consumed) = (BZ_OK, 0)
        buffer.append(addingCapacity: capacity) { output in
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
        let state: FrameStep.State =
            switch status {
            case BZ_OK: .more
            case BZ_STREAM_END: .end
            case BZ_DATA_ERROR: .damaged(FrameDamage(why: "its data or its sum is wrong"))
            case BZ_DATA_ERROR_MAGIC: .damaged(FrameDamage(why: "no block begins here"))
            default: .damaged(FrameDamage(why: "libbz2 error \(status)"))
            }
        return FrameStep(consumedByteCount: consumed, state: state)
    }
}
