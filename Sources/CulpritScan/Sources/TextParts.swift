internal import CulpritModel

/// A part of a text that ends with a line, and the last lines before it.
package struct TextPart {
    /// The number of the part, from 0.
    package fileprivate(set) var index = 0
    /// So many lines and bytes are before the part.
    package fileprivate(set) var (lineCount, byteCount) = (0, 0)
    /// So many of them are the last ones before it that are here too.
    package fileprivate(set) var (leadLineCount, leadByteCount) = (0, 0)
    /// How many bytes of the file were read for this part.
    package fileprivate(set) var storedByteCount = 0
    /// It begins where a line begins, and lines before it are known.
    package var hasLead: Bool { leadByteCount > 0 }
    package fileprivate(set) var bytes: [UInt8] = []

    package init() {}

    /// Where in the bytes the last lines before it are.
    package var lead: Range<Int> { 0..<leadByteCount }

    /// Where in the bytes the part is.
    package var text: Range<Int> { leadByteCount..<bytes.count }
}

/// Cuts what is left of a source into parts, for whichever thread comes next.
package final class TextParts: Sendable {
    private struct State {
        let source: OpenedSource
        var index = 0
        var (lineCount, byteCount): (Int, Int)
        var storedByteCount: Int
        /// The last lines of the part before.
        var lead: [UInt8] = []
        /// What was read behind the last line that ended.
        var rest: [UInt8] = []
    }

    private let state: Guarded<State>
    private let (partSize, leadSize): (Int, Int)

    /// Takes a source, which nothing else may read from then on, of which `lineCount` lines, in `byteCount` bytes of text, were read.
    ///
    /// Parts have about `partSize` bytes, or more when no line ends; the lines before one have up to `leadSize`.
    package init(_ source: OpenedSource, behind lineCount: Int, byteCount: Int, partSize: Int, leadSize: Int) {
        (self.partSize, self.leadSize) = (partSize, leadSize)
        let storedByteCount = source.storedByteCount
        state = Guarded(
            State(source: source, lineCount: lineCount, byteCount: byteCount, storedByteCount: storedByteCount))
    }

    /// Puts the next part into `part`, whose memory it uses; `false` is the end.
    package func next(into part: inout TextPart) -> Bool {
        state.withLock { state in
            part.bytes.removeAll(keepingCapacity: true)
            part.bytes.append(copying: state.lead.span)
            part.leadByteCount = state.lead.count
            part.leadLineCount = state.lead.span.count(of: 0x0A)
            part.bytes.append(copying: state.rest.span)
            state.rest.removeAll(keepingCapacity: true)
            // No line ends in the rest, nor in what is left for the next part.
            var (isAtEnd, newlineCount) = (false, 0)
            while part.text.count < partSize, !isAtEnd {
                let start = part.bytes.count
                isAtEnd = !state.source.read(into: &part.bytes)
                // At once, while it is in the nearest cache.
                newlineCount += part.bytes.span.extracting(droppingFirst: start).count(of: 0x0A)
            }
            (part.index, part.lineCount, part.byteCount) = (state.index, state.lineCount, state.byteCount)
            part.storedByteCount = state.source.storedByteCount - state.storedByteCount
            guard !part.text.isEmpty else { return false }
            if !isAtEnd { cut(&part, &state) }
            state.index += 1
            state.lineCount += newlineCount
            state.byteCount += part.text.count
            state.storedByteCount += part.storedByteCount
            state.lead.removeAll(keepingCapacity: true)
            state.lead.append(copying: part.bytes.span.extracting(lastLines(of: part.bytes.span)))
            return true
        }
    }

    /// Leaves what is behind the last end of a line for the next part, where any line ends.
    private func cut(_ part: inout TextPart, _ state: inout State) {
        var end = part.bytes.count
        while end > part.leadByteCount, part.bytes[end - 1] != 0x0A { end -= 1 }
        guard end > part.leadByteCount else { return }
        state.rest.append(copying: part.bytes.span.extracting(droppingFirst: end))
        part.bytes.removeLast(part.bytes.count - end)
    }

    /// The whole lines in the last `leadSize` bytes; none when the text does not end with one.
    private func lastLines(of text: Span<UInt8>) -> Range<Int> {
        let end = text.count
        guard end > 0, text[end - 1] == 0x0A else { return 0..<0 }
        guard end > leadSize else { return 0..<end }
        let newline = text.firstIndex(of: 0x0A, from: end - leadSize - 1) ?? end - 1
        return newline + 1..<end
    }
}
