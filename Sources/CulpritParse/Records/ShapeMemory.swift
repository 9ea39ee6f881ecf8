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
    /// Keeps whoever writes a line from choosing one that is taken for another.
    private let seed = UInt64.random(in: .min ... .max)

    /// With so many shapes it begins anew: a source whose lines all differ fills no memory.
    static let limit = 16_384

    /// The number of the shape of `line`.
    mutating func number(of line: Span<UInt8>) -> Int {
        if known.count >= Self.limit { (table, places, known, epoch) = (NumberTable(), [], [], epoch + 1) }
        let number = table.index(of: line.shapeHash(seed: seed))
        if number == known.count {
            known.append(false)
            places.append(RecordPlaces())
        }
        return number
    }

    func isKnown(_ shape: Int) -> Bool { known[shape] }

    mutating func remember(_ places: RecordPlaces, of shape: Int) {
        (self.places[shape], known[shape]) = (places, true)
    }
}
