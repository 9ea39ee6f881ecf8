/// Decodes one kind of compressed frame, of which a stream holds any number one after the other.
protocol FrameDecoder: AnyObject {
    /// What a message calls the data and one part of it: "zstd" and "frame".
    static var names: (format: String, frame: String) { get }

    /// The first byte of every frame that has content.
    static var firstByte: UInt8 { get }

    /// How many bytes `mayBegin` looks at.
    static var beginningSize: Int { get }

    /// How far a decoder may run on into the next frame before it can tell that the one before was cut short.
    static var lookback: Int { get }

    /// Whether a frame may begin with these bytes.
    static func mayBegin(_ bytes: Span<UInt8>) -> Bool

    /// Where in `bytes` the first frame at or behind `start` may begin.
    func nextBeginning(in bytes: Span<UInt8>, from start: Int) -> Int?

    /// How many bytes of the frame hold nothing but what was decoded without doubt; no search goes back into them.
    var settledByteCount: Int { get }

    /// Makes ready for a new frame.
    func reset()

    /// Decodes some of `input` and appends it to `buffer`, in one piece of `capacity` bytes or less.
    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep
}

extension FrameDecoder {
    static var beginningSize: Int { 4 }
    static var lookback: Int { 128 << 10 }
    var settledByteCount: Int { 0 }

    func nextBeginning(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var offset = start
        while let found = bytes.firstIndex(of: Self.firstByte, from: offset),
            found + Self.beginningSize <= bytes.count
        {
            if Self.mayBegin(bytes.extracting(found..<found + Self.beginningSize)) { return found }
            offset = found + 1
        }
        return nil
    }
}

/// How far one call brought a decoder.
struct FrameStep {
    enum State {
        case more
        /// The frame is complete.
        case end
        case damaged(FrameDamage)
    }

    let consumedByteCount: Int
    let state: State
}

/// Why a frame cannot be decoded.
struct FrameDamage {
    let why: String
    var remedy: String?
    /// Only the checksum is wrong: the next frame begins right here, if the frame was not cut short.
    var isAtEnd = false
}
