internal import CArchive

/// The members of an archive or of a compressed stream that libarchive knows, one after the other.
///
/// A stream that is only compressed (`.Z`) has one member without a name. Behind damage a tar goes on with the next header.
@safe final class ArchiveReader: ByteStream {
    private var archive: OpaquePointer
    private let feed: Feed
    private let limit: ExpansionLimit
    /// What a tar is read from, which so can be read again from another place.
    private let tar: TarFeed?
    /// Where in the tar this reading began.
    private var origin = 0
    /// Behind the header of the last member.
    private var lastHeader = 0
    /// The member ended with damage; the next read would fail in the same way.
    private var hasFailed = false
    /// There is nothing more that could be read.
    private var isAtEnd = false

    /// What libarchive's callbacks read from; C sees it as an opaque pointer that lives as long as the reader.
    private final class Feed {
        let base: any ByteStream
        var chunk: [UInt8] = []
        var failure: StreamFailure?

        init(_ base: any ByteStream) { self.base = base }
    }

    /// With `beginsInside` a tar's beginning is lost, and its first header is sought.
    init(
        _ base: any ByteStream, isTar: Bool, beginsInside: Bool = false, limit: ExpansionLimit
    ) throws(StreamFailure) {
        self.limit = limit
        tar = isTar ? TarFeed(base) : nil
        feed = Feed(tar ?? base)
        if beginsInside { origin = tar?.seekHeader(from: 0) ?? 0 }
        unsafe archive = try Self.open(feed, isTar: isTar)
    }

    deinit { unsafe archive_read_free(archive) }

    private static func open(_ feed: Feed, isTar: Bool) throws(StreamFailure) -> OpaquePointer {
        guard let archive = unsafe archive_read_new() else { throw StreamFailure("out of memory") }
        // Not all that libarchive has: some filters start other programs, and some formats are found in plain text.
        if isTar {
            unsafe archive_read_support_format_tar(archive)
        } else {
            unsafe archive_read_support_filter_compress(archive)
            unsafe archive_read_support_filter_lz4(archive)
            unsafe archive_read_support_format_7zip(archive)
            unsafe archive_read_support_format_cpio(archive)
            unsafe archive_read_support_format_empty(archive)
            unsafe archive_read_support_format_raw(archive)
            unsafe archive_read_support_format_tar(archive)
            unsafe archive_read_support_format_zip_streamable(archive)
        }
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
        guard status >= ARCHIVE_WARN else {
            let failure = unsafe failure(of: archive, feed)
            unsafe archive_read_free(archive)
            throw failure
        }
        return unsafe archive
    }

    /// Goes to the next member that is a file and returns its name, `""` for an only compressed stream, `nil` at the end.
    ///
    /// A failure is a gap: the next call goes on behind it, where there is anything left to read.
    func nextMember() throws(StreamFailure) -> String? {
        while !isAtEnd {
            var entry: OpaquePointer?
            let status = unsafe archive_read_next_header(archive, &entry)
            // To libarchive a source that fails just ends, which a tar may do between any two members.
            if status == ARCHIVE_EOF, feed.failure == nil {
                try goBehindEnd()
                continue
            }
            // libarchive would try a tar's next 512 bytes, and not tell of them.
            let isDamaged = status < ARCHIVE_WARN || status == ARCHIVE_EOF || (status == ARCHIVE_RETRY && tar != nil)
            guard !isDamaged, let entry = unsafe entry else {
                isAtEnd = tar == nil
                // Of an archive that cannot go on, the member that ended with damage has told it.
                if isAtEnd, hasFailed { return nil }
                throw failure()
            }
            guard unsafe archive_entry_filetype(entry) == S_IFREG_VALUE else { continue }
            hasFailed = false
            lastHeader = position
            limit.countMember()
            guard try limit.admitsMore() else { return nil }
            if unsafe archive_format(archive) == ARCHIVE_FORMAT_RAW { return "" }
            guard let name = unsafe archive_entry_pathname(entry) else { return "member" }
            return unsafe String(cString: name)
        }
        return nil
    }

    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int {
        guard try self.limit.admitsMore(), !hasFailed, !isAtEnd else { return 0 }
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

    /// What went wrong; what comes next is behind it.
    private func failure() -> StreamFailure {
        var failure = unsafe Self.failure(of: archive, feed)
        guard let tar else { return failure }
        if feed.failure == nil {
            failure = unsafe StreamFailure(
                "damaged archive at byte \(position): \(Self.why(of: archive))")
        }
        let (start, isGap) = (position, feed.failure != nil)
        let next = goOn(in: tar, from: start, notBefore: isGap ? nil : lastHeader + 1)
        failure.unreadByteCount += max(0, (next ?? tar.endPosition) - start)
        if let passed = tar.passed.failure {
            failure.unreadByteCount += passed.unreadByteCount
            failure.reason += "; \(passed.reason)"
        }
        guard let next else {
            failure.reason += "; no member behind it could be found"
            return failure
        }
        failure.reason +=
            isGap
            ? "; \(next - start) bytes of the archive behind that belong to a member whose beginning is lost"
            : "; the next member begins at byte \(next)"
        return failure
    }

    /// Where in the tar libarchive is.
    private var position: Int { unsafe origin + Int(max(0, archive_filter_bytes(archive, 0))) }

    /// Behind a tar's end there may be another tar, and a header that was overwritten with NUL bytes looks like an end.
    private func goBehindEnd() throws(StreamFailure) {
        guard let tar, limit.isExceeded == false else {
            isAtEnd = true
            return
        }
        let start = position
        let next = goOn(in: tar, from: start)
        guard let first = tar.firstPassed else { return }
        var failure = StreamFailure("damaged archive at byte \(first): there are bytes that belong to no member")
        failure.unreadByteCount = (next ?? tar.endPosition) - first
        failure.reason += next.map { "; the next member begins at byte \($0)" } ?? ""
        throw failure
    }

    /// Goes on with the next header at or behind `start`, and returns where it is; `nil` when there is none.
    private func goOn(in tar: TarFeed, from start: Int, notBefore floor: Int? = nil) -> Int? {
        hasFailed = true
        limit.countMember()
        guard let next = tar.seekHeader(from: start, notBefore: floor) else {
            isAtEnd = true
            return nil
        }
        lastHeader = next
        origin = next
        feed.failure = nil
        do throws(StreamFailure) {
            let opened = unsafe try Self.open(feed, isTar: true)
            unsafe archive_read_free(archive)
            unsafe archive = opened
        } catch {
            isAtEnd = true
        }
        return next
    }

    private static func failure(of archive: OpaquePointer, _ feed: Feed) -> StreamFailure {
        if let failure = feed.failure { return failure }
        let byte = unsafe archive_filter_bytes(archive, -1)
        return unsafe StreamFailure("damaged archive at byte \(max(0, byte)): \(why(of: archive))")
    }

    private static func why(of archive: OpaquePointer) -> String {
        unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "unknown damage"
    }

    /// `AE_IFREG`, which is a cast that Swift does not import.
    private var S_IFREG_VALUE: mode_t { 0o100000 }
}
