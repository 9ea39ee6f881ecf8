internal import CPCRE2
package import CulpritModel
internal import Synchronization

/// A pattern (PCRE2, bytes, JIT); it owns its code and frees it when the value dies.
///
/// `@unchecked Sendable`: matching only reads the code block, so threads share it, each with its own scratch.
@safe package final class CompiledPattern: @unchecked Sendable {
    /// Its text.
    package let source: String
    /// The name of each capture, at the number of its group; `nil` for the whole match and for groups without a name.
    package let captureNames: [String?]
    /// It does not tell one digit from another: texts that differ in digits alone match both or neither, at the same places.
    package let isDigitBlind: Bool
    /// A pattern that matches wherever this one does, with any other digits too; `nil` when none is known.
    package let relaxedSource: String?
    private let isAnchored: Bool
    /// The address of the code; 0 until it is needed.
    private let address: Atomic<UInt>

    /// Compiles `source`; one that is anchored matches only where it is tried.
    package init(_ source: String, at place: Place, isAnchored: Bool = false) throws(PatternError) {
        var (status, offset) = (Int32(0), 0)
        guard let code = unsafe Self.compile(source, isAnchored: isAnchored, &status, &offset) else {
            throw .doesNotCompile(source, at: place, byte: offset, why: Self.message(status))
        }
        address = Atomic(UInt(bitPattern: code))
        self.source = source
        self.isAnchored = isAnchored
        relaxedSource = DigitRelaxation.relax(source)
        isDigitBlind = relaxedSource == source
        unsafe captureNames = Self.captureNames(of: code)
    }

    /// What was found out about a pattern when it was compiled, which takes a while.
    package struct Traits: Sendable, Hashable {
        package let captureNames: [String?]
        package let relaxedSource: String?

        package init(captureNames: [String?], relaxedSource: String?) {
            (self.captureNames, self.relaxedSource) = (captureNames, relaxedSource)
        }
    }

    /// What another run needs to know of it to do without compiling it.
    package var traits: Traits { Traits(captureNames: captureNames, relaxedSource: relaxedSource) }

    /// A pattern that compiled before, and had these traits; it is compiled again when it is first matched.
    package init(known source: String, traits: Traits) {
        (self.source, captureNames, isAnchored) = (source, traits.captureNames, false)
        relaxedSource = traits.relaxedSource
        isDigitBlind = relaxedSource == source
        address = Atomic(0)
    }

    /// The pattern that matches at the beginning of any line where this one matches at that of a text.
    package var inAnyLine: CompiledPattern {
        let relaxed = relaxedSource.map { Self.anyLine + $0 }
        return CompiledPattern(
            known: Self.anyLine + source, traits: Traits(captureNames: captureNames, relaxedSource: relaxed))
    }

    private static let anyLine = "(?m)"

    deinit { unsafe pcre2_code_free_8(OpaquePointer(bitPattern: address.load(ordering: .acquiring))) }

    /// The version of PCRE2: what compiles with one may not with another.
    package static var libraryVersion: String {
        var buffer = [UInt8](repeating: 0, count: 64)
        let length = unsafe buffer.withUnsafeMutableBytes {
            unsafe pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), $0.baseAddress)
        }
        return String(decoding: buffer.prefix(max(0, Int(length) - 1)), as: UTF8.self)
    }

    private static func compile(
        _ source: String, isAnchored: Bool, _ status: inout Int32, _ offset: inout Int
    ) -> OpaquePointer? {
        var text = source
        // Bytes, not UTF-8: log bytes are not always valid, and Vectorscan then sees the pattern the same way.
        let options = PCRE2_NEVER_UTF | PCRE2_DUPNAMES | (isAnchored ? PCRE2_ANCHORED : 0)
        let code = text.withUTF8 { utf8 in
            unsafe pcre2_compile_8(utf8.baseAddress, utf8.count, options, &status, &offset, nil)
        }
        // Without JIT (on a machine that forbids it) matching is slower and gives the same.
        if let code = unsafe code { unsafe pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE) }
        return unsafe code
    }

    /// The code, compiled by the first thread that needs it.
    private var code: OpaquePointer? {
        let known = address.load(ordering: .acquiring)
        return unsafe known != 0 ? OpaquePointer(bitPattern: known) : compiledNow()
    }

    @inline(never) private func compiledNow() -> OpaquePointer? {
        var (status, offset) = (Int32(0), 0)
        guard let code = unsafe Self.compile(source, isAnchored: isAnchored, &status, &offset) else { return nil }
        let (isFirst, present) = address.compareExchange(
            expected: 0, desired: UInt(bitPattern: code), ordering: .acquiringAndReleasing)
        if isFirst { return unsafe code }
        unsafe pcre2_code_free_8(code)
        return unsafe OpaquePointer(bitPattern: present)
    }

    /// The number of the first group named `name`.
    package func group(named name: String) -> Int? { captureNames.firstIndex(of: name) }

    /// Says whether it matches in `text` at or behind byte `start`; the captures are in `scratch` until the next match.
    ///
    /// A pattern that reaches the match limit counts as not matched, and `scratch` counts how often that happened.
    package func matches(_ text: Span<UInt8>, from start: Int = 0, scratch: MatchScratch) -> Bool {
        precondition(start <= text.count)
        guard let code = unsafe self.code else {
            unsafe (scratch.abandonedMatches, scratch.matchedGroupCount) = (scratch.abandonedMatches + 1, 0)
            return false
        }
        let status = unsafe text.withUnsafeBufferPointer { bytes in
            // The direct way saves the checks of options and encoding, which are the same for every match here.
            let direct = unsafe pcre2_jit_match_8(
                code, bytes.baseAddress, bytes.count, start, 0, scratch.data, scratch.context)
            return unsafe direct != PCRE2_ERROR_JIT_BADOPTION
                ? direct
                : pcre2_match_8(code, bytes.baseAddress, bytes.count, start, 0, scratch.data, scratch.context)
        }
        if status < PCRE2_ERROR_NOMATCH { unsafe scratch.abandonedMatches += 1 }
        unsafe scratch.matchedGroupCount = status > 0 ? Int(status) : status == 0 ? MatchScratch.groupLimit : 0
        return status >= 0
    }

    /// How many bytes before the beginning of a match it looks at.
    var lookbehind: Int {
        guard let code = unsafe self.code else { return 0 }
        var count = UInt32(0)
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_MAXLOOKBEHIND), &count)
        return Int(count)
    }

    /// Where the longest match ends of those that begin at byte `start`; `nil` where there is none, or where it cannot be
    /// told.
    ///
    /// Meant for few texts: it follows all ways to match at once (`pcre2_dfa_match`), which takes longer.
    func longestEnd(in text: Span<UInt8>, from start: Int, scratch: MatchScratch) -> Int? {
        guard let code = unsafe self.code else { return nil }
        var workspace = [Int32](repeating: 0, count: 1_024)
        let status = unsafe text.withUnsafeBufferPointer { bytes in
            unsafe workspace.withUnsafeMutableBufferPointer { workspace in
                unsafe pcre2_dfa_match_8(
                    code, bytes.baseAddress, bytes.count, start, PCRE2_ANCHORED, scratch.data, scratch.context,
                    workspace.baseAddress, workspace.count)
            }
        }
        // Matches come by length, the longest first, as if each were a group; 0 tells of more than there is room for.
        unsafe scratch.matchedGroupCount = status >= 0 ? 1 : 0
        return scratch.range(of: 0)?.upperBound
    }

    static func message(_ status: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe buffer.withUnsafeMutableBufferPointer {
            unsafe pcre2_get_error_message_8(status, $0.baseAddress, $0.count)
        }
        return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
    }

    private static func captureNames(of code: OpaquePointer) -> [String?] {
        var (groupCount, nameCount, entrySize) = (UInt32(0), UInt32(0), UInt32(0))
        var table: UnsafePointer<UInt8>?
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &groupCount)
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &nameCount)
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &entrySize)
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
        var names = [String?](repeating: nil, count: Int(groupCount) + 1)
        guard let table = unsafe table else { return names }
        for index in 0..<Int(nameCount) {
            // An entry is the group's number in two bytes, high first, and its name with a final zero.
            let entry = unsafe table + index * Int(entrySize)
            let group = unsafe Int(entry[0]) << 8 | Int(entry[1])
            names[group] = unsafe String(cString: entry + 2)
        }
        return names
    }
}

/// What one thread needs to match with PCRE2: room for the captures, and limits.
@safe package final class MatchScratch {
    fileprivate let data: OpaquePointer
    fileprivate let context: OpaquePointer
    // Unchecked, since one thread alone has a scratch and no access to these lasts longer than a statement; the
    // run-time check would take as long as a short match.
    @exclusivity(unchecked) fileprivate var matchedGroupCount = 0
    @exclusivity(unchecked) fileprivate var abandonedMatches = 0

    /// How many matches were given up at the limit.
    package var abandonedMatchCount: Int { unsafe abandonedMatches }

    static let groupLimit = 64
    private static let matchLimit: UInt32 = 200_000

    package init() {
        guard let data = unsafe pcre2_match_data_create_8(UInt32(Self.groupLimit), nil),
            let context = unsafe pcre2_match_context_create_8(nil)
        else {
            // Without these few kilobytes nothing can be matched at all.
            fatalError("PCRE2 has no memory for a match.")
        }
        unsafe self.data = data
        unsafe self.context = context
        unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
    }

    deinit {
        unsafe pcre2_match_data_free_8(data)
        unsafe pcre2_match_context_free_8(context)
    }

    /// The bytes of `group` in the last match; `nil` when it took no part.
    package func range(of group: Int) -> Range<Int>? {
        guard unsafe group < matchedGroupCount else { return nil }
        let ends = unsafe pcre2_get_ovector_pointer_8(data)
        guard let ends = unsafe ends else { return nil }
        let (start, end) = unsafe (ends[2 * group], ends[2 * group + 1])
        // PCRE2_UNSET is -1 here; `\K` in a lookahead can put the start behind the end.
        return start < 0 || end < start ? nil : start..<end
    }
}
