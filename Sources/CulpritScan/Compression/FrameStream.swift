/// Decompresses concatenated frames; behind a damaged one it goes on with the next that can be decoded.
final class FrameStream<Decoder: FrameDecoder>: ByteStream {
    private let base: any ByteStream
    private let decoder: Decoder
    private let limit: ExpansionLimit
    private var input: [UInt8] = []
    /// What comes next in `input`; some of what was decoded is before it, since a frame may begin there after damage.
    private var offset = 0
    /// The position of `input[0]` in the base.
    private var origin = 0
    private var frameStart = 0
    private var isInsideFrame = false
    private var frameHasOutput = false
    private var mayHoldOutput = false
    private var isAtEnd = false
    private var baseFailure: StreamFailure?
    private var damage: Damage?
    private var trialCount = 0

    private struct Damage {
        let failure: StreamFailure
        let position: Int
        let searchStart: Int
    }

    init(_ base: any ByteStream, _ decoder: Decoder, limit: ExpansionLimit) {
        (self.base, self.decoder, self.limit) = (base, decoder, limit)
    }

    func read(into buffer: inout [UInt8], limit size: Int) throws(StreamFailure) -> Int {
        let start = buffer.count
        while try limit.admitsMore() {
            if let damage {
                self.damage = nil
                throw pass(damage)
            }
            if offset == input.count, !mayHoldOutput, !fill() {
                if let failure = takeBaseFailure() {
                    isInsideFrame = false
                    damage = Damage(failure: failure, position: position, searchStart: position)
                } else if isInsideFrame {
                    isInsideFrame = false
                    let (format, frame) = Decoder.names
                    throw StreamFailure("the \(format) data ends in the middle of a \(frame), at byte \(position)")
                } else {
                    return 0
                }
            } else if isInsideFrame || begin() {
                step(into: &buffer, capacity: max(size, Self.leastCapacity))
                let count = buffer.count - start
                if count > 0 {
                    limit.countBytes(count)
                    return count
                }
            }
        }
        return 0
    }

    /// The position in the base of what comes next.
    private var position: Int { origin + offset }

    /// Begins a frame, unless only padding is left here.
    private func begin() -> Bool {
        // Tapes and block devices fill up with NUL bytes; no frame begins with one.
        while offset < input.count, input[offset] == 0 { offset += 1 }
        guard offset < input.count else { return false }
        frameStart = position
        (isInsideFrame, frameHasOutput) = (true, false)
        decoder.reset()
        return true
    }

    private func step(into buffer: inout [UInt8], capacity: Int) {
        let start = buffer.count
        let step = decoder.decode(input.span.extracting(offset..<input.count), into: &buffer, capacity: capacity)
        offset += step.consumedByteCount
        frameHasOutput = frameHasOutput || buffer.count > start
        mayHoldOutput = buffer.count - start == capacity
        switch step.state {
        case .more: break
        case .end: (isInsideFrame, mayHoldOutput) = (false, false)
        case .damaged(let found):
            (isInsideFrame, mayHoldOutput) = (false, false)
            // Of a frame that gave nothing, all is lost.
            let place = frameHasOutput ? position : frameStart
            let failure = StreamFailure(
                "damaged \(Decoder.names.format) data at byte \(place): \(found.why)", remedy: found.remedy)
            // A frame that was cut short is told only some way into the next one.
            let searchStart = found.isAtEnd ? position : max(frameStart + 1, position - Self.lookback, origin)
            damage = Damage(failure: failure, position: place, searchStart: searchStart)
        }
    }

    /// Reads more of the base; `false` is its end, or a failure of its own.
    private func fill() -> Bool {
        guard !isAtEnd, baseFailure == nil else { return false }
        if offset > 2 * Self.lookback {
            let surplus = offset - Self.lookback
            input.removeFirst(surplus)
            (offset, origin) = (offset - surplus, origin + surplus)
        }
        do throws(StreamFailure) {
            if try base.read(into: &input, limit: Self.inputSize) > 0 { return true }
            isAtEnd = true
        } catch {
            baseFailure = error
        }
        return false
    }

    private func takeBaseFailure() -> StreamFailure? {
        defer { baseFailure = nil }
        return baseFailure
    }

    // MARK: Behind damage

    /// Goes to the next frame and returns what is to be told of the bytes before it.
    private func pass(_ damage: Damage) -> StreamFailure {
        let hasNext = findFrame(from: damage.searchStart)
        var failure = damage.failure
        failure.unreadByteCount = max(0, position - damage.position)
        let frame = Decoder.names.frame
        failure.reason +=
            hasNext ? "; the next \(frame) begins at byte \(position)" : "; no \(frame) behind it could be read"
        return failure
    }

    /// Puts `offset` on the first frame at or behind `start` that can be decoded, or on the end.
    private func findFrame(from start: Int) -> Bool {
        offset = start - origin
        while trialCount < Self.trialLimit {
            offset = input.span.firstIndex(of: Decoder.firstByte, from: offset) ?? input.count
            if input.count - offset < 4 {
                // A failure of the base here is part of the damage.
                if !fill(), takeBaseFailure() == nil { break }
            } else {
                if Decoder.mayBegin(input.span.extracting(offset..<offset + 4)), decodes() { return true }
                offset += 1
            }
        }
        repeat { offset = input.count } while fill() || takeBaseFailure() != nil
        return false
    }

    /// Whether the first kibibyte of a frame can be decoded here: four bytes may be those of a frame by chance.
    private func decodes() -> Bool {
        trialCount += 1
        while input.count - offset < Self.trialSize, fill() {}
        decoder.reset()
        var (trial, end) = ([UInt8](), offset)
        while trial.count < 1_024, end < input.count {
            let step = decoder.decode(
                input.span.extracting(end..<input.count), into: &trial, capacity: Self.leastCapacity)
            end += step.consumedByteCount
            switch step.state {
            case .more: break
            case .end: return true
            case .damaged: return false
            }
        }
        return !trial.isEmpty || !isAtEnd
    }

    private static var inputSize: Int { 256 << 10 }
    /// The largest block of zstd (RFC 8878 §3.1.1.2.3), which so is never held back.
    private static var leastCapacity: Int { 128 << 10 }
    private static var lookback: Int { 128 << 10 }
    private static var trialSize: Int { 256 << 10 }
    /// A hostile file may hold nothing but beginnings of frames.
    private static var trialLimit: Int { 4_096 }
}
