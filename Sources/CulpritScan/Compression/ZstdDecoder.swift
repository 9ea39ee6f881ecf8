internal import CZstd

/// Decodes zstd frames (RFC 8878); skippable ones, the seek table of the seekable format among them, give nothing.
@safe final class ZstdDecoder: FrameDecoder {
    static let names = (format: "zstd", frame: "frame")
    static let firstByte: UInt8 = 0x28

    private let context: OpaquePointer
    /// How many bytes libzstd asks for: the rest of a header, or one block.
    private var wantedByteCount = headerStartSize

    init() throws(StreamFailure) {
        guard let context = unsafe ZSTD_createDCtx() else { throw StreamFailure("out of memory") }
        unsafe self.context = context
        // Long-distance matching up to 2 GiB would let a file of a few bytes ask for that much memory.
        unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLogLimit)
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    static func mayBegin(_ bytes: Span<UInt8>) -> Bool {
        bytes[0] == 0x28 && bytes[1] == 0xB5 && bytes[2] == 0x2F && bytes[3] == 0xFD
    }

    func reset() {
        unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        wantedByteCount = Self.headerStartSize
    }

    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep {
        var (status, consumed) = (0, 0)
        buffer.append(addingCapacity: capacity) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, producedByteCount in
                unsafe input.withUnsafeBytes { source in
                    // One block at a time: what a call decoded before it met damage is lost with it.
                    let size = min(source.count, wantedByteCount)
                    var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: size, pos: 0)
                    var into = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: capacity, pos: 0)
                    status = unsafe ZSTD_decompressStream(context, &into, &from)
                    unsafe (producedByteCount, consumed) = (into.pos, from.pos)
                }
            }
        }
        guard ZSTD_isError(status) == 0 else {
            return FrameStep(consumedByteCount: consumed, state: .damaged(Self.damage(status)))
        }
        // 0 says that a frame is complete and flushed; anything else that more of it must come.
        wantedByteCount = status
        return FrameStep(consumedByteCount: consumed, state: status == 0 ? .end : .more)
    }

    private static func damage(_ status: Int) -> FrameDamage {
        let code = ZSTD_getErrorCode(status)
        if code == ZSTD_error_frameParameter_windowTooLarge {
            return FrameDamage(
                why: "the frame needs a window of more than \(1 << (windowLogLimit - 20)) MiB",
                remedy: "Decompress it with 'zstd -d --long=31', and give the text.")
        }
        return FrameDamage(
            why: unsafe String(cString: ZSTD_getErrorName(status)), isAtEnd: code == ZSTD_error_checksum_wrong)
    }

    private static let windowLogLimit: Int32 = 27
    /// `ZSTD_FRAMEHEADERSIZE_MIN(ZSTD_f_zstd1)`, which is not exported, less the byte that libzstd holds back.
    private static let headerStartSize = 5
}
