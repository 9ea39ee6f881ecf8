internal import CLZ4

/// Decodes lz4 frames (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md) by liblz4; skippable ones give nothing.
@safe final class Lz4Decoder: FrameDecoder {
    static let names = (format: "lz4", frame: "frame")
    static let firstByte: UInt8 = 0x04
    static let beginningSize = 7
    /// The largest block: where it was cut short, so much of what is behind it was taken for its rest.
    static let lookback = (4 << 20) + (64 << 10)

    private let context: OpaquePointer
    /// How many bytes liblz4 asks for: the rest of a header, or one block.
    private var wantedByteCount = beginningSize

    init() throws(StreamFailure) {
        var context: OpaquePointer?
        let status = unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
        guard LZ4F_isError(status) == 0, let context = unsafe context else { throw StreamFailure("out of memory") }
        unsafe self.context = context
    }

    deinit { unsafe LZ4F_freeDecompressionContext(context) }

    static func mayBegin(_ bytes: Span<UInt8>) -> Bool {
        // Version 01 and nothing in the reserved bits; blocks of at least 64 KiB.
        bytes[0] == 0x04 && bytes[1] == 0x22 && bytes[2] == 0x4D && bytes[3] == 0x18
            && bytes[4] & 0xC2 == 0x40 && bytes[5] & 0x8F == 0 && bytes[5] >> 4 >= 4
    }

    func reset() {
        unsafe LZ4F_resetDecompressionContext(context)
        wantedByteCount = Self.beginningSize
    }

    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep {
        // One block at a time: what a call decoded before it met damage is lost with it.
        var (status, consumed) = (0, min(input.count, wantedByteCount))
        buffer.append(addingCapacity: capacity) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, producedByteCount in
                unsafe input.withUnsafeBytes { source in
                    var produced = capacity
                    status = unsafe LZ4F_decompress(
                        context, target.baseAddress, &produced, source.baseAddress, &consumed, nil)
                    producedByteCount = produced
                }
            }
        }
        guard LZ4F_isError(status) == 0 else {
            return FrameStep(consumedByteCount: consumed, state: .damaged(Self.damage(status)))
        }
        // 0 says that a frame is complete and flushed; anything else that more of it must come.
        wantedByteCount = status
        return FrameStep(consumedByteCount: consumed, state: status == 0 ? .end : .more)
    }

    private static func damage(_ status: Int) -> FrameDamage {
        let why = unsafe String(cString: LZ4F_getErrorName(status))
        return FrameDamage(why: why, isAtEnd: why == "ERROR_contentChecksum_invalid")
    }
}
