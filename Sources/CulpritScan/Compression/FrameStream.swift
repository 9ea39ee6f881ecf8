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
        let start: Int
        var failure = StreamFailure("")
        /// From where on the next frame is sought.
        var searchStart: Int
        var isAtEnd = false

        init(start: Int, end: Int) { (self.start, searchStart) = (start, end) }
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
                    damage = Damage(start: position, end: position)
                    damage?.failure = failure
                } else if isInsideFrame {
                    isInsideFrame = false
                    let (format, frame) = Decoder.names
                    throw StreamFailure(
                        "the \(format) data ends in the middle of a \(frame), at byte \(stored(position))")
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

    private func stored(_ position: Int) -> Int { base.storedPosition(of: position) }

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
            var damage = Damage(start: frameHasOutput ? position : frameStart, end: position)
            damage.isAtEnd = found.isAtEnd
            damage.failure = StreamFailure(
                "damaged \(Decoder.names.format) data at byte \(stored(damage.start)): \(found.why)",
                remedy: found.remedy)
            // A frame that was cut short is told only some way into the next one.
            damage.searchStart = max(frameStart + decoder.settledByteCount + 1, position - Decoder.lookback, origin)
            self.damage = damage
        }
    }

    /// Reads more of the base; `false` is its end, or a failure of its own.
    private func fill() -> Bool {
        guard !isAtEnd, baseFailure == nil else { return false }
        if offset > 2 * Decoder.lookback {
            let surplus = offset - Decoder.lookback
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
        var failure = damage.failure
        let (frame, lost) = (Decoder.names.frame, stored(damage.start))
        let hasNext = damage.isAtEnd && mayBeginHere ? true : findFrame(from: damage.searchStart)
        failure.unreadByteCount += max(0, stored(position) - lost)
        failure.reason +=
            hasNext ? "; the next \(frame) begins at byte \(stored(position))" : "; no \(frame) behind it could be read"
        return failure
    }

    private var mayBeginHere: Bool {
        while input.count - offset < Decoder.beginningSize, fill() {}
        return decoder.nextBeginning(in: input.span, from: offset) == offset
    }

    /// Puts `offset` on the first frame at or behind `start` that can be decoded, or on the end.
    private func findFrame(from start: Int) -> Bool {
        offset = start - origin
        while trialCount < Self.trialLimit {
            if let found = decoder.nextBeginning(in: input.span, from: offset) {
                offset = found
                if decodes() { return true }
                offset += 1
            } else {
                offset = max(offset, input.count - Decoder.beginningSize + 1)
                // A failure of the base here is part of the damage.
                if !fill(), takeBaseFailure() == nil { break }
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
    private static var trialSize: Int { 256 << 10 }
    /// A hostile file may hold nothing but beginnings of frames.
    private static var trialLimit: Int { 4_096 }
}
