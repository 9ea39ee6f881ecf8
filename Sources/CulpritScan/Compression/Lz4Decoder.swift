/// Decodes lz4 frames (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md), and goes on behind a block that is
/// damaged where blocks do not build on one another.
///
/// It is here and not a library's because a block takes few lines to decode, and libarchive ends at the first that it cannot.
final class Lz4Decoder: FrameDecoder {
    static let names = (format: "lz4", frame: "frame")
    static let firstByte: UInt8 = 0x04
    static let beginningSize = 7
    /// The largest block: where it was cut short, so much of what is behind it was taken for its rest.
    static let lookback = (4 << 20) + (64 << 10)

    private enum State {
        case magic
        case skippableSize
        case skippable
        case descriptor
        case blockSize
        case block(isStored: Bool)
        case contentSum
    }

    private struct Flags {
        let hasDependentBlocks: Bool
        let hasBlockSums: Bool
        let hasContentSize: Bool
        let hasContentSum: Bool
        let hasDictionary: Bool
        let blockLimit: Int

        /// `nil` when bits are set that no version of the format has.
        init?(_ flags: UInt8, _ limits: UInt8) {
            guard flags >> 6 == 1, flags & 2 == 0, limits & 0x8F == 0, limits >> 4 >= 4 else { return nil }
            hasDependentBlocks = flags & 0x20 == 0
            (hasBlockSums, hasContentSize) = (flags & 0x10 != 0, flags & 8 != 0)
            (hasContentSum, hasDictionary) = (flags & 4 != 0, flags & 1 != 0)
            blockLimit = 1 << (8 + 2 * Int(limits >> 4))
        }

        var descriptorSize: Int { 3 + (hasContentSize ? 8 : 0) + (hasDictionary ? 4 : 0) }
    }

    private var state = State.magic
    private var flags: Flags?
    /// What was read of a part, and how many bytes it has.
    private var pending: [UInt8] = []
    private var size = 4
    private var window = Lz4Window()
    private var sum = XXHash32()
    private var hasLostBlocks = false
    /// Of the block before, which is told once the next one has shown that it was not cut short.
    private var lost: (byteCount: Int, why: String)?

    static func mayBegin(_ bytes: Span<UInt8>) -> Bool {
        bytes[0] == 0x04 && bytes[1] == 0x22 && bytes[2] == 0x4D && bytes[3] == 0x18
            && Flags(bytes[4], bytes[5]) != nil
    }

    func reset() {
        wait(for: .magic, 4)
        (flags, sum, hasLostBlocks, lost) = (nil, XXHash32(), false, nil)
        window.clear()
    }

    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep {
        if window.give(to: &buffer, capacity) { return FrameStep(consumedByteCount: 0, state: .more) }
        if case .skippable = state {
            let taken = min(size, input.count)
            size -= taken
            return FrameStep(consumedByteCount: taken, state: size == 0 ? .end : .more)
        }
        let taken = min(size - pending.count, input.count)
        pending.append(copying: input.extracting(0..<taken))
        guard pending.count == size else { return FrameStep(consumedByteCount: taken, state: .more) }
        let state = advance()
        _ = window.give(to: &buffer, capacity)
        return FrameStep(consumedByteCount: taken, state: state)
    }

    private func wait(for state: State, _ size: Int) {
        (self.state, self.size) = (state, size)
        pending.removeAll(keepingCapacity: true)
    }

    /// Takes a part that is there whole.
    private func advance() -> FrameStep.State {
        switch state {
        case .magic: return magic()
        case .skippableSize:
            wait(for: .skippable, Int(number(at: 0)))
            return size == 0 ? .end : .more
        case .skippable: return .more
        case .descriptor: return descriptor()
        case .blockSize: return blockSize()
        case .block(let isStored): return block(isStored: isStored)
        case .contentSum:
            guard hasLostBlocks || number(at: 0) == sum.digest else {
                return .damaged(FrameDamage(why: "the sum of its text is wrong", isAtEnd: true))
            }
            return .end
        }
    }

    private func magic() -> FrameStep.State {
        let magic = number(at: 0)
        if magic & 0xFFFF_FFF0 == 0x184D_2A50 {
            wait(for: .skippableSize, 4)
        } else if magic == 0x184D_2204 {
            wait(for: .descriptor, 3)
        } else {
            return .damaged(FrameDamage(why: "no frame begins here"))
        }
        return .more
    }

    private func descriptor() -> FrameStep.State {
        guard let flags = Flags(pending[0], pending[1]) else {
            return .damaged(FrameDamage(why: "its flags are none that the format has"))
        }
        guard size == flags.descriptorSize else {
            // The sizes in it make it longer.
            size = flags.descriptorSize
            return .more
        }
        guard UInt8(truncatingIfNeeded: XXHash32.of(pending.span.extracting(0..<size - 1)) >> 8) == pending[size - 1]
        else { return .damaged(FrameDamage(why: "the sum of its header is wrong")) }
        guard !flags.hasDictionary else {
            return .damaged(
                FrameDamage(
                    why: "it needs a dictionary",
                    remedy: "Decompress it with 'lz4 -d -D DICTIONARY', and give the text."))
        }
        self.flags = flags
        wait(for: .blockSize, 4)
        return .more
    }

    private func blockSize() -> FrameStep.State {
        guard let flags else { return .damaged(FrameDamage(why: "a block without a frame")) }
        let number = number(at: 0)
        let count = Int(number & 0x7FFF_FFFF)
        guard number == 0 || 1...flags.blockLimit ~= count else {
            return .damaged(FrameDamage(why: lost?.why ?? "a block cannot have \(count) bytes"))
        }
        if number != 0 {
            wait(for: .block(isStored: number >> 31 == 1), count + (flags.hasBlockSums ? 4 : 0))
        } else if flags.hasContentSum {
            wait(for: .contentSum, 4)
        } else if lost == nil {
            return .end
        }
        guard let lost else { return .more }
        self.lost = nil
        return .damaged(
            FrameDamage(why: lost.why, loss: FrameDamage.Loss(byteCount: lost.byteCount, consumedBehind: 4)))
    }

    private func block(isStored: Bool) -> FrameStep.State {
        guard let flags else { return .damaged(FrameDamage(why: "a block without a frame")) }
        let count = size - (flags.hasBlockSums ? 4 : 0)
        let isRight =
            !flags.hasBlockSums || XXHash32.of(pending.span.extracting(0..<count)) == number(at: count)
        if !flags.hasDependentBlocks { window.clear() }
        guard isRight, window.take(pending.span.extracting(0..<count), isStored: isStored, limit: flags.blockLimit)
        else {
            let why = isRight ? "a block cannot be decoded" : "the sum of a block is wrong"
            guard !flags.hasDependentBlocks else { return .damaged(FrameDamage(why: why)) }
            (hasLostBlocks, lost) = (true, (size + 4, why))
            wait(for: .blockSize, 4)
            return .more
        }
        if flags.hasContentSum { window.add(to: &sum) }
        wait(for: .blockSize, 4)
        return .more
    }

    private func number(at index: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(pending[index + $1]) << (8 * UInt32($1)) }
    }
}
