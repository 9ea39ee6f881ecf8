import CArchive

/// Compressed bytes of any size, written by libarchive.
enum Compressed {
    enum Filter: CaseIterable, Sendable {
        case gzip
        case xz
        case bzip2
        case lz4
    }

    /// `bytes` alone, as the program that is named after the filter writes them.
    static func stream(_ bytes: [UInt8], _ filter: Filter) -> [UInt8] {
        unsafe write(capacity: bytes.count + 4_096, members: [("", bytes)]) { archive in
            unsafe archive_write_set_format_raw(archive)
            switch filter {
            case .gzip: unsafe archive_write_add_filter_gzip(archive)
            case .xz: unsafe archive_write_add_filter_xz(archive)
            case .bzip2: unsafe archive_write_add_filter_bzip2(archive)
            case .lz4: unsafe archive_write_add_filter_lz4(archive)
            }
        }
    }

    /// One xz stream with a block of each MiB, as threads write it.
    static func xzBlocks(_ bytes: [UInt8]) -> [UInt8] {
        unsafe write(capacity: bytes.count + 4_096, members: [("", bytes)]) { archive in
            unsafe archive_write_set_format_raw(archive)
            unsafe archive_write_add_filter_xz(archive)
            unsafe archive_write_set_options(archive, "xz:compression-level=0,xz:threads=2")
        }
    }

    static func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        let size = members.reduce(0) { $0 + $1.bytes.count + 1_024 }
        return unsafe write(capacity: size + 4_096, members: members) { archive in
            unsafe archive_write_set_format_zip(archive)
        }
    }

    private static func write(
        capacity: Int, members: [(name: String, bytes: [UInt8])], setUp: (OpaquePointer?) -> Void
    ) -> [UInt8] {
        let archive = unsafe archive_write_new()
        defer { unsafe archive_write_free(archive) }
        unsafe setUp(archive)
        // No padding up to a block of a tape.
        unsafe archive_write_set_bytes_in_last_block(archive, 1)
        return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            unsafe archive_write_open_memory(archive, output.baseAddress, capacity, &count)
            for (name, bytes) in members {
                let entry = unsafe archive_entry_new()
                unsafe archive_entry_set_pathname(entry, name.isEmpty ? "data" : name)
                unsafe archive_entry_set_filetype(entry, 0o100000)
                unsafe archive_entry_set_size(entry, Int64(bytes.count))
                unsafe archive_write_header(archive, entry)
                unsafe bytes.withUnsafeBytes { _ = unsafe archive_write_data(archive, $0.baseAddress, $0.count) }
                unsafe archive_entry_free(entry)
            }
            unsafe archive_write_close(archive)
        }
    }
}
