internal import CArchive

/// The members of an archive or of a compressed stream that libarchive knows, one after the other.
///
/// A stream that is only compressed (`.xz`, `.bz2`, `.lz4`, `.Z`) has one member without a name.
@safe final class ArchiveReader: ByteStream {
    private let archive: OpaquePointer
    private let feed: Feed
    private let limit: ExpansionLimit
    /// The member, or all there is, ended with damage; the next read would fail in the same way.
    private var hasFailed = false

    /// What libarchive's callbacks read from; C sees it as an opaque pointer that lives as long as the reader.
    private final class Feed {
        let base: any ByteStream
        var chunk: [UInt8] = []
        var failure: StreamFailure?

        init(_ base: any ByteStream) { self.base = base }
    }

    init(_ base: any ByteStream, limit: ExpansionLimit) throws(StreamFailure) {
        guard let archive = unsafe archive_read_new() else { throw StreamFailure("out of memory") }
        unsafe self.archive = archive
        self.limit = limit
        feed = Feed(base)
        // Not all that libarchive has: some filters start other programs, and some formats are found in plain text.
        unsafe archive_read_support_filter_bzip2(archive)
        unsafe archive_read_support_filter_compress(archive)
        unsafe archive_read_support_filter_lz4(archive)
        unsafe archive_read_support_filter_xz(archive)
        unsafe archive_read_support_format_7zip(archive)
        unsafe archive_read_support_format_cpio(archive)
        unsafe archive_read_support_format_empty(archive)
        unsafe archive_read_support_format_raw(archive)
        unsafe archive_read_support_format_tar(archive)
        unsafe archive_read_support_format_zip_streamable(archive)
        let status = unsafe archive_read_open(
            archive, Unmanaged.passUnretained(feed).toOpaque(), nil,
            { archive, client, block in
                guard let client = unsafe client, let block = unsafe block else { return -1 }
                let feed = unsafe Unmanaged<Feed>.fromOpaque(client).takeUnretainedValue()
                feed.chunk.removeAll(keepingCapacity: true)
                do throws(StreamFailure) {
                    _ = try feed.base.read(into: &feed.chunk, limit: 256 << 10)
                } catch {
                    feed.failure = error
                }
                // The array is not touched before the next call, as libarchive asks.
                unsafe feed.chunk.withUnsafeBytes { unsafe block.pointee = $0.baseAddress }
                return feed.chunk.count
            }, nil)
        if status < ARCHIVE_WARN { throw failure() }
    }

    deinit { unsafe archive_read_free(archive) }

    /// Goes to the next member that is a file and returns its name, `""` for an only compressed stream, `nil` at the end.
    func nextMember() throws(StreamFailure) -> String? {
        while true {
            var entry: OpaquePointer?
            let status = unsafe archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF {
                // To libarchive a source that fails just ends, which a tar may do between any two members.
                if let failure = feed.failure { throw failure }
                return nil
            }
            guard status >= ARCHIVE_WARN, let entry = unsafe entry else { throw failure() }
            guard unsafe archive_entry_filetype(entry) == S_IFREG_VALUE else { continue }
            hasFailed = false
            limit.countMember()
            guard try limit.admitsMore() else { return nil }
            if unsafe archive_format(archive) == ARCHIVE_FORMAT_RAW { return "" }
            guard let name = unsafe archive_entry_pathname(entry) else { return "member" }
            return unsafe String(cString: name)
        }
    }

    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int {
        guard try self.limit.admitsMore(), !hasFailed else { return 0 }
        let start = buffer.count
        // A block at a time: 'archive_read_data' fills the buffer, and what it has of it is lost when it meets damage.
        // Holes of a sparse file have no blocks.
        while buffer.count == start {
            var (size, offset) = (0, Int64(0))
            var block = unsafe UnsafeRawPointer?.none
            let status = unsafe archive_read_data_block(archive, &block, &size, &offset)
            if status == ARCHIVE_EOF { return 0 }
            guard status >= ARCHIVE_OK else {
                hasFailed = true
                throw failure()
            }
            let bytes = unsafe UnsafeRawBufferPointer(start: block, count: size)
            unsafe buffer.append(contentsOf: bytes)
        }
        self.limit.countBytes(buffer.count - start)
        return buffer.count - start
    }

    private func failure() -> StreamFailure {
        if let failure = feed.failure { return failure }
        let why = unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "unknown damage"
        let byte = unsafe archive_filter_bytes(archive, -1)
        return StreamFailure("damaged archive at byte \(max(0, byte)): \(why)")
    }

    /// `AE_IFREG`, which is a cast that Swift does not import.
    private var S_IFREG_VALUE: mode_t { 0o100000 }
}
