internal import CVectorscan

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Patterns compiled for Vectorscan; `@unchecked Sendable`: it is read-only, and each thread has its own scratch.
@safe final class PatternDatabase: @unchecked Sendable {
    private let database: OpaquePointer?
    /// The patterns that Vectorscan takes in no way; each text may match them.
    private let always: [Int]
    private let count: Int

    /// Takes the compiled patterns from the cache; compiles them only when `mayCompile`, and fails otherwise.
    init?(_ patterns: [String], mayCompile: Bool) {
        count = patterns.count
        let cache = PatternCache(patterns: patterns)
        if let kept = unsafe cache?.read() {
            unsafe (database, always) = (kept.database, kept.leftOut)
            return
        }
        guard mayCompile else { return nil }
        var (kept, texts, flags, always) = ([Int](), [String](), [UInt32](), [Int]())
        for (number, pattern) in patterns.enumerated() {
            let relaxed = Self.relaxed(pattern)
            if let flag = Self.usableFlags(for: relaxed) {
                kept.append(number)
                texts.append(relaxed)
                flags.append(flag)
            } else {
                always.append(number)
            }
        }
        unsafe database = kept.isEmpty ? nil : Self.compile(texts, flags: flags, numbers: kept)
        // Should they not compile together, everything may match: slower, and as right.
        self.always = unsafe database == nil ? Array(0..<patterns.count) : always
        if let database = unsafe database { unsafe cache?.write(database, leftOut: always) }
    }

    deinit { unsafe hs_free_database(database) }

    /// Puts the numbers of all patterns that may match in `text` into `scratch.candidates`, ascending.
    func scan(_ text: Span<UInt8>, scratch: PatternSetScratch) {
        unsafe scratch.found.removeAll(keepingCapacity: true)
        if !always.isEmpty { unsafe scratch.found.append(contentsOf: always) }
        guard let database = unsafe database, let memory = unsafe scratch.memory else { return }
        let context = unsafe Unmanaged.passUnretained(scratch).toOpaque()
        _ = unsafe text.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return unsafe hs_scan(
                database, start, UInt32(clamping: bytes.count), 0, memory,
                { number, _, _, _, context in
                    guard let context = unsafe context else { return 1 }
                    let scratch = unsafe Unmanaged<PatternSetScratch>.fromOpaque(context).takeUnretainedValue()
                    unsafe scratch.found.append(Int(number))
                    return 0
                }, context)
        }
        if unsafe scratch.found.count > 1 { unsafe scratch.found.sort() }
    }

    fileprivate func allocate(_ memory: inout OpaquePointer?) {
        guard let database = unsafe database else { return }
        unsafe hs_alloc_scratch(database, &memory)
    }

    /// `pattern` with its long bounded repeats made unbounded: it matches wherever `pattern` does, and compiles faster.
    static func relaxed(_ pattern: String) -> String {
        let bytes = Array(pattern.utf8)
        var (result, index) = ([UInt8](), 0)
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                result += bytes[index...index + 1]
                index += 2
            } else if byte == UInt8(ascii: "{"), let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")) {
                let inside = String(decoding: bytes[index + 1..<close], as: UTF8.self)
                result += Array(relaxedRepeat(inside).utf8)
                index = close + 1
            } else {
                result.append(byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func relaxedRepeat(_ inside: String) -> String {
        let bounds = inside.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard bounds.count == 2, let least = bounds[0], let most = bounds[1], most > 8 else { return "{\(inside)}" }
        return least == 0 ? "*" : least == 1 ? "+" : "{\(least),}"
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

    private static func compile(_ patterns: [String], flags: [UInt32], numbers: [Int]) -> OpaquePointer? {
        var database: OpaquePointer?
        var error: UnsafeMutablePointer<hs_compile_error_t>?
        let texts = unsafe patterns.map { unsafe strdup($0) }
        defer { _ = unsafe texts.map { unsafe free($0) } }
        let pointers = unsafe texts.map { unsafe UnsafePointer<CChar>($0) }
        let status = unsafe hs_compile_multi(
            pointers, flags, numbers.map { UInt32($0) }, UInt32(patterns.count), UInt32(HS_MODE_BLOCK), nil, &database,
            &error)
        unsafe hs_free_compile_error(error)
        return unsafe status == HS_SUCCESS ? database : nil
    }
}

/// What one thread needs to search with a `PatternSet`.
@safe package final class PatternSetScratch {
    fileprivate var memory: OpaquePointer?
    private(set) var database: PatternDatabase?
    // Unchecked for the reason that `MatchScratch` gives.
    @exclusivity(unchecked) fileprivate var found: [Int] = []

    /// The patterns that may match in the text scanned last, ascending.
    package var candidates: [Int] { unsafe found }

    /// Says that each of `count` patterns may match.
    func takeAll(_ count: Int) {
        unsafe found.removeAll(keepingCapacity: true)
        unsafe found.append(contentsOf: 0..<count)
    }

    package init() { unsafe memory = nil }

    deinit { unsafe hs_free_scratch(memory) }

    func use(_ database: PatternDatabase) {
        unsafe database.allocate(&memory)
        self.database = database
    }
}
