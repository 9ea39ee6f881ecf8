internal import CulpritModel
internal import CulpritScan

/// Where the parts were in lines seen before, by the shape of the line: itself but for the values of its digits.
///
/// Nearly all lines of a log differ from an earlier one in their digits alone. Their parts are at the same places then,
/// as far as the patterns that found them do not tell digits apart.
struct ShapeMemory {
    private var table = NumberTable()
    /// By the number of the shape; meaningless where `isKnown` does not hold.
    private(set) var places: [RecordPlaces] = []
    /// Whether the places depend on the shape alone, and were found.
    private var known: [Bool] = []
    /// How often it began anew; numbers of shapes hold within one epoch.
    private(set) var epoch = 0
    /// The hashes of shapes that were seen once, each where its remainder is: most are never seen again where ids with letters
    /// stand in all lines, and would push out those that are.
    private var seen = [UInt64](repeating: 0, count: Self.seenCount)
    /// Keeps whoever writes a line from choosing one that is taken for another.
    private let seed = UInt64.random(in: .min ... .max)

    /// With so many shapes it begins anew: a source whose lines all differ fills no memory.
    static let limit = 16_384
    private static let seenCount = 4_096

    /// The number of the shape of `line`; `nil` when it is seen for the first time.
    mutating func number(of line: Span<UInt8>) -> Int? {
        let hash = line.shapeHash(seed: seed)
        if let number = table.known(hash) { return number }
        let place = Int(hash % UInt64(Self.seenCount))
        guard seen[place] == hash else {
            seen[place] = hash
            return nil
        }
        if known.count >= Self.limit { (table, places, known, epoch) = (NumberTable(), [], [], epoch + 1) }
        known.append(false)
        places.append(RecordPlaces())
        return table.index(of: hash)
    }

    func isKnown(_ shape: Int) -> Bool { known[shape] }

    mutating func remember(_ places: RecordPlaces, of shape: Int) {
        (self.places[shape], known[shape]) = (places, true)
    }
}
