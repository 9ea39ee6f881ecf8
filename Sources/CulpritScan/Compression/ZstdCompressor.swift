internal import CZstd

/// Compresses whole buffers to zstd frames (RFC 8878), each with its content size and checksum.
package enum ZstdCompressor {
    /// Returns one frame that holds `bytes`.
    package static func compress(_ bytes: Span<UInt8>, level: Int = 3) throws(ZstdError) -> [UInt8] {
        guard let context = unsafe ZSTD_createCCtx() else { throw .cannotCompress(why: "out of memory") }
        defer { unsafe ZSTD_freeCCtx(context) }
        unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(level))
        unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        var status = 0
        let frame = unsafe [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { buffer, count in
            status = unsafe bytes.withUnsafeBufferPointer { source in
                unsafe ZSTD_compress2(context, buffer.baseAddress, buffer.count, source.baseAddress, source.count)
            }
            count = ZSTD_isError(status) == 0 ? status : 0
        }
        guard ZSTD_isError(status) == 0 else {
            throw .cannotCompress(why: unsafe String(cString: ZSTD_getErrorName(status)))
        }
        return frame
    }
}
