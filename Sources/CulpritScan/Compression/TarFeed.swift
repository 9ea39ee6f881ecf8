/// What a tar is read from: it keeps what it gave last, and finds the next header in it and behind it.
///
/// A header is found at any byte, since nobody knows how many bytes of a compressed archive are lost in a gap.
final class TarFeed: ByteStream {
    private let base: any ByteStream
    /// What was read of the base and may be asked for again.
    private var bytes: [UInt8] = []
    /// The position of `bytes[0]` in the tar; a gap has no length.
    private var origin = 0
    /// What comes next of `bytes`.
    private var offset = 0
    /// The base failed behind `bytes`: what follows does not go on from there.
    private var isAtGap = false
    /// The first byte that the last search passed over and that is no padding.
    private(set) var firstPassed: Int?
    /// What else was wrong where the last search passed.
    private(set) var passed = FailureSum()

    private static let headerSize = 512
    private static let magic = Array("ustar".utf8)
    private static let magicOffset = 257
    private static let sumField = 148..<156
    private static let chunkSize = 256 << 10
    /// libarchive asks for more before it is done with what it has.
    private static let keptSize = 2 * chunkSize

    init(_ base: any ByteStream) { self.base = base }

    /// The position behind all that was read of the base.
    var endPosition: Int { origin + bytes.count }

    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int {
        if offset == bytes.count {
            guard !isAtGap else { return 0 }
            trim(to: bytes.count - Self.keptSize)
            do throws(StreamFailure) {
                guard try base.read(into: &bytes, limit: limit) > 0 else { return 0 }
            } catch {
                isAtGap = true
                throw error
            }
        }
        defer { offset = bytes.count }
        buffer.append(copying: bytes.span.extracting(offset..<bytes.count))
        return bytes.count - offset
    }

    private func trim(to index: Int) {
        guard index > 0 else { return }
        bytes.removeFirst(index)
        (origin, offset) = (origin + index, max(0, offset - index))
    }

    /// Goes to the first header at or behind `start` and returns its position; `nil`, at the end, when there is none.
    ///
    /// Where bytes are missing, the next header is before `start`, which is where it would be else: then one behind `floor`
    /// counts that is in no place of a block.
    func seekHeader(from start: Int, notBefore floor: Int? = nil) -> Int? {
        (firstPassed, passed) = (nil, FailureSum())
        if let floor, let found = shiftedHeader(from: max(floor, origin), to: start) {
            offset = found - origin
            return found
        }
        var index = max(0, start - origin)
        while true {
            if let found = Self.header(in: bytes.span, from: index) {
                notePassed(index..<found)
                offset = found
                return origin + found
            }
            let searched = max(index, bytes.count - Self.headerSize + 1)
            notePassed(index..<searched)
            index = searched
            let surplus = index
            trim(to: surplus)
            index -= surplus
            isAtGap = false
            do throws(StreamFailure) {
                guard try base.read(into: &bytes, limit: Self.chunkSize) > 0 else { break }
            } catch {
                passed.add(error)
            }
        }
        notePassed(index..<max(index, bytes.count))
        offset = bytes.count
        return nil
    }

    private func shiftedHeader(from floor: Int, to start: Int) -> Int? {
        var index = floor - origin
        while let found = Self.header(in: bytes.span, from: index), origin + found < start {
            // One in the place of a block is that of a tar in this one, unless nothing but it is left of the member.
            let distance = start - origin - found
            if distance % Self.headerSize != 0 || distance <= 2 * Self.headerSize { return origin + found }
            index = found + 1
        }
        return nil
    }

    /// Whether a header is anywhere in `bytes`.
    static func holdsHeader(_ bytes: Span<UInt8>) -> Bool { header(in: bytes, from: 0) != nil }

    private func notePassed(_ range: Range<Int>) {
        guard firstPassed == nil, let index = range.first(where: { $0 < bytes.count && bytes[$0] != 0 }) else { return }
        firstPassed = origin + index
    }

    private static func header(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var search = start + magicOffset
        while let found = bytes.firstIndex(of: magic[0], from: search) {
            let header = found - magicOffset
            guard header + headerSize <= bytes.count else { return nil }
            if bytes.holds(magic.span, at: found), hasRightSum(bytes.extracting(header..<header + headerSize)) {
                return header
            }
            search = found + 1
        }
        return nil
    }

    /// The sum of all bytes, in octal, with spaces in its own place (POSIX.1-1988, 10.1.1).
    private static func hasRightSum(_ header: Span<UInt8>) -> Bool {
        var (sum, told, isDigit) = (0, 0, false)
        for index in header.indices {
            sum += sumField.contains(index) ? 0x20 : Int(header[index])
        }
        for index in sumField {
            guard 0x30...0x37 ~= header[index] else {
                if isDigit { break }
                continue
            }
            (told, isDigit) = (told * 8 + Int(header[index] & 7), true)
        }
        return isDigit && told == sum
    }
}
