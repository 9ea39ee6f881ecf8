#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

extension Span<UInt8> {
    /// The index of the first `byte` at or after `start`, found by `memchr`.
    package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count else { return nil }
        return unsafe withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }

    /// How many of the bytes are `byte`, which is rare.
    package func count(of byte: UInt8) -> Int {
        var (total, start) = (0, 0)
        while let found = firstIndex(of: byte, from: start) { (total, start) = (total + 1, found + 1) }
        return total
    }

    /// Whether one of them is an ASCII digit.
    package var hasDigit: Bool { indices.contains { self[$0].isDigit } }

    /// Returns whether the bytes from `start` on begin with those of `other`, compared by `memcmp`.
    package func holds(_ other: Span<UInt8>, at start: Int = 0) -> Bool {
        guard start >= 0, count - start >= other.count else { return false }
        return unsafe withUnsafeBufferPointer { bytes in
            unsafe other.withUnsafeBufferPointer { others in
                guard let base = bytes.baseAddress, let otherBase = others.baseAddress else { return true }
                return unsafe memcmp(base + start, otherBase, others.count) == 0
            }
        }
    }

    /// Returns whether `text` is somewhere in the bytes.
    package func contains(_ text: StaticString) -> Bool {
        let needle = Array("\(text)".utf8)
        var start = 0
        while let index = firstIndex(of: needle[0], from: start) {
            if holds(needle.span, at: index) { return true }
            start = index + 1
        }
        return false
    }

    /// A copy of `range` as text; bytes that are not UTF-8 become U+FFFD.
    package func text(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// A copy of all bytes as text.
    package var text: String { text(0..<count) }
}

extension [UInt8] {
    /// Makes it a copy of `bytes`, whose memory it uses again: one step, where to empty it first would be another.
    package mutating func become(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe replaceSubrange(0..<count, with: $0) }
    }

    /// Appends all of `bytes` at once.
    package mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
