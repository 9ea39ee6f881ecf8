internal import CulpritModel

/// The crashes of one source that are kept: all of most bugs; of one that crashes again and again, as in a crash loop, the
/// first ones and then one a minute, which counts the others.
struct KeptCrashes {
    private static let manyCrashes = 200

    /// What crashes have in common when one may count for another.
    private struct Kind: Hashable {
        let signature: String
        let entity: Entity?
        let attributes: [Record.Field]
    }

    /// How many of a kind are kept, and where the last one is among all.
    private struct Place {
        var count = 0
        var last = 0
    }

    private var crashes: [Crash] = []
    private var kinds: [Kind: Place] = [:]

    mutating func add(_ crash: Crash) {
        let kind = Kind(signature: crash.signature, entity: crash.entity, attributes: crash.attributes)
        var place = kinds[kind] ?? Place()
        if place.count >= Self.manyCrashes, crashes[place.last].time?.minuteStart == crash.time?.minuteStart {
            crashes[place.last].count += crash.count
            return
        }
        place = Place(count: place.count + 1, last: crashes.count)
        kinds[kind] = place
        crashes.append(crash)
    }

    /// Adds those of the part of the source that ends next.
    mutating func add(_ part: KeptCrashes) {
        for crash in part.crashes { add(crash) }
    }

    /// In the order in which they begin: of interleaved reports another ends first than begins first.
    var inOrder: [Crash] {
        crashes.sorted { ($0.location.line, $0.location.byte) < ($1.location.line, $1.location.byte) }
    }
}
