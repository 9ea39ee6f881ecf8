/// Decodes one kind of compressed frame, of which a stream holds any number one after the other.
protocol FrameDecoder: AnyObject {
    /// What a message calls the data and one part of it: "zstd" and "frame".
    static var names: (format: String, frame: String) { get }

    /// The first byte of every frame that has content.
    static var firstByte: UInt8 { get }

    /// Whether a frame may begin with these four bytes.
    static func mayBegin(_ bytes: Span<UInt8>) -> Bool

    /// Makes ready for a new frame.
    func reset()

    /// Decodes some of `input` and appends it to `buffer`, in one piece of `capacity` bytes or less.
    func decode(_ input: Span<UInt8>, into buffer: inout [UInt8], capacity: Int) -> FrameStep
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
    /// Only the checksum is wrong: the next frame begins right here.
    var isAtEnd = false
}
