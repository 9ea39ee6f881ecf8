internal import CZstd

/// Decompresses concatenated zstd frames (RFC 8878), skippable ones included.
@safe final class ZstdStream: ByteStream {
    private let base: any ByteStream
    private let context: OpaquePointer
    private var input: [UInt8] = []
    private var inputOffset = 0
    private var consumedByteCount = 0
    private var isInsideFrame = false
    /// How many bytes libzstd asks for: the rest of a header, or one block.
    private var wantedByteCount = headerStartSize
    private var isAtEnd = false

    init(_ base: any ByteStream) throws(StreamFailure) {
        guard let context = unsafe ZSTD_createDCtx() else { throw StreamFailure(reason: "out of memory") }
        self.base = base
        unsafe self.context = context
        // Long-distance matching up to 2 GiB would let a file of a few bytes ask for that much memory.
        unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int {
        let start = buffer.count
        while buffer.count == start {
            if inputOffset == input.count {
                input.removeAll(keepingCapacity: true)
                inputOffset = 0
                if !isAtEnd { isAtEnd = try base.read(into: &input, limit: Self.inputSize) == 0 }
                if isAtEnd {
                    guard isInsideFrame else { return 0 }
                    isInsideFrame = false
                    throw StreamFailure(
                        reason: "the zstd stream ends in the middle of a frame, at byte \(consumedByteCount)")
                }
            }
            try decompress(into: &buffer, limit: limit)
        }
        return buffer.count - start
    }

    private func decompress(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) {
        var (status, consumed) = (0, 0)
        buffer.append(addingCapacity: limit) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, producedByteCount in
                unsafe input.withUnsafeBytes { source in
                    // One block at a time: what a call decoded before it met damage is lost with it.
                    let end = min(source.count, inputOffset + wantedByteCount)
                    var from = unsafe ZSTD_inBuffer(src: source.baseAddress, size: end, pos: inputOffset)
                    var into = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                    status = unsafe ZSTD_decompressStream(context, &into, &from)
                    unsafe (producedByteCount, consumed) = (into.pos, from.pos - inputOffset)
                }
            }
        }
        inputOffset += consumed
        consumedByteCount += consumed
        guard ZSTD_isError(status) == 0 else {
            isAtEnd = true
            isInsideFrame = false
            inputOffset = input.count
            let why = unsafe String(cString: ZSTD_getErrorName(status))
            throw StreamFailure(reason: "damaged zstd data at byte \(consumedByteCount): \(why)")
        }
        // 0 says that a frame is complete and flushed; anything else that more of it must come.
        isInsideFrame = status != 0
        wantedByteCount = isInsideFrame ? status : Self.headerStartSize
    }

    private static let inputSize = 256 << 10
    /// `ZSTD_FRAMEHEADERSIZE_MIN(ZSTD_f_zstd1)`, which is not exported, less the byte that libzstd holds back.
    private static let headerStartSize = 5
}
