#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif
internal import CVectorscan

/// Many patterns searched in one pass (Vectorscan): tells which may match, in the order of their numbers.
///
/// A pattern that Vectorscan cannot take whole is searched by its prefilter, and one that has none always may match,
/// so PCRE2 has the last word. `@unchecked Sendable`: the database is read-only; each thread has its own scratch.
@safe package final class PatternSet: @unchecked Sendable {
    private let database: OpaquePointer?
    private let always: [Int]
    package let count: Int

    package init(_ patterns: [String]) throws(PatternError) {
        count = patterns.count
        var (kept, flags, always) = ([Int](), [UInt32](), [Int]())
        for (number, pattern) in patterns.enumerated() {
            if let flag = Self.usableFlags(for: pattern) {
                kept.append(number)
                flags.append(flag)
            } else {
                always.append(number)
            }
        }
        self.always = always
        unsafe database = kept.isEmpty ? nil : try Self.compile(kept.map { patterns[$0] }, flags: flags, numbers: kept)
    }

    deinit { unsafe hs_free_database(database) }

    /// Puts the numbers of all patterns that may match in `text` into `scratch.candidates`, ascending.
    package func scan(_ text: Span<UInt8>, scratch: PatternSetScratch) {
        scratch.candidates.removeAll(keepingCapacity: true)
        scratch.candidates.append(contentsOf: always)
        guard let database = unsafe database, let memory = unsafe scratch.memory else { return }
        let context = unsafe Unmanaged.passUnretained(scratch).toOpaque()
        _ = unsafe text.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return unsafe hs_scan(
                database, start, UInt32(clamping: bytes.count), 0, memory,
                { number, _, _, _, context in
                    guard let context = unsafe context else { return 1 }
                    let scratch = unsafe Unmanaged<PatternSetScratch>.fromOpaque(context).takeUnretainedValue()
                    scratch.candidates.append(Int(number))
                    return 0
                }, context)
        }
        if scratch.candidates.count > 1 { scratch.candidates.sort() }
    }

    fileprivate func allocate(_ memory: inout OpaquePointer?) {
        guard let database = unsafe database else { return }
        unsafe hs_alloc_scratch(database, &memory)
    }

    /// The flags with which Vectorscan takes `pattern`; `nil` when it takes it in no way.
    private static func usableFlags(for pattern: String) -> UInt32? {
        let once = UInt32(HS_FLAG_SINGLEMATCH | HS_FLAG_ALLOWEMPTY)
        for flags in [once, once | UInt32(HS_FLAG_PREFILTER)] {
            var (info, error): (UnsafeMutablePointer<hs_expr_info_t>?, UnsafeMutablePointer<hs_compile_error_t>?)
            unsafe (info, error) = (nil, nil)
            let status = unsafe hs_expression_info(pattern, flags, &info, &error)
            unsafe free(info)
            unsafe hs_free_compile_error(error)
            if status == HS_SUCCESS { return flags }
        }
        return nil
    }

    private static func compile(
        _ patterns: [String], flags: [UInt32], numbers: [Int]
    ) throws(PatternError) -> OpaquePointer? {
        var database: OpaquePointer?
        var error: UnsafeMutablePointer<hs_compile_error_t>?
        let texts = unsafe patterns.map { unsafe strdup($0) }
        defer { unsafe texts.forEach { unsafe free($0) } }
        let pointers = unsafe texts.map { unsafe UnsafePointer<CChar>($0) }
        let status = unsafe hs_compile_multi(
            pointers, flags, numbers.map { UInt32($0) }, UInt32(patterns.count), UInt32(HS_MODE_BLOCK), nil, &database,
            &error)
        guard status == HS_SUCCESS else {
            let why = unsafe error.map { unsafe String(cString: $0.pointee.message) } ?? "status \(status)"
            unsafe hs_free_compile_error(error)
            throw .cannotCompileSet(why: why)
        }
        return unsafe database
    }
}

/// What one thread needs to search with a `PatternSet`.
@safe package final class PatternSetScratch {
    fileprivate var memory: OpaquePointer?
    /// The patterns that may match in the text scanned last, ascending.
    package fileprivate(set) var candidates: [Int] = []

    package init(for set: PatternSet) {
        unsafe memory = nil
        unsafe set.allocate(&memory)
        candidates.reserveCapacity(set.count)
    }

    deinit { unsafe hs_free_scratch(memory) }
}
