/// Which format a line was found to have, by the shape of its beginning; -1 for none.
struct FormatMemory {
    private(set) var formats: [UInt64: Int] = [:]
    /// What was found of shapes that were new since `follow`.
    private var found: [UInt64: Int] = [:]
    /// The same shape had two formats, or too many shapes came: which lines came first decides what is known.
    private(set) var dependsOnOrder = false

    private static let limit = 16_384

    /// The format that lines of `shape` have, as far as it is known.
    func format(of shape: UInt64) -> Int? { formats[shape] }

    mutating func remember(_ format: Int, of shape: UInt64) {
        if formats.count >= Self.limit { (formats, dependsOnOrder) = ([:], true) }
        if let known = formats.updateValue(format, forKey: shape) {
            if known != format { dependsOnOrder = true }
        } else {
            found[shape] = format
        }
    }

    /// Knows what `other` knows, and notes what is new from here on.
    mutating func follow(_ other: FormatMemory) {
        (formats, found, dependsOnOrder) = (other.formats, [:], other.dependsOnOrder)
    }

    /// Whether lines that `other` read since it followed an earlier state of this would have been taken for the same here.
    func agrees(with other: FormatMemory) -> Bool {
        !dependsOnOrder && !other.dependsOnOrder
            && other.found.allSatisfy { shape, format in formats[shape].map { $0 == format } ?? true }
    }

    /// Takes over what is new in `other`, with which it agrees.
    mutating func learn(from other: FormatMemory) { formats.merge(other.found) { known, _ in known } }
}
