/// Makes a bzip2 stream of each block, so that behind a damaged block the next one can be read.
///
/// Blocks begin at any bit, with 48 bits that mark them; a stream ends with 48 others and the sum of its blocks' sums. Here
/// each block gets a header and an end of its own, as `bzip2recover` does it. What is no block goes through as it is.
final class Bzip2Blocks: ByteStream {
    static let blockMark: [UInt8] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
    static let endMark: [UInt8] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]
    private static let markBits = 48
    private static let sumBits = 32

    private let base: any ByteStream
    private var input: [UInt8] = []
    /// The position of `input[0]` in the base.
    private var origin = 0
    /// What comes next of `input`, in bits.
    private var bit = 0
    private var block: Block?
    /// Of the sums of the stream's blocks so far.
    private var streamSum: UInt32 = 0
    private var isAtEnd = false
    private var failure: StreamFailure?
    private var givenByteCount = 0
    /// From an index of the buffer that is being filled to a position here.
    private var shift = 0
    /// Where runs of bytes were in the base, by their position here; ascending.
    private var places: [(position: Int, stored: Int)] = []

    private struct Block: Equatable { let sum: UInt32 }

    init(_ base: any ByteStream) { self.base = base }

    func storedPosition(of position: Int) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle].position <= position { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return base.storedPosition(of: position) }
        let (start, stored) = places[low - 1]
        let end = low < places.count ? places[low].stored : origin + input.count
        return base.storedPosition(of: min(stored + position - start, end))
    }

    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int {
        let start = buffer.count
        shift = givenByteCount - start
        while buffer.count == start {
            if isAtEnd, bit >= input.count * 8 {
                guard let failure else { return 0 }
                // What stands on both sides of a gap is not one block.
                (self.failure, isAtEnd, block) = (nil, false, nil)
                throw failure
            }
            if !isAtEnd { fill(limit) }
            step(into: &buffer)
        }
        givenByteCount += buffer.count - start
        return buffer.count - start
    }

    private func fill(_ limit: Int) {
        input.removeFirst(bit / 8)
        origin += bit / 8
        bit %= 8
        do throws(StreamFailure) {
            isAtEnd = try base.read(into: &input, limit: limit) == 0
        } catch {
            (isAtEnd, failure) = (true, error)
        }
    }

    /// Gives what is before the next mark, and what comes of the mark.
    private func step(into buffer: inout [UInt8]) {
        while true {
            let mark = Self.nextMark(in: input.span, from: bit)
            // The sum behind a mark belongs to it.
            guard let mark, mark.bit + Self.markBits + Self.sumBits <= input.count * 8 else {
                let kept = isAtEnd ? 0 : Self.markBits + Self.sumBits + 8 * Self.headerSize
                give(upTo: max(bit, min(mark?.bit ?? .max, input.count * 8 - kept)), into: &buffer)
                if isAtEnd { bit = input.count * 8 }
                return
            }
            let sum = UInt32(truncatingIfNeeded: bits(Self.sumBits, at: mark.bit + Self.markBits))
            if let block {
                give(upTo: mark.bit, into: &buffer)
                close(block.sum, at: mark.bit, into: &buffer)
            } else {
                bit = (bit + 7) / 8 * 8
                giveGarbage(before: mark.bit, into: &buffer)
            }
            // Also a stream that was cut short is followed by the next one.
            if block == nil || isBehindHeader(mark.bit) { streamSum = 0 }
            if mark.isBlock {
                note(mark.bit / 8 - (isBehindHeader(mark.bit) ? Self.headerSize : 0), in: buffer)
                buffer += Self.header
                note(mark.bit / 8, in: buffer)
                streamSum = (streamSum << 1 | streamSum >> 31) ^ sum
                (block, bit) = (Block(sum: sum), mark.bit)
                // Of a block its mark is given with it.
                give(upTo: mark.bit + Self.markBits, into: &buffer)
            } else {
                if streamSum != sum {
                    // A stream of nothing with a sum that is wrong.
                    note(mark.bit / 8, in: buffer)
                    buffer += Self.header + Self.endMark + Self.bytes(of: streamSum ^ sum)
                }
                (block, bit) = (nil, (mark.bit + Self.markBits + Self.sumBits + 7) / 8 * 8)
                note(bit / 8, in: buffer)
            }
        }
    }

    private func note(_ index: Int, in buffer: [UInt8]) {
        places.append((buffer.count + shift, origin + index))
    }

    /// Gives the whole bytes of the bits before `end`.
    private func give(upTo end: Int, into buffer: inout [UInt8]) {
        let count = (end - bit) / 8
        guard count > 0 else { return }
        let (first, shift) = (bit / 8, bit % 8)
        if shift == 0 {
            buffer.append(copying: input.span.extracting(first..<first + count))
        } else {
            buffer.reserveCapacity(buffer.count + count)
            for index in first..<first + count {
                buffer.append(input[index] << shift | input[index + 1] >> (8 - shift))
            }
        }
        bit += 8 * count
    }

    /// Ends the block that goes up to `end`.
    private func close(_ sum: UInt32, at end: Int, into buffer: inout [UInt8]) {
        var (value, count) = (bits(end - bit, at: bit), end - bit)
        for byte in Self.endMark + Self.bytes(of: sum) {
            value = value << 8 | UInt64(byte)
            buffer.append(UInt8(truncatingIfNeeded: value >> count))
        }
        if count > 0 {
            count = 8 - count
            buffer.append(UInt8(truncatingIfNeeded: value << count))
        }
    }

    /// Gives bytes that are in no block, but for the header of the stream that begins with the mark at `end`.
    private func giveGarbage(before end: Int, into buffer: inout [UInt8]) {
        note(bit / 8, in: buffer)
        give(upTo: isBehindHeader(end) ? end - 8 * Self.headerSize : end, into: &buffer)
    }

    /// Whether the header of a stream is right before `end`.
    private func isBehindHeader(_ end: Int) -> Bool {
        let first = end / 8 - Self.headerSize
        return end % 8 == 0 && first >= 0 && input[first..<end / 8].starts(with: Self.header.dropLast())
    }

    private static func bytes(of sum: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) }
    }

    /// A number of `count` bits, at most 56.
    private func bits(_ count: Int, at start: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in start / 8..<(start + count + 7) / 8 { value = value << 8 | UInt64(input[index]) }
        return value >> ((8 - (start + count) % 8) % 8) & (1 << count - 1)
    }

    // MARK: Marks

    /// A header for the largest blocks, which does for the smaller ones.
    private static let header = Array("BZh9".utf8)
    private static let headerSize = 4

    /// For each value of a mark's third byte, when the mark begins `shift` bits behind the first, the shifts that it allows.
    private static let shifts: [UInt8] = {
        var shifts = [UInt8](repeating: 0, count: 256)
        for mark in [number(of: blockMark), number(of: endMark)] {
            for shift in 0..<8 { shifts[Int(mark >> (24 + shift) & 0xFF)] |= 1 << shift }
        }
        return shifts
    }()

    private static func number(of mark: [UInt8]) -> UInt64 { mark.reduce(0) { $0 << 8 | UInt64($1) } }

    private static func nextMark(in bytes: Span<UInt8>, from start: Int) -> (bit: Int, isBlock: Bool)? {
        let (block, end, shifts) = (number(of: blockMark), number(of: endMark), shifts)
        var index = start / 8
        while index + 7 <= bytes.count {
            var allowed = shifts[Int(bytes[index + 2])]
            if allowed != 0 {
                var window: UInt64 = 0
                for offset in 0..<7 { window = window << 8 | UInt64(bytes[index + offset]) }
                while allowed != 0 {
                    let shift = allowed.trailingZeroBitCount
                    let value = window >> (8 - shift) & (1 << 48 - 1)
                    if value == block || value == end, index * 8 + shift >= start {
                        return (index * 8 + shift, value == block)
                    }
                    allowed &= allowed - 1
                }
            }
            index += 1
        }
        return nil
    }
}
