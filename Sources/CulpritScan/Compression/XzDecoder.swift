internal import CLZMA

/// Decodes xz streams by liblzma, block by block, so that behind a damaged block the next one can be read.
///
/// A block has a sum in its header and one behind its data; blocks of a stream whose beginning is lost are decoded under
/// the flags of the last stream that had one.
@safe final class XzDecoder: FrameDecoder {
    static let names = (format: "xz", frame: "block")
    static let firstByte: UInt8 = 0xFD
    static let beginningSize = Int(LZMA_STREAM_HEADER_SIZE)

    private enum State {
        case streamHeader
        case blockHeader
        case block
        case index
        case footer
    }

    /// On the heap, because liblzma keeps addresses in them.
    private let stream: UnsafeMutablePointer<lzma_stream>
    private let block: UnsafeMutablePointer<lzma_block>
    private let filters: UnsafeMutablePointer<lzma_filter>
    private var index: OpaquePointer?
    private var state = State.streamHeader
    /// What was read of a part that is only decoded whole.
    private var pending: [UInt8] = []
    /// What the last stream's header says of its blocks' sums.
    private var check: lzma_check?
    /// The blocks before were not read, so that the index tells nothing.
    private var isJoined = false
    private var consumedByteCount = 0
    private(set) var settledByteCount = 0

    /// Like libzstd's here: what xz's presets ask for, and twice that.
    private static let memoryLimit: UInt64 = 160 << 20
    private static let filterCount = Int(LZMA_FILTERS_MAX) + 1
    /// The header of a block with both sizes and two filters takes less.
    private static let longestSoughtHeader = 64
    private static let longestIndex = 16 << 20

    init() throws(StreamFailure) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: lzma_stream())
        unsafe block = .allocate(capacity: 1)
        unsafe block.initialize(to: lzma_block())
        unsafe filters = .allocate(capacity: Self.filterCount)
        unsafe filters.initialize(repeating: lzma_filter(), count: Self.filterCount)
    }

    deinit {
        unsafe lzma_end(stream)
        unsafe lzma_index_hash_end(index, nil)
        unsafe stream.deallocate()
        unsafe block.deallocate()
        unsafe filters.deallocate()
    }

    static func mayBegin(_ bytes: Span<UInt8>) -> Bool { flags(of: bytes) != nil }

    /// Also blocks begin here, once the sums that they have are known.
    func nextBeginning(in bytes: Span<UInt8>, from start: Int) -> Int? {
        for offset in bytes.indices.dropFirst(start) {
            if bytes[offset] == Self.firstByte {
                guard offset + Self.beginningSize <= bytes.count else { return nil }
                if Self.mayBegin(bytes.extracting(offset..<offset + Self.beginningSize)) { return offset }
            } else if check != nil, Self.mayBeginBlock(bytes, at: offset) {
                return offset
            }
        }
        return nil
    }

    func reset() {
        (state, isJoined, pending) = (.streamHeader, false, [])
        (consumedByteCount, settledByteCount) = (0, 0)
    }

    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep {
        if state == .streamHeader, pending.isEmpty, input[0] != Self.firstByte, check != nil {
            (state, isJoined) = (.blockHeader, true)
        }
        let step =
            switch state {
            case .streamHeader: streamHeader(input)
            case .blockHeader: blockHeader(input)
            case .block: blockData(input, into: &buffer, capacity: capacity)
            case .index: isJoined ? passIndex(input) : checkIndex(input)
            case .footer: footer(input)
            }
        consumedByteCount += step.consumedByteCount
        if case .more = step.state, state == .blockHeader, pending.isEmpty { settledByteCount = consumedByteCount }
        return step
    }

    // MARK: The parts of a stream

    private func streamHeader(_ input: Span<UInt8>) -> FrameStep {
        let consumed = gather(Self.beginningSize, of: input)
        guard pending.count == Self.beginningSize else { return FrameStep(consumedByteCount: consumed, state: .more) }
        guard let flags = Self.flags(of: pending.span) else {
            return damaged("no stream begins here", consumed)
        }
        check = flags.check
        unsafe index = lzma_index_hash_init(index, nil)
        (pending, state) = ([], .blockHeader)
        return FrameStep(consumedByteCount: consumed, state: .more)
    }

    private func blockHeader(_ input: Span<UInt8>) -> FrameStep {
        let first = pending.first ?? input[0]
        guard first != 0 else {
            state = .index
            return FrameStep(consumedByteCount: 0, state: .more)
        }
        let size = Self.headerSize(first)
        let consumed = gather(size, of: input)
        guard pending.count == size else { return FrameStep(consumedByteCount: consumed, state: .more) }
        unsafe block.pointee = lzma_block()
        unsafe block.pointee.version = 1
        unsafe block.pointee.header_size = UInt32(size)
        unsafe block.pointee.check = check ?? LZMA_CHECK_NONE
        unsafe block.pointee.filters = filters
        var status = unsafe lzma_block_header_decode(block, nil, pending)
        pending = []
        guard status == LZMA_OK else { return damaged(Self.why(status), consumed) }
        defer { unsafe lzma_filters_free(filters, nil) }
        guard unsafe lzma_raw_decoder_memusage(filters) <= Self.memoryLimit else {
            return damaged(
                "it needs more than \(Self.memoryLimit >> 20) MiB of memory", consumed,
                remedy: "Decompress it with 'xz -d', and give the text.")
        }
        status = unsafe lzma_block_decoder(stream, block)
        guard status == LZMA_OK else { return damaged(Self.why(status), consumed) }
        state = .block
        return FrameStep(consumedByteCount: consumed, state: .more)
    }

    private func blockData(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep {
        var (status, consumed) = (LZMA_OK, 0)
        buffer.append(addingCapacity: capacity) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, producedByteCount in
                unsafe input.withUnsafeBufferPointer { source in
                    unsafe stream.pointee.next_in = source.baseAddress
                    unsafe stream.pointee.avail_in = source.count
                    unsafe stream.pointee.next_out = target.baseAddress
                    unsafe stream.pointee.avail_out = capacity
                    status = unsafe lzma_code(stream, LZMA_RUN)
                    consumed = unsafe source.count - stream.pointee.avail_in
                    producedByteCount = unsafe capacity - stream.pointee.avail_out
                }
            }
        }
        switch status {
        // No progress, which only says that there is nothing more to read or to give out.
        case LZMA_OK, LZMA_BUF_ERROR: return FrameStep(consumedByteCount: consumed, state: .more)
        case LZMA_STREAM_END:
            if !isJoined {
                _ = unsafe lzma_index_hash_append(
                    index, lzma_block_unpadded_size(block), block.pointee.uncompressed_size)
            }
            state = .blockHeader
            return FrameStep(consumedByteCount: consumed, state: .more)
        default: return damaged(Self.why(status), consumed)
        }
    }

    private func checkIndex(_ input: Span<UInt8>) -> FrameStep {
        var consumed = 0
        let status = unsafe input.withUnsafeBufferPointer {
            unsafe lzma_index_hash_decode(index, $0.baseAddress, &consumed, $0.count)
        }
        switch status {
        case LZMA_OK: break
        case LZMA_STREAM_END: state = .footer
        default: return damaged("its index says something else than its blocks", consumed)
        }
        return FrameStep(consumedByteCount: consumed, state: .more)
    }

    /// Passes over an index, of which only the size is of use.
    private func passIndex(_ input: Span<UInt8>) -> FrameStep {
        let before = pending.count
        pending.append(copying: input)
        guard let end = Self.indexEnd(pending.span) else {
            if pending.count > Self.longestIndex { return damaged("its index does not end", input.count) }
            return FrameStep(consumedByteCount: input.count, state: .more)
        }
        (pending, state) = ([], .footer)
        return FrameStep(consumedByteCount: end - before, state: .more)
    }

    private func footer(_ input: Span<UInt8>) -> FrameStep {
        let consumed = gather(Self.beginningSize, of: input)
        guard pending.count == Self.beginningSize else { return FrameStep(consumedByteCount: consumed, state: .more) }
        var flags = lzma_stream_flags()
        let status = unsafe lzma_stream_footer_decode(&flags, pending)
        pending = []
        guard status == LZMA_OK else { return damaged("it has no right end", consumed) }
        return FrameStep(consumedByteCount: consumed, state: .end)
    }

    private func gather(_ count: Int, of input: Span<UInt8>) -> Int {
        let taken = min(count - pending.count, input.count)
        pending.append(copying: input.extracting(0..<taken))
        return taken
    }

    private func damaged(_ why: String, _ consumed: Int, remedy: String? = nil) -> FrameStep {
        FrameStep(consumedByteCount: consumed, state: .damaged(FrameDamage(why: why, remedy: remedy)))
    }

    // MARK: The format (https://tukaani.org/xz/xz-file-format.txt)

    private static func flags(of header: Span<UInt8>) -> lzma_stream_flags? {
        var flags = lzma_stream_flags()
        let status = unsafe header.withUnsafeBufferPointer {
            unsafe lzma_stream_header_decode(&flags, $0.baseAddress)
        }
        return status == LZMA_OK ? flags : nil
    }

    private static func headerSize(_ first: UInt8) -> Int { (Int(first) + 1) * 4 }

    /// Whether a block's header is here: its size, its flags of which four bits are reserved, and the right sum of it all.
    private static func mayBeginBlock(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        let size = headerSize(bytes[start])
        guard bytes[start] != 0, size <= longestSoughtHeader, start + size <= bytes.count,
            bytes[start + 1] & 0x3C == 0
        else { return false }
        let sum = unsafe bytes.extracting(start..<start + size - 4).withUnsafeBufferPointer {
            unsafe lzma_crc32($0.baseAddress, $0.count, 0)
        }
        return (0..<4).allSatisfy { bytes[start + size - 4 + $0] == UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }

    /// The size of the index that `bytes` begin with, or `nil` when they do not hold it whole.
    private static func indexEnd(_ bytes: Span<UInt8>) -> Int? {
        var offset = 1
        func number() -> UInt64? {
            var (value, shift): (UInt64, UInt64) = (0, 0)
            while offset < bytes.count {
                let byte = bytes[offset]
                offset += 1
                value |= UInt64(byte & 0x7F) << shift
                shift += 7
                if byte & 0x80 == 0 { return value }
            }
            return nil
        }
        guard let count = number() else { return nil }
        // Each block has its size and that of its text.
        for _ in 0..<(count &* 2) { guard number() != nil else { return nil } }
        let end = (offset + 3) / 4 * 4 + 4
        return end <= bytes.count ? end : nil
    }

    private static func why(_ status: lzma_ret) -> String {
        switch status {
        case LZMA_DATA_ERROR: "its data or its sum is wrong"
        case LZMA_OPTIONS_ERROR: "it needs what this liblzma cannot do"
        case LZMA_MEM_ERROR: "out of memory"
        default: "liblzma error \(status.rawValue)"
        }
    }
}
