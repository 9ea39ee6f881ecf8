internal import CZlib

/// Decodes gzip members (RFC 1952) by zlib, which checks their sums as libarchive does not.
@safe final class GzipDecoder: FrameDecoder {
    static let names = (format: "gzip", frame: "member")
    static let firstByte: UInt8 = 0x1F

    /// On the heap, because zlib's state points back to it.
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws(StreamFailure) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for gzip alone.
        let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK { throw StreamFailure("out of memory") }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    static func mayBegin(_ bytes: Span<UInt8>) -> Bool {
        // The method is deflate, and the three highest flags are reserved.
        bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 0x08 && bytes[3] & 0xE0 == 0
    }

    func reset() { unsafe inflateReset(stream) }

    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep {
        var (status, consumed) = (Z_OK, 0)
        buffer.append(addingCapacity: capacity) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, producedByteCount in
                unsafe input.withUnsafeBufferPointer { source in
                    // zlib only reads from it.
                    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                    unsafe stream.pointee.avail_in = UInt32(source.count)
                    unsafe stream.pointee.next_out = target.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(capacity)
                    status = unsafe inflate(stream, Z_NO_FLUSH)
                    consumed = unsafe source.count - Int(stream.pointee.avail_in)
                    producedByteCount = unsafe capacity - Int(stream.pointee.avail_out)
                }
            }
        }
        switch status {
        // No progress, which only says that there is nothing more to read or to give out.
        case Z_OK, Z_BUF_ERROR: return FrameStep(consumedByteCount: consumed, state: .more)
        case Z_STREAM_END: return FrameStep(consumedByteCount: consumed, state: .end)
        default:
            let why = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib error \(status)"
            // Also a wrong sum may be that of a member which was cut short and ran on into the next one.
            return FrameStep(consumedByteCount: consumed, state: .damaged(FrameDamage(why: why)))
        }
    }
}
