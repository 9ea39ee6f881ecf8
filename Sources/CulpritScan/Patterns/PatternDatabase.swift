internal import CVectorscan

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Patterns compiled for Vectorscan; `@unchecked Sendable`: it is read-only, and each thread has its own scratch.
///
/// Compiled whole they are searched fastest, but hundreds of them take seconds to compile. Searched by the texts that
/// their matches hold they are ready in a tenth of that, and more of them are told that do not match.
@safe final class PatternDatabase: @unchecked Sendable {
    private let expressions: OpaquePointer?
    private let texts: OpaquePointer?
    /// The patterns that Vectorscan takes in no way; each text may match them.
    private let always: [Int]

    /// Takes the patterns, compiled whole, from the cache; compiles them only when `mayCompile`, and fails otherwise.
    init?(whole patterns: [String], mayCompile: Bool) {
        let cache = PatternCache(kind: "whole", patterns: patterns)
        if let kept = unsafe cache?.read(), unsafe kept.databases.count == 1 {
            unsafe (expressions, texts, always) = (kept.databases[0], nil, kept.always)
            return
        }
        guard mayCompile else { return nil }
        let compiled = unsafe Self.compile(Array(patterns.enumerated()))
        unsafe (expressions, texts, always) = (compiled.database, nil, compiled.leftOut)
        unsafe cache?.write(PatternCache.Entry(databases: [expressions], always: always))
    }

    /// Takes the texts of the patterns, and of those that have none the patterns, from the cache; compiles them only when
    /// `mayCompile`, and fails otherwise.
    init?(textsOf patterns: [String], mayCompile: Bool) {
        let cache = PatternCache(kind: "texts", patterns: patterns)
        if let kept = unsafe cache?.read(), unsafe kept.databases.count == 2 {
            unsafe (expressions, texts, always) = (kept.databases[0], kept.databases[1], kept.always)
            return
        }
        guard mayCompile else { return nil }
        var literals: [(text: [UInt8], number: Int)] = []
        var others: [(offset: Int, element: String)] = []
        for (number, pattern) in patterns.enumerated() {
            if let texts = RequiredLiterals.find(in: pattern) {
                literals += texts.map { ($0, number) }
            } else {
                others.append((number, pattern))
            }
        }
        let compiled = unsafe Self.compile(others)
        unsafe texts = Self.compile(literals)
        unsafe expressions = compiled.database
        // Should the texts not compile together, everything may match: slower, and as right.
        unsafe always = texts == nil && !literals.isEmpty ? Array(patterns.indices) : compiled.leftOut
        unsafe cache?.write(PatternCache.Entry(databases: [expressions, texts], always: always))
    }

    deinit {
        unsafe hs_free_database(expressions)
        unsafe hs_free_database(texts)
    }

    /// Puts the numbers of all patterns that may match in `text` into `scratch.candidates`, ascending.
    func scan(_ text: Span<UInt8>, scratch: PatternSetScratch) {
        unsafe scratch.found.removeAll(keepingCapacity: true)
        if !always.isEmpty { unsafe scratch.found.append(contentsOf: always) }
        guard let memory = unsafe scratch.memory else { return }
        let context = unsafe Unmanaged.passUnretained(scratch).toOpaque()
        unsafe text.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let count = UInt32(clamping: bytes.count)
            if let expressions = unsafe expressions {
                _ = unsafe hs_scan(expressions, start, count, 0, memory, Self.collect, context)
            }
            if let texts = unsafe texts { _ = unsafe hs_scan(texts, start, count, 0, memory, Self.collect, context) }
        }
        if unsafe scratch.found.count > 1 { scratch.sortFound() }
    }

    private static let collect: match_event_handler = { number, _, _, _, context in
        guard let context = unsafe context else { return 1 }
        let scratch = unsafe Unmanaged<PatternSetScratch>.fromOpaque(context).takeUnretainedValue()
        unsafe scratch.found.append(Int(number))
        return 0
    }

    fileprivate func allocate(_ memory: inout OpaquePointer?) {
        if let expressions = unsafe expressions { unsafe hs_alloc_scratch(expressions, &memory) }
        if let texts = unsafe texts { unsafe hs_alloc_scratch(texts, &memory) }
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

    /// Compiles patterns under their numbers, and tells which it takes in no way.
    private static func compile(
        _ patterns: [(offset: Int, element: String)]
    ) -> (database: OpaquePointer?, leftOut: [Int]) {
        var (kept, sources, flags, leftOut) = ([Int](), [String](), [UInt32](), [Int]())
        for (number, pattern) in patterns {
            let relaxed = Self.relaxed(pattern)
            if let flag = usableFlags(for: relaxed) {
                kept.append(number)
                sources.append(relaxed)
                flags.append(flag)
            } else {
                leftOut.append(number)
            }
        }
        guard !kept.isEmpty else { return (nil, leftOut) }
        var database: OpaquePointer?
        var error: UnsafeMutablePointer<hs_compile_error_t>?
        let texts = unsafe sources.map { unsafe strdup($0) }
        defer { _ = unsafe texts.map { unsafe free($0) } }
        let pointers = unsafe texts.map { unsafe UnsafePointer<CChar>($0) }
        let status = unsafe hs_compile_multi(
            pointers, flags, kept.map { UInt32($0) }, UInt32(kept.count), UInt32(HS_MODE_BLOCK), nil, &database, &error)
        unsafe hs_free_compile_error(error)
        // Should they not compile together, each may match: slower, and as right.
        return unsafe status == HS_SUCCESS ? (database, leftOut) : (nil, (leftOut + kept).sorted())
    }

    private static func compile(_ literals: [(text: [UInt8], number: Int)]) -> OpaquePointer? {
        guard !literals.isEmpty else { return nil }
        var database: OpaquePointer?
        var error: UnsafeMutablePointer<hs_compile_error_t>?
        let copies = unsafe literals.map { literal in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: literal.text.count)
            for (index, byte) in literal.text.enumerated() { unsafe copy[index] = CChar(bitPattern: byte) }
            return unsafe copy
        }
        defer { unsafe copies.forEach { unsafe $0.deallocate() } }
        let pointers = unsafe copies.map { unsafe UnsafePointer<CChar>?($0) }
        let flags = [UInt32](repeating: UInt32(HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH), count: literals.count)
        let status = unsafe hs_compile_lit_multi(
            pointers, flags, literals.map { UInt32($0.number) }, literals.map(\.text.count), UInt32(literals.count),
            UInt32(HS_MODE_BLOCK), nil, &database, &error)
        unsafe hs_free_compile_error(error)
        return unsafe status == HS_SUCCESS ? database : nil
    }
}

/// What one thread needs to search with a `PatternSet`.
@safe package final class PatternSetScratch {
    fileprivate var memory: OpaquePointer?
    private(set) var database: PatternDatabase?
    /// The bytes scanned since it was looked whether there is a better database.
    var scannedByteCount = 0
    // Unchecked for the reason that `MatchScratch` gives.
    @exclusivity(unchecked) fileprivate var found: [Int] = []

    /// The patterns that may match in the text scanned last, ascending.
    package var candidates: [Int] { unsafe found }

    /// Puts the patterns in order, each once: several texts of one may be found.
    fileprivate func sortFound() {
        unsafe found.sort()
        var kept = 1
        for index in unsafe 1..<found.count where unsafe found[index] != found[kept - 1] {
            unsafe found[kept] = found[index]
            kept += 1
        }
        unsafe found.removeLast(found.count - kept)
    }

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
